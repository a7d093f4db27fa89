/// Writes JSON in one line, in the order of the calls, so that no byte of it can act on a terminal: controls, bidi marks, line
/// separators and characters without a shape leave as `\uXXXX`, which means the same.
public struct JSONWriter: Sendable {
    /// What is written so far, UTF-8.
    public private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Begins with nothing.
    public init() {}

    /// What is written so far.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// Opens an object; members follow, each a key and a value.
    public mutating func beginObject() { open("{") }
    /// Closes the object.
    public mutating func endObject() { close("}") }
    /// Opens an array.
    public mutating func beginArray() { open("[") }
    /// Closes the array.
    public mutating func endArray() { close("]") }

    /// Writes a member's name; its value must follow.
    public mutating func key(_ name: String) {
        string(name)
        append(":")
        needsComma = false
    }

    /// Writes a string.
    public mutating func string(_ text: some StringProtocol) {
        separate()
        append("\"")
        appendText(Array(text.utf8)[...], quoting: true)
        append("\"")
    }

    /// Writes an integer.
    public mutating func number(_ value: some BinaryInteger) { word(String(value)) }

    /// Writes a number; one that JSON cannot say, such as infinity, becomes `null`.
    public mutating func number(_ value: Double) { word(value.isFinite ? "\(value)" : "null") }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    /// Writes `null`.
    public mutating func null() { word("null") }

    /// Writes a JSON text as a value: without its spaces, with what is dangerous in it escaped. Nothing is written if it is none.
    public mutating func raw(_ json: [UInt8]) throws(JSONError) {
        let mark = bytes.count
        let wasCommaNeeded = needsComma
        separate()
        var scanner = JSONScanner(json)
        do throws(JSONError) {
            while let token = try scanner.next() { appendToken(token, of: json) }
        } catch {
            bytes.removeSubrange(mark...)
            needsComma = wasCommaNeeded
            throw error
        }
    }

    /// Ends the line, for output of one value a line.
    public mutating func endLine() {
        append("\n")
        needsComma = false
    }
}

extension JSONWriter {
    private mutating func open(_ bracket: Unicode.Scalar) {
        separate()
        append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: Unicode.Scalar) {
        append(bracket)
        needsComma = true
    }

    mutating func word(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func separate() {
        if needsComma { append(",") }
        needsComma = true
    }

    private mutating func append(_ character: Unicode.Scalar) { bytes.append(UInt8(ascii: character)) }

    private mutating func appendToken(_ token: JSONToken, of json: [UInt8]) {
        let written = json[token.range]
        if token.kind == .key || token.kind == .string {
            // Its quotes and escapes stand as they are: only what a terminal would act on changes.
            appendText(written, quoting: false)
        } else {
            bytes.append(contentsOf: written)
        }
    }

    /// Copies text in UTF-8 in runs as long as possible.
    private mutating func appendText(_ text: ArraySlice<UInt8>, quoting: Bool) {
        var copied = text.startIndex
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            let isQuoted = quoting && (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\"))
            if 0x20..<0x7F ~= byte && !isQuoted {
                index += 1
                continue
            }
            let (scalar, length) = decodedScalar(text, at: index)
            if isQuoted || !scalar.isOnlyDrawn {
                bytes.append(contentsOf: text[copied..<index])
                bytes.append(contentsOf: escape(scalar).utf8)
                copied = index + length
            }
            index += length
        }
        bytes.append(contentsOf: text[copied...])
    }

    private func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\\(scalar)"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            return String(scalar).utf16.reduce(into: "") { text, unit in
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}

/// The scalar that begins here, in text that is known to be UTF-8, and how many bytes it takes.
private func decodedScalar(_ text: ArraySlice<UInt8>, at index: Int) -> (Unicode.Scalar, length: Int) {
    let lead = text[index]
    let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let bits = length == 1 ? UInt32(lead) : UInt32(lead & (0x7F >> UInt8(length)))
    let value = text[(index + 1)..<(index + length)].reduce(bits) { $0 << 6 | UInt32($1 & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
}
