import Engine

/// A line of text that is being edited. The cursor counts characters, as a person sees them.
struct TextField: Hashable, Sendable {
    /// What was typed.
    private(set) var text = ""
    /// How many characters stand before the cursor.
    private(set) var cursor = 0

    /// More than anyone types, so that a pasted file cannot stall the screen.
    static let limit = 4_096

    init(_ text: String = "") {
        self.text = text
        cursor = text.count
    }

    /// Puts text at the cursor. Line breaks and tabs become spaces: a field is one line.
    mutating func insert(_ inserted: String) {
        let room = max(0, Self.limit - text.count)
        let line = String(inserted.prefix(room).map { $0.isNewline || $0 == "\t" ? " " : $0 })
        let before = text.prefix(cursor) + line
        // Counted together, because what is inserted may join the character before it.
        text = String(before) + text.dropFirst(cursor)
        cursor = min(before.count, text.count)
    }

    mutating func edit(_ edit: Edit) {
        switch edit {
        case .left: cursor = max(0, cursor - 1)
        case .right: cursor = min(text.count, cursor + 1)
        case .wordLeft: cursor = wordStart
        case .wordRight: cursor = wordEnd
        case .start: cursor = 0
        case .end: cursor = text.count
        case .backspace: remove(max(0, cursor - 1)..<cursor)
        case .delete: remove(cursor..<min(text.count, cursor + 1))
        case .killWordBefore: remove(blankWordStart..<cursor)
        case .killWordAfter: remove(cursor..<wordEnd)
        case .killToStart: remove(0..<cursor)
        case .killToEnd: remove(cursor..<text.count)
        }
    }

    /// Takes another text, the cursor at its end.
    mutating func replace(with text: String) { self = TextField(text) }

    /// Puts text in the place of some characters, the cursor behind it.
    mutating func replace(_ range: Range<Int>, with replacement: String) {
        remove(range)
        insert(replacement)
    }

    /// Puts the cursor at the character that stands in a column of the field's picture.
    mutating func place(column: Int, width: Int) {
        let view = view(width: width)
        var x = 0
        cursor = view.first
        for character in text.dropFirst(view.first) {
            x += character.columns
            if x > column { return }
            cursor += 1
        }
    }

    private mutating func remove(_ range: Range<Int>) {
        let before = text.prefix(range.lowerBound)
        text = String(before) + text.dropFirst(range.upperBound)
        cursor = min(range.lowerBound, text.count)
    }
}

// Where words begin and end, as readline sees it: Alt-B, F and D stop at punctuation, Ctrl-W only at blanks.
extension TextField {
    private var wordStart: Int {
        let before = text.prefix(cursor).reversed()
        let gap = before.prefix { !$0.isLetter && !$0.isNumber }.count
        return cursor - gap - before.dropFirst(gap).prefix { $0.isLetter || $0.isNumber }.count
    }

    private var wordEnd: Int {
        let after = text.dropFirst(cursor)
        let gap = after.prefix { !$0.isLetter && !$0.isNumber }.count
        return cursor + gap + after.dropFirst(gap).prefix { $0.isLetter || $0.isNumber }.count
    }

    private var blankWordStart: Int {
        let before = text.prefix(cursor).reversed()
        let gap = before.prefix(while: \.isWhitespace).count
        return cursor - gap - before.dropFirst(gap).prefix { !$0.isWhitespace }.count
    }
}

extension TextField {
    /// The part of a field that fits its width.
    struct View: Hashable {
        /// How many characters are scrolled out on the left.
        var first: Int
        var shown: SafeText
        /// Where the cursor stands, in columns from the field's left edge.
        var cursorColumn: Int
    }

    /// What fits a width: as much as possible of the text, the cursor in it, with room for the cursor after the last character.
    func view(width: Int) -> View {
        var first = 0
        var column = text.prefix(cursor).reduce(0) { $0 + $1.columns }
        for character in text where column >= max(1, width) {
            column -= character.columns
            first += 1
        }
        return View(first: first, shown: SafeText(text.dropFirst(first).prefix(max(0, width))), cursorColumn: max(0, column))
    }

    /// The column of a character, from the left edge of what is shown in a width.
    func column(of position: Int, width: Int) -> Int {
        let first = view(width: width).first
        return text.dropFirst(first).prefix(max(0, position - first)).reduce(0) { $0 + $1.columns }
    }
}

extension Frame {
    /// Draws what fits of a field, and puts the hardware cursor into it.
    /// - Returns: the column after the last one drawn.
    @discardableResult
    mutating func drawField(_ field: TextField, x: Int, y: Int, width: Int, hasCursor: Bool = true, style: Style) -> Int {
        let view = field.view(width: width)
        if hasCursor { cursor = Point(x: x + view.cursorColumn, y: y) }
        return put(view.shown, x: x, y: y, maxX: x + width, style: style)
    }
}

extension Character {
    /// How many columns it takes when it is drawn.
    var columns: Int { SafeText(String(self)).width }
}
