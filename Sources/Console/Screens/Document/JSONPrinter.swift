import Engine

/// Bytes of JSON as indented, coloured lines. It walks the bytes once, without recursion, and shows what is not well formed as it is.
struct JSONPrinter {
    /// What is shown at most; the rest is said to be left out.
    static let mostBytes = 1_000_000
    static let mostLines = 20_000
    /// Deeper levels stand no further in.
    private static let deepestIndent = 32

    private let bytes: ArraySlice<UInt8>
    private let matcher: LiveMatcher?
    private let hit: Hit?
    private var at: Int
    private var isObject: [Bool] = []
    private var expectsKey = false
    /// The names of the members that are open, and the last one; what is in an array has none of its own.
    private var names: [String] = []
    private var name = ""
    private var line = DocumentLine()
    private var lines: [DocumentLine] = []

    /// - Parameters:
    ///   - matcher: what stands out in strings.
    ///   - hit: what the index has told of that.
    static func lines(of bytes: [UInt8], matcher: LiveMatcher? = nil, hit: Hit? = nil) -> [DocumentLine] {
        var printer = JSONPrinter(bytes.prefix(mostBytes), matcher, hit)
        printer.walk()
        let left = bytes.count - printer.at
        if left > 0 { printer.lines.append(DocumentLine(pieces: [.init("… \(count(left, "byte")) more, not shown", .note)])) }
        return printer.lines
    }

    /// Whether bytes begin and end as a JSON object or array does.
    static func isLikelyJSON(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first(where: { !isBlank($0) }), let last = bytes.last(where: { !isBlank($0) }) else {
            return false
        }
        return (first == UInt8(ascii: "{") && last == UInt8(ascii: "}"))
            || (first == UInt8(ascii: "[") && last == UInt8(ascii: "]"))
    }

    private init(_ bytes: ArraySlice<UInt8>, _ matcher: LiveMatcher?, _ hit: Hit?) {
        self.bytes = bytes
        (self.matcher, self.hit) = (matcher, hit)
        at = bytes.startIndex
    }

    private mutating func walk() {
        while at < bytes.endIndex, lines.count < Self.mostLines {
            switch bytes[at] {
            case let byte where Self.isBlank(byte): at += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): open()
            case UInt8(ascii: "}"), UInt8(ascii: "]"): close()
            case UInt8(ascii: ","): comma()
            case UInt8(ascii: ":"): add(": ", .jsonPunctuation, bytes: 1)
            case UInt8(ascii: "\""): string()
            default: word()
            }
        }
        breakLine()
    }

    private mutating func open() {
        let opening = bytes[at]
        let closing = opening == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        if let next = bytes[(at + 1)...].firstIndex(where: { !Self.isBlank($0) }), bytes[next] == closing {
            return add(opening == UInt8(ascii: "{") ? "{}" : "[]", .jsonPunctuation, bytes: next + 1 - at)
        }
        add(SafeText(bytes: [opening]), .jsonPunctuation, bytes: 1)
        isObject.append(opening == UInt8(ascii: "{"))
        names.append(name)
        name = ""
        expectsKey = isObject.last == true
        breakLine()
    }

    private mutating func close() {
        breakLine()
        isObject.removeLast(isObject.isEmpty ? 0 : 1)
        names.removeLast(names.isEmpty ? 0 : 1)
        name = ""
        expectsKey = false
        line.indent = indent
        add(SafeText(bytes: [bytes[at]]), .jsonPunctuation, bytes: 1)
    }

    private mutating func comma() {
        add(",", .jsonPunctuation, bytes: 1)
        expectsKey = isObject.last == true
        breakLine()
    }

    private mutating func string() {
        var end = at + 1
        while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\"") {
            end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        end = min(end + 1, bytes.endIndex)
        let text = JSONText.readable(bytes[at..<end])
        if expectsKey {
            line.pieces.append(.init(SafeText(text), .jsonKey))
            name = Self.unquoted(text)
        } else {
            addString(text)
        }
        expectsKey = false
        at = end
    }

    /// A string's text, what the query matches in it apart. A very long one is not looked through: it would stall the screen.
    private mutating func addString(_ text: String) {
        guard let matcher, text.utf8.count < 20_000 else { return line.pieces.append(.init(SafeText(text), .jsonString)) }
        var done = text.startIndex
        for range in matches(in: text, matcher) where range.lowerBound >= done {
            if done < range.lowerBound { line.pieces.append(.init(SafeText(text[done..<range.lowerBound]), .jsonString)) }
            line.pieces.append(.init(SafeText(text[range]), .jsonString, isMatch: true))
            done = range.upperBound
        }
        if done < text.endIndex { line.pieces.append(.init(SafeText(text[done...]), .jsonString)) }
    }

    private func matches(in text: String, _ matcher: LiveMatcher) -> [Range<String.Index>] {
        let path = FieldPath((names + [name]).filter { !$0.isEmpty }.joined(separator: "."))
        guard let told = hit?.highlights(in: Self.unquoted(text), of: path) else {
            return matcher.highlights(in: text, of: path)
        }
        // The quote is before them.
        let start = text.utf8.index(after: text.utf8.startIndex)
        return told.map { range in
            text.utf8.index(start, offsetBy: range.lowerBound)..<text.utf8.index(start, offsetBy: range.upperBound)
        }
    }

    /// By bytes: an accent after the quote would make one character of both.
    private static func unquoted(_ text: String) -> String { String(decoding: text.utf8.dropFirst().dropLast(), as: UTF8.self) }

    /// A number, a literal, or whatever stands where one of them should.
    private mutating func word() {
        let end = bytes[at...].firstIndex { Self.isBlank($0) || ",:{}[]\"".utf8.contains($0) } ?? bytes.endIndex
        let isNumber = bytes[at] == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at])
        add(SafeText(bytes: bytes[at..<end]), isNumber ? .jsonNumber : .jsonLiteral, bytes: end - at)
    }

    private mutating func add(_ text: SafeText, _ role: Theme.Role, bytes count: Int) {
        line.pieces.append(.init(text, role))
        at += count
    }

    private mutating func breakLine() {
        if !line.pieces.isEmpty { lines.append(line) }
        line = DocumentLine(indent: indent)
    }

    private var indent: Int { 2 * min(isObject.count, Self.deepestIndent) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
