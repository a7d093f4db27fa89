/// Changes to a full-text index, made at the end in the order of rowids: FTS5 writes a segment out whenever a rowid is smaller than the one
/// before it, which would cost more than all the rest.
struct TextChanges {
    private let name: String
    private var changes: [(rowid: Int64, isAddition: Bool, texts: IndexedTexts.Entry)] = []

    /// - Parameter name: the full-text index.
    init(to name: String) { self.name = name }

    mutating func add(_ rowid: Int64, _ texts: IndexedTexts.Entry) { changes.append((rowid, true, texts)) }

    /// - Parameter texts: exactly those that were added.
    mutating func remove(_ rowid: Int64, _ texts: IndexedTexts.Entry) { changes.append((rowid, false, texts)) }

    /// - Parameter texts: what all entries are of.
    consuming func finish(_ texts: IndexedTexts, on connection: SQLiteConnection) throws(Failure) {
        changes.sort { ($0.rowid, $0.isAddition ? 1 : 0) < ($1.rowid, $1.isAddition ? 1 : 0) }
        let addition = try connection.statement("INSERT INTO \(name) (rowid, name, description, other) VALUES (?1, ?2, ?3, ?4)")
        let removal = try connection.statement(
            "INSERT INTO \(name) (\(name), rowid, name, description, other) VALUES ('delete', ?1, ?2, ?3, ?4)")
        for change in changes {
            try (change.isAddition ? addition : removal).run([.integer(change.rowid)] + texts.values(change.texts))
        }
    }
}
