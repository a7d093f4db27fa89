import Engine

/// A query with a name, as `:save` keeps it.
struct SavedQuery: Hashable, Sendable, Codable {
    var name: String
    var query: String
    var sort: Sort
    var order: SortOrder
}

extension [SavedQuery] {
    /// Keeps a query, in the place of another of its name.
    mutating func save(_ query: SavedQuery) {
        remove(query.name)
        append(query)
        sort { $0.name < $1.name }
    }

    mutating func remove(_ name: String) { removeAll { $0.name == name } }
}
