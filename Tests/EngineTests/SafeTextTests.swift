import Engine
import Testing

@Suite("Safe text") struct SafeTextTests {
    @Test(
        "escapes what a terminal would act on, and leaves the rest",
        arguments: [
            ("plain", "plain"), ("대한민국", "대한민국"), ("a\u{1B}[31mb", "a\\e[31mb"), ("a\r\nb", "a\\r\\nb"),
            ("\u{9B}1m", "\\u009b1m"),
            ("\u{202E}abc", "\\u202eabc"), ("\u{0}", "\\u0000"), ("\u{E0041}", "\\u{e0041}"), ("\u{200B}", "\\u200b"),
        ])
    func escapes(raw: String, shown: String) {
        #expect(SafeText(raw).string == shown)
        #expect(("\(raw)" as SafeText).string == shown)
    }

    @Test("shows bytes that are no UTF-8 as U+FFFD")
    func bytes() {
        #expect(SafeText(bytes: [0x61, 0xFF, 0x62]).string == "a\u{FFFD}b")
    }
}
