import Engine

/// Something that can be copied to the clipboard.
struct Copyable: Hashable, Sendable {
    var name: SafeText
    var bytes: [UInt8]

    /// Its beginning.
    var preview: SafeText { SafeText(bytes: bytes.prefix(200)) }

    init(_ name: SafeText, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }

    init(_ name: SafeText, _ text: String) { self.init(name, Array(text.utf8)) }

    /// What there is of a document.
    /// - Parameter server: where it is, unless in an embedded index.
    static func parts(of hit: Hit, on server: NodeAddress?) -> [Copyable] {
        var writer = JSONWriter()
        let isWhole = (try? writer.hit(hit)) != nil
        let key = DocumentKey(index: hit.index, id: hit.id)
        let command =
            server.map { "curl \(quoted($0.url(of: key)))" }
            ?? "kelp search --index \(quoted(hit.index.rawValue)) --format json -- \(quoted(idQuery(hit.id)))"
        return [Copyable("source", hit.source), Copyable("id", hit.id.rawValue)]
            + (isWhole ? [Copyable("JSON", writer.bytes)] : []) + [Copyable(server == nil ? "command" : "cURL", command)]
    }

    /// What there is of a record.
    static func parts(of record: Record) -> [Copyable] {
        var parts: [Copyable] = []
        if let value = record.value { parts.append(Copyable("value", value)) }
        if let key = record.key { parts.append(Copyable("key", key)) }
        let line = recordLine(record).dropLast()
        return parts + [Copyable("JSON", Array(line)), Copyable("place", "\("\(record.position)" as SafeText)")]
    }

    private static func idQuery(_ id: DocumentID) -> String {
        let escaped = id.rawValue.reduce(into: "") { $0 += $1 == "\"" || $1 == "\\" ? "\\\($1)" : String($1) }
        return "_id:\"\(escaped)\""
    }

    /// A word of a shell's command line.
    private static func quoted(_ text: String) -> String {
        "'" + text.reduce(into: "") { $0 += $1 == "'" ? "'\\''" : String($1) } + "'"
    }
}
