/// Tests documents of one index one by one, by the row and not by an index.
struct RowTest {
    let table: IndexTable
    let connection: SQLiteConnection
    let expression: MatchExpression?
    /// What only the document itself can tell, if there is such a thing.
    let rest: LiveMatcher?
    /// The whole query.
    let whole: LiveMatcher

    init(_ query: QuerySQL, and more: [Query], table: IndexTable, connection: SQLiteConnection) {
        self.table = table
        self.connection = connection
        expression = query.expression
        let rest = query.rest + more
        self.rest = rest.isEmpty ? nil : LiveMatcher(.all(rest))
        whole = LiveMatcher(query.query)
    }

    /// Whether the document matches the whole query, as the full-text index knows it where that is quick.
    func isMatch(_ place: Int64) throws(Failure) -> Bool {
        guard let expression else { return try passes(place) }
        guard expression.longPrefixes.isEmpty else { return try passes(place, whole) }
        let isFound =
            try connection.first(
                "SELECT 1 FROM \(table.fullText) WHERE \(table.fullText) MATCH ?1 AND rowid = ?2",
                [.text(expression.text), .integer(place)]
            ) { _ in true } ?? false
        return isFound ? try passes(place) : false
    }

    /// Whether the document passes what no index has answered.
    func passes(_ place: Int64) throws(Failure) -> Bool {
        guard let rest else { return true }
        return try passes(place, rest)
    }

    /// The same test as that of a record in the stream, so that both agree.
    private func passes(_ place: Int64, _ matcher: LiveMatcher) throws(Failure) -> Bool {
        let document = try connection.first(
            "SELECT id, source, name, description, other, created_at, popularity FROM \(table.documentsTable) WHERE place = ?1",
            [.integer(place)]
        ) { row in
            Document(
                index: table.name, id: DocumentID(row.text(0)), source: row.blob(1), name: row.optionalText(2),
                description: row.optionalText(3), otherText: row.optionalText(4).map { [$0] } ?? [],
                createdAt: row.optionalInteger(5).map(Timestamp.init), popularity: row.optionalInteger(6))
        }
        return document.map(matcher.matches) ?? false
    }
}
