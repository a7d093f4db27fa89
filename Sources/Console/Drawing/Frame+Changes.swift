import Engine

extension Frame {
    /// The columns of a row that differ from another frame of the same size, from the first to the last; all of them without one.
    /// Never half of a glyph.
    func changedColumns(row y: Int, since previous: Frame?) -> Range<Int>? {
        let row = y * size.columns..<(y + 1) * size.columns
        guard let previous else { return 0..<size.columns }
        guard let first = row.first(where: { cells[$0] != previous.cells[$0] }),
            let last = row.last(where: { cells[$0] != previous.cells[$0] })
        else { return nil }
        let start = cells[first].text.isEmpty && first > row.lowerBound ? first - 1 : first
        let end = last + 1 < row.upperBound && cells[last + 1].text.isEmpty ? last + 2 : last + 1
        return start - row.lowerBound..<end - row.lowerBound
    }

    /// How many columns the glyph at a place takes.
    func glyphWidth(x: Int, y: Int) -> Int { x + 1 < size.columns && self[x + 1, y].text.isEmpty ? 2 : 1 }
}

extension Cell {
    /// Whether terminals of different age or make may move their cursor differently over this glyph: emoji, and marks.
    var isContested: Bool {
        guard text.utf8.count > 2, let base = text.unicodeScalars.first else { return false }
        switch base.value {
        case 0x3000..<0xA000, 0xAC00..<0xD7A4: return text.unicodeScalars.count > 1
        case 0x1F000..<0x20000: return true
        case 0x2300..<0x2C00: return CharacterWidth.columns(of: base) == 2 || text.unicodeScalars.count > 1
        default: return base.properties.generalCategory == .spacingMark || text.unicodeScalars.count > 1
        }
    }
}
