import Engine
import Testing

@testable import Console

@Suite("What changed between two frames") struct FrameChangesTests {
    @Test(
        "reaches from the first to the last changed column, and over whole glyphs",
        arguments: [
            ("abc", "abc", nil), ("abc", "abd", 2..<3), ("abc", "xbz", 0..<3), ("가나", "가다", 2..<4), ("가나", "xx나", 0..<2),
            ("a가", "가b", 0..<3), ("ab가", "abcd", 2..<4),
        ] as [(SafeText, SafeText, Range<Int>?)])
    func columns(before: SafeText, after: SafeText, expected: Range<Int>?) {
        #expect(frame(after).changedColumns(row: 0, since: frame(before)) == expected)
        #expect(frame(after).changedColumns(row: 0, since: nil) == 0..<6)
    }

    @Test("a style is a change, also on the second half of a wide glyph")
    func style() {
        var after = frame("가나")
        after.restyle(Rect(x: 1, y: 0, width: 1, height: 1)) { $0.attributes = .bold }
        #expect(after.changedColumns(row: 0, since: frame("가나")) == 0..<2)
    }

    @Test(
        "glyphs that terminals measure differently are told from the others",
        arguments: [
            ("a", false), ("é", false), ("가", false), ("즈", false), ("ジ", false), ("…", false), ("│", false), ("◆", false),
            ("🎵", true), ("⌚", true), ("e\u{301}", true), ("가\u{301}", true), ("ि", true), ("", false), (" ", false),
        ])
    func contested(text: String, isContested: Bool) {
        #expect(Cell(text: text, style: .plain).isContested == isContested)
    }

    private func frame(_ text: SafeText) -> Frame {
        var frame = Frame(size: Size(columns: 6, rows: 1))
        frame.put(text, x: 0, y: 0)
        return frame
    }
}
