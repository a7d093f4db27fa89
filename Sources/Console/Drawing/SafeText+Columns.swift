import Engine

extension SafeText {
    /// How many columns the text takes.
    var width: Int {
        let bytes = string.utf8
        return bytes.allSatisfy { $0 < 0x80 } ? bytes.count : Glyphs(self).width
    }

    /// The text in at most `columns`, with `…` for what was cut off.
    func cut(to columns: Int) -> SafeText {
        guard columns > 0 else { return "" }
        guard width > columns else { return self }
        return head(columns - 1) + "…"
    }

    /// The text in exactly `columns`, cut or filled with blanks.
    func padded(to columns: Int, alignment: Alignment = .left) -> SafeText {
        let text = cut(to: columns)
        let blanks = SafeText(String(repeating: " ", count: max(0, columns - text.width)))
        return alignment == .left ? text + blanks : blanks + text
    }

    /// The longest beginning that takes at most `columns`.
    func head(_ columns: Int) -> SafeText {
        var room = columns
        return joined(
            Glyphs(self).prefix { glyph in
                room -= glyph.width
                return room >= 0
            })
    }

    /// The longest end that takes at most `columns`: what a text field shows left of its cursor.
    func tail(_ columns: Int) -> SafeText {
        var excess = width - columns
        return joined(
            Glyphs(self).drop { glyph in
                defer { excess -= glyph.width }
                return excess > 0
            })
    }

    /// Where the text stands in its columns.
    enum Alignment: Sendable { case left, right }

    private func joined(_ glyphs: some Sequence<Glyph>) -> SafeText {
        SafeText(glyphs.reduce(into: "") { $0 += $1.text })
    }
}
