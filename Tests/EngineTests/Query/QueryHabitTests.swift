import Engine
import Testing

@Suite("Habits of other query languages") struct QueryHabitTests {
    @Test(
        "what means something elsewhere and is text here is named",
        arguments: [
            ("jazz~", "~ of jazz~"), ("blue jazz~2", "~ of jazz~2"), ("\"blue note\"~3", "~ of ~3"),
            ("name:jazz~0.8", "~ of jazz~0.8"),
            ("jazz^2", "^ of jazz^2"), ("(jazz OR blue)^2", "^ of ^2"), ("j?zz", "end of a word only"),
            ("*azz", "end of a word only"),
            ("name:ja*z", "end of a word only"), ("대?민국", "end of a word only"), ("/(a+)+b/", "/(a+)+b/ is text"),
            ("name:/ja.*/", "regular expressions"), ("a NEAR b", "NEAR is a word"), ("NEAR(a b, 5)", "NEAR is a word"),
            ("a NEAR/3 b", "NEAR is a word"), ("jazz !live", "-live"), ("{name description}: jazz", "{ and }"),
        ])
    func named(query: String, part: String) {
        #expect(QueryHabit.hint(for: query)?.string.contains(part) == true, "\(QueryHabit.hint(for: query) ?? "")")
    }

    @Test(
        "what anybody may write is not",
        arguments: [
            "", "jazz", "ja*", "\"ja~2 *x /a+/ NEAR\"", "/var/log/", "https://example.org/a?b=c*d", "what?", "~/notes", "a^b",
            "!", "near b",
            "created_at:>now", "popularity:{1 TO 5}", "재즈 -라이브 \"", "a~b", "C++", String(repeating: "a ", count: 50_000),
        ])
    func unnamed(query: String) { #expect(QueryHabit.hint(for: query) == nil) }
}
