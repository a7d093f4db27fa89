/// Makes documents from JSON. Any JSON object is a document; only what an index cannot hold is refused.
public struct DocumentDecoder: Sendable {
    /// Why bytes are no document.
    public struct Refusal: Error, Hashable, Sendable {
        /// Why, in a word.
        public var kind: DeadLetter.Kind
        /// Why and where, in a sentence.
        public var reason: SafeText

        /// Makes a refusal.
        public init(_ kind: DeadLetter.Kind, _ reason: SafeText) {
            self.kind = kind
            self.reason = reason
        }
    }

    /// Elasticsearch refuses longer ids, in bytes of UTF-8.
    public static let longestID = 512

    private let idField: String
    private let makesTexts: Bool

    /// - Parameters:
    ///   - idField: the field that holds the id, as text or an integer.
    ///   - makesTexts: whether documents get their texts (`name`, `description`, `otherText`), for who reads more than their source. What is
    ///     refused is the same without.
    public init(idField: String = "id", makesTexts: Bool = true) {
        self.idField = idField
        self.makesTexts = makesTexts
    }

    /// Reads one document.
    /// - Parameter fallbackID: the id where the document has none.
    public func decode(
        _ json: [UInt8], index: IndexName, fallbackID: @autoclosure () -> DocumentID?
    ) throws(Refusal) -> Document {
        let fields = try DocumentFields(json, idField: idField, makesTexts: makesTexts)
        guard let id = fields.id ?? fallbackID() else { throw Refusal(.badID, "it has no \(idField) and nothing to make one of") }
        return Document(
            index: index, id: try DocumentDecoder.checked(id), source: json, name: try fields.text(of: .name),
            description: try fields.text(of: .description), otherText: fields.otherText, createdAt: try fields.createdAt(),
            popularity: try fields.popularity())
    }

    /// The id, if an index can hold it.
    static func checked(_ id: DocumentID) throws(Refusal) -> DocumentID {
        let length = id.rawValue.utf8.count
        guard length > 0 else { throw Refusal(.badID, "its id is empty") }
        guard length <= longestID else {
            throw Refusal(.badID, "its id has \(length) bytes, and an index holds at most \(longestID)")
        }
        return id
    }
}
