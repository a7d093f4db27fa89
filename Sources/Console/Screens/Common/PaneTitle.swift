import Engine

extension Frame {
    /// Draws a pane's title line: its name, what is to be said about it, and a condition at the right.
    mutating func drawPaneTitle(
        _ name: SafeText, _ left: [Span], right: [Span], in line: Rect, isFocused: Bool, look: Look
    ) {
        let base = look[isFocused ? .titleFocused : .title]
        fill(line, style: look[.title])
        var x = put(" \(name)", x: line.x, y: line.y, maxX: line.maxX, style: base) + 2
        let start = putRight(right.map { Span($0.text, $0.style.over(look[.title])) }, y: line.y, minX: x, maxX: line.maxX - 1)
        x = put(left.map { Span($0.text, $0.style.over(look[.title])) }, x: x, y: line.y, maxX: start - 1)
    }

    /// Begins a row of a pane's list: the selected one is marked.
    /// - Returns: what lies under all that is drawn in it.
    mutating func beginRow(in line: Rect, isSelected: Bool, isFocused: Bool, look: Look) -> Style {
        let below = isSelected ? look[isFocused ? .selectionFocused : .selection] : .plain
        if isSelected { fill(line, style: below) }
        put(isSelected ? "▸" : " ", x: line.x, y: line.y, style: look[.accent].over(below))
        return below
    }

    /// Says, in the middle of a pane, why it is empty. The first sentence is what it is about, the others what to do.
    mutating func drawAbsence(_ sentences: [SafeText], in area: Rect, look: Look) {
        let lines = sentences.enumerated().flatMap { index, sentence in
            wrapped(sentence, width: max(10, area.width - 4)).map { Span($0, look[index == 0 ? .text : .faint]) }
        }
        let top = area.y + max(0, (area.height - lines.count) / 3)
        for (row, line) in lines.enumerated() where top + row < area.maxY {
            let width = line.text.width
            put([line], x: area.x + max(1, (area.width - width) / 2), y: top + row, maxX: area.maxX)
        }
    }
}

/// A sentence as lines that fit a width, broken between words; a word is broken only where it is wider than a line.
func wrapped(_ sentence: SafeText, width: Int) -> [SafeText] {
    var lines: [SafeText] = []
    var line = ""
    var used = 0
    for word in sentence.string.split(separator: " ", omittingEmptySubsequences: false) {
        let columns = SafeText(word).width
        if used > 0, used + 1 + columns > width {
            lines.append(SafeText(line))
            (line, used) = ("", 0)
        }
        if used > 0 { (line, used) = (line + " ", used + 1) }
        for glyph in Glyphs(SafeText(word)) {
            if used > 0, used + glyph.width > width {
                lines.append(SafeText(line))
                (line, used) = ("", 0)
            }
            line += glyph.text
            used += glyph.width
        }
    }
    return lines + [SafeText(line)]
}
