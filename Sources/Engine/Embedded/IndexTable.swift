/// One index within the file: a table of documents, one of their standings by popularity, and two full-text indexes over them, one by place and
/// one by standing; each table has the index's number in its name.
struct IndexTable: Hashable, Sendable {
    var number: Int64
    var name: IndexName
    /// How many documents it holds.
    var documents: Int
    /// Bytes of source it holds.
    var bytes: Int
    /// How far a document's standing may be beyond the least one for its popularity and place.
    var drift: Int64 = 0

    /// So many bytes of words are kept until the transaction ends: by default a segment is written for each megabyte, which a thousand documents
    /// exceed. And so many segments of a size are merged into one: fewer mean more writing, more mean more places where a search has to look.
    private static let settings: KeyValuePairs<String, Int64> = ["hashsize": 8 << 20, "automerge": 6]

    var documentsTable: String { "documents_\(number)" }
    var standings: String { "standings_\(number)" }
    /// The full-text index by place, which knows all there is to know.
    var fullText: String { "texts_\(number)" }
    /// The full-text index by standing, which only knows what words a document has.
    var popularText: String { "popular_\(number)" }

    /// All there are, by name.
    static func all(on connection: SQLiteConnection) throws(Failure) -> [IndexTable] {
        try connection.all("SELECT number, name, documents, bytes, drift FROM indexes ORDER BY name") { row in
            IndexTable(
                number: row.integer(0), name: IndexName(row.text(1)), documents: Int(row.integer(2)), bytes: Int(row.integer(3)),
                drift: row.integer(4))
        }
    }

    /// The index of this name, if there is one.
    static func find(_ name: IndexName, on connection: SQLiteConnection) throws(Failure) -> IndexTable? {
        try all(on: connection).first { $0.name == name }
    }

    /// The index of this name, made if it is not there.
    static func make(_ name: IndexName, on connection: SQLiteConnection) throws(Failure) -> IndexTable {
        if let table = try find(name, on: connection) { return table }
        try connection.run("INSERT INTO indexes (name) VALUES (?1)", [.text(name.rawValue)])
        let number = try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
        let table = IndexTable(number: number, name: name, documents: 0, bytes: 0)
        try connection.execute(table.definition + table.lookupDefinition)
        try table.prepareToWrite(on: connection)
        return table
    }

    /// Tells FTS5 how to write, where it does not know it yet.
    func prepareToWrite(on connection: SQLiteConnection) throws(Failure) {
        for name in [fullText, popularText] {
            for (setting, wanted) in Self.settings {
                let value = try connection.first("SELECT v FROM \(name)_config WHERE k = ?1", [.text(setting)]) { $0.integer(0) }
                guard value != wanted else { continue }
                try connection.run(
                    "INSERT INTO \(name) (\(name), rank) VALUES (?1, ?2)", [.text(setting), .integer(wanted)])
            }
        }
    }

    /// The place is the rowid and grows with time, so that the latest documents are found by walking backwards.
    private var definition: String {
        """
        CREATE TABLE \(documentsTable) (
            place INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT,
            description TEXT,
            other TEXT,
            created_at INTEGER,
            popularity INTEGER,
            topic TEXT, partition INTEGER, offset INTEGER,
            source BLOB NOT NULL
        ) STRICT;

        """
    }

    /// What the documents are looked up by, all of which can be made from them.
    private var lookupDefinition: String {
        """
        CREATE TABLE \(standings) (standing INTEGER PRIMARY KEY, popularity INTEGER, place INTEGER NOT NULL) STRICT;
        CREATE VIRTUAL TABLE \(fullText) USING fts5 (
            name, description, other,
            content = '\(documentsTable)', content_rowid = 'place', tokenize = '\(fullTextTokenizer)'
        );
        CREATE VIRTUAL TABLE \(popularText) USING fts5 (
            name, description, other,
            content = '', detail = none, columnsize = 0, tokenize = '\(fullTextTokenizer)'
        );
        """
    }

    // MARK: Files of an older Kelp

    /// Throws away what the documents are looked up by, and makes it anew: none of them is entered yet.
    func clearLookup(on connection: SQLiteConnection) throws(Failure) {
        try connection.execute(
            """
            DROP INDEX IF EXISTS popularity_\(number);
            DROP TABLE IF EXISTS \(standings); DROP TABLE IF EXISTS \(fullText); DROP TABLE IF EXISTS \(popularText);
            UPDATE indexes SET drift = 0 WHERE number = \(number);
            """)
        try connection.execute(lookupDefinition)
        try setEntering(.min, on: connection)
    }

    /// The place from which on documents have yet to be entered; `nil` where all of them are.
    func entering(on connection: SQLiteConnection) throws(Failure) -> Int64? {
        try connection.first("SELECT entering FROM indexes WHERE number = ?1", [.integer(number)]) { $0.optionalInteger(0) }
            ?? nil
    }

    func setEntering(_ place: Int64?, on connection: SQLiteConnection) throws(Failure) {
        try connection.run("UPDATE indexes SET entering = ?2 WHERE number = ?1", [.integer(number), SQLiteValue(place)])
    }

    /// Whether all documents of all indexes are entered.
    static func areEntered(on connection: SQLiteConnection) throws(Failure) -> Bool {
        try connection.first("SELECT 1 FROM indexes WHERE entering IS NOT NULL") { _ in true } == nil
    }
}
