import Engine
import Testing

@testable import Console

@Suite("What is written to turn one frame into another") struct FrameWriterTests {
    @Test(
        "is the glyphs that changed, whole, with the cursor addressed where a run of them begins",
        arguments: [
            ("abc", "abc", ""), ("abc", "abd", "(2,0)d"), ("가나", "가다", "(2,0)다"), ("가나", "xx나", "(0,0)xx"),
            ("a가", "가b", "(0,0)가b"), ("ab가", "abcd", "(2,0)cd"), ("가나", "가 x", "(2,0) x"),
            ("a_________b", "x_________y", "(0,0)x(10,0)y"), ("a__b", "x__y", "(0,0)x__y"),
            ("__________________", "x", "(0,0)x           "),
        ] as [(SafeText, SafeText, String)])
    func columns(before: SafeText, after: SafeText, expected: String) {
        #expect(written(frame(after), over: frame(before)) == expected)
    }

    @Test("is everything where it is not known what the terminal shows, or it had another size")
    func whole() {
        #expect(written(frame("ab"), over: nil) == "(0,0)ab          (0,1)            ")
        #expect(written(frame("ab"), over: Frame(size: Size(columns: 3, rows: 1))) == "(0,0)ab          (0,1)            ")
    }

    @Test("a style is a change, also on the second half of a wide glyph, and is plain again at the end")
    func style() {
        var after = frame("가나")
        after.restyle(Rect(x: 1, y: 0, width: 1, height: 1)) { $0.attributes = .bold }
        #expect(written(after, over: frame("가나")) == "(0,0)가")
        after.restyle(Rect(x: 0, y: 0, width: 4, height: 1)) { $0.attributes = .bold }
        #expect(written(after, over: frame("나가")) == "(0,0)<1>가나<0>")
    }

    @Test("blanks the place of a glyph that terminals measure differently, and says where to go on behind it")
    func contested() {
        #expect(written(frame("a🎵b"), over: frame("")) == "(0,0)a  (1,0)🎵(3,0)b")
        #expect(written(frame("🎵__x"), over: frame("🎵__y")) == "(4,0)x")
        #expect(written(frame("x🎵y"), over: frame("a🎵b")) == "(0,0)x  (1,0)🎵(3,0)y")
    }

    @Test("goes from row to row, and leaves the last cell alone where the terminal would scroll")
    func rows() {
        var after = Frame(size: Size(columns: 2, rows: 2))
        for y in 0..<2 { after.put("ab", x: 0, y: y) }
        #expect(written(after, over: nil) == "(0,0)ab(0,1)ab")
        #expect(written(after, over: nil, scrolls: true) == "(0,0)ab(0,1)a")
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
        var frame = Frame(size: Size(columns: 12, rows: 2))
        frame.put(text, x: 0, y: 0)
        return frame
    }

    private func written(_ frame: Frame, over previous: Frame?, scrolls: Bool = false) -> String {
        String(decoding: FrameWriter.bytes(of: frame, over: previous, in: ReadableSequences(scrolls)), as: UTF8.self)
    }
}

/// `(x,y)` puts the cursor somewhere, `<n>` changes the attributes.
private final class ReadableSequences: TerminalSequences {
    let scrollsAtLastCell: Bool

    init(_ scrolls: Bool) { scrollsAtLastCell = scrolls }

    func move(to place: Point, _ bytes: inout [UInt8]) { bytes += "(\(place.x),\(place.y))".utf8 }

    func change(from style: Style, to other: Style, _ bytes: inout [UInt8]) { bytes += "<\(other.attributes.rawValue)>".utf8 }
}
