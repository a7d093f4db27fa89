/// Turns a record into what it means for the index: a document to write, one to delete, or a dead letter.
struct RecordDecoder: Sendable {
    /// What a record means.
    enum Effect: Hashable, Sendable {
        case operation(WriteOperation)
        indirect case deadLetter(DeadLetter)

        var isLetter: Bool {
            if case .deadLetter = self { true } else { false }
        }
    }

    private let decoder: DocumentDecoder
    private let routes: Pipeline.Routes

    init(routes: Pipeline.Routes, idField: String = "id", makesTexts: Bool = true) {
        decoder = DocumentDecoder(idField: idField, makesTexts: makesTexts)
        self.routes = routes
    }

    /// What the record means; `nil` if its topic feeds no index.
    func decode(_ record: Record) -> Effect? {
        guard let index = routes[record.partition.topic] else { return nil }
        do throws(DocumentDecoder.Refusal) {
            return .operation(try operation(record, index))
        } catch {
            return .deadLetter(
                DeadLetter(
                    kind: error.kind, reason: error.reason, origin: .record(record.position), index: index, key: record.key,
                    payload: record.value))
        }
    }

    private func operation(_ record: Record, _ index: IndexName) throws(DocumentDecoder.Refusal) -> WriteOperation {
        guard let value = record.value else {
            guard let id = RecordDecoder.keyID(record) else {
                throw DocumentDecoder.Refusal(.tombstoneWithoutKey, "a tombstone without a key names no document to delete")
            }
            return .delete(try DocumentDecoder.checked(id), index)
        }
        var document = try decoder.decode(value, index: index, fallbackID: RecordDecoder.keyID(record) ?? positionID(record))
        document.origin = record.position
        return .index(document)
    }

    /// The record's key as an id: its text, or its bytes in hexadecimal if they are no UTF-8; an empty key is none.
    static func keyID(_ record: Record) -> DocumentID? {
        guard let key = record.key, !key.isEmpty else { return nil }
        return DocumentID(String(validating: key, as: UTF8.self) ?? key.map(hexadecimal).joined())
    }

    private func positionID(_ record: Record) -> DocumentID {
        DocumentID("\(record.partition.topic.rawValue)-\(record.partition.partition)-\(record.offset.rawValue)")
    }
}

private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
}
