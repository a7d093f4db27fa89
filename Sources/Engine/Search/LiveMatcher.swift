/// A query as a test of one document, for the live pane and for highlights. It finds what the index finds.
public struct LiveMatcher: Sendable {
    private indirect enum Condition: Sendable {
        case always
        case has(TermTokens)
        case hasAny([TermTokens], in: FieldPath)
        case all([Condition])

        init(_ query: Query) {
            switch query {
            case .everything: self = .always
            case .term(let term): self = .has(TermTokens(term))
            case .all(let parts): self = .all(parts.map(Condition.init))
            case .field, .any, .not: self = .always
            case .anyToken(let text, let field): self = .hasAny(TermTokens.each(of: text), in: field)
            }
        }
    }

    private let condition: Condition

    /// Prepares the query once, for many documents.
    public init(_ query: Query) { condition = Condition(query) }

    /// Whether a search would find the document.
    public func matches(_ document: Document) -> Bool {
        if case .always = condition { return true }
        return holds(condition, in: document.searchedTexts.map(TokenizedText.init), of: document)
    }

    /// The parts of the text that the query's terms match, in order, not overlapping.
    public func highlights(in text: String) -> [Range<String.Index>] {
        let tokenized = TokenizedText(text)
        let ranges = terms(of: condition).flatMap { tokenized.ranges(of: $0) }.sorted { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int>] = []
        for range in ranges {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        let utf8 = text.utf8
        return merged.map { range in
            utf8.index(utf8.startIndex, offsetBy: range.lowerBound)..<utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        }
    }

    private func holds(_ condition: Condition, in texts: [TokenizedText], of document: Document) -> Bool {
        switch condition {
        case .always: return true
        case .has(let term): return texts.contains { $0.contains(term) }
        case .all(let parts): return parts.allSatisfy { holds($0, in: texts, of: document) }
        case .hasAny(let terms, let field):
            let text = TokenizedText(document.text(of: field) ?? "")
            return terms.contains { text.contains($0) }
        }
    }

    private func terms(of condition: Condition) -> [TermTokens] {
        switch condition {
        case .always: []
        case .has(let term): [term]
        case .hasAny(let terms, _): terms
        case .all(let parts): parts.flatMap(terms)
        }
    }
}
