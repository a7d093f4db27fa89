import Engine
import Testing

@testable import Console

@Suite("Glyphs") struct GlyphsTests {
    @Test(
        "become what every terminal draws in the same columns",
        arguments: [
            ("abc", ["a", "b", "c"], 3),
            ("한글", ["한", "글"], 4),
            ("재즈とJazz", ["재", "즈", "と", "J", "a", "z", "z"], 10),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", ["한", "글"], 4),  // parts, as a Mac writes file names
            ("하\u{11AB}", ["한"], 2),
            ("\u{1112}", ["ㅎ"], 2),
            ("\u{1161}\u{11AB}", ["ㅏ", "ㄴ"], 4),
            ("\u{119E}", ["\u{25CC}"], 1),  // a vowel that is no longer written
            ("が", ["が"], 2),
            ("ハ\u{309A}ウ\u{3099}", ["パ", "ヴ"], 4),
            ("ｶﾞ", ["ｶ", "ﾞ"], 2),
            ("Ａ", ["Ａ"], 2),
            ("e\u{301}x", ["e\u{301}", "x"], 2),
            ("\u{301}x", ["\u{25CC}\u{301}", "x"], 2),
            ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}b", ["a\u{301}\u{302}\u{303}\u{304}", "b"], 2),
            ("👍🏽!", ["👍", "!"], 3),
            ("🏽", ["🏽"], 2),
            ("👨‍👩‍👧", ["👨", "👩", "👧"], 6),
            ("🇰🇷", ["K", "R"], 2),
            ("1️⃣", ["1"], 1),
            ("❤️♥", ["❤", "♥"], 2),
            ("🎵🫩", ["🎵", "🫩"], 4),
            ("नि", ["न", "ि"], 2),
            ("ที่", ["ที่"], 1),
            ("\u{05E9}\u{05B8}\u{05DC}", ["\u{05E9}\u{05B8}", "\u{05DC}"], 2),  // Hebrew with a point, as it is stored
            ("\u{0644}\u{0627}\u{064E}", ["\u{0644}", "\u{0627}\u{064E}"], 2),  // Arabic; no terminal may join two cells to one
            ("", [], 0),
            ("…◆✓", ["…", "◆", "✓"], 3),
            ("개계 새", ["개", "계", " ", "새"], 7),
        ])
    func glyphs(text: String, expected: [String], width: Int) {
        let glyphs = Array(Glyphs(SafeText(text)))
        #expect(glyphs.map { Array($0.text.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
        #expect(glyphs.map(\.width).reduce(0, +) == width)
        #expect(SafeText(text).width == width)
    }

    @Test("hold one spacing scalar and at most four marks, whatever the text")
    func oneSpacingScalar() {
        let blocks = [0x300...0x33FF, 0xA000...0xAC80, 0xD700...0xFFFD, 0x1F000...0x1FAFF].joined()
        let hostile = String(String.UnicodeScalarView(blocks.compactMap(Unicode.Scalar.init)))
        for glyph in Glyphs(SafeText(hostile)) {
            let scalars = glyph.text.unicodeScalars
            #expect((1...5).contains(scalars.count))
            #expect(scalars.dropFirst().allSatisfy(CharacterWidth.isMark))
            #expect(scalars.first.map(CharacterWidth.columns) == glyph.width)
        }
    }

    @Test("a mark is what Unicode calls a nonspacing or an enclosing one")
    func marks() {
        for scalar in (0..<0x3_0000).compactMap(Unicode.Scalar.init) {
            let category = scalar.properties.generalCategory
            let isMark = scalar.value >= 0x300 && (category == .nonspacingMark || category == .enclosingMark)
            #expect(CharacterWidth.isMark(scalar) == isMark, "\(scalar.value)")
        }
    }

    @Test(
        "columns of a scalar",
        arguments: [
            ("a", 1), ("é", 1), ("가", 2), ("힣", 2), ("ᄀ", 2), ("、", 2), ("　", 2), ("〿", 1), ("ｱ", 1), ("￥", 2), ("𠀀", 2),
            ("😀", 2), ("☎", 1), ("⌚", 2), ("─", 1), ("\u{301}", 0), ("\u{3099}", 0), ("\u{20DD}", 0),
        ] as [(Unicode.Scalar, Int)])
    func columns(scalar: Unicode.Scalar, expected: Int) {
        #expect(CharacterWidth.columns(of: scalar) == expected)
    }
}
