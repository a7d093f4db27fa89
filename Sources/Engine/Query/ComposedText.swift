// FoundationEssentials cannot compose; the whole of Foundation costs 3 ms at the start of the program.
import Foundation

/// Text in its composed form (NFC), as Kelp's queries and tokens are: 한 is one character, not three letters in a row.
func compose(_ text: String) -> String {
    var text = text
    return text.withUTF8(needsComposing) ? composed(text) : text
}

/// Composed from its smallest parts: by itself Foundation leaves a syllable of two letters apart from a third one, 가 and ᆨ from 각.
private func composed(_ text: String) -> String {
    text.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping
}

/// Whether the text may be in another form than NFC; sometimes `true` where it is not, never the other way round.
func needsComposing(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    while index < utf8.count {
        let byte = utf8[index]
        switch byte {
        case ..<0x80: index += EightBytes(utf8, at: index)?.asciiCount ?? 1
        // Everything below U+0300 is composed, and that starts with 0xCC.
        case ..<0xCC: index += 1
        // Most of Hangul's syllables, from U+B000 to U+CFFF: the first byte says enough. The others are from U+AC00 to U+D7A3.
        case 0xEB, 0xEC: index += 3
        case 0xEA where index + 1 < utf8.count && utf8[index + 1] >= 0xB0: index += 3
        case 0xED where index + 1 < utf8.count && utf8[index + 1] <= 0x9D: index += 3
        default:
            let (scalar, end) = decodeScalar(utf8, at: index)
            if !isSurelyComposed(scalar) { return true }
            index = end
        }
    }
    return false
}

/// Whether a scalar never changes, nor joins the one before it; only for the blocks that are common.
private func isSurelyComposed(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x400...0x482, 0x200B...0x200F, 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF, 0x2190...0x2328, 0x2330...0x2ADB,
        0x2B00...0x2BFF, 0x3000...0x3098, 0x309B...0x30FF, 0x3130...0x318F, 0x3200...0x9FFF, 0xAC00...0xD7A3, 0xFE0F,
        0xFF00...0xFF9D, 0xFFA0...0xFFEF, 0x1F000...0x1FAFF, 0x20000...0x2F7FF:
        true
    default: false
    }
}

/// A character composed, its half width Katakana made wide first: ｶ and ﾞ, two of width a half, are ガ.
private func widened(_ character: Character) -> String {
    var text = String.UnicodeScalarView()
    for scalar in character.unicodeScalars {
        let isHalfwidth = (0xFF65...0xFF9F).contains(scalar.value)
        text.append(isHalfwidth ? Unicode.Scalar(fold(scalar.value)) ?? scalar : scalar)
    }
    return composed(String(text))
}

/// Text composed character by character, so that places in it can be traced back.
struct ComposedText {
    private struct Piece {
        var start: Int
        var original: Range<Int>
    }

    private(set) var utf8: [UInt8] = []
    private var pieces: [Piece] = []

    init(_ text: String) {
        utf8.reserveCapacity(text.utf8.count)
        var original = 0
        for character in text {
            let length = character.utf8.count
            pieces.append(Piece(start: utf8.count, original: original..<(original + length)))
            utf8.append(contentsOf: widened(character).utf8)
            original += length
        }
    }

    /// Where a stretch of the composed bytes, which is not empty, came from.
    func originalRange(of range: Range<Int>) -> Range<Int> {
        piece(at: range.lowerBound).original.lowerBound..<piece(at: range.upperBound - 1).original.upperBound
    }

    private func piece(at place: Int) -> Piece {
        var (low, high) = (0, pieces.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if pieces[middle].start <= place { low = middle } else { high = middle - 1 }
        }
        return pieces[low]
    }
}
