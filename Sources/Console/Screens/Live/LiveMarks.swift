import Engine

/// Which events the query on the screen matches.
///
/// Those that are on the screen are judged at once; all others, for their number, some at a time and when nothing else is to be done:
/// five thousand would take longer than a key may.
struct LiveMarks: Hashable, Sendable {
    private struct Verdict: Hashable {
        var isMatch: Bool
        /// By which of the queries that were the same but for the moment they were asked in.
        var round: Int
    }

    /// The query they are judged by; `nil` where it finds everything: a mark on every row says nothing.
    private(set) var query: Query?
    /// What the query was understood from.
    private var typed: TypedQuery
    /// The moment from which the query's dates count.
    private var moment: Timestamp
    private var round = 0
    private var verdicts: [LiveEvent.ID: Verdict] = [:]
    /// What is still to be judged, the last one first.
    private var pending: [LiveEvent.ID] = []
    /// How many events match, as far as they are judged.
    private(set) var count = 0

    /// How many bytes of what is seen are judged for one frame: a screen full of events is far below, one full of big files is not.
    static let visibleBytes = 4_000_000
    /// How many of the other events, and how many bytes of them, are judged between two looks at the keyboard.
    private static let others = (events: 100, bytes: 100_000)
    /// How far the moment that relative dates count from may be away: to judge all events anew with each search would be for nothing.
    private static let drift = Duration.seconds(10)

    init(query: Query? = nil, typed: TypedQuery = TypedQuery(), at moment: Timestamp = Timestamp(milliseconds: 0)) {
        (self.query, self.typed, self.moment) = (query, typed, moment)
    }

    var isComplete: Bool { pending.isEmpty }

    func isMatch(_ id: LiveEvent.ID) -> Bool { verdicts[id]?.isMatch ?? false }

    /// The marks by a query. Where it is the same one, asked later, what was judged counts until it is judged anew.
    /// - Parameters:
    ///   - moment: what it means by `now`.
    ///   - events: all events there are.
    mutating func take(_ query: Query?, typed: TypedQuery, at moment: Timestamp, events: () -> [LiveEvent.ID]) {
        guard query != self.query else {
            self.typed = typed
            return
        }
        if query != nil, self.query != nil, typed == self.typed {
            let distance = (moment.milliseconds - self.moment.milliseconds).magnitude
            guard distance >= UInt64(Self.drift / .milliseconds(1)) else { return }
            (self.query, self.moment) = (query, moment)
            round += 1
        } else {
            self = LiveMarks(query: query, typed: typed, at: moment)
        }
        pending = query == nil ? [] : events()
    }

    /// Takes note of new events.
    mutating func expect(_ events: [LiveEvent]) {
        guard query != nil else { return }
        pending += events.map(\.id)
        // The oldest of a flood are gone before anyone comes to judge them.
        let most = 2 * HeldEvents.capacity
        if pending.count > 2 * most { pending.removeFirst(pending.count - most) }
    }

    /// Judges what is seen.
    /// - Parameter bytes: how many may still be judged for this frame.
    mutating func judge(visible: ArraySlice<LiveEvent>, _ bytes: inout Int) {
        guard let query, visible.contains(where: { !isJudged($0.id) }) else { return }
        let matcher = LiveMatcher(query)
        for event in visible where bytes > 0 && !isJudged(event.id) {
            judge(event, matcher)
            bytes -= event.byteCount
        }
    }

    /// Judges some of the others, the newest first.
    /// - Parameter event: finds an event that is still there.
    mutating func judgeOthers(event: (LiveEvent.ID) -> LiveEvent?) {
        guard let query, !pending.isEmpty else { return }
        let matcher = LiveMatcher(query)
        var (events, bytes) = Self.others
        while events > 0, bytes > 0, let id = pending.popLast() {
            guard !isJudged(id), let event = event(id) else { continue }
            judge(event, matcher)
            events -= 1
            bytes -= event.byteCount
        }
    }

    /// Forgets events that are let go.
    mutating func forget(_ events: [LiveEvent]) {
        for event in events where verdicts.removeValue(forKey: event.id)?.isMatch == true { count -= 1 }
    }

    /// The marks of a stream that begins anew.
    var emptied: LiveMarks { LiveMarks(query: query, typed: typed, at: moment) }

    private func isJudged(_ id: LiveEvent.ID) -> Bool { verdicts[id]?.round == round }

    private mutating func judge(_ event: LiveEvent, _ matcher: LiveMatcher) {
        let isMatch = event.document.map(matcher.matches) ?? false
        let before = verdicts.updateValue(Verdict(isMatch: isMatch, round: round), forKey: event.id)
        count += (isMatch ? 1 : 0) - (before?.isMatch == true ? 1 : 0)
    }
}
