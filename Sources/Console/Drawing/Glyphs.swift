import Engine

/// What one or two cells draw.
struct Glyph: Hashable, Sendable {
    /// One spacing scalar and the marks that sit on it.
    var text: String
    /// 1 or 2 columns.
    var width: Int
}

/// The glyphs of a text, from left to right, chosen so that every terminal agrees on their columns.
///
/// Terminals disagree on sequences: emoji joined to a family, flags, keycaps, skin tones, the emoji selector, Hangul in parts.
/// Here a sequence becomes parts that are drawn alike everywhere.
struct Glyphs: Sequence {
    /// As many as a cell of curses holds.
    static let maximumMarks = 4

    private let text: SafeText

    init(_ text: SafeText) { self.text = text }

    /// How many columns the text takes.
    var width: Int {
        let bytes = text.string.utf8
        return bytes.allSatisfy { $0 < 0x80 } ? bytes.count : reduce(0) { $0 + $1.width }
    }

    func makeIterator() -> Iterator { Iterator(text.string.unicodeScalars.makeIterator()) }

    struct Iterator: IteratorProtocol {
        private var scalars: String.UnicodeScalarView.Iterator
        private var upcoming: Unicode.Scalar?
        private var previous: Unicode.Scalar = " "

        fileprivate init(_ scalars: String.UnicodeScalarView.Iterator) {
            self.scalars = scalars
            upcoming = self.scalars.next()
        }

        mutating func next() -> Glyph? {
            while let scalar = upcoming {
                if scalar.value < 0x300 {
                    advance()
                    return glyph(on: scalar, width: 1)
                }
                // The mark stays where it is, to be collected like any other.
                if CharacterWidth.isMark(scalar), !isDropped(scalar) { return glyph(on: "\u{25CC}", width: 1) }
                advance()
                if isDropped(scalar) || (isSkinTone(scalar) && isEmoji(previous)) { continue }
                return joined(from: scalar)
            }
            return nil
        }

        private mutating func advance() { upcoming = scalars.next() }

        private mutating func joined(from first: Unicode.Scalar) -> Glyph {
            var base = first
            while let following = upcoming, let both = Composition.join(base, following) {
                base = both
                advance()
            }
            base = Composition.standalone(base)
            return glyph(on: base, width: CharacterWidth.columns(of: base))
        }

        private mutating func glyph(on base: Unicode.Scalar, width: Int) -> Glyph {
            previous = base
            var text = String(Character(base))
            guard let following = upcoming, following.value >= 0x300 else { return Glyph(text: text, width: width) }
            var count = 0
            while let mark = upcoming, isDropped(mark) || CharacterWidth.isMark(mark) {
                if !isDropped(mark), count < Glyphs.maximumMarks {
                    text.unicodeScalars.append(mark)
                    count += 1
                }
                advance()
            }
            return Glyph(text: text, width: width)
        }
    }
}

/// The joiners, the emoji selector and the keycap: alone they draw nothing, and what they do to a neighbour differs.
private func isDropped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200C, 0x200D, 0x20E3, 0xFE0F: true
    default: false
    }
}

private func isSkinTone(_ scalar: Unicode.Scalar) -> Bool { (0x1F3FB...0x1F3FF).contains(scalar.value) }

private func isEmoji(_ scalar: Unicode.Scalar) -> Bool { scalar.value > 0x2000 && scalar.properties.isEmoji }
