import Testing

@testable import Engine

@Suite("Item splitters") struct ItemSplitterTests {
    /// Cuts a text that comes in pieces of any size; the size must not matter.
    private func split(_ text: String, _ make: () -> any ItemSplitter) -> [String] {
        let bytes = Array(text.utf8)
        let results = [1, 2, 3, 7, 1000].map { size in
            var splitter = make()
            var items: [ImportedItem] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                items += splitter.split(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            items += splitter.finish()
            return items.map { "\($0.line) \($0.problem.map { "✗ \($0) " } ?? "")\(String(decoding: $0.bytes, as: UTF8.self))" }
        }
        #expect(Set(results).count == 1)
        return results[0]
    }

    @Test(
        "lines",
        arguments: [
            ("", []), ("a", ["1 a"]), ("a\nb\n", ["1 a", "2 b"]), ("a\r\n\r\n \n b", ["1 a", "4  b"]),
            ("a\nbbbbbbbbbbbb\nc", ["1 a", "2 ✗ it is longer than 64 MB bbbbbbbbbb", "3 c"]),
            ("            b\nc", ["1 ✗ it is longer than 64 MB           ", "2 c"]),
        ])
    func lines(text: String, items: [String]) {
        #expect(split(text) { LineSplitter(limit: 10) } == items)
    }

    @Test(
        "elements of an array, or values in a row",
        arguments: [
            ("[]", []), (" [ {} , {\"a\":[1,\"]}\"]}\n, 3,\"x,\\\"]\" ] ", ["1 {}", #"1 {"a":[1,"]}"]}"#, "2 3", #"2 "x,\"]""#]),
            ("{\n\"a\": 1\n}\n{}{}", ["1 {\n\"a\": 1\n}", "4 {}", "4 {}"]), ("[[1],[2]]", ["1 [1]", "1 [2]"]),
            ("[{},", ["1 {}", "1 ✗ the array that begins in line 1 is not closed "]),
            ("[{\"a\":tru},{}]", [#"1 {"a":tru}"#, "1 {}"]), ("{\"a\": \"", [#"1 {"a": ""#]), ("[{}] x", ["1 {}", "1 x"]),
            ("[{\"aaaaaaaaaaaaaaaaaaaaaaaa\":1},{}]", ["1 ✗ it is longer than 64 MB {\"aaaaaaaaaaaaaaaaaa", "1 {}"]),
        ])
    func elements(text: String, items: [String]) {
        #expect(split(text) { JSONSplitter(limit: 20) } == items)
    }

    @Test(
        "rows of values",
        arguments: [
            (
                "id,name\n1,a\r\n2,\"b,\"\"c\"\"\nd\"\n\n3,\n",
                [#"2 {"id":"1","name":"a"}"#, #"3 {"id":"2","name":"b,\"c\"\nd"}"#, #"6 {"id":"3"}"#]
            ),
            (
                "id,popularity,created_at\r\nx,12,1700\r\ny,1e3,\r\nz,many,2024-05-17\r\nw,+1,",
                [
                    #"2 {"id":"x","popularity":12,"created_at":"1700"}"#, #"3 {"id":"y","popularity":1e3}"#,
                    #"4 {"id":"z","popularity":"many","created_at":"2024-05-17"}"#, #"5 {"id":"w","popularity":"+1"}"#,
                ]
            ),
            ("a,b\n1,2,3\n4", ["2 ✗ it has 3 cells where the first row names 2 1,2,3", #"3 {"a":"4"}"#]),
            ("a,b\n\"1,2\n", ["2 ✗ a quote that is opened in this row is not closed 1,2\n"]),
            ("a\nx\u{0}\ny", ["2 ✗ bytes in a that are no text in UTF-8 x\u{0}", #"3 {"a":"y"}"#]),
            ("a\n\"\"\n5\"6\n", [#"3 {"a":"5\"6"}"#]),
            (
                "a\n\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\nc\nd",
                ["2 ✗ it is longer than 64 MB bbbbbbbbbbbbbbbbbbbbbbbbbbbbb", #"3 {"a":"c"}"#, #"4 {"a":"d"}"#]
            ),
            ("a\r1\r", ["1 ✗ the lines of the file end with carriage returns alone; save it with line feeds "]),
            ("a,b", []), ("이름\n국\n", [#"2 {"이름":"국"}"#]),
        ])
    func rows(text: String, items: [String]) {
        #expect(split(text) { CSVSplitter(limit: 30) } == items)
    }

    @Test("of a row that is too long a beginning is kept")
    func longRow() {
        var splitter = CSVSplitter(limit: 2_000)
        let items = splitter.split(Array("a\nb,\(String(repeating: "c", count: 5_000))\n".utf8))
        #expect(items.map(\.bytes.count) == [keptOfTooLong] && items[0].bytes.starts(with: Array("b,c".utf8)))
    }

    @Test(
        "guesses the format",
        arguments: [
            ("x.csv", "{", .csv), ("X.NDJSON", "[", .lines), ("x.jsonl", "a,b", .lines), ("x", "\n [", .json),
            ("x.json", "{\"a\":1}\n{", .lines),
            ("x.json", "{\n  \"a\": 1", .json), ("x.json", "{\"a\":1}", .lines), ("-", "id,name\n", .csv),
            ("-", "hello\n", .lines),
            ("-", "", .lines), ("x.json", "{broken\n\n{\"a\":1}", .lines),
        ] as [(String, String, ImportFormat)])
    func guesses(name: String, start: String, format: ImportFormat) {
        #expect(ImportFormat.guess(name: name, start: Array(start.utf8)) == format)
    }
}
