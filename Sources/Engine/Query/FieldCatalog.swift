/// Where a field is in a document: the names of the members on the way to it, joined by full stops, as in a mapping. Arrays on the way
/// are looked through.
public struct FieldPath: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    /// The path as it is written.
    public let rawValue: String

    /// Wraps a path.
    public init(_ rawValue: String) { self.rawValue = rawValue }
    /// Wraps a path.
    public init(stringLiteral value: String) { rawValue = value }

    /// The document's name.
    public static let name: FieldPath = "name"
    /// The document's description.
    public static let description: FieldPath = "description"
    /// When the document was made.
    public static let createdAt: FieldPath = "created_at"
    /// What the sort *popularity* orders by.
    public static let popularity: FieldPath = "popularity"
    /// The document's id in its index, whatever its source says.
    public static let id: FieldPath = "_id"

    /// Orders by the text of the path.
    public static func < (left: FieldPath, right: FieldPath) -> Bool { left.rawValue < right.rawValue }
}

/// What a field holds, as far as a query has to know.
public enum FieldType: Hashable, Sendable {
    /// Text that is cut into tokens.
    case text
    /// Text that is compared as a whole.
    case keyword
    /// Whole numbers.
    case integer
    /// Numbers.
    case number
    /// Moments.
    case date
    /// True and false.
    case boolean
    /// Something that only its existence can be asked of, by the mapping's word for it.
    case other(String)
}

/// The fields of one or several indexes, from their mappings or, where there are none, from their documents.
public struct FieldCatalog: Hashable, Sendable {
    /// The type of each field that is known.
    public var types: [FieldPath: FieldType]
    /// Whether a document may have others: then a field that is not known is not a mistake, and its values are compared as the
    /// document's JSON has them.
    public var isOpen: Bool

    /// Makes a catalog.
    public init(_ types: [FieldPath: FieldType], isOpen: Bool = false) {
        self.types = types
        self.isOpen = isOpen
    }

    /// What is known of any document: its own fields, and that there may be others.
    public static let documents = FieldCatalog(
        [.name: .text, .description: .text, .createdAt: .date, .popularity: .integer, .id: .keyword, "id": .keyword],
        isOpen: true)
}
