/// Which events of a stream that others index are not known to be found by a search yet, and when each is looked for next.
struct StrangersWrites {
    /// How long an event is looked for.
    static let patience = Duration.seconds(30)
    /// How often an index is looked at, at most; also the least pause between two looks for an event.
    static let pause = Duration.milliseconds(100)
    /// How many documents one look is for, and how many bytes of them: the newest.
    private static let most = (documents: 256, bytes: 1_000_000)
    /// Events beyond this many are not looked for: nobody reads a stream that fast.
    private static let capacity = 4096

    fileprivate enum Before {
        /// Nobody has looked yet.
        case unknown
        /// The index held no such document, or one of this source.
        case absent, other(source: Int)
    }

    fileprivate struct Entry {
        var event: LiveEvent.ID
        var key: DocumentKey
        /// What is written; `nil` where the document is to be deleted. Not the document itself, which may be of any size.
        var written: DocumentFingerprint?
        var produced: Timestamp?
        var seenAt: ContinuousClock.Instant
        var nextLook: ContinuousClock.Instant
        /// Whether whoever indexes has had time enough before it was seen.
        var isOld: Bool
        var before = Before.unknown
    }

    /// An event whose effect a search shows.
    struct Found {
        var event: LiveEvent.ID
        var isDeletion: Bool
        var wait: Duration
        var produced: Timestamp?
        /// Whether it was not to be seen before: only then is `wait` how long it took.
        var isMeasured: Bool
    }

    /// The oldest first.
    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }

    /// When the next event is to be looked for.
    var nextLook: ContinuousClock.Instant? { entries.lazy.map(\.nextLook).min() }

    /// Takes in events that were just seen.
    /// - Returns: how many of these or of earlier ones are not looked for any more.
    mutating func add(_ events: [LiveEvent], at now: ContinuousClock.Instant) -> Int {
        let time = Timestamp.now
        let news = events.suffix(Self.capacity)
        for event in news {
            guard let key = event.key else { continue }
            let age = event.record.timestamp?.believableAge(at: time)
            entries.append(
                Entry(
                    event: event.id, key: key, written: event.document.map(DocumentFingerprint.init),
                    produced: event.record.timestamp,
                    seenAt: now,
                    nextLook: now, isOld: age.map { $0 > Self.patience } ?? false))
        }
        let excess = max(0, entries.count - Self.capacity)
        entries.removeFirst(excess)
        return excess + events.count - news.count
    }

    /// What to look for now, the newest first; those that were looked for long enough are given up.
    mutating func due(at now: ContinuousClock.Instant) -> [IndexName: Set<DocumentID>] {
        entries.removeAll { now - $0.seenAt > Self.patience }
        var due: [IndexName: Set<DocumentID>] = [:]
        var (documents, bytes) = Self.most
        for entry in entries.reversed() where entry.nextLook <= now && documents > 0 && bytes > 0 {
            due[entry.key.index, default: []].insert(entry.key.id)
            documents -= 1
            bytes -= entry.written?.bytes ?? 0
        }
        return due
    }

    /// Takes in what a look at an index has found of what it was for.
    mutating func take(_ hits: [Hit], of ids: Set<DocumentID>, in index: IndexName, at now: ContinuousClock.Instant) -> [Found] {
        // The index may be an alias: the hit's own says another name.
        let byID = Dictionary(hits.map { ($0.id, DocumentFingerprint($0)) }) { first, _ in first }
        var found: [Found] = []
        entries.removeAll { entry in
            guard entry.key.index == index, ids.contains(entry.key.id), entry.isShown(by: byID[entry.key.id]) else {
                return false
            }
            let isMeasured = if case .unknown = entry.before { false } else { true }
            found.append(
                Found(
                    event: entry.event, isDeletion: entry.written == nil, wait: now - entry.seenAt, produced: entry.produced,
                    isMeasured: isMeasured))
            return true
        }
        for place in entries.indices where entries[place].key.index == index {
            if ids.contains(entries[place].key.id) {
                entries[place].note(byID[entries[place].key.id], at: now)
            }
            // What shows one write shows others of its time: they are worth a look at once.
            if !found.isEmpty { entries[place].nextLook = min(entries[place].nextLook, now + Self.pause) }
        }
        return found
    }
}

extension StrangersWrites.Entry {
    /// Whether the index shows what the event did. Where it does not say which record wrote a document, its fields tell, or that it
    /// is another than before.
    fileprivate func isShown(by hit: DocumentFingerprint?) -> Bool {
        guard let written else { return hit == nil }
        guard let hit else { return false }
        if let there = hit.origin, let here = written.origin {
            return there.partition == here.partition ? there.offset >= here.offset : there == here
        }
        if hit.isSame(as: written) { return true }
        return switch before {
        case .unknown: isOld
        case .absent: true
        case .other(let source): source != hit.source
        }
    }

    /// The longer it has taken, the longer until the next look, so that the time is right to a quarter.
    fileprivate mutating func note(_ hit: DocumentFingerprint?, at now: ContinuousClock.Instant) {
        if case .unknown = before {
            before = hit.map { .other(source: $0.source) } ?? .absent
        }
        nextLook = now + max(StrangersWrites.pause, (now - seenAt) / 4)
    }
}
