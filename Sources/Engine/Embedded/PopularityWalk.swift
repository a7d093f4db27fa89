/// The matches in the order of popularity, for which the full-text index is no help: three ways, of which the cheapest is taken.
struct PopularityWalk {
    /// From so many matches it is guessed how many there are.
    private static let sampleSize = 1_000
    /// What the ways cost, in microseconds a row, measured once: only their ratios count.
    private enum Cost {
        static let walk = 0.2
        static let probe = 30.0
        /// To test a document itself, by its bytes.
        static func test(_ bytes: Double) -> Double { 3 + bytes / 50 }
        static let gather = 0.15
        static let sort = 1.7
    }

    private enum Way: Hashable {
        /// Walk the popularity index, test each document or, where they are long, ask the full-text index about it.
        case probe
        /// Gather the matches, walk the popularity index until enough of them came by.
        case gather
        /// Gather the matches, sort them.
        case sort
    }

    private let search: TableSearch
    private var rows: TableRows { search.rows }

    init(_ search: TableSearch) { self.search = search }

    /// Hands matches to the collector until it is full; whether there were no more.
    func walk(into collector: inout Collector) throws(Failure) -> Bool {
        guard rows.query.expression != nil || rows.places != .all else {
            search.trace.add("walks the documents by popularity")
            return try search.walk(rows.documentsByPopularity(), into: &collector, where: search.test.passes)
        }
        let estimate = try estimate()
        switch cheapest(estimate, needed: collector.page.end) {
        case .sort: return try sort(into: &collector)
        case .gather:
            _ = try walkGathered(into: &collector)
            return !collector.isFull
        case .probe: return try probe(estimate, into: &collector)
        }
    }

    /// Gathers all matches, then walks by popularity; how many there were.
    func walkGathered(into collector: inout Collector) throws(Failure) -> Int {
        let matches = try search.gather(rows.unordered(), limit: .max).sorted()
        search.trace.add("gathered \(matches.count) matches, walks the documents by popularity for them")
        let isInSpan = rows.query.expression == nil
        _ = try search.walk(rows.documentsByPopularity(), into: &collector) { (place) throws(Failure) in
            guard isInSpan || matches.holds(place) else { return false }
            return try search.test.passes(place)
        }
        return matches.count
    }

    private func sort(into collector: inout Collector) throws(Failure) -> Bool {
        search.trace.add("gathers the matches and sorts them by popularity")
        return try search.walk(rows.sortedByPopularity(), into: &collector, where: search.test.passes)
    }

    /// Where the guess was wrong, the matches are gathered after all.
    private func probe(_ estimate: Estimate, into collector: inout Collector) throws(Failure) -> Bool {
        let limit = 500 + 3 * collector.page.end * estimate.documents / max(estimate.matches, 1)
        let isTested = testCost < Cost.probe
        var (probes, matches) = (0, [Int64]?.none)
        let isAll = try search.walk(rows.documentsByPopularity(), into: &collector) { (place) throws(Failure) in
            probes += 1
            if matches == nil, probes > limit { matches = try search.gather(rows.unordered(), limit: .max).sorted() }
            if matches == nil, isTested { return try search.test.passesWhole(place) }
            let isMatch = if let matches { matches.holds(place) } else { try search.test.isMatch(place) }
            guard isMatch else { return false }
            return try search.test.passes(place)
        }
        search.trace.add(
            matches == nil
                ? "walked \(probes) documents by popularity and \(isTested ? "tested" : "asked about") each"
                : "walked \(probes) documents by popularity, after \(limit) of them with all matches gathered")
        return isAll
    }

    // MARK: Planning

    private struct Estimate {
        /// How many match.
        var matches: Int
        /// How many documents are in the span of time that the query leaves.
        var documents: Int
    }

    /// The newest matches tell how many there are, if the others lie as close.
    private func estimate() throws(Failure) -> Estimate {
        var newest = rows
        newest.after = nil
        let hasText = rows.query.expression != nil
        guard let stretch = (hasText ? newest.matchesByTime(.descending) : newest.documentsByTime(.descending)).first else {
            return Estimate(matches: 0, documents: 0)
        }
        let sample = try search.gather(stretch, limit: Self.sampleSize)
        guard sample.count == Self.sampleSize, let last = sample.last else {
            search.trace.add("\(sample.count) matches")
            return Estimate(matches: sample.count, documents: rows.table.documents)
        }
        // Two statements: SQLite looks only one end up in a statement without reading all between.
        let documents = "FROM \(rows.table.documentsTable) WHERE place >= ?1"
        let all = Span(
            first: try search.connection.first("SELECT min(place) \(documents)", [.integer(Place.firstDated)]) { $0.integer(0) }
                ?? 0,
            last: try search.connection.first("SELECT max(place) \(documents)", [.integer(Place.firstDated)]) { $0.integer(0) }
                ?? 0)
        let span = rows.places.intersection(all)
        let sampled = Span(first: last, last: span.last)
        let possible = max(Double(rows.table.documents) * span.length / all.length, Double(Self.sampleSize))
        let matches = min(Double(Self.sampleSize) * span.length / sampled.length, possible)
        search.trace.add("about \(Int(matches)) matches, guessed from the newest \(Self.sampleSize)")
        return Estimate(matches: max(Int(matches), Self.sampleSize), documents: Int(possible))
    }

    private var testCost: Double { Cost.test(Double(rows.table.bytes) / Double(max(rows.table.documents, 1))) }

    private func cheapest(_ estimate: Estimate, needed: Int) -> Way {
        let matches = Double(max(estimate.matches, 1))
        // Where documents are tested too, nobody knows how many pass.
        let wanted = Double(needed) * (search.test.rest == nil ? 1 : 4)
        let walk = wanted * Double(rows.table.documents) / matches * Cost.walk
        let probe =
            walk + wanted * Double(estimate.documents) / matches * (rows.query.expression == nil ? 0 : min(Cost.probe, testCost))
        let gather = walk + matches * Cost.gather
        let sort = matches * Cost.sort
        if sort <= min(gather, probe) { return .sort }
        return gather <= probe ? .gather : .probe
    }
}

extension Span {
    /// How many numbers, or enough.
    fileprivate var length: Double { max(Double(last) - Double(first), 1) }
}

extension [Int64] {
    /// Whether a sorted array holds the number.
    fileprivate func holds(_ number: Int64) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number
    }
}
