/// A document that matches, before its row is read.
struct Candidate: Hashable, Sendable {
    var table: IndexTable
    var place: Int64
    var popularity: Int64?
    var score: Double?

    /// Whether this one comes first. The tables' own statements give the same order; this is for merging them.
    func precedes(_ other: Candidate, by sort: Sort, _ order: SortOrder) -> Bool {
        let isAscending = order == .ascending
        switch sort {
        case .latest:
            let (isDated, otherIsDated) = (place >= Place.firstDated, other.place >= Place.firstDated)
            if isDated != otherIsDated { return isDated }
            if isDated, place != other.place { return (place < other.place) == isAscending }
        case .popularity where popularity != other.popularity:
            guard let popularity else { return false }
            guard let otherPopularity = other.popularity else { return true }
            return (popularity < otherPopularity) == isAscending
        case .relevance where score != other.score:
            return ((score ?? 0) < (other.score ?? 0)) == isAscending
        case .popularity, .relevance: break
        }
        return (other.place, table.number) < (place, other.table.number)
    }
}
