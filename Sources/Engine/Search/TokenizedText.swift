/// The tokens of a term as bytes, one after the other.
struct TokenPhrase: Sendable {
    let bytes: [UInt8]
    /// Where each token ends. They must follow each other; none: the phrase is in no text.
    let ends: [Int]
    let isPrefix: Bool
    /// Whether it is one CJK character, which is found inside words.
    let isSingle: Bool

    init(_ term: TermTokens) {
        var (bytes, ends): ([UInt8], [Int]) = ([], [])
        for token in term.tokens {
            bytes += token.utf8
            ends.append(bytes.count)
        }
        (self.bytes, self.ends) = (bytes, ends)
        isPrefix = term.isPrefix
        isSingle = term.isSingle
    }
}

/// One text as the index sees it: its tokens one after the other in one array of bytes.
struct TokenizedText: Sendable {
    private struct Token {
        /// Where it ends in `bytes`; it begins where the one before ends.
        var end: Int
        /// Its place; a character inside the token before has the place of that token.
        var position: Int
        var kind: Tokenizer.Kind
        /// Where it stands in the text, in bytes of UTF-8.
        var source: Range<Int>
    }

    private var bytes: [UInt8] = []
    private var tokens: [Token] = []

    init(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            bytes.reserveCapacity(utf8.count * 2)
            tokens.reserveCapacity(utf8.count / 4)
            Tokenizer(for: .indexing).forEachToken(in: utf8) { token, kind, source in
                let position = (tokens.last?.position ?? -1) + (kind == .inside ? 0 : 1)
                bytes.append(contentsOf: token)
                tokens.append(Token(end: bytes.count, position: position, kind: kind, source: source))
                return true
            }
        }
    }

    /// Whether the phrase's tokens stand here one after the other.
    func contains(_ phrase: TokenPhrase) -> Bool {
        tokens.indices.contains { phraseEnd(phrase, from: $0) != nil }
    }

    /// Where the phrase's tokens stand, in bytes of UTF-8.
    /// - Parameter text: the text that this was made of.
    func ranges(of phrase: TokenPhrase, in text: String) -> [Range<Int>] {
        tokens.indices.compactMap { start in
            guard let end = phraseEnd(phrase, from: start) else { return nil }
            let range = tokens[start].source.lowerBound..<tokens[end].source.upperBound
            return phrase.isSingle && tokens[end].kind == .pair ? firstCharacter(of: range, in: text) : range
        }
    }

    /// The place in `tokens` of the last token of the phrase that begins at `start`; `nil` if there is none.
    private func phraseEnd(_ phrase: TokenPhrase, from start: Int) -> Int? {
        guard !phrase.ends.isEmpty, fits(start, 0, of: phrase) else { return nil }
        var place = start
        for number in phrase.ends.indices.dropFirst() {
            let position = tokens[start].position + number
            while place < tokens.count, tokens[place].position < position { place += 1 }
            while place < tokens.count, tokens[place].position == position, !fits(place, number, of: phrase) { place += 1 }
            guard place < tokens.count, tokens[place].position == position else { return nil }
        }
        return place
    }

    /// Whether a token is the one of that number of a phrase.
    private func fits(_ place: Int, _ number: Int, of phrase: TokenPhrase) -> Bool {
        // In a row a lone syllable stands for itself: no server can tell where in a word it would be.
        guard tokens[place].kind != .inside || phrase.ends.count == 1 else { return false }
        let start = place > 0 ? tokens[place - 1].end : 0
        let wanted = number > 0 ? phrase.ends[number - 1] : 0
        let (count, wantedCount) = (tokens[place].end - start, phrase.ends[number] - wanted)
        let isPrefix = phrase.isPrefix && number == phrase.ends.count - 1
        guard isPrefix ? count >= wantedCount : count == wantedCount else { return false }
        for index in 0..<wantedCount where bytes[start + index] != phrase.bytes[wanted + index] { return false }
        return true
    }

    /// A pair was found by its first character.
    private func firstCharacter(of range: Range<Int>, in text: String) -> Range<Int> {
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: range.lowerBound)
        return range.lowerBound..<min(range.upperBound, range.lowerBound + text[start...].prefix(1).utf8.count)
    }
}
