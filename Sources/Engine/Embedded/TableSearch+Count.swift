/// How many documents match.
extension TableSearch {
    /// Where counting stops if each document's popularity has to be looked up.
    private static let lookupLimit = 1_000
    /// How many documents are tested one by one only to count them.
    private static let testLimit = 2_000
    /// Among as many documents those are counted that do not match, where that is all that is known.
    private static let exclusionLimit = 2 * countLimit

    /// How many match, when no document is asked for.
    func total() throws(Failure) -> SearchResults.Total { try find(Page(start: 0, size: 0)).total }

    /// How many match: exact up to `countLimit`, or as far as tests of single documents go.
    func count() throws(Failure) -> SearchResults.Total {
        if rows.query.isEverything { return SearchResults.Total(rows.table.documents) }
        if let unwanted { return try count(allBut: unwanted) }
        guard test.rest == nil else { return try countByTests(rows.unordered()) }
        let stretch = try word().map { rows.unordered($0) } ?? rows.unordered()
        let count = try count(stretch, limit: mostCounted)
        trace.add("counts \(min(count, mostCounted)) matches\(count > mostCounted ? " and stops" : "")")
        return bounded(count, mostCounted)
    }

    /// Where counting stops.
    var mostCounted: Int { rows.query.expression != nil && rows.query.popularity != nil ? Self.lookupLimit : Self.countLimit }

    /// Has a walk go on until matches are counted, where all of them are at hand: FTS5 has gathered those of a long prefix before it hands
    /// out the first one, and to count them by another statement would have it do so again.
    func countOnTheWay(_ collector: inout Collector, _ test: RowTest) {
        let isGathered = rows.query.expression?.longPrefixes.isEmpty == false
        guard isGathered, isCounted, rows.after == nil, test.rest == nil else { return }
        trace.add("counts them on the way")
        collector.least = mostCounted + 1
    }

    /// Whether dates or popularity leave documents out.
    private var isInSpan: Bool { rows.query.popularity != nil || rows.places != .all }

    /// What the full-text index by standing has to be asked for, where one word is all that is wanted and that index was walked already: without
    /// places it is quicker to read. Two common words that are rarely together were found in 18 ms there, and in 12 in the other one.
    private func word() throws(Failure) -> MatchExpression? {
        guard sort == .popularity, rows.query.expression?.phrases.count == 1, !isInSpan else { return nil }
        let query = try QuerySQL(rows.query.query, .words, rows.query.prefixes)
        return query.rest.isEmpty ? query.expression : nil
    }

    /// What must not match, where that is all and the full-text index by standing knows it.
    private var unwanted: MatchExpression? {
        let query = rows.query
        guard query.expression == nil, !isInSpan else { return nil }
        let parts = query.rest.compactMap(\.unwanted)
        guard !parts.isEmpty, parts.count == query.rest.count, let expression = MatchExpression(.any(parts), .words),
            expression.isExact, expression.longPrefixes.isEmpty
        else { return nil }
        return expression
    }

    /// Of the most popular documents, those that are left.
    private func count(allBut unwanted: MatchExpression) throws(Failure) -> SearchResults.Total {
        let last = try connection.first(
            "SELECT standing FROM \(rows.table.standings) ORDER BY standing DESC LIMIT 1 OFFSET ?1",
            [.integer(Int64(Self.exclusionLimit - 1))]
        ) { $0.integer(0) }
        let all = last == nil ? rows.table.documents : Self.exclusionLimit
        let taken = try count(rows.unordered(unwanted, from: last ?? .min), limit: all)
        trace.add("counts \(all) documents and \(taken) of them with \(unwanted.text)")
        let total = bounded(all - taken)
        return last == nil ? total : SearchResults.Total(total.value, isLowerBound: true)
    }

    /// How many rows there are, or one more than the limit.
    func count(_ stretch: TableRows.Stretch, limit: Int) throws(Failure) -> Int {
        try connection.first(
            "SELECT count(*) FROM (\(stretch.sql) LIMIT ?)", stretch.values + [.integer(Int64(limit + 1))]
        ) { Int($0.integer(0)) } ?? 0
    }

    private func countByTests(_ stretch: TableRows.Stretch) throws(Failure) -> SearchResults.Total {
        var (tested, count) = (0, 0)
        try connection.forEachRow(stretch.sql, stretch.values) { (row) throws(Failure) in
            tested += 1
            guard tested <= Self.testLimit else { return false }
            if try test.passes(row.integer(0)) { count += 1 }
            return true
        }
        trace.add("counts \(count) matches among \(min(tested, Self.testLimit)) documents that it tests")
        return SearchResults.Total(count, isLowerBound: tested > Self.testLimit)
    }

    func bounded(_ count: Int, _ limit: Int = TableSearch.countLimit) -> SearchResults.Total {
        SearchResults.Total(min(count, limit), isLowerBound: count > limit)
    }
}
