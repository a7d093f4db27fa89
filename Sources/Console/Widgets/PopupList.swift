import Engine

/// The rows of a list that lies over the screen.
struct PopupList {
    /// What stands at the left and at the right of each row that is seen.
    var rows: [(left: [Span], right: [Span])]
    /// The row that is chosen, among those that are seen.
    var chosen: Int?
    var chosenStyle: Style
    /// How many rows there are above, and in all.
    var top: Int
    var count: Int
}

extension Frame {
    /// Draws the rows, and on the border at their right where in the list they are.
    mutating func drawRows(of list: PopupList, in page: Rect, border: Style) {
        for (row, entry) in list.rows.prefix(page.height).enumerated() {
            let y = page.y + row
            let below = row == list.chosen ? list.chosenStyle : .plain
            if row == list.chosen { fill(Rect(x: page.x, y: y, width: page.width, height: 1), style: below) }
            let right = entry.right.map { Span($0.text, $0.style.over(below)) }
            let end = putRight(right, y: y, minX: page.x + 6, maxX: page.maxX - 1)
            let left = entry.left.map { Span($0.text, $0.style.over(below)) }
            put(left, x: page.x + 1, y: y, maxX: right.isEmpty ? page.maxX - 1 : end - 1)
        }
        scrollbar(x: page.maxX, y: page.y, height: page.height, top: list.top, count: list.count, style: border)
    }
}
