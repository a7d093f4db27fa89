import Engine

/// Documents and queries by chance, the same for the same seed: for comparing what finds what on two engines.
///
/// The words are few, so that about a third of the queries finds a document; the fields are those of `MatchCase.fields`, each of one type,
/// so that all documents fit one index.
public struct RandomCases: Sendable {
    private var state: UInt64

    /// - Parameter seed: which documents and queries.
    public init(seed: UInt64) { state = seed }

    // MARK: Documents

    /// The JSON of a document, without an id.
    public mutating func document() -> String {
        var members: [String] = []
        func member(_ name: String, _ value: String) { members.append("\"\(name)\":\(value)") }
        if !isOne(in: 5) { member("name", isOne(in: 20) ? "null" : string(1...5)) }
        if isOne(in: 2) { member("description", string(1...8)) }
        if !isOne(in: 4) { member("created_at", date()) }
        if !isOne(in: 4) { member("popularity", integer()) }
        if isOne(in: 2) { member("genre", several { $0.string(1...2) }) }
        if isOne(in: 2) {
            member("tags", "[\((0..<number(in: 0...3)).map { _ in several { $0.string(1...2) } }.joined(separator: ","))]")
        }
        if isOne(in: 3) { member("live", several { $0.pick(["true", "false"]) }) }
        if isOne(in: 2) { member("size", several { $0.integer() }) }
        if isOne(in: 2) { member("price", several { $0.fraction() }) }
        if isOne(in: 3) { member("owner", "{\"city\":\(several { $0.string(1...2) }),\"age\":\(several { $0.integer() })}") }
        if isOne(in: 4) {
            let shelves = (0..<number(in: 0...2)).map { _ in "{\"city\":\(string(1...2)),\"rows\":[{\"height\":\(integer())}]}" }
            member("shelves", "[\(shelves.joined(separator: ","))]")
        }
        if isOne(in: 5) { member("제목", string(1...3)) }
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func several(_ value: (inout RandomCases) -> String) -> String {
        switch next() % 12 {
        case 0: "null"
        case 1: "[]"
        case 2, 3: "[\((0..<number(in: 1...3)).map { _ in isOne(in: 6) ? "null" : value(&self) }.joined(separator: ","))]"
        default: value(&self)
        }
    }

    private mutating func string(_ count: ClosedRange<Int>) -> String {
        let words = (0..<number(in: count)).map { _ in pick(Self.words) }
        return "\"\(words.joined(separator: pick([" ", " ", " ", ", ", "-", "\\n"])))\""
    }

    mutating func integer() -> String {
        pick(["0", "1", "2", "10", "12", "100", "-5", "9007199254740993", "9007199254740992", "\(number(in: -20...120))"])
    }

    mutating func fraction() -> String {
        pick(["0.5", "9.99", "-0.5", "1e3", "2.0", "\(number(in: -20...120)).25", "10"])
    }

    private mutating func date() -> String {
        let day = "2026-0\(number(in: 4...6))-\(number(in: 10...28))"
        return pick([
            "\"\(day)\"", "\"\(day)T0\(number(in: 0...9)):30:15Z\"", "\"\(day)T09:00:00.5+09:00\"",
            "\(MatchCase.now.milliseconds + Int64(number(in: -9...9)) * 450_000)",
        ])
    }

    // MARK: Queries

    /// A query as one types it: always understood.
    public mutating func query() -> String { alternatives(depth: 0) }

    private mutating func alternatives(depth: Int) -> String {
        (0..<(isOne(in: 3) ? number(in: 2...3) : 1)).map { _ in clauses(depth: depth) }.joined(separator: pick([" OR ", " || "]))
    }

    private mutating func clauses(depth: Int) -> String {
        (0..<(isOne(in: 3) ? number(in: 2...3) : 1)).map { _ in clause(depth: depth) }.joined(
            separator: pick([" ", " ", " AND "]))
    }

    private mutating func clause(depth: Int) -> String {
        let sign = isOne(in: 6) ? pick(["-", "NOT ", "+"]) : ""
        switch next() % 10 {
        case 0 where depth < 3: return "\(sign)(\(alternatives(depth: depth + 1)))"
        case 0...3: return sign + term()
        case 4: return "\(sign)\(pick(Self.textFields)):(\(pick(["", "-"]))\(term()) OR \(term()))"
        case 5: return "\(sign)\(pick(Self.textFields)):\(isOne(in: 5) ? "*" : term())"
        case 6: return "\(sign)\(pick(Self.numberFields)):\(test { $0.isOne(in: 4) ? $0.fraction() : $0.integer() })"
        case 7: return "\(sign)created_at:\(test { $0.queriedDate() })"
        case 8:
            return sign
                + pick(["live:true", "live:false", "live:*", "since:-1h", "until:now", "since:2026-05", "until:2026-05-17"])
        default: return "\(sign)\(pick(Self.wholeFields)):\(isOne(in: 3) ? pick(Self.words) + "*" : "\"\(pick(Self.words))\"")"
        }
    }

    mutating func term() -> String {
        let word = pick(Self.words)
        switch next() % 8 {
        case 0: return "\"\(word) \(pick(Self.words))\""
        case 1: return "\(word)-\(pick(Self.words))"
        case 2: return "\(word.prefix(2))*"
        case 3: return "\"\(word) \(pick(Self.words).prefix(1))\"*"
        case 4: return String(word.prefix(1))
        default: return word
        }
    }

    private mutating func test(_ value: (inout RandomCases) -> String) -> String {
        switch next() % 6 {
        case 0: "*"
        case 1: value(&self)
        case 2: pick(["[", "{"]) + "\(value(&self)) TO \(isOne(in: 3) ? "*" : value(&self))" + pick(["]", "}"])
        case 3: "\(isOne(in: 3) ? "*" : value(&self))..\(value(&self))"
        default: pick([">", ">=", "<", "<="]) + value(&self)
        }
    }

    mutating func queriedDate() -> String {
        pick([
            "2026", "2026-05", "2026-05-1\(number(in: 0...9))", "2026-05-17T0\(number(in: 0...9))", "now",
            "now-\(number(in: 1...90))m", "now+1d",
        ])
    }

    // MARK: Hostile text

    /// A text that may be no query: a query with something cut out, doubled or put in.
    public mutating func mutated(_ text: String) -> String {
        var characters = Array(text)
        for _ in 0..<number(in: 1...4) {
            let place = number(in: 0...characters.count)
            switch next() % 4 {
            case 0 where place < characters.count: characters.remove(at: place)
            case 1 where place < characters.count:
                characters.insert(contentsOf: characters[place...].prefix(number(in: 1...9)), at: place)
            case 2: characters = Array(characters.prefix(place))
            default: characters.insert(contentsOf: pick(Self.hostile), at: place)
            }
        }
        return String(characters)
    }

    // MARK: Chance

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(in range: ClosedRange<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }
    mutating func isOne(in count: UInt64) -> Bool { next() % count == 0 }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[Int(next() % UInt64(choices.count))] }

    private static let textFields = ["name", "description", "genre", "tags", "owner.city", "shelves.city", "제목"]
    private static let wholeFields = ["name.keyword", "genre.keyword", "tags.keyword", "owner.city.keyword"]
    private static let numberFields = ["popularity", "size", "price", "owner.age", "shelves.rows.height"]
    static let words = [
        "jazz", "Jazz", "blue", "note", "rainy", "대한민국", "국", "재즈와", "서울", "민국", "cafe\u{301}", "café", "ＡＢＣ", "abc", "東京", "🎵",
        "🇰🇷", "3.14", "don't",
        "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}",
    ]
    static let hostile = [
        "\"", "(", ")", "\\", ":", "*", "-", "[", "]", "{", "}", "..", ">", "<=", " TO ", " OR ", " AND ", "NOT ", "\u{0}",
        "\u{202E}", "\u{301}", "\u{1F468}\u{200D}", "\u{FEFF}",
        "1e999", "0x1p3", "nan", "9223372036854775808", "-9223372036854775808", "2026-02-30", "now-999999999999999w", "_id:",
        "popularity:", "created_at:", "since:", "genre:(",
        "\r\n", "\t", "国", "한\u{11AB}", "\u{D7FF}", "'", "%", "((((((((((", "))))))))))", "- - -", "~2^3",
    ]
}
