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
        if search.field.text.isEmpty, !search.isEditing {
            put("press / and type what you look for", x: line.x, y: line.y, maxX: line.maxX, style: look[.faint])
        } else {
            drawField(
                search.field, x: line.x, y: line.y, width: line.width, hasCursor: search.isEditing, style: look[.text])
        }
    }

    /// Marks the place, with a caret under it and the sentence beside the caret; in one line, the rows below are covered.
    private mutating func drawQueryError(
        _ error: QueryError, under text: Rect, of field: TextField, isInBorder: Bool, look: Look
    ) {
        let picture = QueryErrorPicture(error, of: field, width: text.width)
        let style = look[.bad]
        restyle(Rect(x: text.x + picture.column, y: text.y, width: picture.markedWidth, height: 1)) {
            $0 = style.adding(.underline)
        }
        for (number, line) in picture.lines.enumerated() {
            let y = text.y + 1 + number
            let taken = picture.stretch(ofLine: number)
            let isBeside = isInBorder && number == 0
            fill(
                isBeside
                    ? Rect(x: text.x + taken.lowerBound - 1, y: y, width: taken.count + 2, height: 1)
                    : Rect(x: 0, y: y, width: size.columns, height: 1), style: .plain)
            put(line, x: text.x + picture.linesColumn, y: y, style: style)
        }
        put(picture.caret, x: text.x + picture.column, y: text.y + 1, style: style)
    }
}
