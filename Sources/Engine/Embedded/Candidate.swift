/// A document that matches, before its row is read.
struct Candidate: Hashable, Sendable {
    var table: IndexTable
    var place: Int64
    var popularity: Int64?
    var score: Double?

    /// Where it stands in the results.
    var position: Position { Position(table: table.number, place: place, popularity: popularity, score: score) }
}

/// A place in the results of a search: that of a document, which may be gone by now.
struct Position: Hashable, Sendable {
    /// The table's number.
    var table: Int64
    var place: Int64
    var popularity: Int64?
    var score: Double?

    /// Whether this one comes first. The tables' own statements give the same order; this is for merging them.
    func precedes(_ other: Position, by sort: Sort, _ order: SortOrder) -> Bool {
        let isAscending = order == .ascending
        switch sort {
        case .latest:
            let (isDated, otherIsDated) = (place >= Place.firstDated, other.place >= Place.firstDated)
            if isDated != otherIsDated { return isDated }
            if isDated, place != other.place { return (place < other.place) == isAscending }
        case .popularity:
            if popularity != other.popularity {
                guard let popularity else { return false }
                guard let otherPopularity = other.popularity else { return true }
                return (popularity < otherPopularity) == isAscending
            }
            if place != other.place { return (place < other.place) == isAscending }
        case .relevance where score != other.score:
            return ((score ?? 0) < (other.score ?? 0)) == isAscending
        case .relevance: break
        }
        return (other.place, table) < (place, other.table)
    }
}

/// A stretch of results.
struct Page: Hashable, Sendable {
    /// How many to skip, from 0.
    var start: Int
    /// How many to take, from 1.
    var size: Int

    /// Where it ends.
    var end: Int { start + size }
}
