/// Compiles what is asked of one field of one index.
struct FieldQuery {
    /// The name in the query, which of an alias is not the field's.
    let name: String
    let field: IndexField
    let fields: IndexFields
    let isScored: Bool

    /// Servers refuse longer beginnings, in bytes: each is a state of an automaton, which may have a thousand.
    private static let longestPrefix = 1_000
    /// Nothing longer is indexed as a whole, in bytes.
    private static let longestKeyword = 32_766

    /// What finds documents whose field passes the test.
    /// - Throws: `.usage` where the index cannot say, with the clause.
    func clause(_ test: FieldTest) throws(Failure) -> Clause {
        guard field.isEnabled else { throw cannot("is kept and not indexed") }
        if case .exists = test { return try exists() }
        guard field.kind != .other, field.kind != .nested else {
            throw cannot("is of type \(field.type), of which one can only ask whether it is there (\(name):*)")
        }
        guard field.isIndexed || keepsWhole(test) else { throw cannot("is kept and not indexed") }
        return switch test {
        case .has(let term): words(term, TermTokens(term))
        case .exists: try exists()
        case .equals, .within, .begins: try value(test)
        }
    }

    /// Words in it: of a field that holds words. One that is not indexed has none.
    /// - Parameter tokens: of the term, which may be long and is asked of many fields.
    func words(_ term: Query.Term, _ tokens: TermTokens) -> Clause {
        guard field.isIndexed else { return .nothing }
        return switch field.kind {
        case .text: within(text(term, tokens))
        case .keyword: within(term.match == .prefix ? prefix(term.text) : whole(term.text))
        case .boolean, .whole, .number: (try? value(.equals(.text(term.text)))) ?? .nothing
        case .date, .nested, .other: .nothing
        }
    }

    private func within(_ clause: Clause) -> Clause {
        guard let path = field.nested, clause != .nothing else { return clause }
        return .nested(path, clause)
    }

    private func keepsWhole(_ test: FieldTest) -> Bool {
        guard field.isText else { return false }
        switch test {
        case .equals, .begins: return fields.wholeField(of: field) != nil
        default: return false
        }
    }

    private func cannot(_ why: SafeText) -> Failure {
        Failure(.usage, "\(name) cannot be asked here: it \(why)")
    }
}

extension FieldQuery {
    private func exists() throws(Failure) -> Clause {
        guard field.knowsExistence else { throw cannot("is of type \(field.type), of which nothing can be asked") }
        guard field.isIndexed || field.hasDocValues && field.kind != .text else { throw cannot("is kept and not indexed") }
        if field.kind == .nested { return .nested(field.path, .everything) }
        let exists = within(.leaf("exists", "field", field.path))
        // A value that was too long or of the wrong kind is there all the same, and the index knows that much.
        guard field.ignoreAbove != nil || field.ignoresMalformed else { return exists }
        return .any([exists, .leaf("term", "_ignored", field.path)])
    }

    private func value(_ test: FieldTest) throws(Failure) -> Clause {
        switch (field.kind, test) {
        case (.text, .equals(.text)), (.text, .begins):
            guard let whole = fields.wholeField(of: field) else {
                throw cannot("is kept as words, and cannot be compared as a whole")
            }
            return try FieldQuery(name: name, field: whole, fields: fields, isScored: isScored).value(test)
        case (.keyword, .begins(let text)):
            guard text.utf8.count <= FieldQuery.longestPrefix else {
                throw cannot("is not compared with a beginning of more than \(FieldQuery.longestPrefix) bytes")
            }
            return within(prefix(text))
        case (.keyword, .equals(let value)):
            guard let text = value.keyword else { return .nothing }
            if let longest = field.ignoreAbove, text.utf16.count > longest {
                throw cannot("is indexed as a whole only up to \(longest) characters: search for its words")
            }
            return within(whole(text))
        case (.boolean, .equals(let value)):
            guard let text = value.keyword, ["true", "false"].contains(text) else { return .nothing }
            return within(.leaf("term", field.path, text))
        case (.whole(let limits), .equals), (.whole(let limits), .within): return try interval(test, limits)
        case (.date(let limits), .equals), (.date(let limits), .within): return try interval(test, limits)
        case (.number(let limit), .equals), (.number(let limit), .within):
            guard let ends = ValueInterval.fractions(test, upTo: limit) else { return .nothing }
            if case .equals = test, let end = ends.first, end.value != 0 {
                // The server rounds it as it rounded what it holds.
                return within(.leaf("term", size: 2) { json in json.object(field.path) { $0.number(end.value) } })
            }
            return try range(ends.map { end in (end.key, { (json: inout JSONWriter) in json.number(end.value) }) })
        default: return .nothing
        }
    }

    private func interval(_ test: FieldTest, _ limits: ClosedRange<Int128>) throws(Failure) -> Clause {
        guard let found = ValueInterval.whole(test, within: limits) else { return .nothing }
        var ends: [(String, (inout JSONWriter) -> Void)] = []
        if found.lowerBound > limits.lowerBound { ends.append(("gte", { $0.number(found.lowerBound) })) }
        // The fractions of the last millisecond belong to it.
        if found.upperBound < limits.upperBound { ends.append(("lt", { $0.number(found.upperBound + 1) })) }
        return try range(ends)
    }

    private func range(_ ends: [(String, (inout JSONWriter) -> Void)]) throws(Failure) -> Clause {
        guard !ends.isEmpty else { return try exists() }
        // One that walks the values in order, and one that looks at each document's, of which the server takes the cheaper.
        return within(
            .leaf("range", size: 2) { json in
                json.object(field.path) { json in
                    json.beginObject()
                    for (key, write) in ends {
                        json.key(key)
                        write(&json)
                    }
                    if case .date = field.kind { json.member("format", "epoch_millis") }
                    json.endObject()
                }
            })
    }

    private func whole(_ text: String) -> Clause {
        text.utf8.count <= FieldQuery.longestKeyword ? .leaf("term", field.path, text) : .nothing
    }

    private func prefix(_ text: String) -> Clause {
        text.utf8.count <= FieldQuery.longestPrefix ? .leaf("prefix", field.path, text) : .nothing
    }
}

extension FieldQuery {
    private func text(_ term: Query.Term, _ tokens: TermTokens) -> Clause {
        if tokens.isSingle, let syllable = tokens.tokens.first {
            // A lone syllable is no pair, which is what the index holds: every word that has it is looked through.
            return .leaf("wildcard") { json in
                json.object(field.path) { json in json.object("value") { $0.string("*\(syllable)*") } }
            }
        }
        let words = field.hasPositions ? Clause.words(term, tokens, in: [field.path]) : unordered(term, tokens)
        if tokens.isPrefix, tokens.tokens.count == 1, tokens.tokens[0].utf8.count <= FieldQuery.longestPrefix, has(tokens) {
            let prefix = prefix(tokens.tokens[0])
            // A prefix finds all, however many; the other rates them.
            return isScored ? .any([prefix, words]) : prefix
        }
        return words
    }

    /// The tokens in any order. Where there are no positions the server refuses to look for several in a row, and what is one to Kelp may be
    /// several to it.
    private func unordered(_ term: Query.Term, _ tokens: TermTokens) -> Clause {
        .leaf(term.match == .prefix ? "match_bool_prefix" : "match", isScored: true, size: max(1, tokens.tokens.count)) { json in
            json.object(field.path) { json in
                json.beginObject()
                json.member("query", term.text)
                json.member("operator", "and")
                json.endObject()
            }
        }
    }

    /// Whether the index has Kelp's tokens of a term.
    private func has(_ tokens: TermTokens) -> Bool {
        switch field.analysis {
        case .own: true
        case .standard: tokens.areWords
        case .foreign: false
        }
    }
}

extension FieldValue {
    /// It as the text that a keyword would be.
    fileprivate var keyword: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let isTrue): String(isTrue)
        case .number, .date: nil
        }
    }
}
