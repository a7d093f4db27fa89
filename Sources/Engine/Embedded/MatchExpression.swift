/// What FTS5's MATCH takes. Text of the user's only ever gets there as tokens in quotes.
struct MatchExpression: Hashable, Sendable {
    /// FTS5's parser and its trees end at some depth; what is nested deeper is tested document by document.
    private static let greatestDepth = 30

    /// The expression, safe to stand beside others.
    var text: String
    /// What stands in it, in that order: FTS5 numbers them so.
    var phrases: [Phrase]
    /// Whether FTS5 gathers all matches before it hands out the first one.
    var isCostly: Bool
    /// Whether it finds what the query means and nothing else; otherwise what it finds has to be tested.
    var isExact: Bool
    private var depth: Int

    /// Words in a row.
    struct Phrase: Hashable, Sendable {
        var words: [Word]
    }

    /// A word to look up, or the beginning of one.
    struct Word: Hashable, Sendable {
        /// In quotes.
        var text: String
        /// Whether it is a prefix of which FTS5 gathers all matches at once.
        var isCostly = false
    }

    /// Whether some matches are better than others: those of a prefix are all the same.
    var isScored: Bool { phrases.contains { $0.words.contains { !$0.isCostly } } }

    /// What a full-text index knows of a word in a document.
    enum Detail: Hashable, Sendable {
        /// Where it is.
        case places
        /// That it is there: neither phrases nor columns can be asked for, so their words are, and what they find has to be tested.
        case words
    }

    /// The columns that terms may be limited to.
    static let columns: Set<FieldPath> = [.name, .description]

    /// `nil` if MATCH cannot find all that the query means. The query is simplified before: none of its parts is always true or false.
    init?(_ query: Query, _ detail: Detail) {
        switch query {
        case .term(let term): self.init([TermTokens(term)], detail)
        case .field(let field, .has(let term)) where Self.columns.contains(field):
            self.init([TermTokens(term)], in: field, detail)
        case .anyToken(let text, let field) where Self.columns.contains(field):
            self.init(TermTokens.each(of: text), in: field, detail)
        case .any(let parts): self.init(parts, joinedBy: "OR", detail)
        case .all(let parts):
            let wanted = parts.filter { $0.unwanted == nil }
            self.init(wanted, joinedBy: "AND", without: parts.compactMap(\.unwanted), detail)
        case .everything, .field, .anyToken, .not: return nil
        }
        if depth > Self.greatestDepth { return nil }
    }

    private init?(_ parts: [Query], joinedBy word: String, without unwanted: [Query] = [], _ detail: Detail) {
        let all = (parts + unwanted).compactMap { MatchExpression($0, detail) }
        guard !parts.isEmpty, all.count == parts.count + unwanted.count else { return nil }
        // What finds too much would take too much away.
        guard all[parts.count...].allSatisfy(\.isExact) else { return nil }
        if all.count == 1 {
            self = all[0]
            return
        }
        text = "(" + all[..<parts.count].map(\.text).joined(separator: " \(word) ") + ")"
        if !unwanted.isEmpty { text = "(\(text) NOT (" + all[parts.count...].map(\.text).joined(separator: " OR ") + "))" }
        phrases = all.flatMap(\.phrases)
        isCostly = all.contains(where: \.isCostly)
        isExact = all.allSatisfy(\.isExact)
        depth = (all.map(\.depth).max() ?? 0) + (unwanted.isEmpty ? 1 : 2)
    }

    /// One of the terms, in one column or in all.
    private init(_ terms: [TermTokens], in column: FieldPath? = nil, _ detail: Detail) {
        phrases = terms.map(Phrase.init)
        isCostly = phrases.contains { $0.words.contains(where: \.isCostly) }
        let isFound = !terms.contains(where: \.hasSingleInRow)
        let any = "(" + phrases.map { $0.text(detail) }.joined(separator: " OR ") + ")"
        switch detail {
        case .places:
            text = column.map { "{\($0.rawValue)} : \(any)" } ?? any
            isExact = isFound
            depth = 1
        case .words:
            text = any
            isExact = isFound && column == nil && phrases.allSatisfy { $0.words.count == 1 }
            depth = 2
        }
    }
}

extension MatchExpression.Phrase {
    fileprivate init(_ term: TermTokens) {
        words = term.tokens.map { MatchExpression.Word(text: "\"\($0.replacing("\"", with: "\"\""))\"") }
        guard term.isPrefix, let last = words.indices.last else { return }
        words[last].text += " *"
        words[last].isCostly = !Self.hasIndexedPrefix(term)
    }

    fileprivate func text(_ detail: MatchExpression.Detail) -> String {
        switch detail {
        case .places: words.map(\.text).joined(separator: " + ")
        case .words: words.count == 1 ? words[0].text : "(" + words.map(\.text).joined(separator: " AND ") + ")"
        }
    }

    /// Whether the full-text index keeps prefixes of this length, so that they are as quick as whole tokens.
    private static func hasIndexedPrefix(_ term: TermTokens) -> Bool {
        term.tokens.count == 1 && term.tokens[0].unicodeScalars.count == 1
    }
}

extension Query {
    /// What must not match.
    fileprivate var unwanted: Query? { if case .not(let query) = self { query } else { nil } }
}
