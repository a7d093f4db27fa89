import Conformance
import Testing

@testable import Engine

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

    @Test(
        "marks in a field what was looked for there or anywhere, and nothing that must be missing",
        arguments: [
            ("name:jazz blue", .name, ["Jazz", "blue"]), ("name:jazz blue", .description, ["blue"]),
            ("name:jazz blue", nil, ["Jazz", "blue"]),
            ("-jazz", .name, []), ("NOT (jazz OR blue)", nil, []), ("blue -name:jazz", .name, ["blue"]),
            ("genre:(jazz OR blue)", "genre", ["Jazz", "blue"]),
            ("genre.keyword:Jazz", nil, ["Jazz"]), ("genre.keyword:Jazz", "genre", ["Jazz"]), ("genre:jazz", .name, []),
            ("genre:jazz", "gen", []), ("name:*", .name, []), ("popularity:>1", nil, []),
        ] as [(String, FieldPath?, [String])])
    func fieldHighlights(query: String, field: FieldPath?, expected: [String]) throws {
        let text = "Jazz and blue"
        let matcher = LiveMatcher(try QueryParser.parse(query))
        #expect(matcher.highlights(in: text, of: field).map { String(text[$0]) } == expected)
    }

    @Test(
        "compares a field of which no type is known as the document's JSON has it",
        arguments: [
            ("n:12", [true, true, true, true, false, false]), ("n:12.0", [true, true, false, false, false, true]),
            ("n:12*", [true, true, true, true, true, true]),
            ("n:>11", [true, true, true, false, true, true]), ("n:12..12.5", [true, true, true, false, true, true]),
            ("n:\"12\"", [true, true, true, true, false, false]),
            ("n:*", [true, true, true, true, true, true]),
        ] as [(String, [Bool])])
    func untyped(query: String, expected: [Bool]) throws {
        let values = ["12", "12.0", #""12""#, #""12 apples""#, #""12.5""#, #""12.0""#]
        let matcher = LiveMatcher(try QueryParser.parse(query))
        let found = try values.map { value in
            matcher.matches(try DocumentDecoder().decode(Array("{\"n\":\(value)}".utf8), index: "a", fallbackID: "1"))
        }
        #expect(found == expected)
    }

    @Test(
        "compares whole numbers with others exactly",
        arguments: [
            (1, 1.5, -1), (2, 1.5, 1), (-1, -1.5, 1), (-2, -1.5, -1), (5, 5, 0), (.max, 0x1p63, -1), (.min, -0x1p63, 0),
            (9_007_199_254_740_993, 9_007_199_254_740_992, 1),
            (.min, -1e300, 1), (.max, 1e300, -1), (0, -0.0, 0), (.max, 0x1p63.nextDown, 1),
        ] as [(Int64, Double, Int)])
    func order(left: Int64, right: Double, expected: Int) {
        let orders: [FieldValue.Order] = [.before, .same, .after]
        #expect(FieldValue.integer(left).order(beside: .number(right)) == orders[expected + 1])
        #expect(FieldValue.number(right).order(beside: .integer(left)) == orders[1 - expected])
    }

    @Test("understands every query by chance, refuses a broken one within its text, and judges every document")
    func random() throws {
        var cases = RandomCases(seed: 7)
        let documents = try (0..<50).map {
            try DocumentDecoder().decode(Array(cases.document().utf8), index: "a", fallbackID: DocumentID("\($0)"))
        }
        var matches = 0
        for _ in 0..<300 {
            let query = cases.query()
            let matcher = LiveMatcher(try QueryParser.parse(query, fields: MatchCase.fields, now: MatchCase.now))
            matches += documents.count(where: matcher.matches)
            let broken = cases.mutated(query)
            do throws(QueryError) {
                let query = try QueryParser.parse(broken, now: MatchCase.now, continuesLastWord: true)
                _ = documents.map(LiveMatcher(query).matches)
                _ = try QueryParser.parse(broken, fields: MatchCase.fields, now: MatchCase.now)
            } catch {
                #expect((0...broken.count).contains(error.position), "\(broken)")
            }
        }
        #expect((1_500...7_500).contains(matches), "between a tenth and a half, so that both ways are tried: \(matches)")
    }
}
