/// What FTS5's MATCH takes. Text of the user's only ever gets there as tokens in quotes.
struct MatchExpression: Hashable, Sendable {
    /// FTS5's parser and its trees end at some depth; what is nested deeper is tested document by document.
    private static let greatestDepth = 30

    /// The expression, safe to stand beside others.
    var text: String
    /// Whether FTS5 gathers all matches before it hands out the first one.
    var isCostly: Bool
    /// Whether it finds what the query means and nothing else; otherwise what it finds has to be tested.
    var isExact: Bool
    private var depth: Int

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
        isCostly = all.contains(where: \.isCostly)
        isExact = all.allSatisfy(\.isExact)
        depth = (all.map(\.depth).max() ?? 0) + (unwanted.isEmpty ? 1 : 2)
    }

    /// One of the terms, in one column or in all.
    private init(_ terms: [TermTokens], in column: FieldPath? = nil, _ detail: Detail) {
        let phrases = "(" + terms.map { Self.phrase($0, detail) }.joined(separator: " OR ") + ")"
        isCostly = terms.contains { $0.isPrefix && !Self.hasIndexedPrefix($0) }
        let isFound = !terms.contains(where: \.hasSingleInRow)
        switch detail {
        case .places:
            text = column.map { "{\($0.rawValue)} : \(phrases)" } ?? phrases
            isExact = isFound
            depth = 1
        case .words:
            text = phrases
            isExact = isFound && column == nil && terms.allSatisfy { $0.tokens.count == 1 }
            depth = 2
        }
    }

    private static func phrase(_ term: TermTokens, _ detail: Detail) -> String {
        let tokens = term.tokens.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
        let end = term.isPrefix ? " *" : ""
        switch detail {
        case .places: return tokens.joined(separator: " + ") + end
        case .words: return tokens.count == 1 ? tokens[0] + end : "(" + tokens.joined(separator: " AND ") + end + ")"
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
