/// The statements that walk an index in the order of a sort. Each gives place, popularity and score, of which the last two may be null.
struct TableRows {
    /// A statement with its parameters; several of them follow each other where one would have to sort.
    struct Stretch: Hashable {
        var sql: String
        var values: [SQLiteValue]
    }

    let table: IndexTable
    var query: QuerySQL
    /// The places that documents which match can have.
    let places: Span
    let order: SortOrder
    /// Where the page before ended.
    var after: Position?

    private var documents: String { table.documentsTable }
    private var texts: String { table.fullText }

    // MARK: By time

    /// The matches of the full-text index.
    /// - Parameter weights: what each phrase counts in the score; without them there is none.
    func matchesByTime(weights: [Double]? = nil, _ order: SortOrder) -> [Stretch] {
        spans(order).map { span, order in
            matches(scoredBy: weights, in: span, and: "ORDER BY \(texts).rowid \(order.keyword)")
        }
    }

    /// All documents.
    func documentsByTime(_ order: SortOrder) -> [Stretch] {
        spans(order).map { span, order in
            var conditions = Conditions()
            conditions.bound("place", span)
            conditions.bound("+popularity", query.popularity ?? .all)
            return conditions.stretch("SELECT place, popularity, NULL FROM \(documents)", "ORDER BY place \(order.keyword)")
        }
    }

    /// Forwards in time the documents without a date, whose places are the lowest, must not come first.
    private func spans(_ order: SortOrder) -> [(Span, SortOrder)] {
        let undated = Span(first: .min, last: Place.firstDated - 1)
        let spans: [(Span, SortOrder)]
        if order == .descending {
            spans = [(places.intersection(after.map { rest(after: $0, .descending) } ?? .all), .descending)]
        } else if let after, after.place < Place.firstDated {
            spans = [(places.intersection(rest(after: after, .descending)), .descending)]
        } else {
            let dated = places.intersection(Span.all.after(Place.firstDated - 1))
            spans = [
                (dated.intersection(after.map { rest(after: $0, .ascending) } ?? .all), .ascending),
                (places.intersection(undated), .descending),
            ]
        }
        return spans.filter { !$0.0.isEmpty }
    }

    /// The places beyond that of the last document, which this table may share with another one.
    private func rest(after position: Position, _ order: SortOrder) -> Span {
        let isIncluded = table.number > position.table
        switch order {
        case .ascending: return isIncluded ? Span(first: position.place, last: .max) : Span.all.after(position.place)
        case .descending: return isIncluded ? Span(first: .min, last: position.place) : Span.all.before(position.place)
        }
    }

    // MARK: By popularity

    /// Rows by standing, of documents with a popularity, without one, or both.
    struct StandingStretch {
        /// Place, popularity and standing.
        var rows: Stretch
        var hasPopularity: Bool?
    }

    /// The documents, or those that the full-text index by standing finds. Ascending is descending turned around, but for those without a
    /// popularity, which stay last. What comes before `after` may be among them.
    func byStanding(_ expression: MatchExpression?) -> [StandingStretch] {
        let rest = after.map(standings) ?? .all
        let unknown = Standing.unknown(drift: table.drift)
        let spans: [(Span, hasPopularity: Bool?)]
        if let popularity = query.popularity {
            spans = [(rest.intersection(Standing.span(of: popularity, drift: table.drift)), true)]
        } else if order == .descending {
            spans = [(rest, nil)]
        } else if let after, after.popularity == nil {
            spans = [(rest.intersection(unknown), false)]
        } else {
            spans = [(rest.intersection(Span(first: Standing.firstKnown, last: .max)), true), (unknown, false)]
        }
        return spans.filter { !$0.0.isEmpty }.map { StandingStretch(rows: byStanding(expression, in: $0), hasPopularity: $1) }
    }

    private func byStanding(_ expression: MatchExpression?, in span: Span) -> Stretch {
        var (conditions, rows, number) = (Conditions(), table.standings, "standing")
        if let expression {
            number = "\(table.popularText).rowid"
            rows = "\(table.popularText) CROSS JOIN \(rows) ON standing = \(number)"
            conditions.add("\(table.popularText) MATCH ?", .text(expression.text))
        }
        conditions.bound(number, span)
        return conditions.stretch("SELECT place, popularity, standing FROM \(rows)", "ORDER BY \(number) \(order.keyword)")
    }

    /// The standings that documents beyond a position can have.
    private func standings(beyond position: Position) -> Span {
        let least = Standing.least(position.popularity, position.place)
        switch order {
        case .ascending: return Span(first: least, last: .max)
        case .descending: return Span(first: .min, last: least + table.drift)
        }
    }

    /// Documents whose popularity is in the span, in no order.
    func popular() -> Stretch {
        var conditions = Conditions()
        let popularity = query.popularity ?? .all
        conditions.bound("standing", Standing.span(of: popularity, drift: table.drift))
        conditions.bound("popularity", popularity)
        conditions.bound("place", places)
        conditions.add("popularity IS NOT NULL")
        return conditions.stretch("SELECT place, popularity, NULL FROM \(table.standings)", "")
    }

    /// The matches sorted by popularity.
    func sortedByPopularity() -> [Stretch] {
        var conditions = Conditions()
        var rows = documents
        if let expression = query.expression {
            rows = "\(texts) CROSS JOIN \(documents) ON place = \(texts).rowid"
            conditions.add("\(texts) MATCH ?", .text(expression.text))
            conditions.bound("\(texts).rowid", places)
        } else {
            conditions.bound("place", places)
        }
        conditions.bound("+popularity", query.popularity ?? .all)
        if let after { conditions.begin(after: after, table, order) }
        return [
            conditions.stretch(
                "SELECT place, popularity, NULL FROM \(rows)",
                "ORDER BY +popularity \(order.keyword) NULLS LAST, +place \(order.keyword)")
        ]
    }

    // MARK: In no order

    /// What `expression`, dates and popularity leave, as the index has it.
    func unordered() -> Stretch {
        if query.expression != nil { return matches(in: places, and: "") }
        var conditions = Conditions()
        guard query.popularity == nil else { return popular() }
        conditions.bound("place", places)
        return conditions.stretch("SELECT place, NULL, NULL FROM \(documents)", "")
    }

    /// What the full-text index by standing finds from a standing on, one row for each document.
    func unordered(_ expression: MatchExpression, from standing: Int64 = .min) -> Stretch {
        var conditions = Conditions()
        conditions.add("\(table.popularText) MATCH ?", .text(expression.text))
        conditions.bound("rowid", Span(first: standing, last: .max))
        return conditions.stretch("SELECT 1 FROM \(table.popularText)", "")
    }

    private func matches(scoredBy weights: [Double]? = nil, in span: Span, and end: String) -> Stretch {
        var conditions = Conditions()
        if let weights { conditions.bind(SQLiteValue(weights.withUnsafeBytes { Array($0) })) }
        let score = weights == nil ? "NULL" : "\(fullTextScore)(\(texts), ?)"
        conditions.add("\(texts) MATCH ?", .text(query.expression?.text ?? ""))
        conditions.bound("\(texts).rowid", span)
        guard let popularity = query.popularity else {
            return conditions.stretch("SELECT rowid, NULL, \(score) FROM \(texts)", end)
        }
        conditions.bound("+popularity", popularity)
        return conditions.stretch(
            "SELECT \(texts).rowid, popularity, \(score) FROM \(texts) CROSS JOIN \(documents) ON place = \(texts).rowid", end)
    }
}

/// The conditions of a statement, gathered with their parameters.
private struct Conditions {
    private var parts: [String] = []
    private var values: [SQLiteValue] = []

    mutating func add(_ part: String, _ values: SQLiteValue...) {
        parts.append(part)
        self.values += values
    }

    /// A parameter that stands before all conditions.
    mutating func bind(_ value: SQLiteValue) { values.append(value) }

    mutating func bound(_ column: String, _ span: Span) {
        if span.first != .min { add("\(column) >= ?", .integer(span.first)) }
        if span.last != .max { add("\(column) <= ?", .integer(span.last)) }
    }

    /// Only what comes after a place in the order of popularity.
    mutating func begin(after position: Position, _ table: IndexTable, _ order: SortOrder) {
        let beyond = order == .ascending ? ">" : "<"
        let beyondPlace = table.number > position.table ? beyond + "=" : beyond
        guard let popularity = position.popularity else {
            add("popularity IS NULL AND +place \(beyondPlace) ?", .integer(position.place))
            return
        }
        add(
            "(popularity \(beyond) ? OR popularity IS NULL OR popularity = ? AND +place \(beyondPlace) ?)", .integer(popularity),
            .integer(popularity), .integer(position.place))
    }

    func stretch(_ rows: String, _ end: String) -> TableRows.Stretch {
        let sql = ([rows] + (parts.isEmpty ? [] : ["WHERE " + parts.joined(separator: " AND ")]) + [end]).joined(separator: " ")
        return TableRows.Stretch(sql: sql, values: values)
    }
}

extension SortOrder {
    fileprivate var keyword: String { self == .ascending ? "ASC" : "DESC" }
}
