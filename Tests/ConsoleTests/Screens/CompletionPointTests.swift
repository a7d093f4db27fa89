import Engine
import Testing

@testable import Console

@Suite("What stands at the cursor and can be completed") struct CompletionPointTests {
    /// The bar marks the cursor; the brackets what a completion takes the place of.
    @Test(
        "a field's name, or a field's value with what it takes the place of",
        arguments: [
            ("|", "[]"), ("ge|", "[ge]"), ("재즈 ge|", "재즈 [ge]"), ("-ge|", "-[ge]"), ("+ge|", "+[ge]"), ("a-b|", "[a-b]"),
            ("(ge|", "([ge]"), ("(ge|)", "([ge])"), ("ge|:jazz", "[ge]:jazz"), ("재즈 NOT ge|", "재즈 NOT [ge]"), ("ge| x", "[ge] x"),
            ("genre:|", "genre:[] in genre"), ("genre:ja|", "genre:[ja] in genre"), ("-genre:ja|", "-genre:[ja] in genre"),
            ("genre:\"cool j|", "genre:[\"cool j] in genre"), ("genre:\"cool j|\" x", "genre:[\"cool j\"] x in genre"),
            ("genre:(jazz OR bl|", "genre:(jazz OR [bl] in genre"), ("genre:(a (b OR c|", "genre:(a (b OR [c] in genre"),
            ("genre:(jazz) ge|", "genre:(jazz) [ge]"), ("(genre:jazz ge|", "(genre:jazz [ge]"),
            ("genre:재|", "genre:[재] in genre"),
            ("owner.city:서|", "owner.city:[서] in owner.city"), ("12:3|", "[12:3]"), ("\\(ge|", "[\\(ge]"),
        ])
    func completes(text: String, expected: String) throws {
        let point = try #require(pointed(text))
        let characters = Array(text.filter { $0 != "|" })
        let (before, after) = (characters[..<point.range.lowerBound], characters[point.range.upperBound...])
        var picture = String(before) + "[" + String(characters[point.range]) + "]" + String(after)
        if case .value(let field) = point.subject { picture += " in \(field.rawValue)" }
        #expect(picture == expected)
    }

    @Test(
        "nothing in a phrase, a range, a comparison, the middle of a word or behind a clause that is complete",
        arguments: [
            "\"ge|", "\"cool ge|\"", "genre:[a|", "genre:{a TO |}", "genre:>1|", "genre:<=|", "ge|nre", "genre:ja|zz", "(a)|",
            "\"a\"|",
            "genre:\"a\"|", "x\\|",
        ])
    func completesNothing(text: String) {
        #expect(pointed(text) == nil)
    }

    @Test(
        "what was typed is told without its quotes and backslashes",
        arguments: [("genre:\"a \\\"b|", "a \"b"), ("a\\:b|", "a:b")])
    func unquotes(text: String, typed: String) {
        #expect(pointed(text)?.typed == typed)
    }

    private func pointed(_ text: String) -> CompletionPoint? {
        let cursor = text.prefix { $0 != "|" }.count
        return CompletionPoint(text.filter { $0 != "|" }, cursor: cursor) { ["genre", "owner.city"].contains($0) }
    }
}
