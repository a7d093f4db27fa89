/// Particles of Korean that sound otherwise after a consonant.
enum KoreanParticle {
    private static let afterConsonant: [Character: Character] = ["와": "과", "를": "을"]

    /// The particle as it is after this text; any other character is as it was.
    static func fit(_ particle: Character, after text: String) -> Character {
        guard let other = afterConsonant[particle], let last = text.unicodeScalars.last, isClosed(last) else { return particle }
        return other
    }

    /// Whether a syllable ends in a consonant. Unicode lays them out in rows of 28, the open one first.
    private static func isClosed(_ syllable: Unicode.Scalar) -> Bool {
        (0xAC00...0xD7A3).contains(syllable.value) && (syllable.value - 0xAC00) % 28 != 0
    }
}
