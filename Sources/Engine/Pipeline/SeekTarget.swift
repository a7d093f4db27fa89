/// Where a stream is to go on, and in which of its partitions.
public struct SeekTarget: Hashable, Sendable {
    /// Where.
    public var start: StartPosition
    /// The topic; `nil` is each.
    public var topic: TopicName?
    /// The partition's number; `nil` is each.
    public var partition: Int32?

    /// Names a place.
    public init(_ start: StartPosition, topic: TopicName? = nil, partition: Int32? = nil) {
        self.start = start
        self.topic = topic
        self.partition = partition
    }

    /// Reads `-15m`, a time, `begin`, `end`, `PARTITION:OFFSET` or `TOPIC:PARTITION:OFFSET`; `nil` where it is none of them.
    /// - Parameter now: what `-15m` is reckoned from.
    public init?(_ text: String, now: Timestamp) {
        if let start = StartPosition(text, now: now) {
            self.init(start)
            return
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let partition = Int32(parts[parts.count - 2]), partition >= 0,
            let offset = Int64(parts[parts.count - 1]), offset >= 0, parts.count == 2 || !parts[0].isEmpty
        else { return nil }
        self.init(.offset(Offset(offset)), topic: parts.count == 3 ? TopicName(String(parts[0])) : nil, partition: partition)
    }

    /// Whether a partition is meant.
    public func includes(_ place: TopicPartition) -> Bool {
        (topic == nil || place.topic == topic) && (partition == nil || place.partition == partition)
    }

    /// What is meant, for a sentence.
    public var place: SafeText { (topic.map { "\($0)" } ?? "a partition") + (partition.map { " \($0)" } ?? "") }
}

extension StartPosition {
    /// Reads `begin`, `end`, or a moment as queries have it: `-15m`, `-1w`, `now-1h30m`, ISO 8601; `nil` where it is none of them.
    /// - Parameter now: what `-15m` is reckoned from.
    public init?(_ text: String, now: Timestamp) {
        switch text {
        case "end": self = .end
        case "begin", "beginning": self = .beginning
        default:
            // Milliseconds would as likely be an offset; a year is none.
            guard Int64(text) == nil || Timestamp(iso8601: text) != nil,
                let period = DatePeriod(Substring(text), now: now, takesAge: true)
            else { return nil }
            self = .time(period.start)
        }
    }
}
