import Engine

/// Which events the query on the screen matches.
///
/// Those that are on the screen are judged at once, whatever they cost; all others, for their number, some at a time: five thousand
/// would take longer than a key may.
struct LiveMarks: Hashable, Sendable {
    /// The query they are judged by; `nil` where it finds everything: a mark on every row says nothing.
    private(set) var query: Query?
    private var verdicts: [LiveEvent.ID: Bool] = [:]
    /// What is still to be judged, the last one first.
    private var pending: [LiveEvent.ID] = []
    /// How many events match, as far as they are judged.
    private(set) var count = 0

    /// How many events, and how many bytes of them, are judged between two frames.
    private static let budget = (events: 1_000, bytes: 200_000)

    init(query: Query? = nil, events: [LiveEvent] = []) {
        self.query = query
        pending = query == nil ? [] : events.map(\.id)
    }

    var isComplete: Bool { pending.isEmpty }

    func isMatch(_ id: LiveEvent.ID) -> Bool { verdicts[id] ?? false }

    /// Takes note of new events.
    mutating func expect(_ events: [LiveEvent]) {
        guard query != nil else { return }
        pending += events.map(\.id)
        // The oldest of a flood are gone before anyone comes to judge them.
        let most = 2 * LiveState.capacity
        if pending.count > 2 * most { pending.removeFirst(pending.count - most) }
    }

    /// Judges what is seen, and some of the others.
    /// - Parameter event: finds an event that is still there.
    mutating func judge(visible: ArraySlice<LiveEvent>, event: (LiveEvent.ID) -> LiveEvent?) {
        guard let query, !pending.isEmpty || visible.contains(where: { verdicts[$0.id] == nil }) else { return }
        let matcher = LiveMatcher(query)
        for event in visible { judge(event, matcher) }
        var (events, bytes) = Self.budget
        while events > 0, bytes > 0, let id = pending.popLast() {
            guard verdicts[id] == nil, let event = event(id) else { continue }
            judge(event, matcher)
            events -= 1
            bytes -= event.document?.source.count ?? 0
        }
    }

    /// Forgets events that are let go.
    mutating func forget(_ events: ArraySlice<LiveEvent>) {
        for event in events where verdicts.removeValue(forKey: event.id) == true { count -= 1 }
    }

    private mutating func judge(_ event: LiveEvent, _ matcher: LiveMatcher) {
        guard verdicts[event.id] == nil else { return }
        let isMatch = event.document.map(matcher.matches) ?? false
        verdicts[event.id] = isMatch
        if isMatch { count += 1 }
    }
}
