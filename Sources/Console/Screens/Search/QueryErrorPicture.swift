import Engine

/// Where the parts of a query's error stand under the text, in columns from the text's left edge.
struct QueryErrorPicture: Hashable {
    /// Where the caret stands.
    var column: Int
    /// `^`, or where the text is scrolled away from the place, which way it is.
    var caret: SafeText
    /// How many columns of the text are marked.
    var markedWidth: Int
    /// The sentence: its first line beside the caret, where there is more room, the others below that one.
    var lines: [SafeText]
    /// Where the lines begin.
    var linesColumn: Int

    init(_ error: QueryError, of field: TextField, width: Int) {
        let first = field.view(width: width).first
        let place = field.column(of: error.position, width: width)
        column = min(place, width - 1)
        caret = error.position < first ? "‹" : place >= width ? "›" : "^"
        let marked = field.text.dropFirst(max(first, error.position)).first?.columns ?? 0
        markedWidth = caret == "^" ? min(marked, width - column) : 0
        let (left, right) = (column - 1, width - column - 2)
        let isRight = error.sentence.width <= right || right >= left
        lines = wrapped(error.sentence, width: isRight ? right : left)
        linesColumn = isRight ? column + 2 : left - (lines.map(\.width).max() ?? 0)
    }

    /// What caret and sentence take of a row.
    func stretch(ofLine number: Int) -> Range<Int> {
        let line = linesColumn..<(linesColumn + lines[number].width)
        return number > 0 ? line : min(column, line.lowerBound)..<max(column + 1, line.upperBound)
    }
}
