extension JSONScanner {
    /// Where the string that begins here ends, after its closing quote.
    func string() throws(JSONError) -> (Int, hasEscapes: Bool) {
        var index = position + 1
        var hasEscapes = false
        while true {
            index = bytes.withUnsafeBufferPointer { plainEnd($0, from: index) }
            guard index < bytes.count else { throw error("a string that is not closed") }
            switch bytes[index] {
            case UInt8(ascii: "\""): return (index + 1, hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try escape(at: index)
            case 0x80...:
                guard let length = utf8Length(bytes, at: index) else { throw error("bytes that are no UTF-8", at: index) }
                index += length
            default: throw error("a control character that is not escaped", at: index)
            }
        }
    }

    /// Where the escape that begins here ends.
    private func escape(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else { throw error("a string that is not closed") }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return index + 2
        case UInt8(ascii: "u"): return try unicodeEscape(at: index)
        default: throw error("an escape that JSON does not know", at: index)
        }
    }

    private func unicodeEscape(at index: Int) throws(JSONError) -> Int {
        guard let unit = codeUnit(at: index) else { throw error("a \\u without four hexadecimal digits", at: index) }
        switch unit {
        case 0xD800..<0xDC00:
            guard let low = codeUnit(at: index + 6), 0xDC00..<0xE000 ~= low else {
                throw error("half of a surrogate pair", at: index)
            }
            return index + 12
        case 0xDC00..<0xE000: throw error("half of a surrogate pair", at: index)
        default: return index + 6
        }
    }

    private func codeUnit(at index: Int) -> UInt16? {
        guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for digit in index + 2..<index + 6 {
            guard let value = hexValue(bytes[digit]) else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }

    /// Where the number that begins here ends.
    func number() throws(JSONError) -> (Int, hasEscapes: Bool) {
        var index = position
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let whole = index
        index = digits(from: index)
        guard index > whole else { throw error("a number without digits") }
        if bytes[whole] == UInt8(ascii: "0") && index > whole + 1 { throw error("a number that begins with 0") }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index = try someDigits(from: index + 1)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            index = try someDigits(from: index)
        }
        return (index, false)
    }

    private func someDigits(from start: Int) throws(JSONError) -> Int {
        let end = digits(from: start)
        guard end > start else { throw error("a number that is cut off") }
        return end
    }

    private func digits(from start: Int) -> Int {
        var index = start
        while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] { index += 1 }
        return index
    }

    /// Where the literal that must begin here ends.
    func literal(_ word: StaticString) throws(JSONError) -> (Int, hasEscapes: Bool) {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count else { throw error("a word that JSON does not know") }
        for index in 0..<word.utf8CodeUnitCount where bytes[position + index] != word.utf8Start[index] {
            throw error("a word that JSON does not know")
        }
        return (end, false)
    }
}

/// Where what needs a second look begins: a quote, a backslash, a control character, or what is neither ASCII nor one of the
/// sequences of three bytes that East Asian text is made of.
private func plainEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\"") {
            return index
        } else if byte >= 0x80 {
            // From E1 to EC any two continuing bytes may follow.
            guard 0xE1...0xEC ~= byte, index + 2 < bytes.count, bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
            else { return index }
            index += 3
        } else if let eight = EightBytes(bytes, at: index) {
            let count = eight.plainCount
            if count == 0 { return index }
            index += count
        } else {
            if byte < 0x20 || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
    }
    return index
}

/// How many bytes the UTF-8 sequence takes that begins here with a byte above 0x7F; `nil` if it is none.
func utf8Length(_ bytes: [UInt8], at index: Int) -> Int? {
    func isContinued(_ count: Int, from low: UInt8 = 0x80, through high: UInt8 = 0xBF) -> Int? {
        guard index + count < bytes.count, low...high ~= bytes[index + 1] else { return nil }
        for further in index + 1...index + count where bytes[further] & 0xC0 != 0x80 { return nil }
        return count + 1
    }
    switch bytes[index] {
    case 0xC2...0xDF: return isContinued(1)
    case 0xE0: return isContinued(2, from: 0xA0)
    case 0xED: return isContinued(2, through: 0x9F)
    case 0xE1...0xEF: return isContinued(2)
    case 0xF0: return isContinued(3, from: 0x90)
    case 0xF1...0xF3: return isContinued(3)
    case 0xF4: return isContinued(3, through: 0x8F)
    default: return nil
    }
}
