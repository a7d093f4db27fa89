extension FieldCatalog {
    /// What to say to somebody whose query has found nothing, and names a field that no document that was looked at has; `nil` where it
    /// names none. Where documents may have other fields (`isOpen`) such a name is no mistake, but probably why.
    public func hint(about query: Query) -> SafeText? {
        // Before any document was looked at, nothing can be said.
        guard self != .documents, let path = query.fields.first(where: { types[$0] == nil && !isWithin($0) }) else { return nil }
        let near = nearestNames(to: path.rawValue, in: types.keys.lazy.map(\.rawValue))
        let question: SafeText = near.isEmpty ? "" : ": did you mean \(near.joined(separator: ", "))?"
        return "the newest documents have no field \(path.rawValue.prefix(100))" + question
    }

    /// Whether it is the whole text of a field that is known, or an object of which fields are known.
    private func isWithin(_ path: FieldPath) -> Bool {
        let name = path.rawValue
        if name.hasSuffix(".keyword"), types[FieldPath(String(name.dropLast(".keyword".count)))] != nil { return true }
        return types.keys.contains { $0.rawValue.hasPrefix(name + ".") }
    }
}

extension Query {
    /// The fields that it names, in the order of the query.
    fileprivate var fields: [FieldPath] {
        switch self {
        case .everything, .term: []
        case .field(let path, _), .anyToken(_, let path): [path]
        case .all(let parts), .any(let parts): parts.flatMap(\.fields)
        case .not(let part): part.fields
        }
    }
}
