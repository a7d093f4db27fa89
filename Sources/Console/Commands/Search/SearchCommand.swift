import Engine

/// `kelp search`: results to a terminal or a pipe.
enum SearchCommand {
    static let subcommand = Subcommand(
        name: "search", operands: "QUERY", operandCount: 1...Int.max, summary: "search an index",
        details: [
            "Words are joined by AND; quotes make a phrase, a * at a word's end lets it go on; OR, NOT, - and brackets; field:value, "
                + "field:>100, field:10..20, created_at:2026-05, since:-15m. '' finds every document. Put -- before a QUERY that begins "
                + "with a dash.",
            "json is {\"results\": [hits], \"total\": {\"value\", \"relation\"}, \"took\": milliseconds}; jsonl is one hit a line with "
                + "_index, _id, _score, _source and sort; csv follows RFC 4180; table has tabs and no titles in a pipe.",
        ],
        options: [
            CommandOption("sort", .choice(Sort.allCases.map(\.rawValue)), "what comes first", fallback: Sort.latest.rawValue),
            CommandOption("order", .choice(SortOrder.allCases.map(\.rawValue)), "which end of it", fallback: "desc"),
            CommandOption("size", .number(0...1_000_000), "how many hits at most", fallback: "10"),
            CommandOption("start", .number(0...Int.max), "how many hits to skip", fallback: "0"),
            CommandOption("format", .choice(HitFormat.allCases.map(\.rawValue)), "how to write them", fallback: "table"),
        ],
        run: .headless(run))

    @Sendable private static func run(_ invocation: Invocation) async throws(Failure) -> ExitStatus {
        let text = invocation.arguments.operands.joined(separator: " ")
        let (results, hint, isEmpty) = try await invocation.configuration.withIndex(.reader, errors: invocation.errors) {
            (index) async throws(Failure) in
            let indexes = invocation.configuration.index.map { [$0] } ?? []
            let fields = try await index.fields(of: indexes)
            let request = try request(text, of: indexes, fields, invocation.arguments)
            let results = try await index.search(request)
            let hint = QueryHabit.hint(for: text) ?? fields.hint(about: request.query)
            guard results.total.value == 0, indexes.isEmpty else { return (results, hint, false) }
            return (results, hint, try await index.names().isEmpty)
        }
        try write(results, hint: hint, invocation)
        if isEmpty {
            let place = try invocation.configuration.indexPlace()
            invocation.errors.note("kelp: there is no index in \(place) yet: fill one by kelp import or kelp index")
        }
        return .done
    }

    private static func request(
        _ text: String, of indexes: [IndexName], _ fields: FieldCatalog, _ arguments: Arguments
    ) throws(Failure) -> SearchRequest {
        SearchRequest(
            indexes: indexes, query: try parsedQuery(text, fields: fields), sort: arguments.choice("sort", default: .latest),
            order: arguments.choice("order", default: .descending),
            start: arguments.number("start") ?? 0, size: arguments.number("size") ?? 10)
    }

    /// - Parameter hint: why nothing may have been found, where nothing was.
    private static func write(_ results: SearchResults, hint: SafeText?, _ invocation: Invocation) throws(Failure) {
        try invocation.arguments.choice("format", default: HitFormat.table).write(results, to: invocation.output)
        try invocation.output.flush()
        if results.total.value == 0, hint != nil || invocation.errors.isTerminal {
            invocation.errors.note("kelp: nothing was found" + (hint.map { "; " + $0 } ?? ""))
        }
        if let part = part(results, invocation) { invocation.errors.note("kelp: " + part) }
        if let notice = results.notice, invocation.errors.isTerminal { invocation.errors.note("kelp: " + notice) }
    }

    /// That there are more than a reader of the table sees.
    private static func part(_ results: SearchResults, _ invocation: Invocation) -> SafeText? {
        let shown = results.hits.count
        guard invocation.output.isTerminal, invocation.errors.isTerminal, shown > 0, results.total.value > shown else {
            return nil
        }
        let total: SafeText = "\(results.total.isLowerBound ? "at least " : "")\(results.total.value)"
        return "\(shown) of \(total) hits; --size and --start show others"
    }
}

/// The query that a text means.
/// - Throws: `.usage`, the sentence followed by the text around the place and a caret below it.
func parsedQuery(_ text: String, fields: FieldCatalog) throws(Failure) -> Query {
    do throws(QueryError) {
        return try QueryParser.parse(text, fields: fields)
    } catch {
        let nearby = text.dropFirst(max(0, error.position - 50)).prefix(70)
        let before = SafeText(nearby.prefix(min(error.position, 50)))
        let caret = SafeText(String(repeating: " ", count: before.width) + "^")
        throw Failure(.usage, error.sentence + "\n    " + SafeText(nearby) + "\n    " + caret)
    }
}
