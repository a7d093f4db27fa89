/// A query compiled to what FTS5's MATCH takes. Text of the user's only ever gets there as tokens in quotes.
enum QuerySQL: Hashable, Sendable {
    /// Every document: there is nothing to match.
    case everything
    /// No document can match.
    case nothing
    /// An FTS5 expression. If `isCostly`, FTS5 gathers all matches before it hands out the first one.
    case match(String, isCostly: Bool)

    /// More tokens than the parser lets through are the caller's mistake.
    static let mostTokens = 2 * QueryParser.mostTokens

    /// What must hold of a document: one of the terms, in one column or in all.
    private struct Clause: Hashable {
        var terms: [TermTokens]
        var column: FieldPath?

        /// Whether a document can fulfil it at all.
        var isPossible: Bool { terms.contains { !$0.tokens.isEmpty } }

        var expression: String {
            let phrases = terms.map(QuerySQL.phrase).joined(separator: " OR ")
            return column.map { "{\($0.rawValue)} : (\(phrases))" } ?? phrases
        }
    }

    /// Compiles the query.
    init(_ query: Query) throws(Failure) {
        var clauses: [Clause] = []
        try Self.gather(query, into: &clauses)
        let terms = clauses.flatMap(\.terms)
        guard terms.reduce(0, { $0 + $1.tokens.count }) <= Self.mostTokens else {
            throw Failure(.usage, "The query is too long: it may hold \(QueryParser.mostTokens) words.")
        }
        guard !clauses.isEmpty else {
            self = .everything
            return
        }
        guard clauses.allSatisfy(\.isPossible) else {
            self = .nothing
            return
        }
        self = .match(
            clauses.map(\.expression).joined(separator: " AND "),
            isCostly: terms.contains { $0.isPrefix && !Self.hasIndexedPrefix($0) })
    }

    private static func gather(_ query: Query, into clauses: inout [Clause]) throws(Failure) {
        func add(_ clause: Clause) { if !clauses.contains(clause) { clauses.append(clause) } }
        switch query {
        case .everything: break
        case .term(let term): add(Clause(terms: [TermTokens(term)]))
        case .all(let parts): for part in parts { try gather(part, into: &clauses) }
        case .field, .any, .not: throw Failure(.usage, "The embedded index does not understand this query yet.")
        case .anyToken(let text, let field): add(Clause(terms: TermTokens.each(of: text), column: field))
        }
    }

    private static func phrase(_ term: TermTokens) -> String {
        term.tokens.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " + ") + (term.isPrefix ? " *" : "")
    }

    /// Whether the full-text index keeps prefixes of this length, so that they are as quick as whole tokens.
    private static func hasIndexedPrefix(_ term: TermTokens) -> Bool {
        term.tokens.count == 1 && term.tokens[0].unicodeScalars.count == 1
    }
}
