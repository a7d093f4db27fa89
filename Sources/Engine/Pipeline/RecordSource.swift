/// Where records come from: a Kafka consumer, seen from the pipeline. It is pulled, never pushes.
///
/// A rebalance is answered by the caller: after `.assigned` it calls `assign` with where to begin, after `.revoked` it finishes
/// what it holds and calls `unassign`. Until then the group waits.
public protocol RecordSource: Sendable {
    /// Waits for records or events until there is something, at most `timeout`.
    /// - Parameter max: how many records at most.
    func poll(max: Int, timeout: Duration) async throws(Failure) -> Polled

    /// The offset after the last record that each partition holds now; a partition may be left out where nobody can say.
    func ends(of partitions: Set<TopicPartition>) async throws(Failure) -> [TopicPartition: Offset]

    /// Begins reading these partitions.
    func assign(_ starts: [TopicPartition: StartPosition]) async throws(Failure)

    /// Gives up all partitions.
    func unassign() async throws(Failure)

    /// Stops fetching from the partitions; `poll` must still be called.
    func pause(_ partitions: Set<TopicPartition>) async throws(Failure)

    /// Goes on fetching.
    func resume(_ partitions: Set<TopicPartition>) async throws(Failure)

    /// Commits, for each partition, the offset to read next. Does nothing where there is no consumer group.
    func commit(_ next: [TopicPartition: Offset]) async throws(Failure)

    /// Leaves the group and lets go of everything, within 3 s.
    func close() async
}

extension RecordSource {
    /// Leaves all out: the partitions end where they are found to.
    public func ends(of partitions: Set<TopicPartition>) async throws(Failure) -> [TopicPartition: Offset] { [:] }
}

/// Where to begin reading a partition.
public enum StartPosition: Hashable, Sendable {
    /// The oldest record that is kept.
    case beginning
    /// What is produced from now on.
    case end
    /// The last so many records.
    case tail(Int)
    /// This offset.
    case offset(Offset)
    /// The first record at this time or later.
    case time(Timestamp)
    /// What the group has committed, else the oldest record.
    case committed
}

/// What one `poll` brought.
public struct Polled: Hashable, Sendable {
    /// The records, in order within each partition.
    public var records: [Record]
    /// What else happened, in order, before the records.
    public var events: [SourceEvent]

    /// Makes what a poll brought.
    public init(records: [Record] = [], events: [SourceEvent] = []) {
        self.records = records
        self.events = events
    }
}

/// Something that a record source has to tell besides records.
public enum SourceEvent: Hashable, Sendable {
    /// The group gave these partitions; `assign` must follow.
    case assigned([TopicPartition])
    /// The group takes these back; `unassign` must follow. If `isLost`, they belong to somebody else already.
    case revoked([TopicPartition], isLost: Bool)
    /// All records that the partition holds now have been read.
    case reachedEnd(TopicPartition, next: Offset)
    /// Something is wrong; the source goes on trying by itself.
    case trouble(SafeText)
    /// The topic does not exist (yet).
    case unknownTopic(TopicName)
    /// What was wrong is over.
    case recovered
    /// Something does not stop the source but should be known, for example that one broker of several is away; `nil` when it is over.
    case notice(SafeText?)
    /// How many records are still to be read, for each partition that is known.
    case lag([TopicPartition: Int64])
}
