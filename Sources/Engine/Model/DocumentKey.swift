/// Where a document is: its index, and its id in it.
public struct DocumentKey: Hashable, Sendable {
    /// The index.
    public var index: IndexName
    /// The id.
    public var id: DocumentID

    /// Names a document.
    public init(index: IndexName, id: DocumentID) {
        self.index = index
        self.id = id
    }
}

extension Document {
    /// Where it is.
    public var key: DocumentKey { DocumentKey(index: index, id: id) }
}

extension Hit {
    /// Where it is.
    public var key: DocumentKey { DocumentKey(index: index, id: id) }
}

extension WriteOperation {
    /// The document that it is about.
    public var key: DocumentKey {
        switch self {
        case .index(let document): document.key
        case .delete(let id, let index): DocumentKey(index: index, id: id)
        }
    }
}
