import Engine
import Testing

/// A document, a query, and whether one finds the other: the meaning of a query, for every engine.
struct MatchCase: Sendable, CustomTestStringConvertible {
    var name: String?
    var description: String?
    var other: [String] = []
    var query: String
    var isTyping = false
    var isMatch: Bool

    var testDescription: String { "\(query) \(isMatch ? "finds" : "does not find") \(name ?? description ?? other.joined())" }

    func document(id: DocumentID = "1") -> Document {
        Document(index: "playlist", id: id, source: Array("{}".utf8), name: name, description: description, otherText: other)
    }

    private static func finds(_ name: String, _ query: String) -> MatchCase { MatchCase(name: name, query: query, isMatch: true) }
    private static func misses(_ name: String, _ query: String) -> MatchCase {
        MatchCase(name: name, query: query, isMatch: false)
    }

    static let all: [MatchCase] = [
        finds("Jazz for a rainy night", "jazz"),
        finds("Jazz for a rainy night", "NIGHT jazz"),
        finds("Jazz for a rainy night", "\"for a rainy\""),
        misses("Jazz for a rainy night", "\"rainy for\""),
        misses("Jazz for a rainy night", "jazz piano"),
        misses("Jazz for a rainy night", "jaz"),
        finds("Jazz for a rainy night", "jaz*"),
        finds("Jazz for a rainy night", "\"a rai\"*"),
        misses("Jazz for a rainy night", "\"a rai\""),
        finds("the a of", "the"),
        finds("foo-bar baz", "foo-bar"),
        misses("bar foo", "foo-bar"),
        finds("foo_bar", "foo_bar"),
        misses("foo_bar", "foo"),
        finds("I don't know", "DON'T"),
        finds("version 3.14 is out", "3.14"),
        misses("version 3.14 is out", "14"),
        finds("대한민국 만세", "민국"),
        finds("대한민국 만세", "대한민국"),
        finds("대한민국 만세", "국"),
        finds("대한민국 만세", "한"),
        finds("대한민국 만세", "대"),
        finds("대한민국 만세", "\"민국 만세\""),
        misses("대한민국 만세", "한국"),
        misses("대한민국 만세", "국만"),
        finds("비 오는 날 재즈", "비"),
        finds("비 오는 날 재즈", "날 재즈"),
        finds("2024년 여름", "년"),
        finds("2024년 여름", "2024년"),
        finds("kpop음악", "음"),
        finds("kpop음악", "악"),
        finds("\u{1103}\u{1162}\u{1112}\u{1161}\u{11AB}민국", "대한"),
        finds("대한민국", "\u{1103}\u{1162}\u{1112}\u{1161}\u{11AB}"),
        finds("cafe\u{301} del mar", "café"),
        finds("ｼﾞｬｽﾞ喫茶", "ジャズ"),
        finds("ジャズ喫茶", "ｼﾞｬｽﾞ喫茶"),
        finds("東京タワーの夜", "東京タワー"),
        finds("東京タワーの夜", "京タ"),
        finds("東京タワーの夜", "夜"),
        finds("東京タワーの夜", "の"),
        misses("東京タワーの夜", "京都"),
        finds("ＡＢＣ１２３", "abc123"),
        finds("ÀÉÎ", "àéî"),
        finds("🎵 music", "🎵"),
        misses("🎶 music", "🎵"),
        finds("anything", ""),
        finds("anything", "*"),
        finds("say \"hello\" (world)", "hello world"),
        finds("a AND b", "\"AND\""),
        finds("near miss", "NEAR(near miss)"),
        finds("near miss", "(near miss)"),
        finds("near miss", "^near"),
        MatchCase(name: "blue", description: "note records", query: "blue note", isMatch: true),
        MatchCase(name: "blue", description: "note records", query: "\"blue note\"", isMatch: false),
        MatchCase(description: "only this", query: "only", isMatch: true),
        MatchCase(name: "named", other: ["elsewhere"], query: "elsewhere", isMatch: false),
        MatchCase(other: ["some", "where else"], query: "where", isMatch: true),
        MatchCase(name: "", other: ["else"], query: "else", isMatch: false),
        MatchCase(query: "word", isMatch: false),
        MatchCase(query: "", isMatch: true),
        MatchCase(name: "Jazz", query: "ja", isTyping: true, isMatch: true),
        MatchCase(name: "Jazz", query: "ja ", isTyping: true, isMatch: false),
        MatchCase(name: "Blue Note 1962", query: "\"blue no", isTyping: true, isMatch: true),
        MatchCase(name: "재즈와 함께", query: "재", isTyping: true, isMatch: true),
    ]
}
