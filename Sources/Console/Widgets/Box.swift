import Engine

extension Frame {
    /// Draws a box with round corners, and leaves what is inside as it is.
    mutating func box(_ area: Rect, style: Style) {
        guard area.width >= 2, area.height >= 2 else { return }
        let right = area.maxX - 1
        let bottom = area.maxY - 1
        rule(from: area.x + 1, to: right, y: area.y, style: style)
        rule(from: area.x + 1, to: right, y: bottom, style: style)
        for y in (area.y + 1)..<bottom {
            put("│", x: area.x, y: y, style: style)
            put("│", x: right, y: y, style: style)
        }
        put("╭", x: area.x, y: area.y, style: style)
        put("╮", x: right, y: area.y, style: style)
        put("╰", x: area.x, y: bottom, style: style)
        put("╯", x: right, y: bottom, style: style)
    }

    /// Draws a horizontal line up to, not including, a column.
    mutating func rule(from x: Int, to end: Int, y: Int, style: Style) {
        for column in x..<max(x, end) { put("─", x: column, y: y, style: style) }
    }

    /// Draws where a pane of `height` rows stands in a list of `count`, at its right edge; nothing where all of it is seen.
    mutating func scrollbar(x: Int, y: Int, height: Int, top: Int, count: Int, style: Style) {
        guard count > height, height > 0 else { return }
        let size = max(1, height * height / count)
        let start = (height - size) * top / max(1, count - height)
        for row in start..<min(height, start + size) { put("┃", x: x, y: y + row, style: style) }
    }
}
