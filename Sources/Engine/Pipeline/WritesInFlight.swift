/// The batches that the index has not answered for yet. No two of them change the same document.
struct WritesInFlight: Sendable {
    /// Counts the writes of a run.
    typealias Number = Int

    private struct Write {
        var records: [PendingRecord]
        /// The documents that it changes.
        var targets: Set<Int>
        var startedAt: ContinuousClock.Instant
        /// Given up since: their records are read again, by whoever has them then, and what becomes of these is nobody's affair.
        var lost: Set<TopicPartition> = []
    }

    /// A write that is over.
    struct Finished: Sendable {
        var records: [PendingRecord] = []
        /// The partitions that were given up while it was under way.
        var lost: Set<TopicPartition> = []
    }

    private var writes: [Number: Write] = [:]
    private var lastNumber: Number = 0
    private var lastAnswer: ContinuousClock.Instant?
    var count: Int { writes.count }
    var isEmpty: Bool { writes.isEmpty }

    /// The first record of each that is still to be written here.
    var first: [PendingRecord] {
        writes.values.compactMap { write in write.records.first { !write.lost.contains($0.record.partition) } }
    }

    /// The documents that they change, write by write.
    var targets: [Set<Int>] { writes.values.map(\.targets) }

    /// Since when the index has not answered any of them.
    var silentSince: ContinuousClock.Instant? {
        guard let start = writes.values.map(\.startedAt).min() else { return nil }
        return lastAnswer.map { max($0, start) } ?? start
    }

    /// - Parameter isAlone: whether there will be no other beside it, so that nobody asks for its documents.
    /// - Returns: its number, and whether each of its records is known to change a document of its own.
    mutating func start(
        _ records: [PendingRecord], isAlone: Bool, at now: ContinuousClock.Instant
    ) -> (number: Number, isDistinct: Bool) {
        lastNumber += 1
        var targets: Set<Int> = []
        if !isAlone {
            targets.reserveCapacity(records.count)
            for record in records { targets.insert(record.target) }
        }
        writes[lastNumber] = Write(records: records, targets: targets, startedAt: now)
        return (lastNumber, targets.count == records.count)
    }

    /// Takes out a write that was answered, or failed.
    mutating func finish(_ number: Number, at now: ContinuousClock.Instant) -> Finished {
        lastAnswer = now
        guard let write = writes.removeValue(forKey: number) else { return Finished() }
        return Finished(records: write.records, lost: write.lost)
    }

    /// Notes that partitions are no longer ours.
    mutating func giveUp(_ partitions: Set<TopicPartition>) {
        for number in writes.keys { writes[number]?.lost.formUnion(partitions) }
    }
}
