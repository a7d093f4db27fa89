/// A size in cells.
struct Size: Hashable, Sendable {
    var columns: Int
    var rows: Int
}

/// A place in cells, from the top left corner, from 0.
struct Point: Hashable, Sendable {
    var x: Int
    var y: Int
}

/// A rectangle of cells.
struct Rect: Hashable, Sendable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    var maxX: Int { x + width }
    var maxY: Int { y + height }
    var isEmpty: Bool { width <= 0 || height <= 0 }

    func inset(by cells: Int) -> Rect {
        Rect(x: x + cells, y: y + cells, width: max(0, width - 2 * cells), height: max(0, height - 2 * cells))
    }

    /// The top `rows` rows, and the rest.
    func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(0, rows), height)
        return (Rect(x: x, y: y, width: width, height: rows), Rect(x: x, y: y + rows, width: width, height: height - rows))
    }

    /// The rest, and the bottom `rows` rows.
    func splitBottom(_ rows: Int) -> (rest: Rect, bottom: Rect) {
        let (rest, bottom) = splitTop(height - min(max(0, rows), height))
        return (rest, bottom)
    }

    /// The left `columns` columns, and the rest.
    func splitLeft(_ columns: Int) -> (left: Rect, rest: Rect) {
        let columns = min(max(0, columns), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + columns, y: y, width: width - columns, height: height)
        )
    }
}
