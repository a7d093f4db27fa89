/// What a character is to the tokenizer: the word break classes of UAX #29, as far as they make a difference.
enum CharacterClass: Hashable, Sendable {
    /// Part of a word; no CJK.
    case letter
    /// Thai, Lao, Burmese, Khmer and the like, which write no spaces: a run of them is one word, without other letters.
    case spaceless
    /// A decimal digit.
    case digit
    /// Joins letters and digits, as the underscore does.
    case connector
    /// A Korean syllable or letter: in a word, and in a CJK run if the word holds nothing else.
    case hangul
    /// Han, Hiragana or Katakana: never in a word, always in a CJK run.
    case ideograph
    /// Stays in a word between two letters, as a colon does.
    case middleOfLetters
    /// Stays in a number between two digits, as a comma does.
    case middleOfNumbers
    /// Does both, as a full stop and an apostrophe do.
    case middleOfBoth
    /// Belongs to the character before it: combining marks, joiners, variation selectors, skin tones.
    case mark
    /// A word by itself.
    case emoji
    /// Half a flag.
    case regionalIndicator
    /// Separates words.
    case other

    /// Whether the separator may stand after a character of this class and before another.
    func canPrecede(_ middle: CharacterClass) -> Bool {
        switch self {
        case .letter, .hangul: middle != .middleOfNumbers
        case .digit: middle != .middleOfLetters
        default: false
        }
    }

    /// The class of a folded scalar.
    init(_ scalar: UInt32) {
        self = scalar < 0x80 ? Self.ascii[Int(scalar)] : Self(beyondASCII: scalar)
    }

    private static let ascii: [CharacterClass] = (0..<128).map { code in
        switch UInt8(code) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "_"): .connector
        case UInt8(ascii: "."), UInt8(ascii: "'"): .middleOfBoth
        case UInt8(ascii: ","), UInt8(ascii: ";"): .middleOfNumbers
        case UInt8(ascii: ":"): .middleOfLetters
        default: .other
        }
    }

    private init(beyondASCII scalar: UInt32) {
        switch scalar {
        case 0xAC00...0xD7A3, 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xD7B0...0xD7FB, 0xFFA0...0xFFDC:
            self = .hangul
        case 0x3099, 0x309A: self = .mark
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x3041...0x3096, 0x309B...0x309F, 0x30A0...0x30FA, 0x30FC...0x30FF,
            0x31F0...0x31FF, 0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303B, 0x2E80...0x2FD5,
            0xF900...0xFAFF, 0x1B000...0x1B16F, 0x20000...0x3FFFD:
            self = .ideograph
        case 0x2018, 0x2019, 0x2024, 0xFE52: self = .middleOfBoth
        case 0xB7, 0x387, 0x55F, 0x5F4, 0x2027, 0xFE13, 0xFE55: self = .middleOfLetters
        case 0x37E, 0x589, 0x60C, 0x60D, 0x66C, 0x7F8, 0x2044, 0xFE10, 0xFE14, 0xFE50, 0xFE54: self = .middleOfNumbers
        case 0x1F1E6...0x1F1FF: self = .regionalIndicator
        case 0x200B: self = .other
        default: self = Unicode.Scalar(scalar).map { Self(properties: $0.properties, of: scalar) } ?? .other
        }
    }

    private init(properties: Unicode.Scalar.Properties, of scalar: UInt32) {
        switch properties.generalCategory {
        case .decimalNumber: self = .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: self = .mark
        case .connectorPunctuation: self = .connector
        case _ where properties.isEmojiModifier: self = .mark
        case _ where properties.isEmoji: self = .emoji
        case _ where properties.isAlphabetic: self = Self.isSpaceless(scalar) ? .spaceless : .letter
        default: self = .other
        }
    }

    private static func isSpaceless(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xE00...0xEFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1950...0x19DF, 0x1A20...0x1AAF, 0xA9E0...0xA9FF, 0xAA60...0xAADF:
            true
        default: false
        }
    }
}
