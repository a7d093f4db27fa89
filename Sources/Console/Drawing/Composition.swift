/// What Unicode composes and terminals do not: Hangul from its parts and voiced kana, as in file names from a Mac.
///
/// Other marks need no composing, because a cell holds a letter with its marks.
enum Composition {
    /// The one scalar that stands for both, if there is one.
    static func join(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
        switch second.value {
        case 0x1161...0x1175: syllable(lead: first, vowel: second)
        case 0x11A8...0x11C2: closed(syllable: first, tail: second)
        case 0x3099: voiced.contains(first) ? following(first, by: 1) : first == "う" ? "ゔ" : first == "ウ" ? "ヴ" : nil
        case 0x309A: plosive.contains(first) ? following(first, by: 2) : nil
        default: nil
        }
    }

    /// What to draw for a scalar that would otherwise join its neighbours: the letter for a part of a syllable that stayed alone
    /// and for half a flag.
    static func standalone(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x1100...0x1112: leads[Int(scalar.value - 0x1100)]
        case 0x1161...0x1175: following("ㅏ", by: scalar.value - 0x1161) ?? scalar
        case 0x11A8...0x11C2: tails[Int(scalar.value - 0x11A8)]
        // Vowels and tails that are no longer written have no width of their own that terminals agree on.
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: "\u{25CC}"
        case 0x1F1E6...0x1F1FF: following("A", by: scalar.value - 0x1F1E6) ?? scalar
        default: scalar
        }
    }

    private static func syllable(lead: Unicode.Scalar, vowel: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0x1100...0x1112).contains(lead.value) else { return nil }
        return Unicode.Scalar(0xAC00 + ((lead.value - 0x1100) * 21 + vowel.value - 0x1161) * 28)
    }

    private static func closed(syllable: Unicode.Scalar, tail: Unicode.Scalar) -> Unicode.Scalar? {
        guard (0xAC00...0xD7A3).contains(syllable.value), (syllable.value - 0xAC00) % 28 == 0 else { return nil }
        return following(syllable, by: tail.value - 0x11A7)
    }

    private static func following(_ scalar: Unicode.Scalar, by distance: UInt32) -> Unicode.Scalar? {
        Unicode.Scalar(scalar.value + distance)
    }

    private static let leads = Array("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ".unicodeScalars)
    private static let tails = Array("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ".unicodeScalars)
    private static let plosive = Set("はひふへほハヒフヘホ".unicodeScalars)
    private static let voiced = plosive.union("かきくけこさしすせそたちつてとカキクケコサシスセソタチツテトゝヽ".unicodeScalars)
}
