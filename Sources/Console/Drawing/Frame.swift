import Engine

/// One place of the screen. A wide glyph owns two: itself and an empty one to its right.
struct Cell: Hashable, Sendable {
    /// What is drawn; empty where the glyph to the left reaches into this cell.
    var text: String
    var style: Style

    static let blank = Cell(text: " ", style: .plain)
}

/// A whole screen as cells. The only way to put text in is `SafeText`.
struct Frame: Hashable, Sendable {
    let size: Size
    private(set) var cells: [Cell]
    /// Where the hardware cursor stands; `nil` hides it.
    var cursor: Point?

    init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: max(0, size.columns) * max(0, size.rows))
    }

    var bounds: Rect { Rect(x: 0, y: 0, width: size.columns, height: size.rows) }

    subscript(x: Int, y: Int) -> Cell { cells[y * size.columns + x] }

    /// The text of a row.
    func row(_ y: Int) -> String { cells[(y * size.columns)..<((y + 1) * size.columns)].map(\.text).joined() }

    /// Draws text from `x` on, cut at `maxX` (by default the frame's edge) so that no glyph is cut in half.
    /// - Returns: the column after the last one drawn.
    @discardableResult
    mutating func put(_ text: SafeText, x: Int, y: Int, maxX: Int? = nil, style: Style = .plain) -> Int {
        let limit = min(maxX ?? size.columns, size.columns)
        guard y >= 0, y < size.rows else { return x }
        var x = x
        for glyph in Glyphs(text) {
            guard x + glyph.width <= limit else { break }
            if x >= 0 { set(glyph, x: x, y: y, style: style) }
            x += glyph.width
        }
        return x
    }

    /// Makes a rectangle blank in a style.
    mutating func fill(_ area: Rect, style: Style) {
        for y in rows(of: area) {
            for x in columns(of: area) {
                breakWide(x: x, y: y)
                cells[y * size.columns + x] = Cell(text: " ", style: style)
            }
        }
    }

    /// Changes the style of what is drawn already.
    mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        for y in rows(of: area) {
            for x in columns(of: area) {
                change(&cells[y * size.columns + x].style)
            }
        }
    }

    private func columns(of area: Rect) -> Range<Int> {
        let first = max(0, area.x)
        return first..<max(first, min(area.maxX, size.columns))
    }

    private func rows(of area: Rect) -> Range<Int> {
        let first = max(0, area.y)
        return first..<max(first, min(area.maxY, size.rows))
    }

    private mutating func set(_ glyph: Glyph, x: Int, y: Int, style: Style) {
        let at = y * size.columns + x
        for column in x..<(x + glyph.width) { breakWide(x: column, y: y) }
        cells[at] = Cell(text: glyph.text, style: style)
        if glyph.width == 2 { cells[at + 1] = Cell(text: "", style: style) }
    }

    /// A wide glyph that loses one of its halves becomes blank in the other.
    private mutating func breakWide(x: Int, y: Int) {
        let at = y * size.columns + x
        if cells[at].text.isEmpty, x > 0 { cells[at - 1].text = " " }
        if x + 1 < size.columns, cells[at + 1].text.isEmpty, !cells[at].text.isEmpty { cells[at + 1].text = " " }
    }
}
