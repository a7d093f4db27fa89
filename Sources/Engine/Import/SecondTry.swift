/// Tries once more to index what was refused: the index may take it now, or the id stands in another field than it was read from.
public struct SecondTry: Sendable {
    /// What became of a dead letter.
    public enum Outcome: Hashable, Sendable {
        /// Its document is in the index, and the letter is dropped.
        case indexed(DocumentKey)
        /// It stays a dead letter, for this reason.
        case refused(SafeText)
    }

    private let index: any SearchIndex
    private let idField: String
    private let replaces: Bool

    /// - Parameters:
    ///   - idField: the field that holds a document's id.
    ///   - replaces: whether a document with its id that came into the index meanwhile is replaced; what was refused is mostly older.
    public init(index: any SearchIndex, idField: String = "id", replaces: Bool = false) {
        self.index = index
        self.idField = idField
        self.replaces = replaces
    }

    /// Tries one dead letter. It is dropped only after its document is in the index.
    /// - Throws: `.tryAgain` if the index takes nothing now, and what it throws itself.
    public func run(_ stored: StoredDeadLetter) async throws(Failure) -> Outcome {
        let document: Document
        switch decode(stored.letter) {
        case .success(let decoded): document = decoded
        case .failure(let refusal): return .refused(refusal.reason)
        }
        let key = DocumentKey(index: document.index, id: document.id)
        if !replaces, let there = try await index.document(key.id, in: key.index), !isOlder(there, than: stored.letter) {
            return .refused("a document \(key.id) is in \(key.index) by now")
        }
        switch try await index.write(WriteBatch(operations: [.index(document)])).first {
        case .refused(let reason): return .refused(reason)
        case .tryAgain(let reason): throw Failure(.tryAgain, "the index takes no documents now: \(reason)")
        case .done, nil: break
        }
        try await index.drop(deadLetters: [stored.number])
        return .indexed(key)
    }

    /// Whether a document was written by a record of the same partition that comes before the one that was refused.
    private func isOlder(_ hit: Hit, than letter: DeadLetter) -> Bool {
        guard let written = hit.origin, case .record(let refused) = letter.origin else { return false }
        return written.partition == refused.partition && written.offset < refused.offset
    }

    private func decode(_ letter: DeadLetter) -> Result<Document, DocumentDecoder.Refusal> {
        // Without its bytes it could be a tombstone, or too large to be kept: nothing may be deleted on a guess.
        guard let payload = letter.payload else {
            return .failure(.init(letter.kind, "nothing was kept of it that could be indexed"))
        }
        do throws(DocumentDecoder.Refusal) {
            switch letter.origin {
            case .record(let position):
                let record = Record(partition: position.partition, offset: position.offset, key: letter.key, value: payload)
                let decoder = RecordDecoder(routes: [position.partition.topic: letter.index], idField: idField)
                switch decoder.decode(record) {
                case .operation(.index(let document)): return .success(document)
                case .deadLetter(let again): return .failure(.init(again.kind, again.reason))
                case .operation(.delete), nil: return .failure(.init(letter.kind, letter.reason))
                }
            case .line(let line, let file):
                let label = Importer.label(of: file)
                return .success(
                    try DocumentDecoder(idField: idField).decode(
                        payload, index: letter.index, fallbackID: DocumentID("\(label)-\(line)")))
            }
        } catch {
            return .failure(error)
        }
    }
}
