public import Engine

/// A document, a query, and whether one finds the other: the meaning of a query, for every engine.
public struct MatchCase: Sendable, CustomStringConvertible {
    /// The document's id in its index.
    public var id: DocumentID
    /// The document.
    public var json: String
    /// The query as it is typed.
    public var query: String
    /// Whether the query is still being typed.
    public var isTyping = false
    /// Whether the query finds the document.
    public var isMatch: Bool

    /// The case as a sentence.
    public var description: String { "\(query)\(isTyping ? "…" : "") \(isMatch ? "finds" : "does not find") \(json)" }

    /// The moment that the queries mean by `now`: 2026-05-17T09:00:00Z.
    public static let now = Timestamp(milliseconds: 1_779_008_400_000)

    /// The fields of the documents, as Kelp's mapping makes them. The queries mean the same with this catalog as with an open one that
    /// knows nothing but what any document has.
    public static let fields = FieldCatalog([
        .name: .text, .description: .text, .createdAt: .date, .popularity: .integer, .id: .keyword, "id": .keyword,
        "genre": .text,
        "genre.keyword": .keyword, "name.keyword": .keyword, "live": .boolean, "size": .integer, "price": .number, "tags": .text,
        "tags.keyword": .keyword,
        "sizes": .integer, "owner.city": .text, "owner.city.keyword": .keyword, "owner.age": .integer, "shelves.city": .text,
        "shelves.rows.height": .integer, "title": .text, "none": .text, "제목": .text, "a.b": .text, "col": .text,
    ])

    /// The query as a value.
    /// - Parameter fields: the fields that the queried index has.
    public func parsed(fields: FieldCatalog = MatchCase.fields) throws -> Query {
        try QueryParser.parse(query, fields: fields, now: MatchCase.now, continuesLastWord: isTyping)
    }

    /// The document as the pipeline makes it, under this id.
    public func document(in index: IndexName = "playlist") throws -> Document {
        var document = try DocumentDecoder().decode(Array(json.utf8), index: index, fallbackID: id)
        document.id = id
        return document
    }

    /// All cases. Those of one document follow each other.
    public static let all: [MatchCase] = groups.flatMap(\.cases)

    /// All documents, each once.
    public static func documents(in index: IndexName = "playlist") throws -> [Document] {
        try groups.compactMap(\.cases.first).map { try $0.document(in: index) }
    }

    private static let groups: [MatchGroup] = (words + operators + fieldCases + values + dates).enumerated().map {
        number, group in
        var group = group
        if group.id == "" { group.id = DocumentID("document-\(number)") }
        return group
    }
}

/// A document, what finds it and what does not.
struct MatchGroup {
    var id: DocumentID = ""
    var json: String
    var finds: [String] = []
    var misses: [String] = []
    var findsWhileTyping: [String] = []
    var missesWhileTyping: [String] = []

    init(
        _ json: String, id: DocumentID = "", finds: [String] = [], misses: [String] = [], findsWhileTyping: [String] = [],
        missesWhileTyping: [String] = []
    ) {
        (self.json, self.id, self.finds, self.misses) = (json, id, finds, misses)
        (self.findsWhileTyping, self.missesWhileTyping) = (findsWhileTyping, missesWhileTyping)
    }

    var cases: [MatchCase] {
        func make(_ queries: [String], isTyping: Bool, isMatch: Bool) -> [MatchCase] {
            queries.map { MatchCase(id: id, json: json, query: $0, isTyping: isTyping, isMatch: isMatch) }
        }
        return make(finds, isTyping: false, isMatch: true) + make(misses, isTyping: false, isMatch: false)
            + make(findsWhileTyping, isTyping: true, isMatch: true) + make(missesWhileTyping, isTyping: true, isMatch: false)
    }
}
