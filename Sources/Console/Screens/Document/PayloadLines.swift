import Engine

/// The bytes of a record as lines: JSON, else text, else a hex dump.
enum Payload {
    case json, text, binary

    init(_ bytes: [UInt8]) {
        if JSONPrinter.isLikelyJSON(bytes) {
            self = .json
        } else {
            self = Payload.isText(bytes.prefix(4_096)) ? .text : .binary
        }
    }

    var name: SafeText {
        switch self {
        case .json: "JSON"
        case .text: "text"
        case .binary: "bytes"
        }
    }

    func lines(of bytes: [UInt8], matcher: LiveMatcher?, hit: Hit? = nil) -> [DocumentLine] {
        switch self {
        case .json: JSONPrinter.lines(of: bytes, matcher: matcher, hit: hit)
        case .text: Self.textLines(bytes)
        case .binary: Self.hexLines(bytes)
        }
    }

    /// Text has no bytes that UTF-8 forbids and hardly any controls.
    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        // A character may be cut where the sample ends.
        let text = String(decoding: bytes, as: UTF8.self).dropLast(bytes.count == 4_096 ? 1 : 0)
        return !text.unicodeScalars.contains { $0 == "\u{FFFD}" || ($0.value < 0x20 && $0 != "\n" && $0 != "\r" && $0 != "\t") }
    }

    private static func textLines(_ bytes: [UInt8]) -> [DocumentLine] {
        let shown = bytes.prefix(JSONPrinter.mostBytes)
        let lines = shown.split(separator: 0x0A, maxSplits: JSONPrinter.mostLines, omittingEmptySubsequences: false)
        return lines.prefix(JSONPrinter.mostLines).map { DocumentLine(pieces: [.init(SafeText(bytes: $0))]) }
            + leftOut(bytes.count - shown.count)
    }

    /// Sixteen bytes a line, of the first 64 KB.
    private static func hexLines(_ bytes: [UInt8]) -> [DocumentLine] {
        let shown = min(bytes.count, 65_536)
        return stride(from: 0, to: shown, by: 16).map { start in
            let row = bytes[start..<min(start + 16, shown)]
            return DocumentLine(pieces: [
                .init("\(hex(UInt(start), digits: 6))  ", .faint),
                .init("\(hexColumns(row))  ", .jsonNumber),
                .init(
                    "\(String(decoding: row.map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: ".") }, as: UTF8.self))",
                    .jsonString),
            ])
        } + leftOut(bytes.count - shown)
    }

    private static func hexColumns(_ row: ArraySlice<UInt8>) -> String {
        let columns = row.map { hex(UInt($0), digits: 2) }.joined(separator: " ")
        return columns + String(repeating: " ", count: max(0, 47 - columns.count))
    }

    private static func hex(_ number: UInt, digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func leftOut(_ bytes: Int) -> [DocumentLine] {
        bytes > 0 ? [DocumentLine(pieces: [.init("… \(count(bytes, "byte")) more, not shown", .note)])] : []
    }
}
