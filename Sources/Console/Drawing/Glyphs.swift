import Engine

/// What one or two cells draw.
struct Glyph: Hashable, Sendable {
    /// One spacing scalar and the marks that sit on it.
    var text: String
    /// 1 or 2 columns.
    var width: Int
}

/// The glyphs of a text, from left to right.
struct Glyphs: Sequence {
    private let text: SafeText

    init(_ text: SafeText) { self.text = text }

    /// How many columns the text takes.
    var width: Int { reduce(0) { $0 + $1.width } }

    func makeIterator() -> AnyIterator<Glyph> {
        var characters = text.string.makeIterator()
        return AnyIterator { characters.next().map { Glyph(text: String($0), width: 1) } }
    }
}
