/// Reads JSON token by token, strictly as RFC 8259 has it, and without recursion.
///
/// Foundation's decoder does 36 MB/s where the pipeline needs ten times that; this one looks at each byte once.
public struct JSONScanner: Sendable {
    /// How deep containers may be nested. Deeper text is refused, so that nothing that walks it later can be exhausted.
    public static let depthLimit = 512

    private enum Expected {
        case value, elementOrEnd, keyOrEnd, key, colon, separator, nothing
    }

    let bytes: [UInt8]
    var position: Int
    /// How many containers are open.
    public private(set) var depth = 0
    private var expected = Expected.value
    /// One bit for each open container: whether it is an object.
    private var isObject = InlineArray<8, UInt64>(repeating: 0)

    /// Begins at the start of a text, or of a value within one.
    public init(_ bytes: [UInt8], from offset: Int = 0) {
        self.bytes = bytes
        position = offset
    }

    /// The next token; `nil` at the end of the text.
    public mutating func next() throws(JSONError) -> JSONToken? {
        skipSpace()
        guard position < bytes.count else {
            if expected == .nothing { return nil }
            throw JSONError(bytes.isEmpty ? "it is empty" : "it ends too early", at: position, in: bytes)
        }
        let byte = bytes[position]
        switch expected {
        case .value: return try value(byte)
        case .elementOrEnd: return byte == UInt8(ascii: "]") ? close() : try value(byte)
        case .keyOrEnd: return byte == UInt8(ascii: "}") ? close() : try key(byte)
        case .key: return try key(byte)
        case .colon: return try colon(byte)
        case .separator: return try separator(byte)
        case .nothing: throw error("something follows the end")
        }
    }

    /// The next token that is no colon or comma; `nil` at the end of the text.
    mutating func nextPart() throws(JSONError) -> JSONToken? {
        skipSpace()
        if position < bytes.count {
            switch (expected, bytes[position]) {
            case (.colon, UInt8(ascii: ":")), (.separator, UInt8(ascii: ",")): _ = try next()
            default: break
            }
        }
        return try next()
    }
}

extension JSONScanner {
    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value(_ byte: UInt8) throws(JSONError) -> JSONToken {
        switch byte {
        case UInt8(ascii: "\""): return try finish(.string, string())
        case UInt8(ascii: "{"): return try open(object: true)
        case UInt8(ascii: "["): return try open(object: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try finish(.number, number())
        case UInt8(ascii: "t"): return try finish(.literal, literal("true"))
        case UInt8(ascii: "f"): return try finish(.literal, literal("false"))
        case UInt8(ascii: "n"): return try finish(.literal, literal("null"))
        case 0xEF where position == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]):
            throw error("it begins with a byte order mark, which JSON must not have,")
        default: throw error(depth == 0 && position == 0 ? "no value begins like this" : "a value is missing")
        }
    }

    private mutating func key(_ byte: UInt8) throws(JSONError) -> JSONToken {
        guard byte == UInt8(ascii: "\"") else { throw error("a member's name in quotes is missing") }
        let (end, hasEscapes) = try string()
        expected = .colon
        return token(.key, end: end, hasEscapes: hasEscapes)
    }

    private mutating func colon(_ byte: UInt8) throws(JSONError) -> JSONToken {
        guard byte == UInt8(ascii: ":") else { throw error("a colon is missing") }
        expected = .value
        return token(.punctuation, end: position + 1)
    }

    private mutating func separator(_ byte: UInt8) throws(JSONError) -> JSONToken {
        let isInObject = isInObject
        if byte == UInt8(ascii: isInObject ? "}" : "]") { return close() }
        guard byte == UInt8(ascii: ",") else {
            throw error(isInObject ? "a comma or } is missing" : "a comma or ] is missing")
        }
        expected = isInObject ? .key : .value
        return token(.punctuation, end: position + 1)
    }

    private mutating func finish(_ kind: JSONToken.Kind, _ end: (Int, hasEscapes: Bool)) throws(JSONError) -> JSONToken {
        expected = depth == 0 ? .nothing : .separator
        return token(kind, end: end.0, hasEscapes: end.hasEscapes)
    }

    private mutating func open(object: Bool) throws(JSONError) -> JSONToken {
        guard depth < JSONScanner.depthLimit else { throw error("nested deeper than \(JSONScanner.depthLimit) levels") }
        let opening = token(.punctuation, end: position + 1)
        let bit: UInt64 = 1 << UInt64(depth & 63)
        if object { isObject[depth >> 6] |= bit } else { isObject[depth >> 6] &= ~bit }
        depth += 1
        expected = object ? .keyOrEnd : .elementOrEnd
        return opening
    }

    private mutating func close() -> JSONToken {
        depth -= 1
        expected = depth == 0 ? .nothing : .separator
        return token(.punctuation, end: position + 1)
    }

    private var isInObject: Bool { isObject[(depth - 1) >> 6] >> UInt64((depth - 1) & 63) & 1 == 1 }

    private mutating func token(_ kind: JSONToken.Kind, end: Int, hasEscapes: Bool = false) -> JSONToken {
        defer { position = end }
        return JSONToken(kind: kind, range: position..<end, depth: depth, hasEscapes: hasEscapes)
    }

    func error(_ problem: SafeText, at offset: Int? = nil) -> JSONError {
        JSONError(problem, at: offset ?? position, in: bytes)
    }
}
