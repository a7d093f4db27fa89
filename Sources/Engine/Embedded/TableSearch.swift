/// A search in one index: how many match, and which come first, found by the cheapest way that this query and sort allow.
struct TableSearch {
    /// Where counting stops.
    static let countLimit = 10_000
    /// How many matches are ranked; more would take too long.
    static let rankLimit = 5_000
    /// How many documents are looked at one by one before all matches are gathered instead.
    private static let probeLimit = 2_000
    /// Looking at a document one by one costs as much as sorting so many.
    private static let probeCost = 5

    let table: IndexTable
    let connection: SQLiteConnection
    let query: QuerySQL
    let sort: Sort
    let order: SortOrder

    /// How many match: exact up to `countLimit`.
    func total() throws(Failure) -> SearchResults.Total {
        switch query {
        case .everything: return SearchResults.Total(table.documents)
        case .nothing: return SearchResults.Total(0)
        case .match(let expression, _):
            let count =
                try connection.first(
                    "SELECT count(*) FROM (SELECT 1 FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1 LIMIT ?2)",
                    [.text(expression), .integer(Int64(Self.countLimit + 1))]
                ) { Int($0.integer(0)) } ?? 0
            return SearchResults.Total(min(count, Self.countLimit), isLowerBound: count > Self.countLimit)
        }
    }

    /// The stretch of matches that was asked for.
    func candidates(_ page: Page, of total: SearchResults.Total) throws(Failure) -> [Candidate] {
        switch (query, sort) {
        case (.nothing, _): []
        case (.everything, .popularity): try take(page, from: popularityWalk)
        case (.everything, .latest): try take(page, from: timeWalk(order))
        case (.everything, .relevance): try take(page, from: timeWalk(.descending)).map(scored)
        case (.match(let expression, _), .latest): try take(page, from: matchWalk, [.text(expression)])
        case (.match(let expression, _), .relevance):
            try take(page, from: [ranking], [.text(expression), rankedMatches(of: total)])
        case (.match(let expression, let isCostly), .popularity):
            isWorthWalking(page, total)
                ? try walkByPopularity(page, expression, isCostly: isCostly)
                : try take(page, from: [popularitySort], [.text(expression)])
        }
    }

    // MARK: Statements; each gives place, popularity and score

    private func timeWalk(_ order: SortOrder) -> [String] {
        let rows = "SELECT place, NULL, NULL FROM \(table.documentsTable)"
        return stretches(rows, place: "place", order, and: "WHERE")
    }

    private var matchWalk: [String] {
        stretches(
            "SELECT rowid, NULL, NULL FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1", place: "rowid", order, and: "AND")
    }

    /// Forwards in time the documents without a date, whose places are the lowest, must not come first.
    private func stretches(_ rows: String, place: String, _ order: SortOrder, and: String) -> [String] {
        guard order == .ascending else { return ["\(rows) ORDER BY \(place) DESC"] }
        return [
            "\(rows) \(and) \(place) >= \(Place.firstDated) ORDER BY \(place) ASC",
            "\(rows) \(and) \(place) < \(Place.firstDated) ORDER BY \(place) DESC",
        ]
    }

    private var popularityWalk: [String] {
        let rows = "SELECT place, popularity, NULL FROM \(table.documentsTable)"
        // Backwards SQLite has the missing ones last by itself.
        guard order == .ascending else { return ["\(rows) ORDER BY popularity DESC, place DESC"] }
        return [
            "\(rows) WHERE popularity IS NOT NULL ORDER BY popularity ASC, place DESC",
            "\(rows) WHERE popularity IS NULL ORDER BY place DESC",
        ]
    }

    private var popularitySort: String {
        """
        SELECT place, popularity, NULL FROM \(table.fullText) AS texts CROSS JOIN \(table.documentsTable) ON place = texts.rowid
        WHERE \(table.fullText) MATCH ?1 ORDER BY popularity \(order.keyword) NULLS LAST, place DESC
        """
    }

    /// FTS5's rank is the smaller the better.
    private var ranking: String {
        """
        SELECT place, NULL, -worth FROM (
            SELECT rowid AS place, rank AS worth FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1 ORDER BY rowid DESC LIMIT ?2
        ) ORDER BY worth \(order == .descending ? "ASC" : "DESC"), place DESC
        """
    }

    private func rankedMatches(of total: SearchResults.Total) -> SQLiteValue {
        .integer(Int64(total.value > Self.rankLimit ? Self.rankLimit : total.value))
    }

    // MARK: Popularity

    /// Whether to look at documents in the order of popularity until the page is full, rather than to sort all that match.
    private func isWorthWalking(_ page: Page, _ total: SearchResults.Total) -> Bool {
        guard !total.isLowerBound, total.value > 0 else { return total.isLowerBound }
        return page.end * table.documents / total.value * Self.probeCost < total.value
    }

    private func walkByPopularity(_ page: Page, _ expression: String, isCostly: Bool) throws(Failure) -> [Candidate] {
        var matches = isCostly ? try allMatches(expression) : nil
        var (probes, rank, found) = (0, 0, [Candidate]())
        for statement in popularityWalk where found.count < page.size {
            try connection.forEachRow(statement, []) { (row) throws(Failure) in
                let candidate = candidate(row)
                probes += 1
                if matches == nil, probes > Self.probeLimit { matches = try allMatches(expression) }
                let isMatch = if let matches { matches.contains(candidate.place) } else { try isMatch(candidate, expression) }
                guard isMatch else { return true }
                rank += 1
                if rank > page.start { found.append(candidate) }
                return found.count < page.size
            }
        }
        return found
    }

    private func isMatch(_ candidate: Candidate, _ expression: String) throws(Failure) -> Bool {
        try connection.first(
            "SELECT 1 FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1 AND rowid = ?2",
            [.text(expression), .integer(candidate.place)]
        ) { _ in true } ?? false
    }

    private func allMatches(_ expression: String) throws(Failure) -> Set<Int64> {
        Set(
            try connection.all("SELECT rowid FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1", [.text(expression)]) {
                $0.integer(0)
            })
    }

    // MARK: Rows

    private func take(_ page: Page, from statements: [String], _ values: [SQLiteValue] = []) throws(Failure) -> [Candidate] {
        var (rank, found) = (0, [Candidate]())
        for statement in statements where found.count < page.size {
            try connection.forEachRow(statement, values) { (row) throws(Failure) in
                rank += 1
                if rank > page.start { found.append(candidate(row)) }
                return found.count < page.size
            }
        }
        return found
    }

    private func candidate(_ row: SQLiteStatement) -> Candidate {
        Candidate(table: table, place: row.integer(0), popularity: row.optionalInteger(1), score: row.optionalReal(2))
    }

    /// Every document matches everything equally well.
    private func scored(_ candidate: Candidate) -> Candidate {
        var candidate = candidate
        candidate.score = 1
        return candidate
    }
}

/// A stretch of results.
struct Page: Hashable, Sendable {
    /// How many to skip, from 0.
    var start: Int
    /// How many to take, from 1.
    var size: Int

    /// Where it ends.
    var end: Int { start + size }
}

extension SortOrder {
    fileprivate var keyword: String { self == .ascending ? "ASC" : "DESC" }
}
