/// Cuts at line ends; empty lines are passed over.
struct LineSplitter: ItemSplitter {
    private var line = 1
    private var pending: [UInt8] = []
    private var isTooLong = false
    private let limit: Int

    init(limit: Int = longestItem) { self.limit = limit }

    mutating func split(_ chunk: [UInt8]) -> [ImportedItem] {
        var items: [ImportedItem] = []
        var rest = chunk[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<end])
            if let item = take() { items.append(item) }
            rest = rest[(end + 1)...]
        }
        append(rest)
        return items
    }

    mutating func finish() -> [ImportedItem] { take().map { [$0] } ?? [] }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        pending.append(contentsOf: bytes)
        guard pending.count > limit else { return }
        isTooLong = true
        pending.removeSubrange(min(keptOfTooLong, limit)...)
    }

    private mutating func take() -> ImportedItem? {
        defer {
            line += 1
            isTooLong = false
            pending = []
        }
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        guard isTooLong || pending.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { return nil }
        return ImportedItem(line: line, bytes: pending, problem: isTooLong ? tooLong : nil)
    }
}
