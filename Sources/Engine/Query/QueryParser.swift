/// Turns the text of the query bar into a `Query`.
///
/// Words and "quoted phrases", each of which a `*` may follow, all of which must be found. Whatever else is typed is text,
/// and what is neither letter nor digit separates words: a habit from another query language never is a syntax error.
public enum QueryParser {
    /// The most tokens a query may have; more would only be slow.
    static let mostTokens = 1_000

    /// Parses the text.
    /// - Parameter continuesLastWord: the text is still being typed, so the word at its end counts as a prefix and an open
    ///   quote as closed.
    public static func parse(_ text: String, continuesLastWord: Bool = false) throws(QueryError) -> Query {
        var clauses: [Query] = []
        var tokenCount = 0
        var scanner = ClauseScanner(compose(text))
        while let clause = try scanner.next(isTyping: continuesLastWord) {
            let term = Query.Term(clause.text, clause.isPrefix ? .prefix : .phrase)
            let tokens = TermTokens(term).tokens.count
            guard tokens > 0 else { continue }
            tokenCount += tokens
            guard tokenCount <= mostTokens else {
                throw QueryError(
                    position: clause.position,
                    sentence: "The query is too long here: it may hold \(mostTokens) words; leave out the rest.")
            }
            clauses.append(.term(term))
        }
        guard clauses.isEmpty else { return clauses.count == 1 ? clauses[0] : .all(clauses) }
        guard let start = text.firstIndex(where: { !$0.isWhitespace && $0 != "*" }) else { return .everything }
        throw QueryError(
            position: text.distance(from: text.startIndex, to: start),
            sentence: "There is nothing to look for here: write at least one letter or digit, or nothing to see everything.")
    }
}

/// Cuts the text of a query into its clauses. More kinds of clauses (fields, ranges, negation) belong here.
private struct ClauseScanner {
    struct Clause {
        var text: String
        var isPrefix: Bool
        /// In characters from the start.
        var position: Int
    }

    private let characters: [Character]
    private var index = 0

    init(_ text: String) { characters = Array(text) }

    mutating func next(isTyping: Bool) throws(QueryError) -> Clause? {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        guard index < characters.count else { return nil }
        return characters[index] == "\"" ? try quoted(isTyping: isTyping) : word(isTyping: isTyping)
    }

    private mutating func quoted(isTyping: Bool) throws(QueryError) -> Clause {
        let start = index
        index += 1
        let text = characters[index...].prefix { $0 != "\"" }
        index = text.endIndex
        guard index < characters.count else {
            guard isTyping else {
                throw QueryError(position: start, sentence: "The quote that opens here is never closed: add a \" at the end.")
            }
            return Clause(text: String(text), isPrefix: !(text.last?.isWhitespace ?? true), position: start)
        }
        index += 1
        let isPrefix = index < characters.count && characters[index] == "*"
        if isPrefix { index += 1 }
        return Clause(text: String(text), isPrefix: isPrefix, position: start)
    }

    private mutating func word(isTyping: Bool) -> Clause {
        let start = index
        let text = characters[index...].prefix { !$0.isWhitespace && $0 != "\"" }
        index = text.endIndex
        let isPrefix = text.last == "*" || isTyping && index == characters.count
        return Clause(text: String(text), isPrefix: isPrefix, position: start)
    }
}
