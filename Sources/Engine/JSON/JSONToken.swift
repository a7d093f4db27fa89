/// One token of a JSON text: what it is, where it stands and how deep.
public struct JSONToken: Hashable, Sendable {
    /// What a token is.
    public enum Kind: Hashable, Sendable {
        /// A member's name, with its quotes.
        case key
        /// A string that is a value, with its quotes.
        case string
        /// A number.
        case number
        /// `true`, `false` or `null`.
        case literal
        /// One of `{ } [ ] , :`.
        case punctuation
    }

    /// What it is.
    public var kind: Kind
    /// Its bytes in the source.
    public var range: Range<Int>
    /// How many containers it stands in; a bracket has the depth of the container it opens or closes.
    public var depth: Int
    /// Whether it is a key or string with a backslash in it.
    public var hasEscapes: Bool

    /// Makes a token.
    public init(kind: Kind, range: Range<Int>, depth: Int, hasEscapes: Bool = false) {
        self.kind = kind
        self.range = range
        self.depth = depth
        self.hasEscapes = hasEscapes
    }
}

extension JSONToken {
    /// What the token says: a key or string without quotes and escapes, anything else as it is written.
    /// - Parameter source: the bytes that the token was found in.
    public func text(in source: [UInt8]) -> String {
        guard kind == .key || kind == .string else { return String(decoding: source[range], as: UTF8.self) }
        let content = source[range.lowerBound + 1..<range.upperBound - 1]
        return hasEscapes ? unescaped(content) : String(decoding: content, as: UTF8.self)
    }

    /// The escapes are known to be right, because a scanner made the token.
    private func unescaped(_ content: ArraySlice<UInt8>) -> String {
        var scalars: [UInt16] = []
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count)
        var index = content.startIndex
        while index < content.endIndex {
            guard content[index] == UInt8(ascii: "\\") else {
                bytes.append(content[index])
                index += 1
                continue
            }
            scalars.removeAll(keepingCapacity: true)
            while index + 6 <= content.endIndex, content[index] == UInt8(ascii: "\\"), content[index + 1] == UInt8(ascii: "u") {
                scalars.append(content[index + 2..<index + 6].reduce(0) { $0 << 4 | UInt16(hexValue($1) ?? 0) })
                index += 6
            }
            if scalars.isEmpty {
                bytes.append(plain(content[index + 1]))
                index += 2
            } else {
                bytes.append(contentsOf: String(decoding: scalars, as: UTF16.self).utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func plain(_ escape: UInt8) -> UInt8 {
        switch escape {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: escape
        }
    }
}

/// What a hexadecimal digit is worth.
func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
