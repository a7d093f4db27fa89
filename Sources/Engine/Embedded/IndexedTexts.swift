/// What is looked up in some documents, cut into tokens once for both full-text indexes, and in the form that their tokenizer hands on.
struct IndexedTexts {
    /// No text begins so: it is no UTF-8.
    private static let mark: UInt8 = 0xFF
    /// The length of each token stands before it, with this bit where it has the place of the token before.
    private static let colocated: UInt32 = 1 << 31
    private static let headerSize = MemoryLayout<UInt32>.size

    /// The texts of one document.
    struct Entry {
        fileprivate var start: Int
        fileprivate var ends: (name: Int, description: Int, other: Int)
    }

    private var bytes: [UInt8] = []

    /// Cuts the texts of a document into tokens.
    mutating func add(_ texts: DocumentTexts) -> Entry {
        let start = bytes.count
        func end(_ text: String?) -> Int {
            if var text { text.withUTF8 { append($0) } }
            return bytes.count
        }
        return Entry(start: start, ends: (end(texts.name), end(texts.description), end(texts.other)))
    }

    /// What stands for the texts in a statement that changes a full-text index.
    func values(_ entry: Entry) -> [SQLiteValue] {
        let (first, second, third) = entry.ends
        return [entry.start..<first, first..<second, second..<third].map { $0.isEmpty ? .null : .blob(bytes[$0]) }
    }

    private mutating func append(_ utf8: UnsafeBufferPointer<UInt8>) {
        bytes.append(Self.mark)
        Self.forEachToken(of: utf8) { token, isColocated in
            let header = UInt32(token.count) | (isColocated ? Self.colocated : 0)
            withUnsafeBytes(of: header) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: token)
            return true
        }
    }

    /// Hands out what the full-text indexes hold of a text, until `take` returns `false`: of one that was cut into tokens, these.
    static func forEach(in text: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>, _ isColocated: Bool) -> Bool) {
        guard text.first == mark else { return forEachToken(of: text, take) }
        let raw = UnsafeRawBufferPointer(text)
        var start = 1
        while start + headerSize <= text.count {
            let header = raw.loadUnaligned(fromByteOffset: start, as: UInt32.self)
            let token = start + headerSize..<start + headerSize + Int(header & ~colocated)
            guard token.upperBound <= text.count, take(UnsafeBufferPointer(rebasing: text[token]), header & colocated != 0)
            else { return }
            start = token.upperBound
        }
    }

    /// Each token, after it the beginnings of words in its place.
    private static func forEachToken(
        of text: UnsafeBufferPointer<UInt8>, _ take: (UnsafeBufferPointer<UInt8>, _ isColocated: Bool) -> Bool
    ) {
        Tokenizer(for: .indexing).forEachToken(in: text) { token, kind, _ in
            // A character inside another token is only looked up as a beginning.
            guard kind == .inside || take(token, false) else { return false }
            return WordStart.forEach(of: token, kind) { take($0, true) }
        }
    }
}

/// What is looked up in a document: see `Document.searchedTexts`.
struct DocumentTexts: Hashable {
    var name: String?
    var description: String?
    /// All other text, where it has neither.
    var other: String?
}
