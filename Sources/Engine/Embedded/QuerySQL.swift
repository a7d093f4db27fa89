/// A query taken apart into what the tables of an index can be asked for: a document matches if it fulfils every part.
struct QuerySQL: Sendable {
    /// The whole query.
    let query: Query
    /// What becomes of long prefixes.
    let prefixes: MatchExpression.LongPrefixes
    /// Whether a document can match at all.
    private(set) var isPossible = true
    /// What the full-text index finds.
    private(set) var expression: MatchExpression?
    /// Milliseconds of `created_at`.
    private(set) var dates: Span?
    /// The clauses that became `dates`.
    private(set) var dateClauses: [Query] = []
    /// Of `popularity`.
    private(set) var popularity: Span?
    /// The one document that it can be.
    private(set) var id: String?
    /// What has to be tested document by document.
    private(set) var rest: [Query] = []

    /// More tokens than the parser lets through are the caller's mistake.
    static let mostTokens = 2 * QueryParser.mostTokens

    /// Takes the query apart.
    /// - Parameter detail: what the full-text index that will be asked knows.
    init(
        _ query: Query, _ detail: MatchExpression.Detail, _ prefixes: MatchExpression.LongPrefixes = .gathered
    ) throws(Failure) {
        guard query.tokenCount <= Self.mostTokens else {
            throw Failure(.usage, "The query is too long: it may hold \(QueryParser.mostTokens) words.")
        }
        self.query = query
        self.prefixes = prefixes
        let simple = query.simplified
        isPossible = simple != .nothing
        var texts: [Query] = []
        for clause in simple.conjuncts where !takes(clause) { texts.append(clause) }
        if dates?.isEmpty == true || popularity?.isEmpty == true { isPossible = false }
        func expression(_ query: Query) -> MatchExpression? { MatchExpression(query, detail, prefixes) }
        let wanted = texts.filter { expression($0) != nil }
        guard !wanted.isEmpty else {
            rest = texts
            return
        }
        let unwanted = texts.filter { if case .not(let part) = $0 { expression(part)?.isExact == true } else { false } }
        let whole = expression(.all(wanted + unwanted))
        self.expression = whole ?? expression(.all(wanted))
        let asked = whole != nil ? wanted + unwanted : self.expression != nil ? wanted : []
        // What only gives candidates is tested as well.
        rest = texts.filter { !asked.contains($0) || expression($0)?.isExact == false }
    }

    /// Whether every document matches.
    var isEverything: Bool {
        isPossible && expression == nil && dates == nil && popularity == nil && id == nil && rest.isEmpty
    }

    /// Whether the clause is one that a column answers.
    private mutating func takes(_ clause: Query) -> Bool {
        guard case .field(let field, let test) = clause else { return false }
        switch (field, test) {
        case (.id, .equals(.text(let text))):
            isPossible = isPossible && id ?? text == text
            id = text
        case (.createdAt, _):
            guard let span = test.milliseconds else { return false }
            dates = span.intersection(dates ?? .all)
            dateClauses.append(clause)
        case (.popularity, _):
            guard let span = test.integers else { return false }
            popularity = span.intersection(popularity ?? .all)
        default: return false
        }
        return true
    }
}

extension Query {
    /// The parts that must all hold.
    fileprivate var conjuncts: [Query] {
        switch self {
        case .everything: []
        case .all(let parts): parts
        default: [self]
        }
    }

    fileprivate var tokenCount: Int {
        switch self {
        case .everything: 0
        case .term(let term), .field(_, .has(let term)): TermTokens(term).tokens.count
        case .field: 1
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.tokenCount }
        case .not(let part): part.tokenCount
        case .anyToken(let text, _): TermTokens.each(of: text).count
        }
    }

    /// The same without nesting that means nothing and without parts that are always true or false.
    fileprivate var simplified: Query {
        switch self {
        case .everything: return self
        case .term(let term), .field(_, .has(let term)): return TermTokens(term).tokens.isEmpty ? .nothing : self
        case .anyToken(let text, _): return TermTokens.each(of: text).isEmpty ? .nothing : self
        case .field: return self
        case .all(let parts): return .conjunction(Self.distinct(Query.conjunction(parts.map(\.simplified)).conjuncts))
        case .any(let parts):
            guard case .any(let parts) = Query.disjunction(parts.map(\.simplified)) else {
                return .disjunction(parts.map(\.simplified))
            }
            return .disjunction(Self.distinct(parts))
        case .not(let part):
            guard case .any(let parts) = part.simplified, !parts.isEmpty else { return part.simplified.negated }
            return .conjunction(parts.map(\.negated))
        }
    }

    private static func distinct(_ parts: [Query]) -> [Query] {
        var seen: Set<Query> = []
        return parts.filter { seen.insert($0).inserted }
    }
}
