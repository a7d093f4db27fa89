/// A test of one value of a document's JSON.
enum ValueTest: Sendable {
    case exists
    /// Text that has the words; a number that equals theirs, true or false by its name.
    case has(TokenPhrase, FieldValue?)
    case equals(FieldValue)
    case begins(String)
    case within(ValueRange)

    init(_ test: FieldTest) {
        switch test {
        case .exists: self = .exists
        case .has(let term): self = .has(TokenPhrase(TermTokens(term)), FieldValue(number: term.text))
        case .equals(let value): self = .equals(value)
        case .begins(let start): self = .begins(start)
        case .within(let range): self = .within(range)
        }
    }

    /// - Parameter source: the bytes that the token was found in.
    func holds(of token: JSONToken, in source: [UInt8]) -> Bool {
        if case .exists = self { return true }
        guard token.kind != .punctuation else { return false }
        switch self {
        case .exists: return true
        case .has(let phrase, let number):
            guard token.kind == .number else { return TokenizedText(token.text(in: source)).contains(phrase) }
            return number.map { token.number(in: source)?.order(beside: $0) == .same } ?? false
        case .equals(let value): return token.isEqual(to: value, in: source)
        case .begins(let start): return compose(token.text(in: source)).utf8.starts(with: start.utf8)
        case .within(let range):
            guard let kind = range.lower?.value ?? range.upper?.value, let value = token.value(like: kind, in: source) else {
                return false
            }
            return range.contains(value)
        }
    }
}

extension JSONToken {
    fileprivate func isEqual(to value: FieldValue, in source: [UInt8]) -> Bool {
        if case .text(let text) = value { return self.text(in: source) == text }
        return self.value(like: value, in: source)?.order(beside: value) == .same
    }

    /// The number that it is, or that is all of its text.
    fileprivate func number(in source: [UInt8]) -> FieldValue? {
        kind == .number || kind == .string ? FieldValue(number: text(in: source)) : nil
    }

    /// The value, read as being of the other one's kind.
    fileprivate func value(like other: FieldValue, in source: [UInt8]) -> FieldValue? {
        switch other {
        case .integer, .number: return number(in: source)
        case .boolean: return Bool(text(in: source)).map { .boolean($0) }
        case .text: return .text(compose(text(in: source)))
        case .date:
            guard kind == .string || kind == .number else { return nil }
            let text = text(in: source)
            if kind == .string, let date = Timestamp(iso8601: text) { return .date(date) }
            return text.first == "+" ? nil : Int64(text).map { .date(Timestamp(milliseconds: $0)) }
        }
    }
}
