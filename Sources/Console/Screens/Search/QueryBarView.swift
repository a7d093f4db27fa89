import Engine

extension Frame {
    /// Draws the query bar and puts the hardware cursor into it while it is being edited.
    mutating func drawQueryBar(_ search: SearchState, in area: Rect, look: Look) {
        let hasBox = area.height >= 3
        let text = Self.queryText(in: area)
        if hasBox {
            box(area, style: look[search.isEditing ? .borderFocused : .border])
            put(" query ", x: area.x + 2, y: area.y, style: look[search.isEditing ? .accent : .faint])
            let scope = search.index.map { " in \($0) " as SafeText } ?? " in all indexes "
            putRight([Span(scope, look[.faint])], y: area.y, minX: area.x + 12, maxX: area.maxX - 2)
        } else {
            put("/", x: area.x + 1, y: area.y, style: look[search.isEditing ? .accent : .faint])
        }
        drawText(search, in: text, look: look)
        if let error = search.error { drawQueryError(error, under: text, of: search.field, isInBorder: hasBox, look: look) }
    }

    /// Where the text of the query stands in the bar.
    static func queryText(in bar: Rect) -> Rect {
        bar.height >= 3
            ? Rect(x: bar.x + 2, y: bar.y + 1, width: bar.width - 4, height: 1)
            : Rect(x: bar.x + 3, y: bar.y, width: bar.width - 4, height: 1)
    }

    private mutating func drawText(_ search: SearchState, in line: Rect, look: Look) {
        let view = search.field.view(width: line.width)
        if search.field.text.isEmpty, !search.isEditing {
            put("press / and type what you look for", x: line.x, y: line.y, maxX: line.maxX, style: look[.faint])
        } else {
            put(view.shown, x: line.x, y: line.y, maxX: line.maxX, style: look[.text])
        }
        if search.isEditing { cursor = Point(x: line.x + view.cursorColumn, y: line.y) }
    }

    /// Puts a caret under the place and the sentence beside it: on the right, or on the left where there is more room.
    private mutating func drawQueryError(
        _ error: QueryError, under text: Rect, of field: TextField, isInBorder: Bool, look: Look
    ) {
        let y = text.y + 1
        let column = min(field.column(of: error.position, width: text.width), text.width - 1)
        let x = text.x + column
        if !isInBorder { fill(Rect(x: 0, y: y, width: size.columns, height: 1), style: .plain) }
        let style = look[.bad]
        let width = error.sentence.width
        if x + 3 + width <= text.maxX || column < text.width / 2 {
            put([Span("^ \(error.sentence) ", style)], x: x, y: y, maxX: text.maxX)
        } else {
            let start = max(text.x, x - 1 - width)
            put([Span(" \(error.sentence)", style)], x: start - 1, y: y, maxX: x - 1)
            put(" ^", x: x - 1, y: y, style: style)
        }
    }
}
