import Engine

/// What the word at the cursor of the query bar may become, while that is offered.
struct Completion: Hashable, Sendable {
    struct Candidate: Hashable, Sendable {
        /// What it is called.
        var word: SafeText
        /// What stands at the right of it: a field's type, or how many documents have a value.
        var note: SafeText
        /// What takes the place of what was typed.
        var insertion: String
    }

    var point: CompletionPoint
    private(set) var candidates: [Candidate]
    /// The candidate that Enter takes; until one is chosen, Enter searches.
    private(set) var chosen: Int?
    private(set) var top = 0

    /// How many candidates are seen at a time.
    static let height = 8

    init(_ point: CompletionPoint, _ candidates: [Candidate], after earlier: Completion?) {
        self.point = point
        self.candidates = candidates
        guard let earlier, let word = earlier.selected?.word, earlier.point.range.lowerBound == point.range.lowerBound else {
            return
        }
        chosen = candidates.firstIndex { $0.word == word }
        settle()
    }

    var selected: Candidate? { chosen.map { candidates[$0] } }

    /// Chooses the candidate below or above, from either end round to the other.
    mutating func choose(step: Int) {
        let count = candidates.count
        chosen = chosen.map { ($0 + step + count) % count } ?? (step > 0 ? 0 : count - 1)
        settle()
    }

    mutating func choose(row: Int) { if candidates.indices.contains(top + row) { chosen = top + row } }

    private mutating func settle() {
        var cursor = ListCursor(selected: chosen ?? 0, top: top)
        cursor.settle(count: candidates.count, height: Self.height)
        top = cursor.top
    }
}

/// The names of fields, in the order and form in which they are looked for: made once, not with each key.
struct FieldNames: Hashable, Sendable {
    struct Name: Hashable, Sendable {
        var path: FieldPath
        var folded: String
        var type: SafeText
    }

    private(set) var catalog: FieldCatalog
    private var names: [Name]

    init(_ catalog: FieldCatalog) {
        self.catalog = catalog
        let moments = [FieldPath("since"), "until"].filter { catalog.types[$0] == nil }.map { ($0, FieldType.date) }
        names = (catalog.types.map { ($0.key, $0.value) } + moments)
            .map { Name(path: $0.0, folded: $0.0.rawValue.lowercased(), type: $0.1.name) }
            .sorted { $0.path < $1.path }
    }

    func contains(_ name: String) -> Bool {
        catalog.types[FieldPath(name)] != nil || names.contains { $0.path.rawValue == name }
    }

    /// Those that begin with what was typed, then those a part of whose path does so.
    func completing(_ typed: String) -> [Completion.Candidate] {
        let typed = typed.lowercased()
        let beginning = names.filter { $0.folded.hasPrefix(typed) }
        let inside = names.filter { !$0.folded.hasPrefix(typed) && $0.folded.contains("." + typed) }
        return (beginning + inside).map { name in
            .init(
                word: SafeText(name.path.rawValue), note: name.type,
                insertion: name.path.rawValue.escaped { $0.isWhitespace || "\\\"():".contains($0) } + ":")
        }
    }
}

/// A question for the values that a field has.
struct ValueQuestion: Hashable, Sendable {
    var field: FieldPath
    var type: FieldType
    var indexes: [IndexName]
    /// What the values begin with.
    var prefix = ""

    /// Whose values are counted: of all documents, or of those that may have one that begins so.
    var request: SearchRequest {
        switch type {
        case .text where !prefix.isEmpty: SearchRequest(indexes: indexes, query: .field(field, .has(.init(prefix, .prefix))))
        case .keyword where !prefix.isEmpty: SearchRequest(indexes: indexes, query: .field(field, .begins(with: prefix)))
        default: SearchRequest(indexes: indexes, query: .everything)
        }
    }

    /// More than anybody reads; where there are fewer, they are all.
    static let count = 100
}

/// What is known of the values that a field has.
struct FieldValues: Hashable, Sendable {
    var question: ValueQuestion
    var values: [TopValue]

    /// Whether the answer to a question is among these.
    func answers(_ other: ValueQuestion) -> Bool {
        guard question.field == other.field, question.indexes == other.indexes else { return false }
        return question.prefix == other.prefix || values.count < ValueQuestion.count && other.prefix.hasPrefix(question.prefix)
    }

    func completing(_ typed: String, type: FieldType) -> [Completion.Candidate] {
        let typed = typed.lowercased()
        return values.filter { $0.value.lowercased().hasPrefix(typed) && !$0.value.isEmpty }.map { value in
            .init(word: SafeText(value.value), note: grouped(value.count), insertion: type.written(value.value))
        }
    }
}

extension FieldType {
    /// What the popup calls it.
    var name: SafeText {
        switch self {
        case .text: "text"
        case .keyword: "keyword"
        case .integer: "integer"
        case .number: "number"
        case .date: "date"
        case .boolean: "boolean"
        case .other(let name): "\(name)"
        }
    }

    /// Whether the most frequent values say anything: of moments and fractions nearly each is another.
    var hasTopValues: Bool {
        switch self {
        case .text, .keyword, .integer, .boolean: true
        case .number, .date, .other: false
        }
    }

    /// A value as it stands in a query, in quotes where its characters would mean something else.
    fileprivate func written(_ value: String) -> String {
        if self != .text, self != .keyword { return value }
        let isPlain =
            value.first.map { $0.isLetter || $0.isNumber } == true && !["AND", "OR", "NOT"].contains(value)
            && !value.contains("..")
            && value.allSatisfy { $0.isLetter || $0.isNumber || "_-.@/".contains($0) }
        return isPlain ? value : "\"" + value.escaped { $0 == "\"" || $0 == "\\" } + "\""
    }
}

extension String {
    fileprivate func escaped(_ isSpecial: (Character) -> Bool) -> String {
        reduce(into: "") { $0 += isSpecial($1) ? "\\\($1)" : String($1) }
    }
}
