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
    func includes(_ place: TopicPartition) -> Bool {
        (topic == nil || place.topic == topic) && (partition == nil || place.partition == partition)
    }

    /// What is meant, for a sentence.
    var place: SafeText { (topic.map { "\($0)" } ?? "a partition") + (partition.map { " \($0)" } ?? "") }
}

extension StartPosition {
    /// Reads `-15m` (or `s`, `h`, `d`), a time by ISO 8601, `begin` or `end`; `nil` where it is none of them.
    /// - Parameter now: what `-15m` is reckoned from.
    public init?(_ text: String, now: Timestamp) {
        switch text {
        case "end": self = .end
        case "begin", "beginning": self = .beginning
        default:
            if let age = milliseconds(ofAge: text) {
                self = .time(Timestamp(milliseconds: now.milliseconds - age))
            } else if let time = Timestamp(iso8601: text) {
                self = .time(time)
            } else {
                return nil
            }
        }
    }
}

/// `-90s`, `-15m`, `-2h`, `-1d`.
private func milliseconds(ofAge text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard text.hasPrefix("-"), let unit = text.last.flatMap({ units[$0] }) else { return nil }
    guard let count = Int64(text.dropFirst().dropLast()), count >= 0 else { return nil }
    let (age, isTooLong) = count.multipliedReportingOverflow(by: unit)
    return isTooLong ? nil : age
}
