import Engine

/// A line of a document or an event as it is read.
struct DocumentLine: Hashable, Sendable {
    struct Piece: Hashable, Sendable {
        var text: SafeText
        var role: Theme.Role
        /// Whether the query matches it.
        var isMatch = false

        init(_ text: SafeText, _ role: Theme.Role = .text, isMatch: Bool = false) {
            self.text = text
            self.role = role
            self.isMatch = isMatch
        }
    }

    /// How many columns stand free at the left.
    var indent = 0
    var pieces: [Piece] = []

    var hasMatch: Bool { pieces.contains(where: \.isMatch) }

    static let blank = DocumentLine()

    init(indent: Int = 0, pieces: [Piece] = []) {
        self.indent = indent
        self.pieces = pieces
    }

    /// A name in a column of its own, and its value.
    init(field: SafeText, _ value: SafeText, _ role: Theme.Role = .text) {
        let padding = String(repeating: " ", count: max(1, 13 - field.width))
        pieces = [Piece("\(field)\(padding)", .faint), Piece(value, role)]
    }
}

extension DocumentLine {
    /// The line as rows that fit a width; those after the first stand two columns further in.
    func wrapped(width: Int) -> [DocumentLine] {
        let isShort = pieces.reduce(0) { $0 + $1.text.string.utf8.count } + indent <= width
        if isShort { return [self] }
        var rows: [DocumentLine] = []
        var row = DocumentLine(indent: min(indent, width / 2))
        var used = row.indent
        for piece in pieces {
            var text = ""
            for glyph in Glyphs(piece.text) {
                if used + glyph.width > width {
                    if !text.isEmpty { row.pieces.append(Piece(SafeText(text), piece.role, isMatch: piece.isMatch)) }
                    rows.append(row)
                    row = DocumentLine(indent: min(indent + 2, width / 2))
                    (text, used) = ("", row.indent)
                }
                text += glyph.text
                used += glyph.width
            }
            if !text.isEmpty { row.pieces.append(Piece(SafeText(text), piece.role, isMatch: piece.isMatch)) }
        }
        return rows + [row]
    }
}
