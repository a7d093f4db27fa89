import Engine
import Testing

@testable import Console

@Suite("Where a query's error is shown") struct QueryErrorPictureTests {
    private func picture(_ text: String, at position: Int, _ sentence: SafeText, width: Int) -> QueryErrorPicture {
        QueryErrorPicture(QueryError(position: position, sentence: sentence), of: TextField(text), width: width)
    }

    @Test(
        "the caret stands under the place, counted in columns",
        arguments: [("ab\"c", 2, 2, 1), ("재즈 \"비", 3, 5, 1), ("재즈 비", 3, 5, 2), ("비", 1, 2, 0), ("e\u{301}a(", 2, 2, 1)])
    func column(text: String, position: Int, column: Int, marked: Int) {
        let picture = picture(text, at: position, "no", width: 40)
        #expect((picture.column, picture.markedWidth, picture.caret) == (column, marked, "^"))
    }

    @Test("the sentence stands beside the caret where there is more room, in as many lines as it takes")
    func sentence() {
        let right = picture("\"ab", at: 0, "mend it", width: 20)
        #expect((right.lines, right.linesColumn) == (["mend it"], 2))
        let left = picture("재즈재즈재즈재즈(", at: 8, "mend it", width: 20)
        #expect((left.lines, left.linesColumn) == (["mend it"], 8))
        let long = picture("재즈 (", at: 3, "mend this very long thing", width: 20)
        #expect((long.lines, long.linesColumn) == (["mend this", "very long", "thing"], 7))
        #expect(long.stretch(ofLine: 0) == 5..<16)
    }

    @Test("a place that is scrolled away is told by its direction")
    func scrolled() {
        let left = picture(String(repeating: "재", count: 30), at: 0, "no", width: 20)
        #expect((left.caret, left.column, left.markedWidth) == ("‹", 0, 0))
    }

    @Test(
        "is told to the last word on every screen, wherever in the line the place is",
        arguments: [Size(columns: 60, rows: 15), Size(columns: 40, rows: 10), Size(columns: 80, rows: 24)])
    func isWhole(size: Size) {
        for count in 0..<60 {
            let text = String(repeating: count.isMultiple(of: 2) ? "재" : "a", count: count) + " \"b"
            let state = Story.tell(Story.results + Story.keys("/" + text) + [.input(.key(.enter))], size: size)
            let screen = render(state, size: size).text
            let words = (state.search.error?.sentence.string ?? "?").split(separator: " ")
            #expect(words.allSatisfy { screen.contains($0) }, "\(count): \(screen)")
        }
    }
}
