import Engine

/// Words whose frequencies fall as those of a language do: the word of rank r is in about 1/r as many documents as the first.
enum Words {
    static let count = 200_000
    /// In half of the documents, in a third, and both in one of 5,000.
    static let (north, south) = ("north", "south")

    /// Every second one Korean, of two syllables or three.
    static func word(rank: Int) -> String {
        let number = rank / 2
        guard rank.isMultiple(of: 2) else {
            let (consonants, vowels) = (Array("bcdfghjklmnprstvwz"), Array("aeiou"))
            var (rest, word) = (number, "")
            repeat {
                word += [consonants[rest % 18], vowels[rest / 18 % 5]]
                rest /= 90
            } while rest > 0
            return word + "n"
        }
        func syllable(_ number: Int) -> Character { Character(Unicode.Scalar(UInt32(0xAC00 + number * 28 % 11_172)) ?? "가") }
        let pair = [syllable(number % 397), syllable(number / 397 + number * 7 % 389)]
        return String(pair + (number > 5_000 ? [syllable(number * 13 % 383)] : []))
    }
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Chance {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// From 0 to 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }
    mutating func below(_ end: Int) -> Int { Int(next() % UInt64(end)) }
}
