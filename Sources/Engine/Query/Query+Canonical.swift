// Queries put together so that those which mean the same are, as far as it is cheap to tell, the same value: nothing nested in its own
// kind, nothing of one part, nothing negated twice.
extension Query {
    /// No document.
    static let nothing = Query.any([])

    /// What matches all of the queries.
    static func conjunction(_ queries: [Query]) -> Query {
        let parts = queries.flatMap { query in
            switch query {
            case .everything: [Query]()
            case .all(let parts): parts
            default: [query]
            }
        }
        if parts.contains(.nothing) { return .nothing }
        return parts.isEmpty ? .everything : parts.count == 1 ? parts[0] : .all(parts)
    }

    /// What matches at least one of the queries.
    static func disjunction(_ queries: [Query]) -> Query {
        let parts = queries.flatMap { query in
            if case .any(let parts) = query { return parts }
            return [query]
        }
        if parts.contains(.everything) { return .everything }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// What does not match the query.
    var negated: Query {
        switch self {
        case .everything: .nothing
        case .nothing: .everything
        case .not(let query): query
        default: .not(self)
        }
    }

    /// How many AND, OR and NOT stand within each other.
    var depth: Int {
        switch self {
        case .everything, .term, .field, .anyToken: 0
        case .not(let query): 1 + query.depth
        case .all(let parts), .any(let parts): 1 + (parts.lazy.map(\.depth).max() ?? 0)
        }
    }
}

extension Query {
    /// Words that a document is found by, and the field they must be in, if in one: not those under a NOT.
    public struct PositiveTerm: Hashable, Sendable {
        /// The field; `nil` where a document's text is looked through.
        public var field: FieldPath?
        /// The words.
        public var term: Term
    }

    /// What stands out in a document that was found, in the order of the query. A value that is compared as a whole is a term here.
    public var positiveTerms: [PositiveTerm] {
        switch self {
        case .everything, .not: []
        case .term(let term): [PositiveTerm(field: nil, term: term)]
        case .field(let field, let test): test.term.map { [PositiveTerm(field: field, term: $0)] } ?? []
        case .all(let parts), .any(let parts): parts.flatMap(\.positiveTerms)
        case .anyToken(let text, let field):
            TermTokens.each(of: text).map { PositiveTerm(field: field, term: Term($0.tokens.joined())) }
        }
    }
}

extension FieldTest {
    fileprivate var term: Query.Term? {
        switch self {
        case .has(let term): term
        case .equals(.text(let text)): Query.Term(text)
        case .begins(let text): Query.Term(text, .prefix)
        case .exists, .equals, .within: nil
        }
    }
}
