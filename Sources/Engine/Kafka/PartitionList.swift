import CRdKafka

/// Runs C code on a list of partitions with offsets, and frees it.
func withPartitionList<Result, Failure: Error>(
    _ offsets: some Collection<(TopicPartition, Int64)>,
    _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) throws(Failure) -> Result
) throws(Failure) -> Result {
    let list = rd_kafka_topic_partition_list_new(Int32(offsets.count))
    defer { rd_kafka_topic_partition_list_destroy(list) }
    for (partition, offset) in offsets {
        let element = rd_kafka_topic_partition_list_add(list, partition.topic.rawValue, partition.partition)
        element?.pointee.offset = offset
    }
    return try body(list)
}

/// The entries of a C list of partitions.
func entries(_ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [rd_kafka_topic_partition_t] {
    guard let list, let elements = list.pointee.elems else { return [] }
    return Array(UnsafeBufferPointer(start: elements, count: Int(list.pointee.cnt)))
}

extension TopicPartition {
    /// Copies the names out of C's memory.
    init(_ entry: rd_kafka_topic_partition_t) {
        self.init(TopicName(entry.topic.map { String(cString: $0) } ?? ""), entry.partition)
    }
}

/// librdkafka's words for places that are no offsets.
enum LogicalOffset {
    static let beginning = Int64(RD_KAFKA_OFFSET_BEGINNING)
    static let end = Int64(RD_KAFKA_OFFSET_END)
    static let none = Int64(RD_KAFKA_OFFSET_INVALID)

    static func tail(_ count: Int) -> Int64 { count <= 0 ? end : Int64(RD_KAFKA_OFFSET_TAIL_BASE) - Int64(count) }
}
