/// Cuts an array into its elements, or a row of values into each. It only counts brackets and sees where strings end: whether an
/// element is right is for the decoder to say, and one that is wrong does not spoil the others.
struct JSONSplitter: ItemSplitter {
    private var line = 1
    private var arrayLine: Int?
    private var item: [UInt8] = []
    private var itemLine = 1
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isTooLong = false
    private let limit: Int

    init(limit: Int = longestItem) { self.limit = limit }

    mutating func split(_ chunk: [UInt8]) -> [ImportedItem] {
        var items: [ImportedItem] = []
        for byte in chunk {
            if item.isEmpty { begin(byte) } else { go(on: byte, &items) }
            if byte == UInt8(ascii: "\n") { line += 1 }
        }
        return items
    }

    mutating func finish() -> [ImportedItem] {
        var items: [ImportedItem] = []
        if !item.isEmpty { end(&items) }
        if let arrayLine {
            items.append(
                ImportedItem(line: line, bytes: [], problem: "the array that begins in line \(arrayLine) is not closed"))
        }
        return items
    }

    /// Between two items.
    private mutating func begin(_ byte: UInt8) {
        switch byte {
        case 0...0x20 where byte != 0, UInt8(ascii: ","): return
        case UInt8(ascii: "[") where arrayLine == nil: arrayLine = line
        case UInt8(ascii: "]") where arrayLine != nil: arrayLine = nil
        default:
            itemLine = line
            item.append(byte)
            depth = isOpening(byte) ? 1 : 0
            isInString = byte == UInt8(ascii: "\"")
        }
    }

    private mutating func go(on byte: UInt8, _ items: inout [ImportedItem]) {
        if isInString {
            keep(byte)
            return goOnInString(byte, &items)
        }
        if depth == 0 && (byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]")) {
            end(&items)
            return begin(byte)
        }
        keep(byte)
        if byte == UInt8(ascii: "\"") { isInString = true }
        if isOpening(byte) { depth += 1 }
        if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
            depth -= 1
            if depth <= 0 { end(&items) }
        }
    }

    private mutating func goOnInString(_ byte: UInt8, _ items: inout [ImportedItem]) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            if depth == 0 { end(&items) }
        }
    }

    private func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    private mutating func keep(_ byte: UInt8) {
        guard !isTooLong else { return }
        item.append(byte)
        guard item.count > limit else { return }
        isTooLong = true
        item.removeSubrange(min(keptOfTooLong, limit)...)
    }

    private mutating func end(_ items: inout [ImportedItem]) {
        items.append(ImportedItem(line: itemLine, bytes: item, problem: isTooLong ? tooLong : nil))
        item = []
        isTooLong = false
        isInString = false
        isEscaped = false
        depth = 0
    }
}
