import Conformance
import Engine
import Testing

@Suite("Live matcher") struct LiveMatcherTests {
    @Test("finds what the query means, whether the types of fields are known or not", arguments: MatchCase.all)
    func matches(example: MatchCase) throws {
        for fields in [MatchCase.fields, .documents] {
            #expect(LiveMatcher(try example.parsed(fields: fields)).matches(try example.document()) == example.isMatch)
        }
    }

    @Test(
        "marks what was found",
        arguments: [
            ("Jazz and jazz", "jazz", ["Jazz", "jazz"]), ("대한민국", "민국", ["민국"]), ("대한민국", "대한민국", ["대한민국"]),
            ("대한민국 국밥", "국", ["국", "국"]), ("kpop음악", "악", ["악"]), ("e\u{301}te\u{301} x", "été", ["e\u{301}te\u{301}"]),
            ("the blue note", "\"blue note\"", ["blue note"]), ("blue red", "\"blue note\"", []),
            ("foo-bar", "foo-bar", ["foo-bar"]),
            ("a b", "", []), ("jazz", "ja*", ["jazz"]), ("ﾊﾞｽ停", "バス", ["ﾊﾞｽ"]), ("a b c", "c a", ["a", "c"]),
        ] as [(String, String, [String])])
    func highlights(text: String, query: String, expected: [String]) throws {
        let matcher = LiveMatcher(try QueryParser.parse(query))
        #expect(matcher.highlights(in: text).map { String(text[$0]) } == expected)
    }
}
