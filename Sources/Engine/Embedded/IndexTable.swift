/// One index within the file: a table of documents and the full-text index over them, each with a number in its name.
struct IndexTable: Hashable, Sendable {
    var number: Int64
    var name: IndexName
    /// How many documents it holds.
    var documents: Int
    /// Bytes of source it holds.
    var bytes: Int

    var documentsTable: String { "documents_\(number)" }
    var fullText: String { "texts_\(number)" }

    /// All there are, by name.
    static func all(on connection: SQLiteConnection) throws(Failure) -> [IndexTable] {
        try connection.all("SELECT number, name, documents, bytes FROM indexes ORDER BY name") { row in
            IndexTable(
                number: row.integer(0), name: IndexName(row.text(1)), documents: Int(row.integer(2)), bytes: Int(row.integer(3)))
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
        try connection.execute(table.definition)
        return table
    }

    /// The place is the rowid and grows with time, so that the latest documents are found by walking backwards. The full-text
    /// index keeps one-character prefixes, for single CJK characters: longer ones would halve the speed of writing.
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
        CREATE INDEX popularity_\(number) ON \(documentsTable) (popularity);
        CREATE VIRTUAL TABLE \(fullText) USING fts5 (
            name, description, other,
            content = '\(documentsTable)', content_rowid = 'place', prefix = '1', tokenize = '\(fullTextTokenizer)'
        );
        INSERT INTO \(fullText) (\(fullText), rank) VALUES ('rank', 'bm25(2.0, 1.0, 1.0)');
        """
    }
}
