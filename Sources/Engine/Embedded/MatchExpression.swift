/// What FTS5's MATCH takes. Text of the user's only ever gets there as tokens in quotes.
struct MatchExpression: Hashable, Sendable {
    /// FTS5's parser and its trees end at some depth; what is nested deeper is tested document by document.
    private static let greatestDepth = 30
    /// Of longer phrases FTS5 looks only for the beginning: it goes through each word again for each document that has them all, which took 9 s
    /// for 800 words that took turns in a million documents.
    private static let mostWordsInRow = 16

    /// The expression, safe to stand beside others.
    var text: String
    /// What stands in it, in that order: FTS5 numbers them so.
    var phrases: [Phrase]
    /// The prefixes in it of which FTS5 gathers all matches before it hands out the first one.
    var longPrefixes: Set<String>
    /// Whether it finds what the query means and nothing else; otherwise what it finds has to be tested.
    var isExact: Bool
    private var depth: Int

    /// Words in a row.
    struct Phrase: Hashable, Sendable {
        var words: [Word]
    }

    /// A word to look up, or the beginning of one.
    struct Word: Hashable, Sendable {
        /// In quotes.
        var text: String
        /// Whether it stands for a prefix, or is one of the words that do.
        var isOfPrefix = false
    }

    /// Whether some matches are better than others: those of a prefix are all the same.
    var isScored: Bool { phrases.contains { $0.words.contains { !$0.isOfPrefix } } }

    /// What becomes of the prefixes that are longer than the beginnings of words that the full-text indexes hold.
    enum LongPrefixes: Hashable, Sendable {
        /// FTS5 gathers all their matches.
        case gathered
        /// They are shortened, and what that finds has to be tested.
        case shortened
        /// Each is looked up as the words that begin so, any of which will do.
        case spelledOut([String: [String]])
    }

    /// What a full-text index knows of a word in a document.
    enum Detail: Hashable, Sendable {
        /// Where it is.
        case places
        /// That it is there: neither phrases nor columns can be asked for, so their words are, and what they find has to be tested.
        case words
    }

    /// The columns that terms may be limited to.
    static let columns: Set<FieldPath> = [.name, .description]

    /// `nil` if MATCH cannot find all that the query means. The query is simplified before: none of its parts is always true or false.
    init?(_ query: Query, _ detail: Detail, _ prefixes: LongPrefixes = .gathered) {
        switch query {
        case .term(let term): self.init([TermTokens(term)], detail, prefixes)
        case .field(let field, .has(let term)) where Self.columns.contains(field):
            self.init([TermTokens(term)], in: field, detail, prefixes)
        case .anyToken(let text, let field) where Self.columns.contains(field):
            self.init(TermTokens.each(of: text), in: field, detail, prefixes)
        case .any(let parts): self.init(parts, joinedBy: "OR", detail, prefixes)
        case .all(let parts):
            let wanted = parts.filter { $0.unwanted == nil }
            self.init(wanted, joinedBy: "AND", without: parts.compactMap(\.unwanted), detail, prefixes)
        case .everything, .field, .anyToken, .not: return nil
        }
        if depth > Self.greatestDepth { return nil }
    }

    private init?(
        _ parts: [Query], joinedBy word: String, without unwanted: [Query] = [], _ detail: Detail, _ prefixes: LongPrefixes
    ) {
        let all = (parts + unwanted).compactMap { MatchExpression($0, detail, prefixes) }
        guard !parts.isEmpty, all.count == parts.count + unwanted.count else { return nil }
        // What finds too much would take too much away.
        guard all[parts.count...].allSatisfy(\.isExact) else { return nil }
        if all.count == 1 {
            self = all[0]
            return
        }
        text = "(" + all[..<parts.count].map(\.text).joined(separator: " \(word) ") + ")"
        if !unwanted.isEmpty { text = "(\(text) NOT (" + all[parts.count...].map(\.text).joined(separator: " OR ") + "))" }
        phrases = all.flatMap(\.phrases)
        longPrefixes = all.reduce(into: []) { $0.formUnion($1.longPrefixes) }
        isExact = all.allSatisfy(\.isExact)
        depth = (all.map(\.depth).max() ?? 0) + (unwanted.isEmpty ? 1 : 2)
    }

    /// One of the terms, in one column or in all.
    private init(_ whole: [TermTokens], in column: FieldPath? = nil, _ detail: Detail, _ prefixes: LongPrefixes) {
        let terms = whole.map { $0.beginning(atMost: Self.mostWordsInRow) }
        phrases = terms.flatMap { Phrase.each(of: $0, prefixes) }
        let long = terms.compactMap(\.longPrefix)
        let isShortened = prefixes == .shortened && !long.isEmpty
        switch prefixes {
        case .gathered: longPrefixes = Set(long)
        case .shortened: longPrefixes = []
        case .spelledOut(let words): longPrefixes = Set(long.filter { words[$0] == nil })
        }
        let isFound = terms == whole && !isShortened && !terms.contains(where: \.hasSingleInRow)
        let any = "(" + phrases.map { $0.text(detail) }.joined(separator: " OR ") + ")"
        switch detail {
        case .places:
            text = column.map { "{\($0.rawValue)} : \(any)" } ?? any
            isExact = isFound
            depth = 1
        case .words:
            text = any
            isExact = isFound && column == nil && phrases.allSatisfy { $0.words.count == 1 }
            depth = 2
        }
    }
}

extension MatchExpression.Phrase {
    /// What will do for a term: itself, or one phrase for each word that its prefix is spelled out as.
    fileprivate static func each(of term: TermTokens, _ prefixes: MatchExpression.LongPrefixes) -> [Self] {
        guard let start = term.start, let last = term.tokens.last else {
            return [Self(words: term.tokens.map { .init(text: quoted($0)) })]
        }
        let endings: [String]
        switch prefixes {
        case .spelledOut(let words) where !start.isWhole && words[last] != nil: endings = (words[last] ?? []).map(quoted)
        case .shortened, .gathered, .spelledOut:
            endings = [start.isWhole || prefixes == .shortened ? quoted(start.token) : quoted(last) + " *"]
        }
        let words = term.tokens.dropLast().map { MatchExpression.Word(text: quoted($0)) }
        return endings.map { Self(words: words + [.init(text: $0, isOfPrefix: true)]) }
    }

    private static func quoted(_ token: String) -> String { "\"\(token.replacing("\"", with: "\"\""))\"" }

    fileprivate func text(_ detail: MatchExpression.Detail) -> String {
        switch detail {
        case .places: words.map(\.text).joined(separator: " + ")
        case .words: words.count == 1 ? words[0].text : "(" + words.map(\.text).joined(separator: " AND ") + ")"
        }
    }
}

extension TermTokens {
    /// How its prefix is looked up, if it ends with one.
    fileprivate var start: WordStart? { isPrefix ? tokens.last.map { WordStart(of: $0, isWord: endsInWord) } : nil }

    /// Its prefix, if that is longer than what is looked up.
    fileprivate var longPrefix: String? { start?.isWhole == false ? tokens.last : nil }
}

extension Query {
    /// What must not match.
    var unwanted: Query? { if case .not(let query) = self { query } else { nil } }
}
