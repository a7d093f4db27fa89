/// What a configuration file holds, before anybody asks what it means.
indirect enum JSON5Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSON5Value])
    case object([Member])

    /// A name and its value; a name may come twice.
    struct Member: Hashable, Sendable {
        var name: String
        /// Where the name stands, from 1.
        var line: Int
        var value: JSON5Value
    }

    /// What a person calls it.
    var kindName: SafeText {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

/// Reads JSON5.
///
/// It is our own because the platform's decoder tells neither the line of a syntax error nor the line of a name, and a person who
/// edits a file wants both.
struct JSON5Parser {
    /// Why a text is no JSON5. It repeats nothing of the text, which may be a secret.
    struct SyntaxError: Error, Hashable {
        /// From 1.
        var line: Int
        var expectation: SafeText
    }

    /// Deep enough for any configuration, and no danger to the stack.
    private static let maximumDepth = 64

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var depth = 0

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func parse(_ text: String) throws(SyntaxError) -> JSON5Value {
        var parser = JSON5Parser(text)
        try parser.skipBlanks()
        let value = try parser.value()
        try parser.skipBlanks()
        guard parser.next == nil else { throw parser.expected("nothing more after the closing brace") }
        return value
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func expected(_ what: SafeText) -> SyntaxError { SyntaxError(line: line, expectation: what) }

    private mutating func advance() {
        if next == "\n" { line += 1 }
        position += 1
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        advance()
        return true
    }

    private mutating func skipBlanks() throws(SyntaxError) {
        while let scalar = next {
            if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
                advance()
            } else if scalar == "/" {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(SyntaxError) {
        advance()
        if take("/") {
            while let scalar = next, scalar != "\n" { _ = take(scalar) }
        } else if take("*") {
            let start = line
            while !(take("*") && next == "/") {
                guard next != nil else { throw SyntaxError(line: start, expectation: "the end (*/) of this comment") }
                if next != "*" { advance() }
            }
            advance()
        } else {
            throw expected("a comment (// or /*) after a slash")
        }
    }

    private mutating func value() throws(SyntaxError) -> JSON5Value {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw expected("at most \(Self.maximumDepth) levels") }
        switch next {
        case "{": return .object(try members())
        case "[": return .list(try elements())
        case "\"", "'": return .text(try quoted())
        default: return try literal()
        }
    }

    private mutating func members() throws(SyntaxError) -> [JSON5Value.Member] {
        try sequence(until: "}") { parser throws(SyntaxError) in
            let line = parser.line
            let name = try parser.name()
            try parser.skipBlanks()
            guard parser.take(":") else { throw parser.expected("a colon after a name") }
            try parser.skipBlanks()
            return JSON5Value.Member(name: name, line: line, value: try parser.value())
        }
    }

    private mutating func elements() throws(SyntaxError) -> [JSON5Value] {
        try sequence(until: "]") { parser throws(SyntaxError) in try parser.value() }
    }

    /// What stands between a bracket and its partner, with commas between.
    private mutating func sequence<Part>(
        until end: Unicode.Scalar, _ part: (inout JSON5Parser) throws(SyntaxError) -> Part
    ) throws(SyntaxError) -> [Part] {
        advance()
        var parts: [Part] = []
        while true {
            try skipBlanks()
            if take(end) { return parts }
            parts.append(try part(&self))
            try skipBlanks()
            guard take(",") || next == end else { throw expected("a comma or a closing \(String(end))") }
        }
    }

    private mutating func name() throws(SyntaxError) -> String {
        if next == "\"" || next == "'" { return try quoted() }
        let word = word { $0.properties.isIDContinue || $0 == "$" }
        guard let first = word.unicodeScalars.first, !("0"..."9").contains(first) else {
            throw expected("a name, in quotes if it is more than letters and digits")
        }
        return word
    }

    private mutating func literal() throws(SyntaxError) -> JSON5Value {
        let word = word { $0.properties.isIDContinue || $0 == "." || $0 == "+" || $0 == "-" }
        switch word {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = Self.number(word) else {
                throw expected(word.isEmpty ? "a value" : "a value in quotes (or a number, true, false or null)")
            }
            return .number(number)
        }
    }

    private static func number(_ word: String) -> Double? {
        let digits = word.hasPrefix("+") ? word.dropFirst() : word[...]
        return Double(digits.hasSuffix(".") ? digits.dropLast() : digits)
    }

    private mutating func word(while isPart: (Unicode.Scalar) -> Bool) -> String {
        var word = String.UnicodeScalarView()
        while let scalar = next, isPart(scalar) {
            word.append(scalar)
            advance()
        }
        return String(word)
    }

    private mutating func quoted() throws(SyntaxError) -> String {
        guard let quote = next else { throw expected("a text") }
        advance()
        var text = String.UnicodeScalarView()
        while !take(quote) {
            guard let scalar = next, scalar != "\n" else { throw expected("the closing quote (\(String(quote))) of a text") }
            advance()
            if scalar == "\\" { try escape(into: &text) } else { text.append(scalar) }
        }
        return String(text)
    }

    private mutating func escape(into text: inout String.UnicodeScalarView) throws(SyntaxError) {
        guard let scalar = next else { throw expected("a character after a backslash") }
        advance()
        switch scalar {
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "r": text.append("\r")
        case "b": text.append("\u{8}")
        case "f": text.append("\u{C}")
        case "v": text.append("\u{B}")
        case "0": text.append("\0")
        case "\n": break
        case "x": text.append(try hexadecimal(2))
        case "u": text.append(try hexadecimal(4))
        default: text.append(scalar)
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(SyntaxError) -> Unicode.Scalar {
        let end = min(position + digits, scalars.count)
        let word = String(String.UnicodeScalarView(scalars[position..<end]))
        guard word.count == digits, let number = UInt32(word, radix: 16), let scalar = Unicode.Scalar(number) else {
            throw expected("\(digits) hexadecimal digits after the backslash")
        }
        position = end
        return scalar
    }
}
