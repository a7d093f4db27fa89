import Testing

@testable import Engine

/// What the parser's tests parse with, and short words for what must come of it.
enum Parsing {
    /// 2026-05-17T09:00:00Z.
    static let now = Timestamp(milliseconds: 1_779_008_400_000)

    static let shelf = FieldCatalog([
        .name: .text, .description: .text, .createdAt: .date, .popularity: .integer, .id: .keyword, "id": .keyword,
        "genre": .text,
        "genre.keyword": .keyword, "live": .boolean, "price": .number, "owner.city": .text, "place": .other("geo_point"),
        "2fa": .boolean, "제목": .text, "my field": .keyword,
    ])

    static func parse(_ text: String, isTyping: Bool = false) throws(QueryError) -> Query {
        try QueryParser.parse(text, fields: shelf, now: now, continuesLastWord: isTyping)
    }
}

/// Words.
func word(_ text: String) -> Query { .term(.init(text)) }
/// The beginning of words.
func start(_ text: String) -> Query { .term(.init(text, .prefix)) }
/// Words in a field.
func has(_ field: FieldPath, _ text: String) -> Query { .field(field, .has(.init(text))) }
/// A whole number.
func number(_ value: Int64, isIncluded: Bool = true) -> ValueRange.End { .init(.integer(value), isIncluded: isIncluded) }
/// A date.
func date(_ text: String, isIncluded: Bool = true) -> ValueRange.End {
    .init(.date(Timestamp(iso8601: text) ?? Timestamp(milliseconds: -1)), isIncluded: isIncluded)
}
/// A field in a range.
func within(_ field: FieldPath, _ lower: ValueRange.End?, _ upper: ValueRange.End?) -> Query {
    .field(field, .within(ValueRange(from: lower, to: upper)))
}

@Suite("Query parser") struct QueryParserTests {
    @Test(
        "joins words, phrases and beginnings of words by AND",
        arguments: [
            ("", .everything), ("  ", .everything), ("*", .everything), (" * * ", .everything), ("*:*", .everything),
            ("jazz", word("jazz")), ("jazz*", start("jazz")), ("jazz**", start("jazz")), ("foo-bar", word("foo-bar")),
            ("\"blue note\"", word("blue note")), ("\"blue no\"*", start("blue no")),
            ("blue \"a b\"c", .all([word("blue"), word("a b"), word("c")])), ("a - b", .all([word("a"), word("b")])),
            ("\"\" a", word("a")), ("* jazz", word("jazz")), ("() a", word("a")), ("\u{1112}\u{1161}\u{11AB}", word("한")),
            ("and or not", .all([word("and"), word("or"), word("not")])), ("\"AND\"", word("AND")), ("\\AND", word("AND")),
            ("-\"AND\"", .not(word("AND"))), ("ANDROID", word("ANDROID")),
        ] as [(String, Query)])
    func words(text: String, query: Query) throws {
        #expect(try Parsing.parse(text) == query)
    }

    @Test(
        "puts clauses together: NOT binds tighter than AND, AND tighter than OR",
        arguments: [
            ("a AND b", .all([word("a"), word("b")])), ("a OR b", .any([word("a"), word("b")])),
            ("a b OR c", .any([.all([word("a"), word("b")]), word("c")])),
            ("a OR b c", .any([word("a"), .all([word("b"), word("c")])])),
            ("NOT a b", .all([.not(word("a")), word("b")])), ("NOT (a b)", .not(.all([word("a"), word("b")]))),
            ("-a", .not(word("a"))), ("-\"a b\"", .not(word("a b"))), ("-(a OR b)", .not(.any([word("a"), word("b")]))),
            ("NOT NOT a", word("a")), ("NOT -a", word("a")), ("--verbose", word("verbose")), ("-+a", .not(word("a"))),
            ("+a +b", .all([word("a"), word("b")])), ("a -b", .all([word("a"), .not(word("b"))])),
            ("(a OR b) c", .all([.any([word("a"), word("b")]), word("c")])),
            ("((a))", word("a")), ("(a (b (c)))", .all([word("a"), word("b"), word("c")])),
            ("a OR (b OR c)", .any([word("a"), word("b"), word("c")])),
            ("a OR *", .everything), ("NOT *", .any([])), ("a NOT *", .any([])),
            ("a && b || c", .any([.all([word("a"), word("b")]), word("c")])),
            ("NOT(a)", .not(word("a"))), ("a(b)c", .all([word("a"), word("b"), word("c")])),
        ] as [(String, Query)])
    func operators(text: String, query: Query) throws {
        #expect(try Parsing.parse(text) == query)
    }

    @Test(
        "asks fields for text, numbers and truth as their types have it",
        arguments: [
            ("genre:jazz", has("genre", "jazz")), ("genre:\"cool jazz\"", has("genre", "cool jazz")),
            ("genre:ja*", .field("genre", .has(.init("ja", .prefix)))),
            ("genre:(jazz OR blues)", .any([has("genre", "jazz"), has("genre", "blues")])),
            ("genre:(cool jazz -blues)", .all([has("genre", "cool"), has("genre", "jazz"), .not(has("genre", "blues"))])),
            ("genre:(a:b)", has("genre", "a:b")), ("-genre:jazz", .not(has("genre", "jazz"))),
            ("genre:*", .field("genre", .exists)),
            ("genre: jazz", has("genre", "jazz")), ("제목:서울", has("제목", "서울")), ("owner.city:서울", has("owner.city", "서울")),
            ("owner:*", .field("owner", .exists)), ("_id:*", .everything), ("_id:a-b", .field(.id, .equals(.text("a-b")))),
            ("_id:(1 OR 2)", .any([.field(.id, .equals(.text("1"))), .field(.id, .equals(.text("2")))])),
            ("genre.keyword:Jazz", .field("genre.keyword", .equals(.text("Jazz")))),
            ("genre.keyword:\"Cool Jazz\"", .field("genre.keyword", .equals(.text("Cool Jazz")))),
            ("genre.keyword:Ja*", .field("genre.keyword", .begins(with: "Ja"))),
            ("genre.keyword:\"\"", .field("genre.keyword", .equals(.text("")))),
            ("my\\ field:x", .field("my field", .equals(.text("x")))),
            ("live:true", .field("live", .equals(.boolean(true)))), ("live:FALSE", .field("live", .equals(.boolean(false)))),
            ("2fa:true", .field("2fa", .equals(.boolean(true)))), ("place:*", .field("place", .exists)),
            ("popularity:100", .field("popularity", .equals(.integer(100)))),
            ("popularity:\"100\"", .field("popularity", .equals(.integer(100)))),
            ("popularity:1e2", .field("popularity", .equals(.integer(100)))),
            ("popularity:-5", .field("popularity", .equals(.integer(-5)))),
            ("popularity:9223372036854775807", .field("popularity", .equals(.integer(.max)))),
            ("popularity:9223372036854775808", .field("popularity", .equals(.number(9_223_372_036_854_775_808)))),
            ("price:9.99", .field("price", .equals(.number(9.99)))),
        ] as [(String, Query)])
    func fields(text: String, query: Query) throws {
        #expect(try Parsing.parse(text) == query)
    }

    @Test(
        "understands every way to write a range",
        arguments: [
            ("popularity:>100", within("popularity", number(100, isIncluded: false), nil)),
            ("popularity:>=100", within("popularity", number(100), nil)),
            ("popularity:<100", within("popularity", nil, number(100, isIncluded: false))),
            ("popularity:<=100", within("popularity", nil, number(100))),
            ("popularity:> 100", within("popularity", number(100, isIncluded: false), nil)),
            ("popularity > 100", within("popularity", number(100, isIncluded: false), nil)),
            ("popularity>=100", within("popularity", number(100), nil)),
            ("popularity:[10 TO 20]", within("popularity", number(10), number(20))),
            ("popularity:{10 TO 20}", within("popularity", number(10, isIncluded: false), number(20, isIncluded: false))),
            ("popularity:[10 TO 20}", within("popularity", number(10), number(20, isIncluded: false))),
            ("popularity:[ 10  TO  * ]", within("popularity", number(10), nil)),
            ("popularity:[* TO 20]", within("popularity", nil, number(20))),
            ("popularity:[* TO *]", .field("popularity", .exists)),
            ("popularity:10..20", within("popularity", number(10), number(20))),
            ("popularity:*..20", within("popularity", nil, number(20))),
            ("popularity:10..*", within("popularity", number(10), nil)),
            ("popularity:-10..-5", within("popularity", number(-10), number(-5))),
            ("popularity:*..*", .field("popularity", .exists)),
            (
                "popularity:(>10 <20)",
                .all([
                    within("popularity", number(10, isIncluded: false), nil),
                    within("popularity", nil, number(20, isIncluded: false)),
                ])
            ),
            ("price:0.5..1", within("price", .init(.number(0.5), isIncluded: true), number(1))),
            ("genre:a..b", has("genre", "a..b")),
        ] as [(String, Query)])
    func ranges(text: String, query: Query) throws {
        #expect(try Parsing.parse(text) == query)
    }

    @Test(
        "takes a date for all of its day, month or year",
        arguments: [
            ("created_at:2026", "2026", "2027"), ("created_at:2026-05", "2026-05", "2026-06"),
            ("created_at:2026-12", "2026-12", "2027"),
            ("created_at:2024-02-29", "2024-02-29", "2024-03-01"), ("created_at:2026-05-17T09", "2026-05-17T09", "2026-05-17T10"),
            ("created_at:2026-05-17T09:30", "2026-05-17T09:30", "2026-05-17T09:31"),
            ("created_at:2026-05-17T09:30:15Z", "2026-05-17T09:30:15", "2026-05-17T09:30:16"),
            ("created_at:2026-05-17T09:30+09:00", "2026-05-17T00:30", "2026-05-17T00:31"),
            ("created_at:2026-05-17T09:30:15.5-02", "2026-05-17T11:30:15.5", "2026-05-17T11:30:15.501"),
            ("created_at:1779008400000", "2026-05-17T09", "2026-05-17T09:00:00.001"),
            ("created_at:now", "2026-05-17T09", "2026-05-17T09:00:00.001"),
            ("created_at:\"2026-05\"", "2026-05", "2026-06"), ("created_at:[2026-04 TO 2026-05]", "2026-04", "2026-06"),
            ("created_at:{2026-04 TO 2026-06}", "2026-05", "2026-06"), ("created_at:2026-04..2026-05", "2026-04", "2026-06"),
            ("created_at:>=2026-05", "2026-05", ""), ("created_at:>2026-05", "2026-06", ""),
            ("created_at:<2026-05", "", "2026-05"),
            ("created_at:<=2026-05", "", "2026-06"), ("created_at:>=now-15m", "2026-05-17T08:45", ""),
            ("created_at > now-1h30m", "2026-05-17T07:30:00.001", ""),
            ("created_at:<now+1w", "", "2026-05-24T09"), ("since:-15m", "2026-05-17T08:45", ""), ("since:2026-05", "2026-05", ""),
            ("until:2026-05", "", "2026-06"), ("until:-2d", "", "2026-05-15T09:00:00.001"), ("since:now-1h", "2026-05-17T08", ""),
        ])
    func dates(text: String, start: String, end: String) throws {
        let expected = within(.createdAt, start.isEmpty ? nil : date(start), end.isEmpty ? nil : date(end, isIncluded: false))
        #expect(try Parsing.parse(text) == expected)
    }

    @Test(
        "leaves a colon that follows no field name in the text, and what other languages mean by other signs",
        arguments: [
            ("12:30", word("12:30")), ("https://example.org", word("https://example.org")), ("note:", word("note:")),
            ("note: a", .all([word("note:"), word("a")])), ("std::vector", word("std::vector")), ("C\\:x", word("C:x")),
            ("\"genre:jazz\"", word("genre:jazz")), ("genre\\:jazz", word("genre:jazz")), ("\\-a", word("-a")),
            ("\"a\\\"b\"", word("a\"b")),
            ("a\\ b", word("a b")), ("\\(a\\)", word("(a)")), ("ja\\*", word("ja*")), ("jazz^2", word("jazz^2")),
            ("jazz~", word("jazz~")),
            ("j?zz", word("j?zz")), ("/ja.z/", word("/ja.z/")), ("^near", word("^near")), ("C++", word("C++")),

            ("[10 TO 20]", .all([word("[10"), word("TO"), word("20]")])), ("a -> b", .all([word("a"), word("b")])),
            ("NEAR(a b)", .all([word("NEAR"), word("a"), word("b")])), ("!a", word("!a")),
            ("대한 -민국", .all([word("대한"), .not(word("민국"))])),
            ("name : a", .field(.name, .has(.init("a")))), ("title : a", .all([word("title"), word("a")])),
            ("{name}", word("{name}")),
        ] as [(String, Query)])
    func habits(text: String, query: Query) throws {
        #expect(try Parsing.parse(text) == query)
    }

    @Test(
        "takes any name for a field where there is no index, and values as they look",
        arguments: [
            ("size:12", has("size", "12")), ("size:>12", within("size", number(12, isIncluded: false), nil)),
            ("size:1..2", within("size", number(1), number(2))),
            ("file:a..b", has("file", "a..b")), ("seen:>=2026-05", within("seen", date("2026-05"), nil)),
            ("seen:>=2026-05-17", within("seen", date("2026-05-17"), nil)), ("live:true", has("live", "true")),
            ("genre.keyword:Jazz", .field("genre.keyword", .equals(.text("Jazz")))),
            ("col:umn*", .field("col", .has(.init("umn", .prefix)))),
            ("a:b:c", has("a", "b:c")), ("id:42", .field("id", .equals(.text("42")))),
            ("since:2026", within(.createdAt, date("2026"), nil)),
            ("12:30", word("12:30")), ("http://a", word("http://a")), ("x:\"a b\"*", .field("x", .has(.init("a b", .prefix)))),
        ] as [(String, Query)])
    func openCatalog(text: String, query: Query) throws {
        #expect(try QueryParser.parse(text, now: Parsing.now) == query)
    }
}
