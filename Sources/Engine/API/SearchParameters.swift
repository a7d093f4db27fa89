/// The parameters of a search, checked: all that is wrong with them at once.
struct SearchParameters {
    /// How far into the results one can ask, as in Elasticsearch.
    static let window = 10_000

    private(set) var query = ""
    private(set) var size = 10
    private(set) var sort = Sort.latest
    private(set) var start = 0
    private(set) var issues: [ValidationIssue] = []

    init(_ target: RequestTarget) {
        if let query = target["query"] {
            self.query = query
        } else {
            issues.append(.missing([.name("query"), .name("query")]))
        }
        size = integer("size", target["size"], most: SearchParameters.window) ?? size
        readSort(target["sort"])
        start = integer("start", target["start"], most: SearchParameters.window - size) ?? start
    }

    private mutating func readSort(_ value: String?) {
        switch value {
        case nil, "latest": sort = .latest
        case "popularity": sort = .popularity
        case .some(let other): issues.append(.noneOf("'latest' or 'popularity'", "sort", other))
        }
    }

    private mutating func integer(_ name: String, _ value: String?, most: Int) -> Int? {
        guard let value else { return nil }
        guard let number = parseInteger(value) else {
            issues.append(.notAnInteger(name, value))
            return nil
        }
        if number < 0 { issues.append(.tooSmall(name, value, least: 0)) }
        if number > most { issues.append(.tooGreat(name, value, most: most)) }
        return 0...most ~= number ? number : nil
    }
}

/// Reads an integer as the seed's framework does: with space around, a sign, single underscores between digits and a fraction of
/// zeros. One that is too great for `Int` becomes the greatest.
func parseInteger(_ text: String) -> Int? {
    var characters = Substring(text)
    while characters.first?.isWhitespace == true { characters.removeFirst() }
    while characters.last?.isWhitespace == true { characters.removeLast() }
    var digits = characters.utf8
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
        let fraction = digits[digits.index(after: point)...]
        guard !fraction.isEmpty, fraction.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
        digits = digits[..<point]
    }
    return magnitude(digits).map { isNegative ? -$0 : $0 }
}

private func magnitude(_ digits: Substring.UTF8View) -> Int? {
    var value = 0
    var wasDigit = false
    for byte in digits {
        if byte == UInt8(ascii: "_"), wasDigit {
            wasDigit = false
            continue
        }
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        wasDigit = true
        let (tens, isTooGreat) = value.multipliedReportingOverflow(by: 10)
        let (sum, isSumTooGreat) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
        value = isTooGreat || isSumTooGreat ? .max : sum
    }
    return wasDigit ? value : nil
}
