/// A search in one index: which matches come first and how many there are, found by the cheapest way that this query and sort allow.
struct TableSearch {
    /// Where counting stops: counting to 10,000 took longer than all the rest of a search by time.
    static let countLimit = 5_000
    /// How many matches are ranked; more would take too long.
    static let rankLimit = 5_000
    /// As many documents as that are looked at one by one, where a clause leaves no more.
    private static let fewLimit = 1_000
    /// As many that have the beginning of a prefix are tested before FTS5 is made to gather all matches of it.
    private static let prefixLimit = 500
    /// As many words are looked up for a prefix at once, and as many rather than gather all its matches.
    private static let (fewWords, manyWords) = (16, 128)

    /// What was found.
    struct Found {
        /// The stretch that was asked for; by relevance all that were ranked.
        var candidates: [Candidate] = []
        var total = SearchResults.Total(0)
        /// Whether only a part of the matches was ranked.
        var isPartlyRanked = false
    }

    private(set) var rows: TableRows
    let connection: SQLiteConnection
    let sort: Sort
    let isCounted: Bool
    private(set) var test: RowTest
    /// What of the dates has to be tested document by document.
    private let dateTests: [Query]
    let trace: SearchTrace

    init(
        _ request: SearchRequest, _ query: QuerySQL, after: Position?, in table: IndexTable, on connection: SQLiteConnection,
        trace: SearchTrace
    ) throws(Failure) {
        let (places, more) = try Self.places(query, in: table, on: connection)
        rows = TableRows(table: table, query: query, places: places, order: request.order, after: after)
        dateTests = more
        test = RowTest(query, and: more, table: table, connection: connection)
        self.connection = connection
        sort = request.sort
        isCounted = request.isCounted
        self.trace = trace
    }

    /// Tests what this way to take the query apart leaves.
    func test(for query: QuerySQL) -> RowTest { RowTest(query, and: dateTests, table: rows.table, connection: connection) }

    /// Whether matches get a score; without words to look up all are equally good.
    static func isRanked(_ sort: Sort, _ query: QuerySQL) -> Bool { sort == .relevance && query.expression?.isScored == true }

    /// Finds the stretch of matches that is asked for.
    func find(_ page: Page) throws(Failure) -> Found {
        guard rows.query.isPossible, !rows.places.isEmpty else { return Found() }
        var collector = Collector(page: page)
        if let few = try few() { return try sort(few, into: &collector) }
        if let found = try findPrefixes(page) { return found }
        if page.size == 0 { return Found(total: try count()) }
        if Self.isRanked(sort, rows.query), let expression = rows.query.expression { return try rank(expression) }
        let isAll = try walk(&collector)
        let isKnown = isAll && rows.after == nil
        let bound = SearchResults.Total(isAll ? collector.rank : page.end, isLowerBound: !isKnown)
        var total = isKnown || !isCounted ? bound : collector.least > 0 ? bounded(collector.rank, mostCounted) : try count()
        if total.isLowerBound { total.value = max(total.value, bound.value) }
        return Found(candidates: collector.found, total: total)
    }

    /// Where all matches are equally good the newest are first.
    private var timeOrder: SortOrder { sort == .relevance ? .descending : rows.order }

    /// Walks in the order of the sort until the page is full or as many documents as the limit were looked at; whether there was nothing more.
    private func walk(_ collector: inout Collector, limit: Int = .max) throws(Failure) -> Bool {
        switch sort {
        case .popularity: return try PopularityWalk(self).walk(into: &collector, limit: limit)
        case .latest, .relevance:
            let hasText = rows.query.expression != nil
            trace.add(hasText ? "walks the matches by time" : "walks the documents by time")
            countOnTheWay(&collector, test)
            return try walk(
                hasText ? rows.matchesByTime(timeOrder) : rows.documentsByTime(timeOrder), into: &collector, limit: limit)
        }
    }

    /// Hands rows that pass the test to the collector until it is full or there were as many as the limit; whether there were no more.
    func walk(_ stretches: [TableRows.Stretch], into collector: inout Collector, limit: Int) throws(Failure) -> Bool {
        var count = 0
        for stretch in stretches {
            try connection.forEachRow(stretch.sql, stretch.values) { (row) throws(Failure) in
                let candidate = candidate(row)
                count += 1
                if try test.passes(candidate.place) { collector.take(candidate) }
                return !collector.isFull && count < limit
            }
            if collector.isFull || count >= limit { return false }
        }
        return true
    }

    // MARK: A few

    /// All documents that can match, where their id or their popularity leaves only a few of them.
    private func few() throws(Failure) -> [Candidate]? {
        if let id = rows.query.id {
            trace.add("looks the id up")
            return try connection.all(
                "SELECT place, popularity, NULL FROM \(rows.table.documentsTable) WHERE id = ?1", [.text(id)], row: candidate)
        }
        guard rows.query.popularity != nil, !Self.isRanked(sort, rows.query),
            sort != .popularity || rows.query.expression != nil
        else { return nil }
        var found: [Candidate] = []
        let stretch = rows.popular()
        try connection.forEachRow(stretch.sql, stretch.values) { (row) throws(Failure) in
            found.append(candidate(row))
            return found.count <= Self.fewLimit
        }
        guard found.count <= Self.fewLimit else { return nil }
        trace.add("looks at each of \(found.count) documents of such popularity")
        return found
    }

    /// Sorts documents that may match, and tests all of them.
    private func sort(_ few: [Candidate], into collector: inout Collector) throws(Failure) -> Found {
        var total = 0
        for candidate in few.sorted(by: { precedes($0.position, $1.position) }) where isInSpans(candidate) {
            guard try test.isMatch(candidate.place) else { continue }
            total += 1
            if !collector.isFull, isBeyondCursor(candidate) { collector.take(candidate) }
        }
        let isScored = sort == .relevance
        let found = isScored ? collector.found.map { $0.scored(1) } : collector.found
        return Found(candidates: found, total: bounded(total))
    }

    func isInSpans(_ candidate: Candidate) -> Bool {
        let isPopular = rows.query.popularity.map { span in candidate.popularity.map(span.contains) ?? false } ?? true
        return isPopular && rows.places.contains(candidate.place)
    }

    func isBeyondCursor(_ candidate: Candidate) -> Bool {
        rows.after.map { precedes($0, candidate.position) } ?? true
    }

    private func precedes(_ left: Position, _ right: Position) -> Bool { left.precedes(right, by: sort, rows.order) }

    // MARK: Prefixes

    /// Finds what long prefixes are in without making FTS5 gather all their matches; `nil` where there are none, or that is the only way.
    private func findPrefixes(_ page: Page) throws(Failure) -> Found? {
        guard let prefixes = rows.query.expression?.longPrefixes, !prefixes.isEmpty else { return nil }
        if let found = try spellOut(prefixes, atMost: Self.fewWords, page) { return found }
        guard page.size > 0, !Self.isRanked(sort, rows.query) else { return nil }
        trace.add("prefixes of too many words: tests what has their beginnings")
        var collector = Collector(page: page)
        let isAll = try search(.shortened).walk(&collector, limit: Self.prefixLimit)
        if isAll || collector.isFull {
            let isKnown = isAll && rows.after == nil
            return Found(candidates: collector.found, total: SearchResults.Total(collector.rank, isLowerBound: !isKnown))
        }
        trace.add("\(Self.prefixLimit) of them were not enough")
        if let found = try spellOut(prefixes, atMost: Self.manyWords, page) { return found }
        trace.add("gathers all matches of the prefixes")
        return nil
    }

    /// Looks prefixes up as the words that begin so; `nil` if there are too many.
    private func spellOut(_ prefixes: Set<String>, atMost most: Int, _ page: Page) throws(Failure) -> Found? {
        // Each word comes with all the others of its phrase.
        let length = rows.query.expression?.phrases.map(\.words.count).max() ?? 1
        let words = try PrefixWords(table: rows.table, connection: connection).words(of: prefixes, atMost: most / max(1, length))
        guard let words else { return nil }
        let search = try search(.spelledOut(words))
        trace.add("prefixes spelled out: \(search.rows.query.expression?.text ?? "")")
        return try search.find(page)
    }

    /// The same search with something else become of long prefixes.
    private func search(_ prefixes: MatchExpression.LongPrefixes) throws(Failure) -> TableSearch {
        var search = self
        search.rows.query = try QuerySQL(rows.query.query, .places, prefixes)
        search.test = test(for: search.rows.query)
        return search
    }

    // MARK: Relevance

    /// Ranks the newest matches.
    private func rank(_ expression: MatchExpression) throws(Failure) -> Found {
        var (looked, found) = (0, Found())
        let weights = try PhraseWeights(table: rows.table, connection: connection).weights(of: expression.phrases)
        for stretch in rows.matchesByTime(weights: weights, .descending) {
            try connection.forEachRow(stretch.sql, stretch.values) { (row) throws(Failure) in
                looked += 1
                guard looked <= Self.rankLimit else { return false }
                let candidate = candidate(row)
                if try test.passes(candidate.place) { found.candidates.append(candidate) }
                return true
            }
        }
        found.candidates.sort { precedes($0.position, $1.position) }
        found.isPartlyRanked = looked > Self.rankLimit
        found.total = SearchResults.Total(found.candidates.count, isLowerBound: found.isPartlyRanked)
        trace.add("ranks \(found.candidates.count) matches\(found.isPartlyRanked ? ", the newest" : "")")
        return found
    }

    // MARK: Rows

    func candidate(_ row: SQLiteStatement) -> Candidate {
        let score = sort == .relevance ? row.optionalReal(2) ?? 1 : nil
        return Candidate(table: rows.table, place: row.integer(0), popularity: row.optionalInteger(1), score: score)
    }

    // MARK: Dates

    /// The places of the dates that are wanted, and clauses that still have to be tested where those places hold other dates too.
    private static func places(
        _ query: QuerySQL, in table: IndexTable, on connection: SQLiteConnection
    ) throws(Failure) -> (Span, rest: [Query]) {
        guard let dates = query.dates else { return (.all, []) }
        guard let places = Place.span(of: dates) else { return (Span.all.after(Place.firstDated - 1), query.dateClauses) }
        // More documents of one moment than have places went on into the next.
        for last in [places.first - 1, places.last] where last > Place.firstDated {
            let isFull = try connection.first(
                "SELECT 1 FROM \(table.documentsTable) WHERE place = ?1", [.integer(last)]
            ) { _ in true }
            if isFull != nil { return (Span.all.after(Place.firstDated - 1), query.dateClauses) }
        }
        return (places, [])
    }
}

/// Takes what a page needs out of the documents that come by.
struct Collector {
    let page: Page
    /// How many came by.
    private(set) var rank = 0
    private(set) var found: [Candidate] = []
    /// So many are to come by, if there are as many, although the page needs no more.
    var least = 0

    init(page: Page) { self.page = page }

    var isFull: Bool { found.count >= page.size && rank >= least }

    mutating func take(_ candidate: Candidate) {
        rank += 1
        if rank > page.start, found.count < page.size { found.append(candidate) }
    }
}

extension Candidate {
    fileprivate func scored(_ score: Double) -> Candidate {
        var candidate = self
        candidate.score = score
        return candidate
    }
}
