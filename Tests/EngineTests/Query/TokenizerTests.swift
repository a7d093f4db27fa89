import Testing

@testable import Engine

@Suite("Tokenizer") struct TokenizerTests {
    @Test(
        "gives the tokens of Elasticsearch's cjk analyzer",
        arguments: [
            ("", []),
            ("  ,.;:' \" ", []),
            ("The quick, brown FOX", ["the", "quick", "brown", "fox"]),
            ("don't 3.14 foo_bar foo-bar", ["don't", "3.14", "foo_bar", "foo", "bar"]),
            ("1,000 a,b a.b 1.a a. .b 'quoted'", ["1,000", "a", "b", "a.b", "1", "a", "a", "b", "quoted"]),
            ("a..b a.'b __x__ ___", ["a", "b", "a", "b", "__x__"]),
            ("대한민국", ["대한", "한민", "민국"]),
            ("국 비", ["국", "비"]),
            ("한국.일본", ["한국.일본"]),
            ("한국. 일본", ["한국", "일본"]),
            ("kpop음악 2024년", ["kpop음악", "2024년"]),
            ("대한民國", ["대한", "한民", "民國"]),
            ("東京タワーの夜", ["東京", "京タ", "タワ", "ワー", "ーの", "の夜"]),
            ("ABC漢字def", ["abc", "漢字", "def"]),
            ("漢字 漢", ["漢字", "漢"]),
            ("ﾊﾞｽｹｯﾄ", ["バス", "スケ", "ケッ", "ット"]),
            ("ＦＵＬＬ　ｗｉｄｔｈ１２", ["full", "width12"]),
            ("e\u{301}t\u{E9} \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", ["\u{E9}t\u{E9}", "한국"]),
            ("ΑΒΓ ДЖАЗ İ", ["αβγ", "джаз", "i"]),
            ("🎵🎵 a🎵b 👨‍👩‍👧 🇰🇷🇯🇵", ["🎵", "🎵", "a", "🎵", "b", "👨‍👩‍👧", "🇰🇷", "🇯🇵"]),
            ("佐々木 ©x ไทยabc", ["佐", "々", "木", "©", "x", "ไทย", "abc"]),
            ("a\u{0}b\u{1B}[31m", ["a", "b", "31m"]),
        ] as [(String, [String])])
    func tokens(text: String, expected: [String]) {
        #expect(Tokenizer(for: .query).tokens(in: text).map(\.text) == expected)
    }

    @Test(
        "adds the CJK characters that no pair begins with, when indexing",
        arguments: [
            ("대한민국", ["대한0", "한민1", "민국2", "국2"]), ("국", ["국0"]), ("국 밥", ["국0", "밥1"]),
            ("kpop음악 밤", ["kpop음악0", "음0", "악0", "밤1"]), ("漢字 a", ["漢字0", "字0", "a1"]),
        ] as [(String, [String])])
    func inside(text: String, expected: [String]) {
        #expect(Tokenizer(for: .indexing).tokens(in: text).map { "\($0.text)\($0.position)" } == expected)
    }

    @Test(
        "says where each token stands in the text as it came",
        arguments: ["The Foo-Bar don't", "대한민국 만세", "ｶﾞｷﾞ ＡＢ x", "e\u{301}a \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}", "a.b. c"])
    func ranges(text: String) {
        let utf8 = Array(text.utf8)
        for token in Tokenizer(for: .indexing).tokens(in: text) {
            let piece = String(decoding: utf8[token.range], as: UTF8.self)
            #expect(Tokenizer(for: .query).tokens(in: piece).map(\.text) == [token.text])
        }
    }

    @Test("cuts a word without end, and bytes that are no UTF-8 separate words")
    func hostile() {
        let long = Tokenizer(for: .query).tokens(in: String(repeating: "x", count: 100_000))
        #expect(long.count == 393)
        #expect(long.allSatisfy { $0.text.utf8.count <= 255 })
        var words: [String] = []
        [0x61, 0xFF, 0x62, 0xED, 0xA0, 0x80, 0x63, 0xE3, 0x81].withUnsafeBufferPointer { bytes in
            Tokenizer(for: .query).forEachToken(in: bytes) { token, _, _ in
                words.append(String(decoding: token, as: UTF8.self))
                return true
            }
        }
        #expect(words == ["a", "b", "c"])
    }

    @Test("stops when nobody wants more")
    func stops() {
        var text = "a b c d"
        var count = 0
        text.withUTF8 { utf8 in
            Tokenizer(for: .query).forEachToken(in: utf8) { _, _, _ in
                count += 1
                return count < 2
            }
        }
        #expect(count == 2)
    }
}
