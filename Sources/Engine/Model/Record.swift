/// One record of a Kafka partition, its bytes copied out of the C library.
public struct Record: Hashable, Sendable {
    /// One header of a record. Kafka allows a name several times and a value of null.
    public struct Header: Hashable, Sendable {
        /// The header's name, as bytes: Kafka does not check that it is UTF-8.
        public var name: [UInt8]
        /// The header's value; `nil` is Kafka's null.
        public var value: [UInt8]?

        /// Makes a header.
        public init(name: [UInt8], value: [UInt8]?) {
            self.name = name
            self.value = value
        }
    }

    /// The partition that holds it.
    public var partition: TopicPartition
    /// Its place in the partition.
    public var offset: Offset
    /// Set by the producer or by the broker, as the topic is configured.
    public var timestamp: Timestamp?
    /// `nil` is Kafka's null key.
    public var key: [UInt8]?
    /// `nil` is a tombstone.
    public var value: [UInt8]?
    /// In the producer's order.
    public var headers: [Header]

    /// Makes a record.
    public init(
        partition: TopicPartition, offset: Offset, timestamp: Timestamp? = nil, key: [UInt8]? = nil, value: [UInt8]?,
        headers: [Header] = []
    ) {
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}

/// Where a record stands: topic, partition and offset.
public struct RecordPosition: Hashable, Sendable {
    /// The partition.
    public var partition: TopicPartition
    /// The place in it.
    public var offset: Offset

    /// Names a place.
    public init(_ partition: TopicPartition, _ offset: Offset) {
        self.partition = partition
        self.offset = offset
    }
}

extension Record {
    /// Where this record stands.
    public var position: RecordPosition { RecordPosition(partition, offset) }

    /// How much memory its bytes take.
    var byteCount: Int {
        headers.reduce((key?.count ?? 0) + (value?.count ?? 0)) { $0 + $1.name.count + ($1.value?.count ?? 0) }
    }
}
