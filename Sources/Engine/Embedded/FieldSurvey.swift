/// What fields the newest documents have, for want of a mapping.
struct FieldSurvey {
    /// So many of the newest documents are looked at.
    static let sampleSize = 500

    /// SQLite's number for what the connection sees, which changes with every write of another one.
    let version: Int64
    let catalog: FieldCatalog

    /// Looks at the newest documents of each index.
    init(of tables: [IndexTable], on connection: SQLiteConnection, version: Int64) throws(Failure) {
        var types: [FieldPath: FieldType] = [:]
        for table in tables {
            try connection.forEachRow(
                "SELECT source FROM \(table.documentsTable) ORDER BY place DESC LIMIT ?1", [.integer(Int64(Self.sampleSize))]
            ) { (row) throws(Failure) in
                FieldTypes.add(row.blob(0), to: &types)
                return true
            }
        }
        for (path, type) in types where type == .text { types[FieldPath(path.rawValue + ".keyword")] = .keyword }
        // What an index makes of its own fields holds, whatever their JSON looks like.
        types.merge(FieldCatalog.documents.types) { _, own in own }
        self.version = version
        catalog = FieldCatalog(types, isOpen: tables.contains { $0.documents > Self.sampleSize })
    }

    /// The values that most of the documents have, each counted once a document.
    static func topValues(of field: FieldPath, in hits: [Hit], count: Int) -> [TopValue] {
        let reader = FieldReader([field])
        var counts: [String: Int] = [:]
        for hit in hits {
            let tokens = reader.values(in: hit.source).map(\.token).filter { $0.kind != .punctuation }
            let values = field == .id ? [hit.id.rawValue] : Set(tokens.map { $0.text(in: hit.source) })
            for value in values { counts[value, default: 0] += 1 }
        }
        return counts.map { TopValue($0.key, count: $0.value) }.sorted { ($1.count, $0.value) < ($0.count, $1.value) }
            .prefix(max(count, 0)).map { $0 }
    }
}

/// The types that values in JSON have.
private enum FieldTypes {
    /// Adds what the values of one document are.
    static func add(_ json: [UInt8], to types: inout [FieldPath: FieldType]) {
        FieldReader.forEachValue(in: json) { place, token in
            let path = FieldPath(String(decoding: place, as: UTF8.self))
            let type = type(of: token, in: json)
            types[path] = types[path].map { common($0, type) } ?? type
        }
    }

    private static func type(of token: JSONToken, in json: [UInt8]) -> FieldType {
        switch token.kind {
        case .literal: return .boolean
        case .number: return Int64(token.text(in: json)) == nil ? .number : .integer
        default:
            let text = token.text(in: json)
            // A year alone is more often a number or a title.
            return text.utf8.count >= 10 && Timestamp(iso8601: text) != nil ? .date : .text
        }
    }

    /// What holds both; text holds everything.
    private static func common(_ left: FieldType, _ right: FieldType) -> FieldType {
        if left == right { return left }
        return Set([left, right]) == [.integer, .number] ? .number : .text
    }
}
