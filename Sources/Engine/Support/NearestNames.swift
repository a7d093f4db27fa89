/// The names that a mistyped one was probably meant to be, the nearest first; none if all are far from it.
public func nearestNames(to name: String, in names: some Sequence<String>) -> [String] {
    let wanted = Array(name.lowercased())
    return names.map { candidate in (candidate, editDistance(wanted, Array(candidate.lowercased()))) }
        .filter { candidate, distance in distance <= max(2, wanted.count / 3) && distance < candidate.count }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
        .prefix(3).map(\.0)
}

/// How many characters must be added, left out, changed or swapped with their neighbour to make one text of the other.
func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, character) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let changed = last[column] + (character == other ? 0 : 1)
            var cheapest = min(changed, last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                cheapest = min(cheapest, beforeLast[column - 1] + 1)
            }
            current.append(cheapest)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
