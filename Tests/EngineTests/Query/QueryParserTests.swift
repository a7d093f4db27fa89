import Testing

@testable import Engine

@Suite("Query parser") struct QueryParserTests {
    @Test(
        "joins words, phrases and beginnings of words by AND",
        arguments: [
            ("", .everything), ("  ", .everything), ("*", .everything), (" * * ", .everything),
            ("jazz", .term(.init("jazz"))),
            ("jazz*", .term(.init("jazz*", .prefix))),
            ("foo-bar", .term(.init("foo-bar"))),
            ("\"blue note\"", .term(.init("blue note"))),
            ("\"blue no\"*", .term(.init("blue no", .prefix))),
            ("blue \"a b\"c", .all([.term(.init("blue")), .term(.init("a b")), .term(.init("c"))])),
            ("a - b", .all([.term(.init("a")), .term(.init("b"))])),
            ("\"\" a", .term(.init("a"))),
            ("\u{1112}\u{1161}\u{11AB}", .term(.init("한"))),
        ] as [(String, Query)])
    func parses(text: String, query: Query) throws {
        #expect(try QueryParser.parse(text) == query)
    }

    @Test(
        "takes the last word for a beginning while it is typed",
        arguments: [
            ("ja", .term(.init("ja", .prefix))), ("ja ", .term(.init("ja"))), ("\"ja\"", .term(.init("ja"))),
            ("a ja", .all([.term(.init("a")), .term(.init("ja", .prefix))])),
            ("\"blue no", .term(.init("blue no", .prefix))), ("\"blue ", .term(.init("blue "))),
            ("a -", .term(.init("a"))), ("", .everything),
        ] as [(String, Query)])
    func typing(text: String, query: Query) throws {
        #expect(try QueryParser.parse(text, continuesLastWord: true) == query)
    }

    @Test(
        "says where it does not understand",
        arguments: [("\"blue", 0), ("대한 \"민국", 3), ("--", 0), ("  ()", 2), ("\"\"", 0), ("* ?", 2)])
    func fails(text: String, position: Int) {
        let error = #expect(throws: QueryError.self) { try QueryParser.parse(text) }
        #expect(error?.position == position)
        #expect(error?.sentence.string.hasSuffix(".") == true)
    }

    @Test("refuses a query without end")
    func endless() {
        let error = #expect(throws: QueryError.self) {
            try QueryParser.parse(String(repeating: "word ", count: 10_000))
        }
        #expect(error?.position == 5_000)
        #expect(throws: QueryError.self) { try QueryParser.parse("\"" + String(repeating: "가", count: 50_000) + "\"") }
    }
}
