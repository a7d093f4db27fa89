/// A name or id that came as text from outside. It is kept as it came, and becomes `SafeText` before anyone sees it.
public protocol TextIdentifier: RawRepresentable, Hashable, Sendable, Comparable, Codable, ExpressibleByStringLiteral
where RawValue == String {
    /// Wraps the text; nothing is checked, because what a valid name is differs by server.
    init(rawValue: String)
}

extension TextIdentifier {
    /// Wraps the text.
    public init(_ text: String) { self.init(rawValue: text) }
    /// Wraps a literal.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// Orders by Unicode scalars.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The name of an index, for example `playlist`.
public struct IndexName: TextIdentifier {
    /// The name as it came.
    public let rawValue: String
    /// Wraps the text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name of a Kafka topic, for example `playlist_created`.
public struct TopicName: TextIdentifier {
    /// The name as it came.
    public let rawValue: String
    /// Wraps the text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The id of a document within its index (`_id` in Elasticsearch).
public struct DocumentID: TextIdentifier {
    /// The id as it came.
    public let rawValue: String
    /// Wraps the text.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A record's place in its partition, from 0.
public struct Offset: RawRepresentable, Hashable, Comparable, Sendable, Codable, ExpressibleByIntegerLiteral {
    /// The place, from 0.
    public let rawValue: Int64
    /// Wraps the number.
    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// Wraps the number.
    public init(_ value: Int64) { self.init(rawValue: value) }
    /// Wraps a literal.
    public init(integerLiteral value: Int64) { self.init(rawValue: value) }
    /// The offset of the record after this one: what Kafka calls the committed offset once this one is done.
    public var next: Offset { Offset(rawValue + 1) }
    /// Orders by place.
    public static func < (left: Offset, right: Offset) -> Bool { left.rawValue < right.rawValue }
}

/// One partition of one topic.
public struct TopicPartition: Hashable, Comparable, Sendable, Codable {
    /// The topic.
    public var topic: TopicName
    /// The partition's number, from 0.
    public var partition: Int32

    /// Names a partition.
    public init(_ topic: TopicName, _ partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    /// Orders by topic, then by number.
    public static func < (left: TopicPartition, right: TopicPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z, as Kafka stamps records and Elasticsearch stores dates.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    public var milliseconds: Int64
    /// Wraps the number of milliseconds.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }
}
