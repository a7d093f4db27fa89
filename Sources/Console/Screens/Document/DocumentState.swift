import Engine

/// A document or an event, opened to be read.
struct DocumentState: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case hit(Hit)
        case event(LiveEvent)
    }

    private(set) var subject: Subject
    private(set) var lines: [DocumentLine]
    /// The lines as they fit the width.
    private(set) var rows: [DocumentLine]
    private(set) var width: Int
    var scroll = Scroll()

    init(_ subject: Subject, query: Query, width: Int, zone: Zone) {
        self.subject = subject
        self.width = width
        lines = subject.lines(matcher: LiveMatcher(query), zone: zone)
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

    /// What `y` copies: the JSON of a document, the value of an event.
    var source: [UInt8]? {
        switch subject {
        case .hit(let hit): hit.source
        case .event(let event): event.record.value
        }
    }
}
