#if canImport(Glibc)
    import Glibc
#endif

extension WriteOperation {
    /// What it takes up in a bulk, at most.
    var bulkBytes: Int {
        switch self {
        case .index(let document):
            document.source.count + document.index.rawValue.utf8.count + document.id.rawValue.utf8.count + 40
        case .delete(let id, let index): index.rawValue.utf8.count + id.rawValue.utf8.count + 40
        }
    }
}

/// The body of a bulk: for each operation a line that says what to do, and for a document a line that holds it.
struct BulkBody: Sendable {
    private(set) var bytes: [UInt8] = []
    private let home: IndexName?

    /// - Parameter home: the index that the request names, which the operations on it need not name again.
    init(capacity: Int, home: IndexName? = nil) {
        self.home = home
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ operation: WriteOperation) {
        let key = operation.key
        switch operation {
        case .index(let document):
            appendAction("{\"index\":{", key)
            appendLine(document.source)
        case .delete: appendAction("{\"delete\":{", key)
        }
    }

    /// Adds a document unless it is there.
    mutating func appendNew(_ key: DocumentKey, _ source: [UInt8]) {
        appendAction("{\"create\":{", key)
        appendLine(source)
    }

    /// The id is always said: a bulk that is sent twice must not make two documents.
    private mutating func appendAction(_ start: StaticString, _ key: DocumentKey) {
        append(start)
        if key.index != home {
            append("\"_index\":")
            append(string: key.index.rawValue)
            append(",")
        }
        append("\"_id\":")
        append(string: key.id.rawValue)
        append("}}\n")
    }

    /// JSON has line breaks only between tokens, where a space does as well; in a bulk a line break ends the document.
    private mutating func appendLine(_ source: [UInt8]) {
        let start = bytes.count
        if source.withUnsafeBufferPointer(needsComposing) {
            // The analyzer does not compose, so that what is not composed would never be found.
            bytes.append(contentsOf: compose(String(decoding: source, as: UTF8.self)).utf8)
        } else {
            bytes.append(contentsOf: source)
        }
        bytes.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var line = base + start
            while let lineBreak = memchr(line, 0x0A, base + bytes.count - line) {
                lineBreak.storeBytes(of: 0x20, as: UInt8.self)
                line = lineBreak + 1
            }
        }
        bytes.append(0x0A)
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(string text: String) {
        if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
            var json = JSONWriter()
            json.string(text)
            bytes.append(contentsOf: json.bytes)
        } else {
            bytes.append(UInt8(ascii: "\""))
            bytes.append(contentsOf: text.utf8)
            bytes.append(UInt8(ascii: "\""))
        }
    }
}
