import Testing

@testable import Console

@Suite("Keys") struct KeyDecoderTests {
    @Test(
        "from the characters that came together",
        arguments: [
            ("a재", [.character("a"), .character("재")]), ("\u{3}\u{1A}\u{1C}\u{1F}", ctrl("c", "z", "\\", "_")),
            ("\u{0}", ctrl(" ")),
            ("\t\r\n\u{7F}\u{8}", [.tab, .enter, .enter, .backspace, .backspace]),
            ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}f", [.alt("f")]),
            ("\u{1B}\r", [.escape, .enter]),
            ("\u{1B}[", [.alt("[")]),
            ("\u{1B}[57;5ux", [.character("x")]),  // a key that nobody knows leaves no letters behind
            ("\u{1B}[1;\u{1B}g", [.alt("g")]),
            ("\u{1B}OXy", [.character("y")]),
        ] as [(String, [Key])])
    func decodes(characters: String, keys: [Key]) {
        let raw = characters.unicodeScalars.map(RawInput.scalar)
        #expect(KeyDecoder.decode(raw) == keys.map(Input.key))
    }

    @Test("keep their place among what was decoded already")
    func order() {
        let raw: [RawInput] = [.scalar("a"), .input(.paste("x")), .scalar("\u{1B}"), .input(.key(.up)), .scalar("b")]
        #expect(
            KeyDecoder.decode(raw) == [
                .key(.character("a")), .paste("x"), .key(.escape), .key(.up), .key(.character("b")),
            ])
    }

    @Test("a sequence stands for one thing only")
    func unique() {
        #expect(Set(KeySequences.all.map(\.bytes)).count == KeySequences.all.count)
    }
}

private func ctrl(_ letters: Character...) -> [Key] { letters.map(Key.control) }
