import Testing

@testable import Engine

@Suite("Query parser, typing and errors") struct QueryParserTypingTests {
    @Test(
        "takes the last word for a beginning while it is typed, and what is not complete as far as it goes",
        arguments: [
            ("ja", start("ja")), ("ja ", word("ja")), ("\"ja\"", word("ja")), ("a ja", .all([word("a"), start("ja")])),
            ("\"blue no", start("blue no")), ("\"blue ", word("blue ")), ("a -", word("a")), ("", .everything),
            ("-", .everything),
            ("(", .everything), ("\"", .everything), ("(a OR", start2("a", "OR")), ("(a OR ", word("a")),
            ("(a O", .all([word("a"), start("O")])),
            ("(a OR b", .any([word("a"), start("b")])), ("(a OR b) ", .any([word("a"), word("b")])), ("a AND ", word("a")),
            ("a AND", start2("a", "AND")),
            ("a NOT", start2("a", "NOT")), ("a NOT ", word("a")), ("NOT", start2(nil, "NOT")), ("NOT j", .not(start("j"))),
            ("-j", .not(start("j"))),
            ("AND", start("AND")), ("OR", start("OR")), ("genre:", .everything),
            ("genre:ja", .field("genre", .has(.init("ja", .prefix)))),
            ("genre:ja ", has("genre", "ja")), ("genre:(", .everything),
            ("genre:(ja", .field("genre", .has(.init("ja", .prefix)))),
            ("genre:\"cool ja", .field("genre", .has(.init("cool ja", .prefix)))), ("genre:\"", .everything),
            ("https:", .everything),
            ("https:/", start("https:/")), ("popularity:", .everything), ("popularity:>", .everything),
            ("popularity:>=", .everything), ("a popularity:> ", word("a")),
            ("popularity:1", .field("popularity", .equals(.integer(1)))), ("popularity:-", .everything),
            ("popularity:1e", .everything),
            ("popularity:[", .everything), ("popularity:[1", within("popularity", number(1), nil)),
            ("popularity:[1 ", within("popularity", number(1), nil)),
            ("popularity:[1 T", within("popularity", number(1), nil)), ("popularity:[1 TO", within("popularity", number(1), nil)),
            ("popularity:[1 TO 2", within("popularity", number(1), number(2))),
            ("popularity:1..", within("popularity", number(1), nil)),
            ("created_at:2026-", .everything), ("created_at:>now-", .everything), ("since:-15", .everything),
            ("since:-", .everything), ("live:tr", .everything),
            ("genre.keyword:Ja", .field("genre.keyword", .begins(with: "Ja"))), ("_id:4", .field(.id, .equals(.text("4")))),
            ("C\\", start("C\\")), ("-genre:", .everything), ("a OR genre:", word("a")),
        ] as [(String, Query)])
    func typing(text: String, query: Query) throws {
        #expect(try Parsing.parse(text, isTyping: true) == query)
    }

    /// An operator that is the last word and being typed is one already, unless it is the first word.
    private static func start2(_ before: String?, _ word: String) -> Query {
        before.map { Engine.Query.term(.init($0)) } ?? .everything
    }

    @Test(
        "says where it does not understand, and how to write it",
        arguments: [
            ("\"blue", 0, "never closed"), ("대한 \"민국", 3, "never closed"), ("--", 0, "nothing to look for"),
            ("  ()", 2, "nothing to look for"),
            ("\"\"", 0, "nothing to look for"), ("?", 0, "nothing to look for"), ("(a", 0, "never closed"),
            ("a (b", 2, "never closed"), ("a)", 1, "No bracket"),
            ("한글 e\u{301}🇰🇷👨‍👩‍👧 )", 7, "No bracket"), ("\u{1112}\u{1161}\u{11AB} )", 2, "No bracket"), ("NOT", 0, "after this NOT"),
            ("a NOT ", 2, "after this NOT"),
            ("NOT --", 0, "after this NOT"), ("(NOT)", 1, "after this NOT"), ("NOT OR", 0, "after this NOT"),
            ("a OR", 2, "after this OR"), ("OR a", 0, "before this OR"),
            ("a OR OR b", 5, "before this OR"), ("a AND", 2, "after this AND"), ("AND a", 0, "before this AND"),
            ("AND", 0, "quote \"AND\""),
            ("a AND AND b", 2, "after this AND"), ("a AND OR b", 2, "after this AND"), ("(a OR )", 3, "after this OR"),
            ("gener:jazz", 0, "did you mean genre"),
            ("a 가나:jazz", 2, "quote it to search"), ("genre:\"!\"", 6, "nothing to look for in genre"),
            ("genre:()", 6, "nothing to look for in genre"), ("genre:", 6, "nothing to look for in genre"),
            ("a -popularity : ", 15, "nothing to look for in popularity"), ("_exists_:genre", 0, "write genre:*"),
            ("genre:>5", 7, "no range"), ("genre:[1 TO 2]", 7, "no range"), ("live:>true", 6, "no range"),
            ("genre.keyword:>a", 15, "no range"),
            ("popularity:abc", 11, "holds numbers"), ("popularity:12*", 11, "holds numbers"),
            ("popularity:0x10", 11, "holds numbers"), ("popularity:nan", 11, "holds numbers"),
            ("popularity:>", 12, "missing"), ("popularity:1e999", 11, "holds numbers"), ("popularity:[10 20]", 15, "TO"),
            ("popularity:[10 TO 20", 11, "not complete"),
            ("popularity:[10", 11, "not complete"), ("popularity:[]", 11, "not complete"),
            ("popularity:10..x", 15, "holds numbers"),
            ("created_at:2026-13", 11, "holds dates"),
            ("created_at:2026-02-30", 11, "holds dates"), ("created_at:now-1y", 11, "holds dates"),
            ("created_at:2026*", 11, "holds dates"), ("since:yesterday", 6, "holds dates"),
            ("since:-15", 6, "holds dates"), ("created_at:now-99999999999999w", 11, "holds dates"),
            ("live:yes", 5, "true or false"),
            ("live:maybe", 5, "true or false"),
            ("place:x", 6, "geo_point"), ("_id:4*", 4, "as a whole"), ("\u{1B}[31m:x)", 7, "No bracket"),
        ])
    func fails(text: String, position: Int, part: String) {
        let error = #expect(throws: QueryError.self) { try Parsing.parse(text) }
        #expect(error?.position == position)
        #expect(error?.sentence.string.contains(part) == true, "\(error?.sentence ?? "")")
        #expect(error?.sentence.string.last.map { ".?".contains($0) } == true)
    }

    @Test(
        "while it is typed, says at once what can never become right, whatever follows",
        arguments: [
            ("popularity:>abc", 12, "holds numbers"), ("a popularity:e", 13, "holds numbers"),
            ("popularity:12*", 11, "holds numbers"), ("popularity:10..x", 15, "holds numbers"),
            ("popularity:[x", 12, "holds numbers"), ("popularity:[10 2", 15, "TO"), ("since:y", 6, "holds dates"),
            ("created_at:tomorrow", 11, "holds dates"), ("live:y", 5, "true or false"), ("genre:>5", 7, "no range"),
            ("place:x", 6, "geo_point"), ("_id:4*", 4, "as a whole"),
        ])
    func failsEarly(text: String, position: Int, part: String) {
        let error = #expect(throws: QueryError.self) { try Parsing.parse(text, isTyping: true) }
        #expect(error?.position == position)
        #expect(error?.sentence.string.contains(part) == true, "\(error?.sentence ?? "")")
    }

    @Test(
        "while it is typed, keeps still about what may become right",
        arguments: [
            "popularity:>-", "popularity:>1e", "popularity:1.", "since:n", "since:now-", "since:now-1h3", "created_at:2026-11-2",
            "created_at:2026-11-23T14:00:00Z", "live:T", "genre:!", "popularity:[1 T",
        ])
    func keepsStill(text: String) { #expect(throws: Never.self) { try Parsing.parse(text, isTyping: true) } }

    @Test("refuses a query without end, and brackets without end, where it goes too far")
    func endless() {
        func position(_ text: String) -> Int? { #expect(throws: QueryError.self) { try Parsing.parse(text) }?.position }
        #expect(position(String(repeating: "a ", count: 10_000)) == 2_000)
        #expect(position(String(repeating: "word ", count: 10_000)) == QueryParser.mostCharacters)
        #expect(position("\"" + String(repeating: "가", count: 30_000) + "\"") == 0)
        #expect(position(String(repeating: "popularity:1 ", count: 1_001)) == 13_011)
        #expect(position(String(repeating: "(", count: 10_000)) == 20)
        #expect(position(String(repeating: "genre:(", count: 4_000)) != nil)
        #expect(position(String(repeating: "(a OR (b ", count: 11) + String(repeating: ")", count: 22)) != nil)
        #expect(throws: Never.self) { try Parsing.parse(String(repeating: "-", count: 32_000) + "a") }
        #expect(throws: Never.self) { try Parsing.parse(String(repeating: "NOT ", count: 8_000) + "a") }
    }

    @Test("gives the terms that stand out in what is found, not those that must be missing")
    func positiveTerms() throws {
        let query = try Parsing.parse("a -b (c OR genre:d) genre.keyword:E* NOT (f -g) popularity:5")
        #expect(
            query.positiveTerms.map { "\($0.field?.rawValue ?? "") \($0.term.text)\($0.term.match == .prefix ? "*" : "")" }
                == [" a", " c", "genre d", "genre.keyword E*"])
    }
}
