import Engine

/// What stands before the cursor of the query bar, as far as it can be completed: the beginning of a field's name, or of a value.
struct CompletionPoint: Hashable, Sendable {
    enum Subject: Hashable, Sendable {
        case field
        case value(of: FieldPath)
    }

    var subject: Subject
    /// What was typed of it, without quotes and backslashes.
    var typed: String
    /// The characters of the text that a completion takes the place of.
    var range: Range<Int>

    /// - Parameter isField: whether a name is one of a field; a colon after any other is text.
    /// - Returns: `nil` where nothing can be completed: in a range, in a phrase that is no value, in the middle of a word.
    init?(_ text: String, cursor: Int, isField: (String) -> Bool) {
        let characters = Array(text)
        var clause = OpenClause()
        var index = 0
        while index < cursor { clause.take(characters, &index, isField) }
        guard !clause.isClosed, index == cursor else { return nil }
        guard clause.field != nil || !clause.isQuoted else { return nil }
        subject = clause.field.map { .value(of: $0) } ?? .field
        typed = clause.word
        var end = cursor
        if clause.isQuoted, end < characters.count, characters[end] == "\"" { end += 1 }
        if end == cursor, end < characters.count, !characters[end].endsWord { return nil }
        range = clause.start..<end
    }
}

/// The clause that is open at a place of the text. It reads the language no further than it must to know what is being typed.
private struct OpenClause {
    /// Where the word began, its quote included.
    var start = 0
    var word = ""
    var field: FieldPath?
    var isQuoted = false
    /// Nothing after this can be completed until the next clause begins.
    var isClosed = false
    /// The fields whose brackets are open; `nil` for brackets that only group.
    private var groups: [FieldPath?] = []
    private var isInRange = false

    mutating func take(_ characters: [Character], _ index: inout Int, _ isField: (String) -> Bool) {
        let character = characters[index]
        index += 1
        if character == "\\" {
            if index < characters.count { word.append(characters[index]) }
            index += 1
        } else if isQuoted {
            if character == "\"" { (isQuoted, isClosed) = (false, true) } else { word.append(character) }
        } else if isInRange {
            isInRange = character != "]" && character != "}"
        } else {
            takeUnquoted(character, next: index, isField)
        }
    }

    private mutating func takeUnquoted(_ character: Character, next: Int, _ isField: (String) -> Bool) {
        switch character {
        case _ where character.isWhitespace: begin(at: next)
        case "(":
            groups.append(word.isEmpty ? field : groups.last ?? nil)
            begin(at: next)
        case ")":
            _ = groups.popLast()
            begin(at: next)
            isClosed = true
        case "\"" where !isClosed:
            isClosed = !word.isEmpty
            isQuoted = true
            start = next - 1
            word = ""
        case ":" where field == nil && !word.isEmpty && isField(word):
            field = FieldPath(word)
            (word, start) = ("", next)
        case "[" where field != nil && word.isEmpty, "{" where field != nil && word.isEmpty: (isInRange, isClosed) = (true, true)
        case ">" where field != nil && word.isEmpty, "<" where field != nil && word.isEmpty: isClosed = true
        case "-" where field == nil && word.isEmpty, "+" where field == nil && word.isEmpty: start = next
        default: word.append(character)
        }
    }

    private mutating func begin(at next: Int) {
        (start, word, isClosed) = (next, "", false)
        field = groups.last ?? nil
    }
}

extension Character {
    /// Whether a word may end before it: there a completion does not run into what follows.
    fileprivate var endsWord: Bool { isWhitespace || self == ")" || self == ":" }
}
