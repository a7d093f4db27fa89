/// Applies changes to the documents of one index, within a transaction.
struct DocumentChanges {
    private struct OldRow {
        var place: Int64
        var createdAt: Int64?
        var popularity: Int64?
        var bytes: Int
        var texts: DocumentTexts
    }

    private let table: IndexTable
    private let connection: SQLiteConnection
    private let find: SQLiteStatement
    private let findPlace: SQLiteStatement
    private let insertion: SQLiteStatement
    private let deletion: SQLiteStatement
    private var standings: Standings
    private var indexedTexts = IndexedTexts()
    private var byPlace: TextChanges
    private var byStanding: TextChanges
    private var documents = 0
    private var bytes = 0

    init(to table: IndexTable, on connection: SQLiteConnection) throws(Failure) {
        self.table = table
        self.connection = connection
        standings = try Standings(of: table, on: connection)
        byPlace = TextChanges(to: table.fullText)
        byStanding = TextChanges(to: table.popularText)
        let documents = table.documentsTable
        find = try connection.statement(
            "SELECT place, created_at, popularity, length(source), name, description, other FROM \(documents) WHERE id = ?1")
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
        let texts = DocumentTexts(of: document)
        guard let old = try row(of: document.id) else {
            let place = try freePlace(for: document.createdAt)
            try enter(texts, at: place, document.popularity)
            return try insert(document, at: place, texts)
        }
        let isInPlace = old.createdAt == document.createdAt?.milliseconds
        let place = isInPlace ? old.place : try freePlace(for: document.createdAt)
        let oldStanding = try standings.standing(old.popularity, old.place)
        var standing = oldStanding
        if !isInPlace || old.popularity != document.popularity {
            try standings.remove(oldStanding)
            standing = try standings.add(document.popularity, place)
        }
        let isSameText = old.texts == texts
        if !isSameText || place != old.place || standing != oldStanding {
            let oldTexts = indexedTexts.add(old.texts)
            let newTexts = isSameText ? oldTexts : indexedTexts.add(texts)
            if !isSameText || place != old.place {
                byPlace.remove(old.place, oldTexts)
                byPlace.add(place, newTexts)
            }
            if !isSameText || standing != oldStanding {
                byStanding.remove(oldStanding, oldTexts)
                byStanding.add(standing, newTexts)
            }
        }
        try remove(old)
        try insert(document, at: place, texts)
    }

    /// Deletes a document, if it is there.
    mutating func delete(_ id: DocumentID) throws(Failure) {
        guard let old = try row(of: id) else { return }
        let standing = try standings.standing(old.popularity, old.place)
        try standings.remove(standing)
        let texts = indexedTexts.add(old.texts)
        byPlace.remove(old.place, texts)
        byStanding.remove(standing, texts)
        try remove(old)
    }

    /// Enters documents that are there already, up to so many from a place on; the place to go on from, `nil` if there were no more.
    mutating func enter(from place: Int64, count: Int) throws(Failure) -> Int64? {
        var last: Int64?
        try connection.forEachRow(
            "SELECT place, popularity, name, description, other FROM \(table.documentsTable) WHERE place >= ?1 ORDER BY place LIMIT ?2",
            [.integer(place), .integer(Int64(count))]
        ) { (row) throws(Failure) in
            let place = row.integer(0)
            try enter(DocumentTexts(row, 2), at: place, row.optionalInteger(1))
            last = place
            return true
        }
        return last.flatMap { $0 == .max ? nil : $0 + 1 }
    }

    /// Brings the full-text indexes and the counts up to date.
    consuming func finish() throws(Failure) {
        try standings.finish()
        try byPlace.finish(indexedTexts, on: connection)
        try byStanding.finish(indexedTexts, on: connection)
        try connection.run(
            "UPDATE indexes SET documents = documents + ?2, bytes = bytes + ?3 WHERE number = ?1",
            [.integer(table.number), .integer(Int64(documents)), .integer(Int64(bytes))])
    }

    private mutating func enter(_ texts: DocumentTexts, at place: Int64, _ popularity: Int64?) throws(Failure) {
        let texts = indexedTexts.add(texts)
        byPlace.add(place, texts)
        byStanding.add(try standings.add(popularity, place), texts)
    }

    private func row(of id: DocumentID) throws(Failure) -> OldRow? {
        try find.first([.text(id.rawValue)]) { row in
            OldRow(
                place: row.integer(0), createdAt: row.optionalInteger(1), popularity: row.optionalInteger(2),
                bytes: Int(row.integer(3)), texts: DocumentTexts(row, 4))
        }
    }

    private mutating func remove(_ old: OldRow) throws(Failure) {
        try deletion.run([.integer(old.place)])
        documents -= 1
        bytes -= old.bytes
    }

    private mutating func insert(_ document: Document, at place: Int64, _ texts: DocumentTexts) throws(Failure) {
        try insertion.run(
            [
                .integer(place), SQLiteValue(texts.name), SQLiteValue(texts.description), SQLiteValue(texts.other),
                .text(document.id.rawValue), SQLiteValue(document.createdAt?.milliseconds), SQLiteValue(document.popularity),
                SQLiteValue(document.origin?.partition.topic.rawValue),
                SQLiteValue(document.origin.map { Int64($0.partition.partition) }),
                SQLiteValue(document.origin?.offset.rawValue), SQLiteValue(document.source),
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
            if let next = Place.next(after: last, in: range) { return next }
            places = Place.next(after: range)
        }
        throw Failure(.badData, "The index \(table.name) holds too many documents of the same moment: use another index.")
    }
}

extension DocumentTexts {
    fileprivate init(of document: Document) {
        let hasOwnText = document.name != nil || document.description != nil
        let other = hasOwnText || document.otherText.isEmpty ? nil : document.joinedOtherText
        self.init(name: document.name, description: document.description, other: other)
    }

    /// From three columns of a row.
    fileprivate init(_ row: SQLiteStatement, _ column: Int32) {
        self.init(
            name: row.optionalText(column), description: row.optionalText(column + 1), other: row.optionalText(column + 2))
    }
}
