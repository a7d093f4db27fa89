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
    /// When, and how, the facts were told.
    private var times: ShownTimes
    /// What is known about it, which changes as time passes; what it holds does not.
    private var facts: [DocumentLine]
    private let content: [DocumentLine]
    /// The lines as they fit the width.
    private(set) var rows: [DocumentLine]
    /// How many of the rows are facts.
    private var factRows: Int
    private(set) var width: Int
    var scroll = Scroll()

    init(_ subject: Subject, query: Query, width: Int, times: ShownTimes) {
        (self.subject, self.times, self.width) = (subject, times, width)
        facts = subject.facts(times)
        content = subject.content(LiveMatcher(query))
        (rows, factRows) = ([], 0)
        wrap()
    }

    mutating func wrap(width: Int) {
        guard width != self.width else { return }
        self.width = width
        wrap()
    }

    /// Tells the facts of this moment; what it holds is the same.
    mutating func retell(_ subject: Subject, _ times: ShownTimes) {
        guard subject != self.subject || times != self.times else { return }
        (self.subject, self.times) = (subject, times)
        let facts = subject.facts(times)
        guard facts != self.facts else { return }
        self.facts = facts
        let told = facts.flatMap { $0.wrapped(width: width) }
        rows.replaceSubrange(..<factRows, with: told)
        factRows = told.count
    }

    private mutating func wrap() {
        let told = facts.flatMap { $0.wrapped(width: width) }
        factRows = told.count
        rows = told + content.flatMap { $0.wrapped(width: width) }
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

    /// The latest time that it tells.
    var youngest: Timestamp? {
        switch subject {
        case .hit(let hit): hit.createdAt
        case .event(let event), .written(_, by: let event): event.seenAt
        case .record(let record, of: _): record.timestamp
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
