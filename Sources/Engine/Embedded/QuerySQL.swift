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

    /// Compiles the query.
    init(_ query: Query) throws(Failure) {
        var terms: [TermTokens] = []
        Self.gather(query, into: &terms)
        guard terms.reduce(0, { $0 + $1.tokens.count }) <= Self.mostTokens else {
            throw Failure(.usage, "The query is too long: it may hold \(QueryParser.mostTokens) words.")
        }
        guard !terms.isEmpty else {
            self = .everything
            return
        }
        guard terms.allSatisfy({ !$0.tokens.isEmpty }) else {
            self = .nothing
            return
        }
        self = .match(
            terms.map(Self.phrase).joined(separator: " AND "),
            isCostly: terms.contains { $0.isPrefix && !Self.hasIndexedPrefix($0) })
    }

    private static func gather(_ query: Query, into terms: inout [TermTokens]) {
        switch query {
        case .everything: break
        case .term(let term):
            let tokens = TermTokens(term)
            if !terms.contains(tokens) { terms.append(tokens) }
        case .all(let parts): for part in parts { gather(part, into: &terms) }
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
