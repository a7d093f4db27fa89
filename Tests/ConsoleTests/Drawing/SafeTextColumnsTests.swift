import Engine
import Testing

@testable import Console

@Suite("Text in columns") struct SafeTextColumnsTests {
    @Test(
        "is cut to a width with an ellipsis",
        arguments: [
            ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("가나다", 6, "가나다"), ("가나다", 5, "가나…"), ("가나다", 4, "가…"), ("가나", 1, "…"),
            ("가", 0, ""), ("e\u{301}xyz", 2, "e\u{301}…"),
        ])
    func cut(text: String, columns: Int, expected: String) {
        #expect(SafeText(text).cut(to: columns).string == expected)
    }

    @Test("is padded to exactly a width, on either side")
    func padded() {
        #expect(("가" as SafeText).padded(to: 4) == "가  ")
        #expect(("12" as SafeText).padded(to: 4, alignment: .right) == "  12")
        #expect(("가나다" as SafeText).padded(to: 4) == "가… ")
    }

    @Test("keeps the end that is left of a cursor", arguments: [("abc", 2, "bc"), ("가나", 3, "나"), ("가나", 4, "가나"), ("가", 1, "")])
    func tail(text: String, columns: Int, expected: String) {
        #expect(SafeText(text).tail(columns).string == expected)
    }

    @Test("never takes more columns than it was given, and never half a glyph")
    func everyWidth() {
        let text: SafeText = "재즈 jazz ジャズ 👨‍👩‍👧 e\u{301}🇰🇷\u{1112}\u{1161}\u{11AB} 끝"
        for columns in 0...(text.width + 1) {
            #expect(text.cut(to: columns).width <= columns)
            #expect(text.head(columns).width + text.tail(text.width - columns).width >= text.width - 2)
            #expect(text.padded(to: columns).width == columns)
            var frame = Frame(size: Size(columns: columns, rows: 1))
            frame.put(text, x: 0, y: 0)
            #expect(
                frame.cells.indices.filter { frame.cells[$0].text.isEmpty }.allSatisfy { $0 > 0 && isWide(frame.cells[$0 - 1]) })
        }
    }

    private func isWide(_ cell: Cell) -> Bool { Glyphs(SafeText(cell.text)).width == 2 }
}
