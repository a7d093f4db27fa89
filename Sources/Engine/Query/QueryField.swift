/// A field that was named, and what is known of it.
struct QueryField {
    /// What a comparison asks for.
    enum Comparison: Hashable { case above, atLeast, below, atMost }

    var path: FieldPath
    /// As it was written.
    var name: SafeText
    /// `nil` if it is not known: then the document's JSON decides.
    var type: FieldType?
    /// `since:` and `until:` compare without a sign.
    var comparison: Comparison?
}

extension FieldCatalog {
    /// What is known of a field.
    /// - Returns: `nil` where it is no field of these.
    func type(of path: FieldPath) -> FieldType?? {
        if let type = types[path] { return .some(type) }
        // An index keeps text whole beside its words under this name.
        if isOpen { return .some(path.rawValue.hasSuffix(".keyword") ? .keyword : nil) }
        let inside = path.rawValue + "."
        return types.keys.contains { $0.rawValue.hasPrefix(inside) } ? .some(.other("object")) : nil
    }
}

extension QueryGrammar {
    /// What a clause turned out to be; `value` is `nil` if it says nothing.
    struct Clause { var value: Query? }

    /// A clause that names a field; `nil` if the text that stands here does not.
    mutating func fieldClause() throws(QueryError) -> Clause? {
        let start = text.index
        let (name, end) = text.nameAhead()
        guard let first = name.first else { return nil }
        let path = FieldPath(name)
        let isKnown = fields.types[path] != nil
        guard isKnown || first.isLetter || first == "_" || first == "@" || first == "$" else { return nil }
        // Kibana's users may write `genre : jazz`.
        let colon = isKnown ? text.endOfSpace(from: end) : end
        if text.character(at: colon) != ":" { return try bareComparison(path, isKnown: isKnown, nameEnd: end) }
        guard let valueStart = valueStart(after: colon, isKnown: isKnown) else {
            let isLast = text.character(at: isKnown ? text.endOfSpace(from: colon + 1) : colon + 1) == nil
            if isLast, isKnown, !text.isTyping { throw nothing(in: try field(path, at: start), at: colon + 1) }
            // Before anything stands after it, nobody can say whether it is text.
            guard text.isTyping, isLast else { return nil }
            text.advance(to: colon + 1)
            return Clause()
        }
        let field = try field(path, at: start)
        text.advance(to: valueStart)
        if text.current == "(" { return Clause(value: try group(of: field)) }
        return Clause(value: try value(of: field))
    }

    /// Where the value begins after a colon; `nil` if that colon is text. Only a field that is known takes blanks before its value.
    private func valueStart(after colon: Int, isKnown: Bool) -> Int? {
        let start = isKnown ? text.endOfSpace(from: colon + 1) : colon + 1
        guard let first = text.character(at: start), first != ")", first != ":", !first.isWhitespace else { return nil }
        if first == "/", !isKnown {
            // The beginning of an address; while it is typed its second slash is yet to come.
            let second = text.character(at: start + 1)
            return second == "/" || second == nil && text.isTyping ? nil : start
        }
        guard start > colon + 1 else { return start }
        var ahead = text
        ahead.advance(to: start)
        return ahead.operatorAhead() == nil ? start : nil
    }

    /// `popularity > 100`, which Kibana's users write: only for a field that is known to have an order.
    private mutating func bareComparison(_ path: FieldPath, isKnown: Bool, nameEnd: Int) throws(QueryError) -> Clause? {
        let place = text.endOfSpace(from: nameEnd)
        guard isKnown, let sign = text.character(at: place), sign == ">" || sign == "<" else { return nil }
        switch fields.types[path] {
        case .integer, .number, .date: break
        default: return nil
        }
        let field = try field(path, at: text.index)
        text.advance(to: place)
        return Clause(value: try value(of: field))
    }

    private func field(_ path: FieldPath, at position: Int) throws(QueryError) -> QueryField {
        let comparison: QueryField.Comparison? =
            switch path {
            case "since": .atLeast
            case "until": .atMost
            default: nil
            }
        let isShort = comparison != nil && fields.types[path] == nil
        let meant = isShort ? FieldPath.createdAt : path
        guard let type = fields.type(of: meant) else {
            let near = nearestNames(to: meant.rawValue, in: fields.types.keys.lazy.map(\.rawValue))
            let hint: SafeText =
                path == "_exists_"
                ? "write genre:* to ask whether there is a genre."
                : near.isEmpty ? "quote it to search for the text." : "did you mean \(SafeText(near.joined(separator: ", ")))?"
            throw QueryError(position: position, sentence: "There is no field \(meant.rawValue.prefix(100)): \(hint)")
        }
        return QueryField(
            path: meant, name: SafeText(path.rawValue.prefix(100)), type: isShort && type == nil ? .date : type,
            comparison: isShort ? comparison : nil)
    }

    func nothing(in field: QueryField, at position: Int) -> QueryError {
        QueryError(
            position: position,
            sentence:
                "There is nothing to look for in \(field.name) here: write at least one letter or digit, or \(field.name):* for any.",
            isPassing: true)
    }
}
