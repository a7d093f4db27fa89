/// Applies changes to the documents of one index, within a transaction.
///
/// The full-text index is changed at the end, in the order of places: FTS5 writes a segment out whenever a place is smaller
/// than the one before it, which would cost more than all the rest.
struct DocumentChanges {
    private typealias Texts = [SQLiteValue]

    private struct TextChange {
        var place: Int64
        var isAddition: Bool
        var texts: Texts
    }

    private struct OldRow {
        var place: Int64
        var createdAt: Int64?
        var bytes: Int
        var texts: Texts
    }

    private let table: IndexTable
    private let connection: SQLiteConnection
    private let find: SQLiteStatement
    private let findPlace: SQLiteStatement
    private let insertion: SQLiteStatement
    private let deletion: SQLiteStatement
    private var textChanges: [TextChange] = []
    private var documents = 0
    private var bytes = 0

    init(to table: IndexTable, on connection: SQLiteConnection) throws(Failure) {
        self.table = table
        self.connection = connection
        let documents = table.documentsTable
        find = try connection.statement(
            "SELECT place, created_at, length(source), name, description, other FROM \(documents) WHERE id = ?1")
        findPlace = try connection.statement("SELECT max(place) FROM \(documents) WHERE place BETWEEN ?1 AND ?2")
        insertion = try connection.statement(
            """
            INSERT INTO \(documents)
                (place, name, description, other, id, created_at, popularity, topic, partition, offset, source)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """)
        deletion = try connection.statement("DELETE FROM \(documents) WHERE place = ?1")
    }

    /// Adds a document or replaces the one with its id.
    mutating func index(_ document: Document) throws(Failure) {
        let old = try row(of: document.id)
        let texts = Self.texts(of: document)
        var place: Int64
        if let old, old.createdAt == document.createdAt?.milliseconds {
            place = old.place
            if old.texts != texts { change(old.place, from: old.texts, to: texts) }
        } else {
            place = try freePlace(for: document.createdAt)
            change(place, from: nil, to: texts)
            if let old { change(old.place, from: old.texts, to: nil) }
        }
        if let old { try remove(old) }
        try insert(document, at: place, texts)
    }

    /// Deletes a document, if it is there.
    mutating func delete(_ id: DocumentID) throws(Failure) {
        guard let old = try row(of: id) else { return }
        change(old.place, from: old.texts, to: nil)
        try remove(old)
    }

    /// Brings the full-text index and the counts up to date.
    consuming func finish() throws(Failure) {
        textChanges.sort { ($0.place, $0.isAddition ? 1 : 0) < ($1.place, $1.isAddition ? 1 : 0) }
        let name = table.fullText
        let addition = try connection.statement("INSERT INTO \(name) (rowid, name, description, other) VALUES (?1, ?2, ?3, ?4)")
        let removal = try connection.statement(
            "INSERT INTO \(name) (\(name), rowid, name, description, other) VALUES ('delete', ?1, ?2, ?3, ?4)")
        for change in textChanges {
            try (change.isAddition ? addition : removal).run([.integer(change.place)] + change.texts)
        }
        try connection.run(
            "UPDATE indexes SET documents = documents + ?2, bytes = bytes + ?3 WHERE number = ?1",
            [.integer(table.number), .integer(Int64(documents)), .integer(Int64(bytes))])
    }

    private mutating func change(_ place: Int64, from old: Texts?, to new: Texts?) {
        if let old { textChanges.append(TextChange(place: place, isAddition: false, texts: old)) }
        if let new { textChanges.append(TextChange(place: place, isAddition: true, texts: new)) }
    }

    /// What is looked up in the document: see `Document.searchedTexts`.
    private static func texts(of document: Document) -> Texts {
        let hasOwnText = document.name != nil || document.description != nil
        let other = hasOwnText || document.otherText.isEmpty ? nil : document.joinedOtherText
        return [SQLiteValue(document.name), SQLiteValue(document.description), SQLiteValue(other)]
    }

    private func row(of id: DocumentID) throws(Failure) -> OldRow? {
        try find.first([.text(id.rawValue)]) { row in
            OldRow(
                place: row.integer(0), createdAt: row.optionalInteger(1), bytes: Int(row.integer(2)),
                texts: (3...5).map { SQLiteValue(row.optionalText($0)) })
        }
    }

    private mutating func remove(_ old: OldRow) throws(Failure) {
        try deletion.run([.integer(old.place)])
        documents -= 1
        bytes -= old.bytes
    }

    private mutating func insert(_ document: Document, at place: Int64, _ texts: Texts) throws(Failure) {
        try insertion.run(
            [.integer(place)] + texts + [
                .text(document.id.rawValue), SQLiteValue(document.createdAt?.milliseconds), SQLiteValue(document.popularity),
                SQLiteValue(document.origin?.partition.topic.rawValue),
                SQLiteValue(document.origin.map { Int64($0.partition.partition) }),
                SQLiteValue(document.origin?.offset.rawValue), .blob(document.source),
            ])
        documents += 1
        bytes += document.source.count
    }

    /// A place for the date that no document has: the newest among equals.
    private func freePlace(for date: Timestamp?) throws(Failure) -> Int64 {
        var places: ClosedRange<Int64>? = Place.places(for: date)
        while let range = places {
            let last = try findPlace.first([.integer(range.lowerBound), .integer(range.upperBound)]) { $0.optionalInteger(0) }
            guard let last, let last else { return range.lowerBound }
            if last < range.upperBound { return last + 1 }
            places = Place.next(after: range)
        }
        throw Failure(.badData, "The index \(table.name) holds too many documents of the same moment: use another index.")
    }
}
