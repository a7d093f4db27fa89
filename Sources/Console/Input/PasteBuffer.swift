#if canImport(Glibc)
    import Glibc
#endif

/// Collects what was pasted, up to the sequence that ends it.
struct PasteBuffer {
    /// More than this is no text that somebody means to search for.
    static let limit = 1 << 20

    private static let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]
    private var bytes: [UInt8] = []
    private var matched = 0

    /// How many bytes can be read without reading beyond the end; 0 once it has come.
    var missing: Int { Self.end.count - matched }

    mutating func append(_ byte: UInt8) {
        if byte == Self.end[matched] {
            matched += 1
            return
        }
        keep(Self.end[..<matched])
        matched = byte == Self.end[0] ? 1 : 0
        if matched == 0 { keep([byte]) }
    }

    /// The text, with line feeds between its lines.
    var text: String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
            .joined(separator: "\n").replacing("\r", with: "\n")
    }

    /// Reads what was pasted; called when its beginning has come. Reads nothing that belongs behind its end.
    static func read(from terminal: Int32) -> String {
        var buffer = PasteBuffer()
        var bytes = [UInt8](repeating: 0, count: end.count)
        var source = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        // A terminal that begins a paste and never ends it must not hold up the program.
        while buffer.missing > 0, poll(&source, 1, 1000) > 0 {
            let count = Glibc.read(terminal, &bytes, buffer.missing)
            guard count > 0 else { break }
            for byte in bytes[..<count] { buffer.append(byte) }
        }
        return buffer.text
    }

    private mutating func keep(_ more: some Collection<UInt8>) {
        if bytes.count + more.count <= Self.limit { bytes += more }
    }
}
