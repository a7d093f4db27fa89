extension JSONCursor {
    /// The place of a change in a shard's history, from 0; `nil` for a negative one too, by which a server says that it knows none.
    mutating func sequenceNumber() throws(JSONError) -> Int64? { try integer().flatMap { 0..<Int64.max ~= $0 ? $0 : nil } }
}

/// One hit of a search, or the answer to a get.
struct HitReader {
    private var index: IndexName = ""
    private var id: DocumentID = ""
    private var score: Double?
    private var source: [UInt8] = []
    private var sortValue: Int64?
    private var sortValueJSON: [UInt8]?
    private(set) var sortValues: [UInt8]?
    private(set) var isFound = true
    private var highlights: [FieldPath: [MarkedText]] = [:]
    /// The place of its last change in the shard's history, where it was asked for.
    private(set) var sequenceNumber: Int64?

    mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "_index": index = IndexName(try cursor.string() ?? "")
            case "_id": id = DocumentID(try cursor.string() ?? "")
            case "_score": score = try cursor.number()
            case "_source": source = try cursor.raw()
            case "_seq_no": sequenceNumber = try cursor.sequenceNumber()
            case "highlight": try readHighlights(&cursor)
            case "found": isFound = try cursor.isTrue()
            case "sort": try readSort(cursor.raw())
            default: try cursor.skip()
            }
        }
    }

    private mutating func readHighlights(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let field = try cursor.nextKey() {
            guard try cursor.enterArray() else { continue }
            while try cursor.hasElement() {
                guard let text = try cursor.string().flatMap(Highlight.read) else { continue }
                highlights[FieldPath(field), default: []].append(text)
            }
        }
    }

    private mutating func readSort(_ values: [UInt8]) throws(JSONError) {
        sortValues = values
        var cursor = JSONCursor(values)
        guard try cursor.enterArray(), try cursor.hasElement() else { return }
        let first = try cursor.raw()
        sortValueJSON = first
        var single = JSONCursor(first)
        guard let value = try single.integer() else { return }
        // A document without the field has the greatest or the smallest number there.
        sortValue = value == .max || value == .min ? nil : value
    }

    /// The hit as the rest of Kelp knows it.
    func hit(_ sort: Sort?) -> Hit {
        let fields = SourceFields(source)
        var hit = Hit(
            index: index, id: id, score: sort == .relevance ? score : nil, source: source,
            sortValue: sort == .relevance ? nil : sortValue, sortValueJSON: sort == .relevance ? nil : sortValueJSON,
            name: fields.name, description: fields.description,
            createdAt: fields.createdAt, popularity: fields.popularity)
        hit.highlights = highlights
        return hit
    }
}

/// The fields of a document that every hit shows, as far as they are what they should be: the index took it, so it is shown.
struct SourceFields: Hashable, Sendable {
    private(set) var name: String?
    private(set) var description: String?
    private(set) var createdAt: Timestamp?
    private(set) var popularity: Int64?

    init(_ source: [UInt8]) {
        var cursor = JSONCursor(source)
        // A source that is missing or no JSON simply has no fields.
        try? read(&cursor)
    }

    private mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try text(&cursor)
            case "description": description = try text(&cursor)
            case "created_at": createdAt = try date(&cursor)
            case "popularity": popularity = try cursor.integer()
            default: try cursor.skip()
            }
        }
    }

    /// Text, or an array's texts joined by spaces.
    private func text(_ cursor: inout JSONCursor) throws(JSONError) -> String? {
        guard try cursor.isArrayNext() else { return try cursor.scalar() }
        _ = try cursor.enterArray()
        var texts: [String] = []
        while try cursor.hasElement() { if let text = try cursor.scalar() { texts.append(text) } }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }

    /// ISO 8601, or milliseconds since 1970.
    private func date(_ cursor: inout JSONCursor) throws(JSONError) -> Timestamp? {
        guard try cursor.isStringNext() else { return try cursor.integer().map { Timestamp(milliseconds: $0) } }
        guard let text = try cursor.string() else { return nil }
        return Timestamp(iso8601: text) ?? Int64(text).map { Timestamp(milliseconds: $0) }
    }
}
