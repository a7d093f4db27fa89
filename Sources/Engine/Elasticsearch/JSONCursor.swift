/// Walks through a JSON text and picks out what is wanted: answers are large, and most of them is nobody's concern.
///
/// Whoever walks takes every value, by one of the calls below or by `skip`.
struct JSONCursor {
    let bytes: [UInt8]
    private var scanner: JSONScanner
    private var peeked: JSONToken?
    /// Where the last value ended.
    private var valueEnd = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        scanner = JSONScanner(bytes)
    }

    /// Goes into an object; anything else is skipped and `false`.
    mutating func enterObject() throws(JSONError) -> Bool { try enter(UInt8(ascii: "{")) }

    /// Goes into an array; anything else is skipped and `false`.
    mutating func enterArray() throws(JSONError) -> Bool { try enter(UInt8(ascii: "[")) }

    /// The name of the next member, whose value comes next; `nil` at the object's end, which is left.
    mutating func nextKey() throws(JSONError) -> String? {
        let token = try next()
        return token.kind == .key ? token.text(in: bytes) : nil
    }

    /// Whether another element comes; the array is left where not.
    mutating func hasElement() throws(JSONError) -> Bool {
        if byte(try peek()) != UInt8(ascii: "]") { return true }
        _ = try next()
        return false
    }

    /// Whether an object comes.
    mutating func isObjectNext() throws(JSONError) -> Bool { byte(try peek()) == UInt8(ascii: "{") }

    /// Whether an array comes.
    mutating func isArrayNext() throws(JSONError) -> Bool { byte(try peek()) == UInt8(ascii: "[") }

    /// Whether a string comes.
    mutating func isStringNext() throws(JSONError) -> Bool { byte(try peek()) == UInt8(ascii: "\"") }

    /// A string without its quotes, a number or a Boolean as it is written; `nil` for anything else, which is skipped.
    mutating func scalar() throws(JSONError) -> String? {
        let token = try value()
        return token.kind == .punctuation || byte(token) == UInt8(ascii: "n") ? nil : token.text(in: bytes)
    }

    /// A string; `nil` for anything else, which is skipped.
    mutating func string() throws(JSONError) -> String? {
        let token = try value()
        return token.kind == .string ? token.text(in: bytes) : nil
    }

    /// A number, or a string that holds one; `nil` for anything else, which is skipped.
    mutating func number() throws(JSONError) -> Double? {
        let token = try value()
        return token.kind == .string || token.kind == .number ? Double(token.text(in: bytes)) : nil
    }

    /// A whole number, or a number without its fraction, or a string that holds one; `nil` for anything else, which is skipped.
    mutating func integer() throws(JSONError) -> Int64? {
        let token = try value()
        guard token.kind == .string || token.kind == .number else { return nil }
        let text = token.text(in: bytes)
        return Int64(text) ?? Double(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
    }

    /// How many there are of something: a whole number from 0 to 2^53, beyond which JSON's numbers are not exact, so that some of them can be
    /// added up; `nil` for anything else, which is skipped.
    mutating func count() throws(JSONError) -> Int? { try integer().map { Int(min(max(0, $0), 1 << 53)) } }

    /// Whether it is `true`; anything else is skipped.
    mutating func isTrue() throws(JSONError) -> Bool {
        let token = try value()
        return token.kind == .literal && byte(token) == UInt8(ascii: "t")
    }

    /// A value's bytes as they came.
    mutating func raw() throws(JSONError) -> [UInt8] {
        let start = try peek().range.lowerBound
        _ = try value()
        return Array(bytes[start..<valueEnd])
    }

    /// Goes past a value.
    mutating func skip() throws(JSONError) { _ = try value() }

    /// Makes sure that nothing follows.
    mutating func end() throws(JSONError) {
        while try scanner.next() != nil {}
    }
}

extension JSONCursor {
    private mutating func enter(_ bracket: UInt8) throws(JSONError) -> Bool {
        guard byte(try peek()) == bracket else {
            try skip()
            return false
        }
        _ = try next()
        return true
    }

    /// A value's first token, all of the value being left behind.
    private mutating func value() throws(JSONError) -> JSONToken {
        let first = try next()
        var last = first
        if first.kind == .punctuation {
            repeat { last = try next() } while last.kind != .punctuation || last.depth > first.depth
        }
        valueEnd = last.range.upperBound
        return first
    }

    private func byte(_ token: JSONToken) -> UInt8 { bytes[token.range.lowerBound] }

    private mutating func peek() throws(JSONError) -> JSONToken {
        if let peeked { return peeked }
        let token = try next()
        peeked = token
        return token
    }

    /// The next token that is neither comma nor colon.
    private mutating func next() throws(JSONError) -> JSONToken {
        if let token = peeked {
            peeked = nil
            return token
        }
        while let token = try scanner.next() {
            if token.kind != .punctuation { return token }
            let byte = byte(token)
            if byte != UInt8(ascii: ",") && byte != UInt8(ascii: ":") { return token }
        }
        throw JSONError("it ends too early", at: bytes.count, in: bytes)
    }
}
