import Engine

extension Frame {
    /// Draws a document over the panes.
    /// - Parameter place: where it stands in its list, for example `3 of 1,284`.
    mutating func drawDocument(_ document: DocumentState, place: SafeText, in area: Rect, look: Look) {
        fill(area, style: .plain)
        let (title, page) = area.splitTop(1)
        let name = document.subject.kind
        drawPaneTitle(
            name, [Span(document.subject.title, look[.text].adding(.bold))], right: [Span(place, look[.faint])], in: title,
            isFocused: true, look: look)
        for (row, line) in document.rows.dropFirst(document.scroll.top).prefix(page.height).enumerated() {
            drawLine(line, x: page.x + 2, y: page.y + row, maxX: page.maxX - 2, look: look)
        }
        scrollbar(
            x: page.maxX - 1, y: page.y, height: page.height, top: document.scroll.top, count: document.rows.count,
            style: look[.border])
    }

    private mutating func drawLine(_ line: DocumentLine, x: Int, y: Int, maxX: Int, look: Look) {
        var x = x + line.indent
        for piece in line.pieces {
            let style = piece.isMatch ? look[.highlight].over(look[piece.role]) : look[piece.role]
            x = put(piece.text, x: x, y: y, maxX: maxX, style: style)
        }
    }
}

extension Layout {
    /// How wide the text of a document is, and how many rows of it are seen.
    var documentPage: Size { Size(columns: max(10, body.width - 4), rows: max(1, body.height - 1)) }
}
