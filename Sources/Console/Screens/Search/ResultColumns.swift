import Engine

/// Which columns of a results row stand where, from the row's left edge.
struct ResultColumns {
    let timeX = 2
    var index: Range<Int>?
    var name: Range<Int>
    var description: Range<Int>?
    var popularityWidth: Int
    private let look: Look

    /// - Parameter hits: those that are visible; columns are as wide as these need.
    /// - Parameter nameMargin: how much wider than their names the rows' names are drawn.
    init(_ hits: ArraySlice<Hit>, width: Int, hasIndexes: Bool, nameMargin: Int = 0, look: Look) {
        self.look = look
        popularityWidth = hits.compactMap(\.popularity).map { grouped($0).width + 2 }.max() ?? 0
        if width < 36 { popularityWidth = 0 }
        var x = timeX + (look.times == .date ? 11 : 4) + 2
        if hasIndexes, width >= 50 {
            let widest = hits.map { SafeText($0.index).width }.max() ?? 0
            index = x..<(x + min(widest, 12))
            x += min(widest, 12) + 2
        }
        // The last two columns are the scroll bar's and its distance.
        let end = width - 2 - (popularityWidth > 0 ? popularityWidth + 2 : 0)
        let room = max(0, end - x)
        guard room >= 40, hits.contains(where: { $0.description != nil || $0.name == nil }) else {
            name = x..<(x + room)
            return
        }
        let widest = hits.map { SafeText(($0.name ?? $0.id.rawValue).prefix(60)).width }.max() ?? 0
        let nameWidth = min(max(widest + nameMargin, 12), room * 3 / 5, 48)
        name = x..<(x + nameWidth)
        description = (x + nameWidth + 2)..<(x + room)
    }

    /// The time column's text: an age to the right edge of four columns, or a date.
    func time(of hit: Hit) -> SafeText {
        guard let createdAt = hit.createdAt else { return look.times == .date ? "-" : "   -" }
        guard look.times != .date else { return shortDate(createdAt, in: look.zone, now: look.now) }
        return aligned(age(of: createdAt, at: look.now), columns: 4)
    }
}
