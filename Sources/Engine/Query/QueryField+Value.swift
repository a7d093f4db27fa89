// What stands after a field's colon.
extension QueryGrammar {
    /// One test of a field: a comparison, a range, a phrase or a word.
    mutating func value(of field: QueryField) throws(QueryError) -> Query? {
        let start = text.index
        do throws(QueryError) {
            guard let test = try test(of: field) else { return nil }
            var tokens = 1
            if case .has(let term) = test { tokens = max(1, TermTokens(term).tokens.count) }
            try count(tokens, at: start)
            if field.path == .id, test == .exists { return .everything }
            return .field(field.path, test)
        } catch {
            if text.isCutOff, error.isPassing { return nil }
            throw error
        }
    }

    private mutating func test(of field: QueryField) throws(QueryError) -> FieldTest? {
        if let comparison = field.comparison { return try compared(comparison, field) }
        switch text.current {
        case ">":
            text.advance(to: text.index + 1)
            return try compared(text.skip("=") ? .atLeast : .above, field)
        case "<":
            text.advance(to: text.index + 1)
            return try compared(text.skip("=") ? .atMost : .below, field)
        case "[", "{": return try bracketRange(field)
        case "\"": return try test(try text.phrase(), field)
        default: break
        }
        let word = text.word()
        if word.isPlain, word.hasStar, word.text.isEmpty { return .exists }
        if let range = try dottedRange(word, field) { return range }
        return try test(word, field)
    }

    // MARK: Comparisons and ranges

    private mutating func compared(_ comparison: QueryField.Comparison, _ field: QueryField) throws(QueryError) -> FieldTest {
        text.skipSpace()
        let word = text.current == "\"" ? try text.phrase() : text.word()
        let span = try span(of: word, field)
        let range =
            switch comparison {
            case .above: ValueRange(from: span.after)
            case .atLeast: ValueRange(from: span.start)
            case .below: ValueRange(to: span.before)
            case .atMost: ValueRange(to: span.end)
            }
        return .within(range)
    }

    /// `[10 TO 20]`, `{10 TO *}`.
    private mutating func bracketRange(_ field: QueryField) throws(QueryError) -> FieldTest? {
        let start = text.index
        let includesLower = text.current == "["
        text.advance(to: start + 1)
        guard let lower = try rangeEnd(field) else { return text.isCutOff ? nil : try unclosed(at: start) }
        text.skipSpace()
        var upper: ValueSpan?
        if !text.isCutOff {
            let word = text.word(endsAt: ["]", "}"])
            if word.range.isEmpty { return try unclosed(at: start) }
            guard word.text == "TO" || text.isCutOff && "TO".hasPrefix(word.text) else {
                throw QueryError(
                    position: word.range.lowerBound, sentence: "A range has TO between its ends, as in \(field.name):[10 TO 20].")
            }
            upper = try rangeEnd(field)
            text.skipSpace()
        }
        let isUpperIncluded = text.current != "}"
        guard text.skip("]") || text.skip("}") || text.isCutOff else { return try unclosed(at: start) }
        return range(
            from: includesLower ? lower.start : lower.after, to: isUpperIncluded ? upper?.end : upper?.before)
    }

    private func unclosed(at position: Int) throws(QueryError) -> FieldTest? {
        throw QueryError(
            position: position,
            sentence: "The range that begins here is not complete: write it as [10 TO 20], or with * for an open end.")
    }

    private mutating func rangeEnd(_ field: QueryField) throws(QueryError) -> ValueSpan? {
        text.skipSpace()
        let word = text.current == "\"" ? try text.phrase() : text.word(endsAt: ["]", "}"])
        guard !word.range.isEmpty else { return nil }
        if word.isPlain, word.hasStar, word.text.isEmpty { return ValueSpan() }
        return try span(of: word, field)
    }

    /// `10..20`, `*..20`: where the type has an order or, if it is not known, both ends look like it.
    private func dottedRange(_ word: QueryText.Word, _ field: QueryField) throws(QueryError) -> FieldTest? {
        guard word.isPlain, field.type?.isOrdered ?? true else { return nil }
        let written = text.written(word.range)
        guard let dots = written.firstRange(of: "..") else { return nil }
        func end(_ part: Substring) throws(QueryError) -> ValueSpan? {
            if part == "*" { return ValueSpan() }
            if field.type == nil, ValueSpan(part, type: nil, now: now) == nil { return nil }
            let start = word.range.lowerBound + written.distance(from: written.startIndex, to: part.startIndex)
            return try span(of: QueryText.Word(text: String(part), range: start..<(start + part.count)), field)
        }
        guard let lower = try end(written[..<dots.lowerBound]) else { return nil }
        if dots.upperBound == written.endIndex, text.isCutOff { return range(from: lower.start, to: nil) }
        guard let upper = try end(written[dots.upperBound...]) else { return nil }
        return range(from: lower.start, to: upper.end)
    }

    private func range(from lower: ValueRange.End?, to upper: ValueRange.End?) -> FieldTest {
        lower == nil && upper == nil ? .exists : .within(ValueRange(from: lower, to: upper))
    }

    // MARK: Values

    /// A value of an ordered type.
    private func span(of word: QueryText.Word, _ field: QueryField) throws(QueryError) -> ValueSpan {
        let position = word.range.lowerBound
        guard field.type?.isOrdered ?? true else {
            throw QueryError(
                position: position,
                sentence:
                    "\(field.name) holds \(field.type?.plural ?? "text"), of which no range can be asked: leave out the comparison."
            )
        }
        guard !word.range.isEmpty else {
            throw QueryError(
                position: position, sentence: "A value is missing here, as in \(field.name):>\(field.type?.example ?? "100").",
                isPassing: true)
        }
        if !word.hasStar,
            let span = ValueSpan(word.text[...], type: field.type, now: now, takesAge: field.comparison != nil)
        {
            return span
        }
        throw wrongValue(word, field)
    }

    private func wrongValue(_ word: QueryText.Word, _ field: QueryField) -> QueryError {
        let type = field.type.map { "\(field.name) holds \($0.plural)" as SafeText } ?? "A range is of numbers or dates"
        return QueryError(
            position: word.range.lowerBound,
            sentence:
                "\(type), and \(text.written(word.range).prefix(50)) is none: write it as in \(field.name):\(field.type?.example ?? "100").",
            isPassing: !word.hasStar && (field.type?.canBegin(with: word.text) ?? true))
    }

    private func test(_ word: QueryText.Word, _ field: QueryField) throws(QueryError) -> FieldTest {
        switch field.type {
        case .text, nil:
            let term = Query.Term(word.text, word.isPrefix ? .prefix : .phrase)
            guard !TermTokens(term).tokens.isEmpty else { throw nothing(in: field, at: word.range.lowerBound) }
            return .has(term)
        case .keyword:
            if field.path == .id {
                guard !word.hasStar else {
                    throw QueryError(
                        position: word.range.lowerBound, sentence: "_id is compared as a whole: write all of it, without *.")
                }
                return .equals(.text(word.text))
            }
            return word.isPrefix ? .begins(with: word.text) : .equals(.text(word.text))
        case .integer, .number, .date:
            let span = try span(of: word, field)
            return span.value.map { .equals($0) } ?? range(from: span.start, to: span.end)
        case .boolean:
            guard let value = Bool(word.text.lowercased()), !word.hasStar else { throw wrongValue(word, field) }
            return .equals(.boolean(value))
        case .other(let type):
            throw QueryError(
                position: word.range.lowerBound,
                sentence:
                    "\(field.name) is of the type \(type), which cannot be compared: only \(field.name):* finds whether it is there."
            )
        }
    }
}

extension FieldType {
    /// Whether ranges can be asked for.
    fileprivate var isOrdered: Bool {
        switch self {
        case .integer, .number, .date: true
        case .text, .keyword, .boolean, .other: false
        }
    }

    /// Whether a value may begin so. Of a date only its letters are looked at: they are those of `now`, of durations and zones.
    fileprivate func canBegin(with text: String) -> Bool {
        let rest = text.hasPrefix("now") ? text.dropFirst(3) : text[...]
        return switch self {
        case .integer, .number: text.allSatisfy("0123456789+-.eE".contains) && text.first?.lowercased() != "e"
        case .date: "now".hasPrefix(text) || rest.first?.isLetter != true && rest.allSatisfy("0123456789+-:.TZtzsmhdw".contains)
        case .boolean: ["true", "false"].contains { $0.hasPrefix(text.lowercased()) }
        case .text, .keyword, .other: false
        }
    }

    fileprivate var plural: SafeText {
        switch self {
        case .text, .keyword: "text"
        case .integer, .number: "numbers"
        case .date: "dates"
        case .boolean: "true or false"
        case .other(let type): SafeText(type)
        }
    }

    fileprivate var example: SafeText {
        switch self {
        case .date: "2026-05-17"
        case .boolean: "true"
        default: "100"
        }
    }
}
