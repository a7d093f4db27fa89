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

    mutating func append(_ more: ArraySlice<UInt8>) {
        if matched == 0, !more.contains(Self.end[0]) { return keep(more) }
        for (index, byte) in zip(more.indices, more) {
            if byte == Self.end[matched] {
                matched += 1
            } else {
                keep(Self.end[..<matched])
                matched = byte == Self.end[0] ? 1 : 0
                if matched == 0 { keep(more[index...index]) }
            }
        }
    }

    /// The text, with line feeds between its lines.
    var text: String {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte != 0x0A || previous != 0x0D { lines.append(byte == 0x0D ? 0x0A : byte) }
            previous = byte
        }
        return String(decoding: lines, as: UTF8.self)
    }

    /// Reads what was pasted; called when its beginning has come. Reads nothing that belongs behind its end.
    static func read(from terminal: Int32) -> String {
        var buffer = PasteBuffer()
        var bytes = [UInt8](repeating: 0, count: end.count)
        var source = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        // A terminal that begins a paste and never ends it must not hold up the program.
        while buffer.missing > 0, poll(&source, 1, 1000) > 0 {
            var waiting: Int32 = 0
            // What waits is read without asking each time whether something does.
            if ioctl(terminal, UInt(FIONREAD), &waiting) != 0 || waiting < 1 { waiting = 1 }
            while buffer.missing > 0, waiting > 0 {
                let count = Glibc.read(terminal, &bytes, min(buffer.missing, Int(waiting)))
                guard count > 0 else { return buffer.text }
                buffer.append(bytes[..<count])
                waiting -= Int32(count)
            }
        }
        return buffer.text
    }

    private mutating func keep(_ more: ArraySlice<UInt8>) {
        bytes += more.prefix(Self.limit - bytes.count)
    }
}
