/// The matches in the order of popularity: those of the full-text index by standing as they come, or all of a short time sorted.
struct PopularityWalk {
    /// As many matches of a span of time are sorted, rather than looked for among all others.
    private static let sortLimit = 5_000

    private let search: TableSearch
    private var rows: TableRows { search.rows }

    init(_ search: TableSearch) { self.search = search }

    /// Hands matches to the collector until it is full or as many documents as the limit were looked at; whether there were no more.
    func walk(into collector: inout Collector, limit: Int) throws(Failure) -> Bool {
        if rows.places != .all, try search.count(rows.unordered(), limit: Self.sortLimit) <= Self.sortLimit {
            search.trace.add("gathers the matches of that time and sorts them by popularity")
            search.countOnTheWay(&collector, search.test)
            return try search.walk(rows.sortedByPopularity(), into: &collector, limit: limit)
        }
        let query = try QuerySQL(rows.query.query, .words, rows.query.prefixes)
        let test = search.test(for: query)
        search.countOnTheWay(&collector, test)
        let (count, isAll) = try walk(query.expression, test, into: &collector, limit: limit)
        search.trace.add(
            query.expression.map { "walked \(count) documents with \($0.text) by popularity" }
                ?? "walked \(count) documents by popularity")
        if test.rest != nil { search.trace.add("tested each of them") }
        return isAll
    }

    /// Walks documents, or those that the full-text index by standing finds; how many of them, and whether there were no more.
    private func walk(
        _ expression: MatchExpression?, _ test: RowTest, into collector: inout Collector, limit: Int
    ) throws(Failure) -> (count: Int, isAll: Bool) {
        var (count, looked) = (0, 0)
        for stretch in rows.byStanding(expression) {
            var queue = StandingQueue(rows)
            func hand(_ candidates: [Candidate]) throws(Failure) {
                for candidate in candidates where !collector.isFull {
                    count += 1
                    if try test.passes(candidate.place) { collector.take(candidate) }
                }
            }
            try search.connection.forEachRow(stretch.rows.sql, stretch.rows.values) { (row) throws(Failure) in
                let candidate = search.candidate(row)
                let isWanted =
                    stretch.hasPopularity.map { $0 == (candidate.popularity != nil) } ?? true && search.isInSpans(candidate)
                    && search.isBeyondCursor(candidate)
                looked += 1
                try hand(queue.next(isWanted ? candidate : nil, at: row.integer(2)))
                return !collector.isFull && looked < limit
            }
            if !collector.isFull, looked < limit { try hand(queue.rest()) }
            if collector.isFull || looked >= limit { return (count, false) }
        }
        return (count, true)
    }
}

/// Puts documents that come by standing into their order. Most are in it; where a standing is beyond the least one, the document waits until
/// nothing can come any more that belongs before it.
private struct StandingQueue {
    private let order: SortOrder
    private let drift: Int64
    private var waiting: [Candidate] = []
    /// Of those that wait.
    private var lowest = Int64.max
    /// Where they are looked at next: sorting them for every row would take too long where many drifted far.
    private var nextLook = Int64.min

    init(_ rows: TableRows) {
        order = rows.order
        drift = rows.table.drift
    }

    /// Takes what is at a standing; what need not wait any longer, in order.
    mutating func next(_ candidate: Candidate?, at standing: Int64) -> [Candidate] {
        guard let candidate else { return [] }
        let least = Standing.least(candidate.popularity, candidate.place)
        waiting.append(candidate)
        lowest = min(lowest, least)
        switch order {
        case .descending:
            // Whatever comes has a lower standing, and a least one that is lower still.
            guard lowest >= standing else { return [] }
            return rest()
        case .ascending:
            // Whatever comes has a higher standing, but a least one that may be lower by as much as standings drift.
            guard standing >= nextLook else { return [] }
            nextLook = standing + drift
            let all = rest()
            let settled = all.firstIndex { Standing.least($0.popularity, $0.place) + drift > standing } ?? all.endIndex
            waiting = Array(all[settled...])
            return Array(all[..<settled])
        }
    }

    /// All that wait, in order.
    mutating func rest() -> [Candidate] {
        defer {
            waiting = []
            lowest = .max
        }
        guard waiting.count > 1 else { return waiting }
        return waiting.sorted { $0.position.precedes($1.position, by: .popularity, order) }
    }
}
