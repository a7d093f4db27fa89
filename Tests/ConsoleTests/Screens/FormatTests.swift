import Engine
import Testing

@testable import Console

@Suite("Numbers and times") struct FormatTests {
    @Test(
        "numbers are grouped",
        arguments: [(0, "0"), (999, "999"), (1_284, "1,284"), (-20_114, "-20,114"), (1_000_000, "1,000,000")])
    func groups(number: Int, text: String) { #expect(grouped(number).string == text) }

    @Test(
        "ages are short",
        arguments: [
            (0, "0s"), (-5, "0s"), (59, "59s"), (60, "1m"), (3_599, "59m"), (3_600, "1h"), (86_400, "1d"), (400 * 86_400, "400d"),
        ] as [(Int64, String)])
    func ages(seconds: Int64, text: String) {
        #expect(age(of: Timestamp(milliseconds: noon.milliseconds - seconds * 1_000), at: noon).string == text)
    }

    @Test(
        "a text that is too long ends in a sign, no glyph is cut in half, and nothing is better than hardly anything",
        arguments: [
            ("playlist", 8, "playlist"), ("playlist", 7, "playli…"), ("재즈재즈", 6, "재즈…"), ("playlist", 3, ""), ("", 0, ""),
        ])
    func shortens(text: String, columns: Int, expected: String) {
        #expect(shortened(SafeText(text), to: columns).string == expected)
    }

    @Test("any time can be shown", arguments: [Int64.min, -1, 0, Int64.max])
    func extremes(milliseconds: Int64) {
        let timestamp = Timestamp(milliseconds: milliseconds)
        #expect(!age(of: timestamp, at: noon).string.isEmpty)
        #expect(!date(timestamp, in: .utc).string.isEmpty)
    }

    @Test("times before 1970 have milliseconds too")
    func before1970() { #expect(clock(Timestamp(milliseconds: -1), in: .utc, milliseconds: true) == "23:59:59.999") }

    @Test(
        "durations are brief",
        arguments: [
            (0, "<1ms"), (0.0009, "<1ms"), (0.001, "1ms"), (0.004, "4ms"), (0.43, "0.43s"), (12.34, "12.3s"), (104.2, "104s"),
            (9.999, "10.0s"),
        ])
    func durations(seconds: Double, text: String) { #expect(brief(.seconds(seconds)).string == text) }

    @Test(
        "how far behind something is is told in a unit that fits",
        arguments: [(0.04, "0.0 s"), (99.9, "99.9 s"), (259_096.4, "2d")])
    func backlogs(seconds: Double, text: String) { #expect(backlog(.seconds(seconds)).string == text) }

    @Test(
        "rates have a decimal where it matters", arguments: [(0, "0/s"), (3.14, "3.1/s"), (214.4, "214/s"), (12_000, "12,000/s")])
    func rates(value: Double, text: String) { #expect(rate(value).string == text) }

    @Test("a figure that gets worse for ten seconds warns, until it is better or rests")
    func trends() {
        var trend = Trend()
        let at = { (second: Int64) in Timestamp(milliseconds: noon.milliseconds + second * 1_000) }
        for second in 0...9 as ClosedRange<Int64> { trend.note(Double(second), at: at(second)) }
        #expect(!trend.isWarning(at: at(9)))
        for second in 10...12 as ClosedRange<Int64> { trend.note(Double(second), at: at(second)) }
        #expect(trend.isWarning(at: at(12)))
        var better = trend
        better.note(1, at: at(13))
        #expect(!better.isWarning(at: at(13)))
        for second in 13...17 as ClosedRange<Int64> { trend.note(12, at: at(second)) }
        #expect(!trend.isWarning(at: at(17)))
    }

    @Test(
        "a sentence is broken between words, a word only where it is wider than a line",
        arguments: [
            ("no broker answers", 10, ["no broker", "answers"]), ("재즈 비 오는 날", 9, ["재즈 비", "오는 날"]),
            ("at 127.0.0.1:9092 now", 8, ["at", "127.0.0.", "1:9092", "now"]), ("가나다", 3, ["가", "나", "다"]), ("", 5, [""]),
        ] as [(String, Int, [String])])
    func wraps(text: String, width: Int, lines: [String]) {
        #expect(wrapped(SafeText(text), width: width).map(\.string) == lines)
    }
}
