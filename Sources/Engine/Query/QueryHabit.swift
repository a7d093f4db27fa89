/// What means something in the query languages of Lucene, FTS5 or Kibana, and is only text here.
///
/// Text may well have it, so that it is no mistake; but where nothing was found, it is probably why.
public enum QueryHabit {
    /// What to say to somebody whose query has found nothing; `nil` where it has no such thing.
    public static func hint(for text: String) -> SafeText? {
        let text = text.prefix(1_000)
        // Every other part stands in quotes.
        let unquoted = text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().lazy
            .filter { $0.offset.isMultiple(of: 2) }.flatMap { $0.element.split(whereSeparator: \.isWhitespace) }
        if let expression = unquoted.first(where: isRegularExpression) {
            return "\(expression.prefix(30)) is text: there are no regular expressions"
        }
        var rest = text
        while let word = nextWord(of: &rest) {
            if let hint = hint(for: word) { return hint }
        }
        return nil
    }

    /// Not a folder's name.
    private static func isRegularExpression(_ text: Substring) -> Bool {
        let value = text[(text.firstIndex(of: ":").map(text.index(after:)) ?? text.startIndex)...]
        return value.count > 2 && value.first == "/" && value.last == "/" && value.contains { "()[]{}+*|\\^$?".contains($0) }
    }

    /// The next word, its field's name before it left out; what is in quotes is text to everybody, but for what follows the quotes.
    private static func nextWord(of rest: inout Substring) -> Substring? {
        rest = rest.drop { $0.isWhitespace || $0 == "(" || $0 == ")" }
        guard !rest.isEmpty else { return nil }
        if rest.first == "\"" {
            let end = rest.dropFirst().firstIndex(of: "\"") ?? rest.index(before: rest.endIndex)
            rest = rest[rest.index(after: end)...]
            let after = rest.prefix { !$0.isWhitespace && $0 != ")" }
            rest = rest[after.endIndex...]
            return after
        }
        let word = rest.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "(" && $0 != ")" }
        rest = rest[word.endIndex...]
        guard let colon = word.firstIndex(of: ":"), colon != word.startIndex, word.last != ":" else { return word }
        return word[word.index(after: colon)...]
    }

    private static func hint(for word: Substring) -> SafeText? {
        var inside = word
        while inside.last == "*" || inside.last == "?" { inside.removeLast() }
        if inside.contains(where: isWildcard), inside.allSatisfy({ isWildcard($0) || $0.isLetter || $0.isNumber }) {
            return "a * counts at the end of a word only; elsewhere it is text, as ? is"
        }
        if let mark = word.lastIndex(where: { $0 == "~" || $0 == "^" }), isNumber(word[word.index(after: mark)...]) {
            return word[mark] == "~"
                ? "the ~ of \(word.suffix(30)) is text: there is no fuzzy search"
                : "the ^ of \(word.suffix(30)) is text: words have no weights"
        }
        if word == "NEAR" || word.hasPrefix("NEAR/") { return "NEAR is a word: \"several words\" in quotes are found in a row" }
        if word.first == "!", word.count > 1 { return "! is text: -\(word.dropFirst().prefix(30)) is what must not be there" }
        if word.hasSuffix("}:") { return "{ and } are text: name each field, as in name:jazz" }
        return nil
    }

    private static func isWildcard(_ character: Character) -> Bool { character == "*" || character == "?" }
    private static func isNumber(_ text: Substring) -> Bool { text.allSatisfy { $0.isNumber || $0 == "." } }
}
