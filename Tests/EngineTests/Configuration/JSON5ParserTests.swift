import Testing

@testable import Engine

@Suite("JSON5") struct JSON5ParserTests {
    @Test(
        "reads what JSON5 allows",
        arguments: [
            ("null", .null), ("'a\\'b'", .text("a'b")), ("\"\\u0041\\x42\\n\"", .text("AB\n")),
            ("[1, +.5, -2.,]", numbers(1, 0.5, -2)),
            ("0x1F", .number(31)), ("// c\n/* d **/ true // e", .bool(true)), ("'one \\\ntwo'", .text("one two")),
            ("\u{FEFF}'국'", .text("국")),
        ] as [(String, JSON5Value)])
    func reads(text: String, value: JSON5Value) throws {
        #expect(try JSON5Parser.parse(text) == value)
    }

    @Test("keeps the lines of names, and names that come twice")
    func lines() throws {
        let value = try JSON5Parser.parse("{\n a: 1,\n 'b c': {},\n\n a: 2 }")
        let names: [JSON5Value.Member] = [
            .init(name: "a", line: 2, value: .number(1)), .init(name: "b c", line: 3, value: .object([])),
            .init(name: "a", line: 5, value: .number(2)),
        ]
        #expect(value == .object(names))
    }

    @Test(
        "tells the line of a mistake",
        arguments: [
            ("{\n a: 1\n b: 2 }", 3), ("{ a: 1,\n b: \n\n}", 4), ("{a: 'x\n'}", 1), ("{} x", 1), ("{\n/* never\n\n", 2),
            ("[1", 1),
            ("{1a: 2}", 1), ("{\na 2}", 2), ("\n\nyes", 3), (String(repeating: "[", count: 100_000), 1), ("", 1), ("'\\u12'", 1),
        ])
    func mistakes(text: String, line: Int) {
        #expect(performing: { try JSON5Parser.parse(text) }, throws: { ($0 as? JSON5Parser.SyntaxError)?.line == line })
    }

    private static func numbers(_ numbers: Double...) -> JSON5Value { .list(numbers.map { .number($0) }) }
}
