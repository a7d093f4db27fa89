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

    /// A document that was written: what its record leaves behind, because the bytes of thousands would fill the memory.
    struct Write {
        var document: DocumentKey
        var event: LiveEvent.ID?
        var readAt: ContinuousClock.Instant
        var timestamp: Timestamp?
    }

    private struct Entry {
        var write: Write
        var writtenAt: ContinuousClock.Instant
    }

    private var waiting: [Entry] = []
    /// How many of those that wait the look is at; `nil` if there is none.
    private var looked: Int?

    /// Takes in records that were written.
    /// - Returns: how many of them are not watched.
    mutating func add(_ records: [PendingRecord], at now: ContinuousClock.Instant) -> Int {
        let writes = records.compactMap(Write.init)
        let watched = writes.prefix(SearchabilityWatch.most - waiting.count)
        waiting += watched.map { Entry(write: $0, writtenAt: now) }
        return writes.count - watched.count
    }

    /// What to look for now; `nil` if nothing waits or a look is under way.
    mutating func next() -> [DocumentKey]? {
        guard looked == nil, !waiting.isEmpty else { return nil }
        looked = waiting.count
        return waiting.map(\.write.document)
    }

    /// Ends the look.
    /// - Returns: those that a search finds now. Those that were not found in time are given up.
    mutating func finish(isFound: Bool, at now: ContinuousClock.Instant) -> [Write] {
        let count = looked ?? 0
        looked = nil
        let indexes = Set(waiting[..<count].map(\.write.document.index))
        guard isFound else {
            waiting.removeFirst(count)
            return []
        }
        var found: [Write] = []
        var later: [Entry] = []
        for (number, entry) in waiting.enumerated() {
            let isEarly = now - entry.writtenAt > SearchabilityWatch.grain && indexes.contains(entry.write.document.index)
            if number < count || isEarly { found.append(entry.write) } else { later.append(entry) }
        }
        waiting = later
        return found
    }
}

extension SearchabilityWatch.Write {
    /// - Returns: `nil` for what writes no document.
    init?(_ record: PendingRecord) {
        guard case .operation(.index(let document)) = record.effect else { return nil }
        self.init(document: document.key, event: record.event, readAt: record.readAt, timestamp: record.record.timestamp)
    }
}
