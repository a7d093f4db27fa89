/// Cuts comma-separated values into rows and makes each a JSON object of the names in the first row.
struct CSVSplitter: ItemSplitter {
    private enum Place {
        case cellStart, plain, quoted, afterQuote
    }

    private var line = 1
    private var rowLine = 1
    private var place = Place.cellStart
    private var cell: [UInt8] = []
    private var row: [[UInt8]] = []
    private var size = 0
    private var header: [String]?
    private let limit: Int

    init(limit: Int = longestItem) { self.limit = limit }

    mutating func split(_ chunk: [UInt8]) -> [ImportedItem] {
        var items: [ImportedItem] = []
        for byte in chunk {
            take(byte, &items)
            if byte == UInt8(ascii: "\n") {
                line += 1
                if row.isEmpty && place == .cellStart { rowLine = line }
            }
        }
        return items
    }

    mutating func finish() -> [ImportedItem] {
        var items: [ImportedItem] = []
        if place == .quoted {
            items.append(problem("a quote that is opened in this row is not closed"))
        } else if place != .cellStart || !row.isEmpty {
            endRow(&items)
        }
        // Without a line feed all of the file is its first row, which would be no document and no word about it.
        if line == 1, header?.contains(where: { $0.utf8.contains(UInt8(ascii: "\r")) }) == true {
            items.append(problem("the lines of the file end with carriage returns alone; save it with line feeds"))
        }
        return items
    }

    private mutating func take(_ byte: UInt8, _ items: inout [ImportedItem]) {
        size += 1
        switch (place, byte) {
        case (.quoted, UInt8(ascii: "\"")): place = .afterQuote
        case (.afterQuote, UInt8(ascii: "\"")):
            place = .quoted
            keep(byte)
        case (.quoted, UInt8(ascii: "\n")) where size > limit: endRow(&items)
        case (.quoted, _): keep(byte)
        case (_, UInt8(ascii: ",")): endCell()
        case (_, UInt8(ascii: "\n")): endRow(&items)
        case (.cellStart, UInt8(ascii: "\"")): place = .quoted
        default:
            place = .plain
            keep(byte)
        }
    }

    /// A row that is too long is only counted from there on.
    private mutating func keep(_ byte: UInt8) {
        if size <= limit { cell.append(byte) }
    }

    private mutating func endCell() {
        if size <= limit || !cell.isEmpty { row.append(cell) }
        cell = []
        place = .cellStart
    }

    private mutating func endRow(_ items: inout [ImportedItem]) {
        if cell.last == UInt8(ascii: "\r") && place == .plain { cell.removeLast() }
        let isBlank = row.isEmpty && cell.isEmpty
        endCell()
        defer {
            row = []
            size = 0
        }
        if isBlank && size <= limit { return }
        guard size <= limit else { return items.append(problem(tooLong)) }
        guard let header else {
            header = row.map { String(decoding: $0, as: UTF8.self) }
            return
        }
        items.append(object(of: header))
    }

    private func object(of header: [String]) -> ImportedItem {
        guard row.count <= header.count else {
            return problem("it has \(row.count) cells where the first row names \(header.count)")
        }
        var writer = JSONWriter()
        writer.beginObject()
        for (name, cell) in zip(header, row) where !cell.isEmpty {
            guard let text = String(validating: cell, as: UTF8.self), !cell.contains(0) else {
                return problem("bytes in \(name.prefix(100)) that are no text in UTF-8")
            }
            writer.key(name)
            if name == DocumentFields.Field.popularity.rawValue, isNumber(cell) {
                writer.word(text)
            } else {
                writer.string(text)
            }
        }
        writer.endObject()
        return ImportedItem(line: rowLine, bytes: writer.bytes)
    }

    private func isNumber(_ cell: [UInt8]) -> Bool {
        var scanner = JSONScanner(cell)
        guard let token = try? scanner.next() else { return false }
        return token.kind == .number && token.range == 0..<cell.count
    }

    private func problem(_ problem: SafeText) -> ImportedItem {
        let cells = row + (cell.isEmpty ? [] : [cell])
        let bytes = cells.joined(separator: [UInt8(ascii: ",")]).prefix(size > limit ? keptOfTooLong : .max)
        return ImportedItem(line: rowLine, bytes: Array(bytes), problem: problem)
    }
}
