/// A search over the indexes of a file: each on its own, then merged.
struct FileSearch {
    /// The most hits that one search gives.
    private static let longestPage = 10_000_000

    let request: SearchRequest
    let query: QuerySQL
    /// The indexes to look in.
    let tables: [IndexTable]
    let connection: SQLiteConnection
    let trace: SearchTrace

    private let page: Page

    init(
        _ request: SearchRequest, in tables: [IndexTable], on connection: SQLiteConnection, trace: SearchTrace
    ) throws(Failure) {
        self.request = request
        query = try QuerySQL(request.query, .places)
        self.tables = tables
        self.connection = connection
        self.trace = trace
        func clamp(_ count: Int) -> Int { min(max(count, 0), Self.longestPage) }
        page = Page(start: clamp(request.start), size: clamp(request.size))
        trace.add(of: query)
    }

    /// Finds documents.
    func run() throws(Failure) -> SearchResults {
        switch try request.after.map(PageCursor.init) {
        case .ranking(let positions): return try goOn(in: positions)
        case .after(let position): return try find(after: position)
        case nil: return try find(after: nil)
        }
    }

    private func find(after position: Position?) throws(Failure) -> SearchResults {
        let isRanked = TableSearch.isRanked(request.sort, query)
        let isMerged = isRanked || tables.count > 1
        var results = SearchResults(hits: [], total: SearchResults.Total(0), took: .zero)
        var candidates: [Candidate] = []
        for table in tables {
            let search = try search(table, after: position)
            // One more tells whether there is another page.
            let part = isMerged ? Page(start: 0, size: page.end + 1) : Page(start: page.start, size: page.size + 1)
            let found = page.size > 0 ? try search.find(part) : TableSearch.Found(total: try search.total())
            results.add(found.total)
            if found.isPartlyRanked { results.notice = Self.partlyRanked }
            candidates += found.candidates
        }
        if tables.count > 1 { candidates.sort { $0.position.precedes($1.position, by: request.sort, request.order) } }
        if isMerged { candidates.removeFirst(min(page.start, candidates.count)) }
        for candidate in candidates.prefix(page.size) { results.hits += try hit(candidate) }
        guard candidates.count > page.size, page.size > 0 else { return results }
        let rest = isRanked ? PageCursor.ranking(candidates[page.size...].map(\.position)) : nil
        results.next = (rest ?? .after(candidates[page.size - 1].position)).encoded
        return results
    }

    /// The next page of a ranking, without the documents that have gone since.
    private func goOn(in ranking: [Position]) throws(Failure) -> SearchResults {
        var results = SearchResults(hits: [], total: SearchResults.Total(0), took: .zero)
        for table in tables {
            let total = try search(table, after: nil).total()
            results.add(total)
            if total.isLowerBound || total.value > TableSearch.rankLimit { results.notice = Self.partlyRanked }
        }
        var rest = ranking.dropFirst(page.start)
        while results.hits.count < page.size, let position = rest.popFirst() {
            guard let table = tables.first(where: { $0.number == position.table }) else { continue }
            results.hits += try hit(Candidate(table: table, place: position.place, score: position.score))
        }
        if !rest.isEmpty { results.next = PageCursor.ranking(Array(rest)).encoded }
        return results
    }

    private func search(_ table: IndexTable, after position: Position?) throws(Failure) -> TableSearch {
        trace.add("index \(table.name), \(table.documents) documents:")
        return try TableSearch(request, query, after: position, in: table, on: connection, trace: trace)
    }

    private func hit(_ candidate: Candidate) throws(Failure) -> [Hit] {
        try connection.first(
            "SELECT \(Hit.columns) FROM \(candidate.table.documentsTable) WHERE place = ?1", [.integer(candidate.place)]
        ) { row in [Hit(row, candidate, request.sort)] } ?? []
    }

    private static let partlyRanked: SafeText =
        "Only the newest \(TableSearch.rankLimit) matches of an index are ranked; add a word to see the best of all."
}

extension SearchResults {
    fileprivate mutating func add(_ part: Total) {
        total.value += part.value
        total.isLowerBound = total.isLowerBound || part.isLowerBound
    }
}

extension SearchTrace {
    /// What became of the query.
    fileprivate func add(of query: QuerySQL) {
        if !query.isPossible { add("no document can match") }
        if let expression = query.expression { add("full text: \(expression.text)") }
        if let dates = query.dates { add("created_at from \(dates.first) to \(dates.last)") }
        if let popularity = query.popularity { add("popularity from \(popularity.first) to \(popularity.last)") }
        if let id = query.id { add("id: \(id)") }
        let tests = query.rest.count
        if tests > 0 { add("tested document by document: \(tests) clause\(tests == 1 ? "" : "s")") }
    }
}

extension Hit {
    /// The columns that `init` reads, from the first one on.
    static let columns = "id, source, name, description, created_at, popularity, topic, partition, offset"

    init(_ row: SQLiteStatement, _ candidate: Candidate, _ sort: Sort) {
        let createdAt = row.optionalInteger(4)
        let popularity = row.optionalInteger(5)
        let sortValue: Int64? =
            switch sort {
            case .latest: createdAt
            case .popularity: popularity
            case .relevance: nil
            }
        self.init(
            index: candidate.table.name, id: DocumentID(row.text(0)), score: candidate.score, source: row.blob(1),
            sortValue: sortValue, name: row.optionalText(2), description: row.optionalText(3),
            createdAt: createdAt.map(Timestamp.init), popularity: popularity, origin: row.recordPosition(6))
    }
}
