import Engine
import Testing

@testable import Console

@Suite("Text field") struct TextFieldTests {
    /// A field's text with `|` at the cursor.
    private func field(_ picture: String) -> TextField {
        let parts = picture.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        var field = TextField(parts.joined())
        for _ in 0..<(parts.last?.count ?? 0) { field.edit(.left) }
        return field
    }

    private func picture(_ field: TextField) -> String {
        field.text.prefix(field.cursor) + "|" + field.text.dropFirst(field.cursor)
    }

    @Test(
        "edits whole characters and words",
        arguments: [
            ("재즈|", Edit.left, "재|즈"), ("|재즈", .left, "|재즈"), ("재|즈", .right, "재즈|"), ("재즈|", .right, "재즈|"),
            ("재|즈", .start, "|재즈"), ("재|즈", .end, "재즈|"),
            ("재즈|", .backspace, "재|"), ("|재즈", .backspace, "|재즈"), ("재|즈", .delete, "재|"), ("재즈|", .delete, "재즈|"),
            ("e\u{301}a|", .left, "e\u{301}|a"), ("👨‍👩‍👧|", .backspace, "|"), ("각|", .backspace, "|"),
            ("비 오는 날|", .wordLeft, "비 오는 |날"), ("비 오는 |날", .wordLeft, "비 |오는 날"),
            ("비| 오는 날", .wordRight, "비 오는| 날"), ("a-b|", .wordLeft, "a-|b"),
            ("비 오는 날|", .killWordBefore, "비 오는 |"), ("a-b |", .killWordBefore, "|"), ("|a b", .killWordAfter, "| b"),
            ("비 오|는", .killToStart, "|는"), ("비 오|는", .killToEnd, "비 오|"), ("|", .killWordBefore, "|"),
        ])
    func edits(before: String, edit: Edit, after: String) {
        var field = field(before)
        field.edit(edit)
        #expect(picture(field) == after)
    }

    @Test(
        "inserts at the cursor, as one line",
        arguments: [
            ("재|", "즈", "재즈|"), ("a|b", "재즈", "a재즈|b"), ("|", "a\nb\tc\r\nd", "a b c d|"), ("e|x", "\u{301}", "e\u{301}|x"),
            ("a|", "\u{1B}[31m", "a\u{1B}[31m|"),
        ])
    func inserts(before: String, text: String, after: String) {
        var field = field(before)
        field.insert(text)
        #expect(picture(field) == after)
    }

    @Test("takes no more than its limit")
    func limits() {
        var field = TextField()
        field.insert(String(repeating: "재", count: 10_000))
        #expect(field.text.count == TextField.limit)
    }

    @Test(
        "shows the part around the cursor, no glyph cut in half",
        arguments: [
            ("재즈|", 10, "재즈", 4), ("재즈피아노|", 7, "피아노", 6), ("재즈피아노|", 6, "아노", 4), ("|재즈피아노", 6, "재즈피아노", 0),
            ("abc|def", 3, "bcd", 2), ("", 5, "", 0), ("재|", 0, "", 0),
        ])
    func views(picture: String, width: Int, shown: String, column: Int) {
        let view = field(picture).view(width: width)
        #expect(view.cursorColumn == column)
        #expect(view.shown.string.hasPrefix(String(shown.prefix(width))) || shown.hasPrefix(view.shown.string))
    }

    @Test("a click puts the cursor on the character under it", arguments: [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (99, 4)])
    func places(column: Int, cursor: Int) {
        var field = TextField("재즈ab")
        field.place(column: column, width: 20)
        #expect(field.cursor == cursor)
    }
}
