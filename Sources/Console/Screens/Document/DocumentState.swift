import Engine

/// A document or an event, opened to be read.
struct DocumentState: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        /// A document of the results.
        case hit(Hit)
        /// An event of the Live pane, and the document that it wrote.
        case event(LiveEvent)
        case written(Hit, by: LiveEvent)
        /// The record that wrote a document of the results, read again.
        case record(Record, of: DocumentKey)
    }

    private(set) var subject: Subject
    private(set) var lines: [DocumentLine]
    /// The lines as they fit the width.
    private(set) var rows: [DocumentLine]
    private(set) var width: Int
    var scroll = Scroll()

    init(_ subject: Subject, query: Query, width: Int, zone: Zone, now: Timestamp) {
        self.subject = subject
        self.width = width
        lines = subject.lines(matcher: LiveMatcher(query), zone: zone, now: now)
        rows = lines.flatMap { $0.wrapped(width: width) }
    }

    mutating func wrap(width: Int) {
        guard width != self.width else { return }
        self.width = width
        rows = lines.flatMap { $0.wrapped(width: width) }
    }

    /// Scrolls to the next (`step` 1) or previous (-1) row with a match, around the end.
    mutating func showMatch(step: Int, height: Int) -> Bool {
        let matches = rows.indices.filter { rows[$0].hasMatch }
        guard let first = matches.first, let last = matches.last else { return false }
        let next = step > 0 ? matches.first { $0 > scroll.top } ?? first : matches.last { $0 < scroll.top } ?? last
        scroll.top = next
        scroll.settle(count: rows.count, height: height)
        return true
    }

    /// The event of the Live pane that it is about.
    var event: LiveEvent? {
        switch subject {
        case .event(let event), .written(_, by: let event): event
        case .hit, .record: nil
        }
    }

    /// What `y` copies: the JSON of a document, the value of an event.
    var source: [UInt8]? {
        switch subject {
        case .hit(let hit), .written(let hit, by: _): hit.source
        case .event(let event): event.record.value
        case .record(let record, of: _): record.value
        }
    }
}
