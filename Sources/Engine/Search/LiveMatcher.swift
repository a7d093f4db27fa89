/// A query as a test of one document, for the live pane and for highlights. It finds what the index finds.
public struct LiveMatcher: Sendable {
    private let condition: MatchCondition
    private let fields: FieldReader
    private let highlighted: [(field: FieldPath?, phrase: TokenPhrase)]

    /// Prepares the query once, for many documents.
    public init(_ query: Query) {
        var paths: [FieldPath] = []
        condition = MatchCondition(query, &paths)
        fields = FieldReader(paths)
        highlighted = query.positiveTerms.map { ($0.field, TokenPhrase(TermTokens($0.term))) }
    }

    /// Whether a search would find the document.
    public func matches(_ document: Document) -> Bool {
        var content = DocumentContent(document, fields)
        return condition.holds(of: &content)
    }

    /// The parts of a text that the query's terms match, in order, not overlapping. What must be missing is no such part.
    /// - Parameter field: the field that the text is from, whose own terms count besides those that are looked up anywhere; without
    ///   one the terms of all fields count. What was asked of `genre.keyword` counts in `genre`: it is another way to index the same text.
    public func highlights(in text: String, of field: FieldPath? = nil) -> [Range<String.Index>] {
        let phrases = highlighted.filter { part in
            guard let field, let asked = part.field, asked != field else { return true }
            return asked.rawValue.hasPrefix(field.rawValue + ".")
        }
        guard !phrases.isEmpty else { return [] }
        let tokenized = TokenizedText(text)
        let ranges = phrases.flatMap { tokenized.ranges(of: $0.phrase, in: text) }.sorted { $0.lowerBound < $1.lowerBound }
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
}
