import Engine

extension Rect {
    /// A box in the middle of a screen. Where it would leave only a few columns free it takes them, too: what is left of the panes
    /// there says nothing.
    static func popup(columns: Int, rows: Int, on size: Size) -> Rect {
        let width = size.columns - columns >= 16 ? columns : size.columns
        let height = min(size.rows - 2, rows)
        return Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    }
}

extension Frame {
    /// Draws an empty box with a title over the screen, which steps back.
    mutating func drawPopup(_ title: SafeText, in area: Rect, look: Look) {
        restyle(bounds) { $0 = look[.border] }
        fill(area, style: .plain)
        box(area, style: look[.borderFocused])
        put(" \(title) ", x: area.x + 2, y: area.y, maxX: area.maxX - 1, style: look[.accent].adding(.bold))
    }
}
