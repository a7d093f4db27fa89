/// One text as the index sees it.
struct TokenizedText {
    private let text: String
    private let tokens: [Tokenizer.Token]

    init(_ text: String) {
        self.text = text
        tokens = Tokenizer(for: .indexing).tokens(in: text)
    }

    /// Whether the term's tokens stand here one after the other.
    func contains(_ term: TermTokens) -> Bool {
        tokens.indices.contains { phraseEnd(term, from: $0) != nil }
    }

    /// Where the term's tokens stand, in bytes of UTF-8.
    func ranges(of term: TermTokens) -> [Range<Int>] {
        tokens.indices.compactMap { start in
            guard let end = phraseEnd(term, from: start) else { return nil }
            let range = tokens[start].range.lowerBound..<tokens[end].range.upperBound
            return term.isSingle && tokens[end].kind == .pair ? firstCharacter(of: range) : range
        }
    }

    /// The place in `tokens` of the last token of the phrase that begins at `start`; `nil` if there is none.
    private func phraseEnd(_ term: TermTokens, from start: Int) -> Int? {
        var place: Int?
        for (number, wanted) in term.tokens.enumerated() {
            let isPrefix = term.isPrefix && number == term.tokens.count - 1
            let position = tokens[start].position + number
            let candidates = number == 0 ? start..<(start + 1) : start..<tokens.count
            place = candidates.lazy.prefix { tokens[$0].position <= position }
                .first { tokens[$0].position == position && fits(tokens[$0].text, wanted, isPrefix: isPrefix) }
            if place == nil { return nil }
        }
        return place
    }

    private func fits(_ text: String, _ wanted: String, isPrefix: Bool) -> Bool {
        isPrefix ? text.utf8.starts(with: wanted.utf8) : text == wanted
    }

    /// A pair was found by its first character.
    private func firstCharacter(of range: Range<Int>) -> Range<Int> {
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
        return range.lowerBound..<min(range.upperBound, range.lowerBound + text[start...].prefix(1).utf8.count)
    }
}
