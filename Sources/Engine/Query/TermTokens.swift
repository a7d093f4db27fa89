/// A term as the tokens to be looked for: what SQL over FTS5 and the test of one document have in common.
struct TermTokens: Hashable, Sendable {
    /// They must follow each other. None: the term matches no document.
    var tokens: [String]
    /// Whether the last token may be the beginning of a longer one.
    var isPrefix: Bool
    /// Whether the term is one CJK character, which is found inside words.
    var isSingle: Bool
    /// Whether one of several tokens is a CJK character alone. In a row it stands for itself, but FTS5 finds it inside words too.
    var hasSingleInRow: Bool
    /// Whether none of the tokens is of CJK characters.
    var areWords: Bool
    /// Whether the last token is not of CJK characters.
    var endsInWord: Bool

    init(_ term: Query.Term) {
        self.init(Tokenizer(for: .query).tokens(in: term.text), isPrefix: term.match == .prefix)
    }

    private init(_ found: [Tokenizer.Token], isPrefix: Bool) {
        tokens = found.map(\.text)
        isSingle = found.count == 1 && found[0].kind == .single
        hasSingleInRow = found.count > 1 && found.contains { $0.kind == .single }
        areWords = found.allSatisfy { $0.kind == .word }
        endsInWord = found.last?.kind == .word
        self.isPrefix = isPrefix || isSingle
    }

    /// Where it has more tokens than so many, the first of them, as whole words.
    func beginning(atMost count: Int) -> TermTokens {
        guard tokens.count > count else { return self }
        var beginning = self
        beginning.tokens = Array(tokens.prefix(count))
        beginning.isPrefix = false
        return beginning
    }

    /// Each token of a text as a term of its own, without repetitions.
    static func each(of text: String) -> [TermTokens] {
        Tokenizer(for: .query).tokens(in: text).reduce(into: []) { terms, token in
            let term = TermTokens([token], isPrefix: false)
            if !terms.contains(term) { terms.append(term) }
        }
    }
}
