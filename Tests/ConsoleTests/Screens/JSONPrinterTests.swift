import Engine
import Testing

@testable import Console

@Suite("JSON as lines") struct JSONPrinterTests {
    private func print(_ json: String) -> [String] {
        JSONPrinter.lines(of: Array(json.utf8)).map {
            String(repeating: " ", count: $0.indent) + $0.pieces.map(\.text.string).joined()
        }
    }

    @Test(
        "is indented, and shown as it is where it is not well formed",
        arguments: [
            (
                #"{"a":1,"b":[true,null],"c":{},"d":[]}"#,
                ["{", #"  "a": 1,"#, #"  "b": ["#, "    true,", "    null", "  ],", #"  "c": {},"#, #"  "d": []"#, "}"]
            ),
            (#"{"name":"\uae40\uc11c\uc5f0 \ud83d\udd25 \u001b \u0022"}"#, ["{", #"  "name": "김서연 🔥 \u001b \u0022""#, "}"]),
            ("[1,2", ["[", "  1,", "  2"]), ("]]}", ["]", "]", "}"]), (#"{"a"#, ["{", #"  "a"#]), ("", []), (#""\"#, [#""\"#]),
            ("[\"a\u{1B}[31m\"]", ["[", "  \"a\\e[31m\"", "]"]),
        ])
    func prints(json: String, lines: [String]) { #expect(print(json) == lines) }

    @Test("survives 100,000 levels")
    func deep() {
        let json = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let lines = JSONPrinter.lines(of: Array(json.utf8))
        #expect(lines.count == JSONPrinter.mostLines + 1)
        #expect(lines.last?.pieces.first?.text.string.contains("bytes more, not shown") == true)
    }

    @Test("says how much of a big value it leaves out")
    func big() {
        let bytes = Array(("\"" + String(repeating: "x", count: 3_000_000) + "\"").utf8)
        let lines = JSONPrinter.lines(of: bytes)
        #expect(lines.last?.pieces.first?.text == "… 2,000,002 bytes more, not shown")
    }

    @Test("knows keys, strings, numbers and literals apart, and marks what the query matches")
    func roles() throws {
        let lines = JSONPrinter.lines(
            of: Array(#"{"재즈":"밤의 재즈","n":-1.5e3,"t":true}"#.utf8), matcher: LiveMatcher(.term(.init("재즈"))))
        let pieces = lines.flatMap(\.pieces)
        #expect(pieces.first { $0.text == "\"재즈\"" }?.role == .jsonKey)
        #expect(pieces.first { $0.text == "-1.5e3" }?.role == .jsonNumber)
        #expect(pieces.first { $0.text == "true" }?.role == .jsonLiteral)
        #expect(pieces.filter(\.isMatch).map(\.text) == ["재즈"])
    }

    @Test(
        "what was asked of one field stands out there alone, however deep it is",
        arguments: [
            ("genre:rock", [#""rock""#]), ("genre.keyword:rock", [#""rock""#]), ("a.b:rock", [#""b": "rock""#]),
            ("c:rock -genre:rock", [#""c": "rock""#]), ("rock", [#""rock""#, #""b": "rock""#, #""c": "rock""#]),
        ])
    func fields(query: String, marked: [String]) throws {
        let json = #"{"genre":["pop","rock"],"a":[{"x":[1],"b":"rock"},{"b":"x"}],"c":"rock"}"#
        let lines = JSONPrinter.lines(of: Array(json.utf8), matcher: LiveMatcher(try QueryParser.parse(query)))
        let seen = lines.filter { $0.pieces.contains(where: \.isMatch) }.map { $0.pieces.map(\.text.string).joined() }
        #expect(seen.map { $0.hasSuffix(",") ? String($0.dropLast()) : $0 } == marked)
    }

    @Test("what only the index knows to match stands out as it has told")
    func told() throws {
        let json = Array(#"{"name":"He runs","tags":["run","\u0301 running"],"x":"runs"}"#.utf8)
        var hit = Hit(index: "i", id: "1", source: json)
        hit.highlights = [
            "name": [MarkedText(text: "He runs", ranges: [3..<7])],
            "tags.english": [MarkedText(text: "\u{301} running", ranges: [3..<10])],
        ]
        let lines = JSONPrinter.lines(of: json, matcher: LiveMatcher(.term(.init("run"))), hit: hit)
        #expect(lines.flatMap(\.pieces).filter(\.isMatch).map(\.text) == ["runs", "run", "running"])
    }

    @Test(
        "a payload is JSON, text or bytes",
        arguments: [
            (Array("{\"a\":1}".utf8), "JSON"), (Array("plain 대한민국\nline".utf8), "text"), ([0xFF, 0x00, 0x41], "bytes"),
            (Array("{broken".utf8), "text"), ([], "text"),
        ] as [([UInt8], String)])
    func payloads(bytes: [UInt8], name: String) { #expect(Payload(bytes).name.string == name) }

    @Test("bytes are dumped sixteen a line")
    func hex() {
        let lines = Payload.binary.lines(of: [0x00, 0x41, 0xFF], matcher: nil)
        #expect(lines.count == 1)
        #expect(lines[0].pieces.map(\.text.string).joined().hasPrefix("000000  00 41 ff"))
        #expect(lines[0].pieces.last?.text == ".A.")
    }

    @Test("a line is broken between glyphs, the rest further in")
    func wraps() {
        let rows = DocumentLine(indent: 2, pieces: [.init("재즈와 함께하는 밤")]).wrapped(width: 10)
        #expect(rows.map { $0.pieces.map(\.text.string).joined() } == ["재즈와 ", "함께하", "는 밤"])
        #expect(rows.map(\.indent) == [2, 4, 4])
    }
}
