/// Turns the text of the query bar into a `Query`, as `docs/query.md` tells it.
public enum QueryParser {
    /// The most words and values a query may have; more would only be slow.
    static let mostTokens = 1_000
    /// The most characters a query may have.
    static let mostCharacters = 32_768
    /// How many brackets, and AND, OR and NOT, may stand within each other: servers take no more than 30.
    static let mostDepth = 20

    /// Parses the text.
    /// - Parameters:
    ///   - fields: the fields there are, whose types say what a value means.
    ///   - now: the moment that `now` is.
    ///   - continuesLastWord: the text is still being typed, so the word at its end counts as a prefix, and what is not yet
    ///     complete there is understood as far as it goes.
    public static func parse(
        _ text: String, fields: FieldCatalog = .documents, now: Timestamp = .now, continuesLastWord: Bool = false
    ) throws(QueryError) -> Query {
        let readable = text.prefix(mostCharacters)
        guard readable.endIndex == text.endIndex else {
            throw QueryError(
                position: mostCharacters,
                sentence: "The query is too long here: it may have \(mostCharacters) characters; leave out the rest.")
        }
        var grammar = QueryGrammar(QueryText(readable, isTyping: continuesLastWord), fields: fields, now: now)
        if let query = try grammar.query() { return query }
        guard !continuesLastWord, let start = readable.firstIndex(where: { !$0.isWhitespace }) else { return .everything }
        throw QueryError(
            position: readable.distance(from: readable.startIndex, to: start),
            sentence: "There is nothing to look for here: write at least one letter or digit, or nothing to see everything.")
    }
}

/// The grammar: a descent that goes one step deeper for each bracket, of which there may be few.
///
/// Each part is `nil` where it says nothing, as `--` and `""` do, or what stands there is not yet complete.
struct QueryGrammar {
    var text: QueryText
    let fields: FieldCatalog
    let now: Timestamp
    private var tokenCount = 0
    private var brackets = 0

    init(_ text: QueryText, fields: FieldCatalog, now: Timestamp) {
        self.text = text
        self.fields = fields
        self.now = now
    }

    mutating func query() throws(QueryError) -> Query? {
        let query = try alternatives(of: nil)
        guard text.isAtEnd else {
            throw QueryError(
                position: text.index, sentence: "No bracket was opened for this one: leave it out, or quote it as \")\".")
        }
        return query
    }

    // MARK: OR, AND, NOT

    private mutating func alternatives(of field: QueryField?) throws(QueryError) -> Query? {
        var alternatives: [Query] = []
        var pending: Int?
        while true {
            let alternative = try clauses(of: field)
            if let alternative { alternatives.append(alternative) }
            text.skipSpace()
            guard let (kind, end) = text.operatorAhead(), kind == .or else {
                if let pending, alternative == nil, !text.isCutOff { throw lonely("OR", at: pending, "after") }
                break
            }
            if alternative == nil { throw lonely("OR", at: text.index, "before") }
            pending = text.index
            text.advance(to: end)
        }
        return alternatives.isEmpty ? nil : .disjunction(alternatives)
    }

    private mutating func clauses(of field: QueryField?) throws(QueryError) -> Query? {
        var clauses: [Query] = []
        var isFirst = true
        var pending: Int?
        while true {
            text.skipSpace()
            guard let next = text.current, next != ")" else { break }
            let ahead = text.operatorAhead()
            if let (kind, end) = ahead, kind != .not, !(isFirst && text.isTyping && text.character(at: end) == nil) {
                if kind == .or { break }
                if isFirst { throw lonely("AND", at: text.index, "before") }
                if let pending { throw lonely("AND", at: pending, "after") }
                pending = text.index
                text.advance(to: end)
                continue
            }
            if let clause = try clause(of: field) { clauses.append(clause) }
            (isFirst, pending) = (false, nil)
        }
        if let pending, !text.isCutOff { throw lonely("AND", at: pending, "after") }
        return clauses.isEmpty ? nil : .conjunction(clauses)
    }

    /// One clause with what negates it. Many NOT one after the other are counted, not nested.
    private mutating func clause(of field: QueryField?) throws(QueryError) -> Query? {
        var isNegated = false
        var word: Int?
        while true {
            if text.current == "-" || text.current == "+", let next = text.next, !next.isWhitespace, next != ")" {
                if text.current == "-" { isNegated.toggle() }
                text.advance(to: text.index + 1)
            } else if let (kind, end) = text.operatorAhead(), kind == .not {
                isNegated.toggle()
                word = text.index
                text.advance(to: end)
                text.skipSpace()
            } else {
                break
            }
        }
        let start = text.index
        let isMissing = text.isAtEnd || text.current == ")" || word != nil && text.operatorAhead() != nil
        let clause = isMissing ? nil : try primary(of: field)
        if let word, clause == nil, !text.isCutOff { throw lonely("NOT", at: word, "after") }
        guard let clause, isNegated else { return clause }
        return try checkedDepth(clause.negated, at: start)
    }

    private func lonely(_ word: SafeText, at position: Int, _ side: SafeText) -> QueryError {
        QueryError(
            position: position,
            sentence: "There is nothing \(side) this \(word): add it, or quote \"\(word)\" to search for the word.")
    }

    // MARK: What stands between them

    private mutating func primary(of field: QueryField?) throws(QueryError) -> Query? {
        if text.current == "(" { return try group(of: field) }
        if let field { return try value(of: field) }
        if text.current == "\"" { return try term(try text.phrase()) }
        if let query = try fieldClause() { return query.value }
        return try term(text.word())
    }

    /// What stands in brackets.
    mutating func group(of field: QueryField?) throws(QueryError) -> Query? {
        let start = text.index
        guard brackets < QueryParser.mostDepth else { throw tooDeep(at: start) }
        brackets += 1
        defer { brackets -= 1 }
        text.advance(to: start + 1)
        let inside = try alternatives(of: field)
        guard text.skip(")") || text.isTyping else {
            throw QueryError(position: start, sentence: "The bracket that opens here is never closed: add a ) at the end.")
        }
        if let field, inside == nil, !text.isCutOff { throw nothing(in: field, at: start) }
        return try inside.map { (query) throws(QueryError) in try checkedDepth(query, at: start) }
    }

    private func checkedDepth(_ query: Query, at position: Int) throws(QueryError) -> Query {
        if brackets > 0, query.depth > QueryParser.mostDepth { throw tooDeep(at: position) }
        return query
    }

    private func tooDeep(at position: Int) -> QueryError {
        QueryError(
            position: position,
            sentence: "Brackets stand too deep within each other here: \(QueryParser.mostDepth) levels are the most.")
    }

    private mutating func term(_ word: QueryText.Word) throws(QueryError) -> Query? {
        if word.isPlain, word.hasStar, word.text.isEmpty || word.text == "*:" { return .everything }
        let term = Query.Term(word.text, word.isPrefix ? .prefix : .phrase)
        let tokens = TermTokens(term).tokens.count
        guard tokens > 0 else { return nil }
        try count(tokens, at: word.range.lowerBound)
        return .term(term)
    }

    /// Takes note of what a clause costs.
    mutating func count(_ tokens: Int, at position: Int) throws(QueryError) {
        tokenCount += tokens
        guard tokenCount <= QueryParser.mostTokens else {
            throw QueryError(
                position: position,
                sentence: "The query is too long here: it may hold \(QueryParser.mostTokens) words; leave out the rest.")
        }
    }
}
