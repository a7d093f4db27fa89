/// A document ready to be indexed: its JSON as it came, and the fields that searching and sorting need.
public struct Document: Hashable, Sendable {
    /// The index it belongs to.
    public var index: IndexName
    /// Its id within the index; writing the same id again replaces the document.
    public var id: DocumentID
    /// The JSON object as it came, UTF-8.
    public var source: [UInt8]
    /// The text of the field `name`, if it has one.
    public var name: String?
    /// The text of the field `description`, if it has one.
    public var description: String?
    /// The text of every other string in the document, at any depth: searched where an index has neither name nor description.
    public var otherText: [String]
    /// The field `created_at`; a document without one sorts last.
    public var createdAt: Timestamp?
    /// The field `popularity`; a document without one sorts last.
    public var popularity: Int64?
    /// The record that wrote it; `nil` for an import.
    public var origin: RecordPosition?

    /// Makes a document from fields that are already known; `DocumentDecoder` makes one from JSON.
    public init(
        index: IndexName, id: DocumentID, source: [UInt8], name: String? = nil, description: String? = nil,
        otherText: [String] = [], createdAt: Timestamp? = nil, popularity: Int64? = nil, origin: RecordPosition? = nil
    ) {
        self.index = index
        self.id = id
        self.source = source
        self.name = name
        self.description = description
        self.otherText = otherText
        self.createdAt = createdAt
        self.popularity = popularity
        self.origin = origin
    }

    /// How much memory its source and its texts take.
    public var byteCount: Int {
        let texts = (name?.utf8.count ?? 0) + (description?.utf8.count ?? 0)
        return otherText.reduce(source.count + texts) { $0 + $1.utf8.count + 16 }
    }
}
