/// Which records are written and not known to be found by a search, for an index that shows what it has only now and then.
///
/// One look at a time is under way, at all that waits when it begins. An index shows everything at once, so what was written a
/// little before the look ended is there too: the others wait for the next one.
struct SearchabilityWatch {
    /// How long an index may take to show what it has.
    static let patience = Duration.seconds(10)
    /// Records beyond this many are not watched: a stream that fast is not read one by one.
    private static let most = 20_000
    /// How often an index is looked at: what was written that shortly before the end may have come too late.
    private static let grain = Duration.milliseconds(150)

    private struct Entry {
        var record: PendingRecord
        var index: IndexName
        var writtenAt: ContinuousClock.Instant
    }

    private var waiting: [Entry] = []
    /// How many of those that wait the look is at; `nil` if there is none.
    private var looked: Int?

    /// Takes in records that were written.
    mutating func add(_ records: [PendingRecord], at now: ContinuousClock.Instant) {
        for record in records where waiting.count < SearchabilityWatch.most {
            guard case .operation(.index(let document)) = record.effect else { continue }
            waiting.append(Entry(record: record, index: document.index, writtenAt: now))
        }
    }

    /// What to look for now; `nil` if nothing waits or a look is under way.
    mutating func next() -> WriteBatch? {
        guard looked == nil, !waiting.isEmpty else { return nil }
        looked = waiting.count
        return WriteBatch(
            operations: waiting.compactMap { entry in
                if case .operation(let operation) = entry.record.effect { operation } else { nil }
            })
    }

    /// Ends the look.
    /// - Returns: the records that a search finds now. Those that were not found in time are given up.
    mutating func finish(isFound: Bool, at now: ContinuousClock.Instant) -> [PendingRecord] {
        let count = looked ?? 0
        looked = nil
        let indexes = Set(waiting[..<count].map(\.index))
        guard isFound else {
            waiting.removeFirst(count)
            return []
        }
        var found: [PendingRecord] = []
        var later: [Entry] = []
        for (number, entry) in waiting.enumerated() {
            let isEarly = now - entry.writtenAt > SearchabilityWatch.grain && indexes.contains(entry.index)
            if number < count || isEarly { found.append(entry.record) } else { later.append(entry) }
        }
        waiting = later
        return found
    }
}
