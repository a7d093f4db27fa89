/// Gives documents of one index their standings, within a transaction.
struct Standings {
    private let table: IndexTable
    private let connection: SQLiteConnection
    private let next: SQLiteStatement
    private let last: SQLiteStatement
    private let find: SQLiteStatement
    private let insertion: SQLiteStatement
    private let deletion: SQLiteStatement
    private var drift: Int64

    init(of table: IndexTable, on connection: SQLiteConnection) throws(Failure) {
        self.table = table
        self.connection = connection
        drift = table.drift
        let name = table.standings
        next = try connection.statement("SELECT min(standing) FROM \(name) WHERE standing >= ?1")
        last = try connection.statement("SELECT max(standing) FROM \(name) WHERE standing BETWEEN ?1 AND ?2")
        find = try connection.statement(
            "SELECT standing FROM \(name) WHERE standing >= ?1 AND place = ?2 ORDER BY standing LIMIT 1")
        insertion = try connection.statement("INSERT INTO \(name) (standing, popularity, place) VALUES (?1, ?2, ?3)")
        deletion = try connection.statement("DELETE FROM \(name) WHERE standing = ?1")
    }

    /// Gives a document its standing.
    mutating func add(_ popularity: Int64?, _ place: Int64) throws(Failure) -> Int64 {
        let least = Standing.least(popularity, place)
        let standing = try free(from: least)
        try insertion.run([.integer(standing), SQLiteValue(popularity), .integer(place)])
        drift = max(drift, standing - least)
        return standing
    }

    /// The standing that a document has.
    func standing(_ popularity: Int64?, _ place: Int64) throws(Failure) -> Int64 {
        let standing = try find.first([.integer(Standing.least(popularity, place)), .integer(place)]) { $0.integer(0) }
        guard let standing else {
            throw Failure(.disk, "The index \(table.name) is damaged: move its file away, and Kelp indexes again.")
        }
        return standing
    }

    /// Takes the standing from a document.
    func remove(_ standing: Int64) throws(Failure) { try deletion.run([.integer(standing)]) }

    /// Notes how far standings are from where they should be.
    consuming func finish() throws(Failure) {
        guard drift != table.drift else { return }
        try connection.run("UPDATE indexes SET drift = ?2 WHERE number = ?1", [.integer(table.number), .integer(drift)])
    }

    /// A standing that no document has, not far beyond the least one.
    private func free(from least: Int64) throws(Failure) -> Int64 {
        guard try next.first([.integer(least)], row: { $0.optionalInteger(0) }) == least else { return least }
        var (start, length) = (least, Int64(64))
        while start < Standing.last {
            let end = min(start + length, Standing.last)
            let last = try last.first([.integer(start), .integer(end)]) { $0.optionalInteger(0) }
            guard let last, let last else { return start }
            if last < end { return last + 1 }
            (start, length) = (end, length * 2)
        }
        throw Failure(.badData, "The index \(table.name) holds too many documents of the same popularity: use another index.")
    }
}
