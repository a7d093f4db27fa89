import Engine

/// A table for a terminal: every column as wide as its widest cell, and where that is too wide, the widest ones cut.
struct TextTable {
    struct Column {
        var title: SafeText
        var isRight = false
        /// May be cut down to this; `nil` is never cut.
        var minimum: Int?
        /// May be left out where there is no room.
        var isOptional = false
    }

    private static let gap: SafeText = "  "

    private var columns: [Column]
    private var rows: [[SafeText]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row with a cell for each column.
    mutating func add(_ row: [SafeText]) { rows.append(row) }

    /// The lines, the titles first.
    func lines(columns available: Int) -> [SafeText] {
        var table = self
        while table.excess(of: table.leastWidths, in: available) > 0, table.leaveOneOut() {}
        return table.aligned(table.widths(available))
    }

    /// Leaves the last column out that may be.
    private mutating func leaveOneOut() -> Bool {
        guard let number = columns.lastIndex(where: \.isOptional) else { return false }
        columns.remove(at: number)
        for row in rows.indices { rows[row].remove(at: number) }
        return true
    }

    private func aligned(_ widths: [Int]) -> [SafeText] {
        ([columns.map(\.title)] + rows).map { row in
            var line: SafeText = ""
            for (number, cell) in row.enumerated() {
                let isRight = columns[number].isRight
                let isLast = number == row.count - 1 && !isRight
                line =
                    line + (number == 0 ? "" : Self.gap)
                    + (isLast
                        ? cell.cut(to: widths[number]) : cell.padded(to: widths[number], alignment: isRight ? .right : .left))
            }
            return line
        }
    }

    private var fullWidths: [Int] {
        columns.indices.map { number in rows.reduce(columns[number].title.width) { max($0, $1[number].width) } }
    }

    private var leastWidths: [Int] { zip(columns, fullWidths).map { min($1, $0.minimum ?? $1) } }

    private func excess(of widths: [Int], in available: Int) -> Int {
        widths.reduce(0, +) + Self.gap.string.count * (columns.count - 1) - available
    }

    /// Takes from the widest columns what is too much.
    private func widths(_ available: Int) -> [Int] {
        let least = leastWidths
        var widths = fullWidths
        while excess(of: widths, in: available) > 0 {
            let cuttable = columns.indices.filter { widths[$0] > least[$0] }
            guard let widest = cuttable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }
}
