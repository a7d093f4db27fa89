/// JSON strings as a person reads them.
enum JSONText {
    /// A quoted string with `\uXXXX` replaced by what it stands for, as long as that is neither a control nor a quote: many
    /// programs write everything beyond ASCII that way. Other escapes stay, so that the text is still JSON.
    static func readable(_ quoted: ArraySlice<UInt8>) -> String {
        guard quoted.contains(UInt8(ascii: "\\")) else { return String(decoding: quoted, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(quoted.count)
        var at = quoted.startIndex
        while at < quoted.endIndex {
            if let (scalar, length) = scalar(in: quoted, at: at) {
                result.append(contentsOf: String(scalar).utf8)
                at += length
            } else {
                let length = quoted[at] == UInt8(ascii: "\\") ? min(2, quoted.endIndex - at) : 1
                result.append(contentsOf: quoted[at..<(at + length)])
                at += length
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// What `\uXXXX`, or two of them that are a surrogate pair, stand for.
    private static func scalar(in bytes: ArraySlice<UInt8>, at: Int) -> (Unicode.Scalar, length: Int)? {
        guard let first = unit(in: bytes, at: at) else { return nil }
        if UTF16.isLeadSurrogate(first), let second = unit(in: bytes, at: at + 6), UTF16.isTrailSurrogate(second) {
            let value = 0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            return Unicode.Scalar(value).map { ($0, 12) }
        }
        guard first >= 0x20, first != 0x7F, first != 0x22, first != 0x5C else { return nil }
        return Unicode.Scalar(first).map { ($0, 6) }
    }

    private static func unit(in bytes: ArraySlice<UInt8>, at: Int) -> UInt16? {
        guard at + 6 <= bytes.endIndex, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else { return nil }
        return UInt16(String(decoding: bytes[(at + 2)..<(at + 6)], as: UTF8.self), radix: 16)
    }
}
