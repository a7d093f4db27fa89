import Engine
import Testing

@Suite("JSON scanner") struct JSONScannerTests {
    private func problem(_ text: [UInt8]) -> JSONError? { JSONScanner.all(of: text).problem }

    @Test(
        "takes what RFC 8259 allows",
        arguments: [
            "{}", "[]", " [ ] \r\n\t", "0", "-0", "-0.0e-0", "1E+9", "123.456e78", "true", "false", "null", #""""#,
            #"{"a":{"b":[1,2,{"c":null}]},"a":2}"#, #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, "\"\u{7F}\u{2028}대한민국😀\"",
            "[[[[]]],{}]",
        ])
    func takes(text: String) {
        #expect(problem(Array(text.utf8)) == nil)
    }

    @Test(
        "refuses all else, and says where",
        arguments: [
            ("", 0), ("  ", 2), ("{", 1), ("[1,", 3), ("[1,]", 3), (#"{"a":1,}"#, 7), ("{a:1}", 1), (#"{"a" 1}"#, 5),
            ("{]", 1), ("[}", 1), ("[1 2]", 3), ("{} x", 3), ("{}{}", 2), ("01", 0), ("-", 0), ("1.", 0), ("1e", 0), (".5", 0),
            ("+1", 0), ("NaN", 0), ("tru", 0), ("nulls", 4), ("'a'", 0), ("\"a", 0), ("\"a\nb\"", 2), ("\"\u{0}\"", 1),
            (#""\x""#, 1), (#""\u12g4""#, 1), (#""\ud800""#, 1), (#""\udc00""#, 1), (#""\ud800\u0041""#, 1), ("\u{FEFF}{}", 0),
            ("[1,\u{0}2]", 3), (#""\"#, 0), ("// no", 0),
        ])
    func refuses(text: String, offset: Int) {
        #expect(problem(Array(text.utf8))?.offset == offset)
    }

    @Test(
        "refuses bytes that are no UTF-8",
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x82],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        #expect(problem([0x22, 0x61] + bytes + [0x22])?.offset == 2)
        #expect(problem([0x22] + bytes) != nil)
    }

    @Test("finds what ends or spoils a string wherever in it that stands", arguments: 0..<20)
    func places(place: Int) {
        let before = [0x22] + [UInt8](repeating: UInt8(ascii: "a"), count: place)
        let after = Array("가bcdefghijk".utf8)
        #expect(JSONScanner.all(of: before + after + [0x22]).problem == nil)
        #expect(JSONScanner.all(of: before + after + Array(#"\"가\\b""#.utf8)).tokens.first?.hasEscapes == true)
        #expect(JSONScanner.all(of: before + [0x22] + Array(" x\"".utf8)).problem?.offset == place + 3)
        for spoiler: UInt8 in [0x00, 0x0A, 0x1F, 0x80, 0xA0, 0xC0, 0xEA, 0xFF] {
            #expect(problem(before + [spoiler] + after + [0x22])?.offset == place + 1)
        }
    }

    @Test("says line and byte in one sentence")
    func sentence() {
        let error = problem(Array("{\n \"a\": 1\n \"b\": 2}".utf8))
        #expect(error?.sentence == "not JSON: a comma or } is missing at byte 11 (line 3)")
        #expect(problem([])?.sentence == "not JSON: it is empty at byte 0")
    }

    @Test("allows 512 levels and not one more, however deep it goes", arguments: ["[", #"{"a":"#])
    func depth(opening: String) {
        func nested(_ levels: Int) -> [UInt8] { Array(String(repeating: opening, count: levels).utf8) }
        #expect(problem(Array((String(repeating: "[", count: 512) + String(repeating: "]", count: 512)).utf8)) == nil)
        let error = problem(nested(100_000))
        #expect(error?.offset == 512 * opening.utf8.count)
        #expect(error?.problem == "nested deeper than 512 levels")
        #expect(problem(nested(512))?.problem == "it ends too early")
    }

    @Test("remembers which container it is in, at every depth")
    func containers() {
        let mixed = String(repeating: #"[{"a":"#, count: 200)
        let closed = mixed + "1" + String(repeating: "}]", count: 200)
        #expect(problem(Array(closed.utf8)) == nil)
        #expect(problem(Array((mixed + "1" + String(repeating: "]}", count: 200)).utf8))?.offset == mixed.utf8.count + 1)
    }

    @Test("tokens carry kind, text and depth")
    func tokens() {
        let source = Array(#"{"k\n": ["s\ud83d\ude00\u0041", -1.5, null], "é": {}}"#.utf8)
        let seen = JSONScanner.all(of: source).tokens.map { "\($0.depth) \($0.kind) \($0.text(in: source))" }
        #expect(
            seen == [
                "0 punctuation {", "1 key k\n", "1 punctuation :", "1 punctuation [", "2 string s😀A", "2 punctuation ,",
                "2 number -1.5", "2 punctuation ,", "2 literal null", "1 punctuation ]", "1 punctuation ,", "1 key é",
                "1 punctuation :", "1 punctuation {", "1 punctuation }", "0 punctuation }",
            ])
    }

    @Test("tokens end where the text stops being JSON")
    func brokenTokens() {
        #expect(JSONScanner.all(of: Array("[1, oops]".utf8)).tokens.map(\.range) == [0..<1, 1..<2, 2..<3])
    }
}
