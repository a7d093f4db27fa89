import Engine

extension Frame {
    /// Draws what is offered under the word that it is for.
    mutating func drawCompletion(_ search: SearchState, in bar: Rect, look: Look) {
        guard let completion = search.completion, let area = search.completionArea(in: bar, on: size) else { return }
        fill(area, style: .plain)
        box(area, style: look[.borderFocused])
        drawRows(of: completion.list(look), in: area.inset(by: 1), border: look[.borderFocused])
    }
}

extension SearchState {
    /// The box of what is offered: it begins under the word, or further to the left where it would not fit.
    func completionArea(in bar: Rect, on size: Size) -> Rect? {
        guard let completion else { return nil }
        let text = Frame.queryText(in: bar)
        let column = field.column(of: completion.point.range.lowerBound, width: text.width)
        let errorRows = error.map { QueryErrorPicture($0, of: field, width: text.width).lines.count } ?? 0
        let y = text.y + 1 + errorRows
        let width = min(completion.width + 4, size.columns)
        let height = min(completion.visible.count + 2, size.rows - 1 - y)
        guard height > 2 else { return nil }
        return Rect(x: max(0, min(text.x + column - 2, size.columns - width)), y: y, width: width, height: height)
    }
}

extension Completion {
    fileprivate var visible: ArraySlice<Candidate> { candidates.dropFirst(top).prefix(Self.height) }

    /// How wide the rows are: the same for all pages, so that the box does not jump; a value can be as long as a text.
    fileprivate var width: Int { min(50, candidates.prefix(100).map { $0.word.width + 2 + $0.note.width }.max() ?? 0) }

    fileprivate func list(_ look: Look) -> PopupList {
        PopupList(
            rows: visible.map { ([Span($0.word, look[.text])], [Span($0.note, look[.faint])]) },
            chosen: chosen.map { $0 - top }, chosenStyle: look[.selectionFocused], top: top, count: candidates.count)
    }
}
