/// The text of a query, read from left to right, one character as a person sees it at a time.
struct QueryText {
    /// A word, or a phrase in quotes.
    struct Word {
        /// What it says: NFC, without quotes, escapes and the `*` at its end.
        var text: String
        /// As it was written.
        var range: Range<Int>
        /// Whether a `*` follows, or letters may because it is still being typed.
        var isPrefix = false
        /// Whether a `*` follows.
        var hasStar = false
        /// Whether nothing in it is quoted or escaped, so that it can be an operator.
        var isPlain = true
    }

    private let characters: [Character]
    private(set) var index = 0
    /// Whether the text is still being typed.
    let isTyping: Bool

    init(_ text: some StringProtocol, isTyping: Bool) {
        characters = Array(text)
        self.isTyping = isTyping
    }

    var isAtEnd: Bool { index >= characters.count }
    /// Whether what follows may still be typed.
    var isCutOff: Bool { isTyping && isAtEnd }
    var current: Character? { character(at: index) }
    var next: Character? { character(at: index + 1) }

    func character(at place: Int) -> Character? { characters.indices.contains(place) ? characters[place] : nil }

    /// Goes one character on, if it is this one.
    mutating func skip(_ character: Character) -> Bool {
        guard current == character else { return false }
        index += 1
        return true
    }

    /// Goes on to a place ahead.
    mutating func advance(to place: Int) { index = place }

    mutating func skipSpace() { index = endOfSpace(from: index) }

    func endOfSpace(from start: Int) -> Int {
        var place = start
        while let character = character(at: place), character.isWhitespace { place += 1 }
        return place
    }

    /// The characters of a range as they were written.
    func written(_ range: Range<Int>) -> String { String(characters[range]) }

    // MARK: Words

    /// The word that begins here: up to a blank, a quote or a bracket, or one of `ends`.
    mutating func word(endsAt ends: Set<Character> = []) -> Word {
        let start = index
        var text = ""
        var isPlain = true
        var stars = 0
        while let character = current, !Self.endsWord(character), !ends.contains(character) {
            index += 1
            if character == "\\", let escaped = current {
                text.append(escaped)
                index += 1
                isPlain = false
                stars = 0
            } else {
                text.append(character)
                stars = character == "*" ? stars + 1 : 0
            }
        }
        text.removeLast(stars)
        return Word(
            text: compose(text), range: start..<index, isPrefix: stars > 0 || isCutOff, hasStar: stars > 0, isPlain: isPlain)
    }

    /// The phrase that begins here with its opening quote; a backslash takes the next character as it is.
    mutating func phrase() throws(QueryError) -> Word {
        let start = index
        var text = ""
        index += 1
        while let character = current, character != "\"" {
            index += 1
            if character == "\\", let escaped = current {
                text.append(escaped)
                index += 1
            } else {
                text.append(character)
            }
        }
        if isAtEnd {
            guard isTyping else {
                throw QueryError(position: start, sentence: "The quote that opens here is never closed: add a \" at the end.")
            }
            let isOpen = !(text.last?.isWhitespace ?? true)
            return Word(text: compose(text), range: start..<index, isPrefix: isOpen, isPlain: false)
        }
        index += 1
        var hasStar = false
        while skip("*") { hasStar = true }
        return Word(text: compose(text), range: start..<index, isPrefix: hasStar, hasStar: hasStar, isPlain: false)
    }

    private static func endsWord(_ character: Character) -> Bool {
        character == "\"" || character == "(" || character == ")" || character.isWhitespace
    }

    // MARK: Operators

    enum Operator: Hashable { case and, or, not }

    /// The operator that stands here as a word of its own, and where it ends. The last word that is being typed may become another.
    func operatorAhead() -> (kind: Operator, end: Int)? {
        let spellings: [(String, Operator)] = [("AND", .and), ("OR", .or), ("NOT", .not), ("&&", .and), ("||", .or)]
        for (spelling, kind) in spellings where characters[index...].starts(with: spelling) {
            let end = index + spelling.count
            if character(at: end).map(Self.endsWord) ?? true { return (kind, end) }
        }
        return nil
    }

    // MARK: Field names

    /// A name at the beginning of a clause, and where it ends: everything that may stand in a field's name, and what is escaped.
    func nameAhead() -> (name: String, end: Int) {
        var place = index
        var name = ""
        while let character = character(at: place) {
            if character == "\\", let escaped = self.character(at: place + 1) {
                name.append(escaped)
                place += 2
            } else if character.isLetter || character.isNumber || Self.marks.contains(character) {
                name.append(character)
                place += 1
            } else {
                break
            }
        }
        return (compose(name), place)
    }

    private static let marks: Set<Character> = ["_", ".", "-", "@", "$"]
}
