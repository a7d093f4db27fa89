/// The selected row of a list and the row at the top of its pane.
struct ListCursor: Hashable, Sendable {
    var selected = 0
    var top = 0

    /// Moves the selection as far as a command says, in a list of `count` rows of which `height` are visible.
    /// - Returns: whether the command was one that moves.
    @discardableResult
    mutating func move(_ command: Command, count: Int, height: Int) -> Bool {
        guard let row = command.row(from: selected, last: count - 1, height: height) else { return false }
        selected = row
        settle(count: count, height: height)
        return true
    }

    /// Selects what stands `row` rows below the top.
    mutating func select(row: Int, count: Int) {
        guard row >= 0, top + row < count else { return }
        selected = top + row
    }

    /// Keeps the selection in the list, and the selected row in view.
    mutating func settle(count: Int, height: Int) {
        let height = max(1, height)
        selected = min(max(0, selected), max(0, count - 1))
        top = min(top, max(0, count - height))
        top = max(0, min(selected, max(top, selected - height + 1)))
    }

    /// Selects another row, on the same line of the pane as far as there are rows; a list that shows its top goes on showing it.
    mutating func follow(to row: Int, count: Int, height: Int) {
        let line = selected - top
        let isAtTop = top == 0 && row < height
        selected = row
        top = isAtTop ? 0 : max(0, row - line)
        settle(count: count, height: height)
    }
}

/// How far a page of text is scrolled.
struct Scroll: Hashable, Sendable {
    var top = 0

    /// - Returns: whether the command was one that scrolls.
    @discardableResult
    mutating func move(_ command: Command, count: Int, height: Int) -> Bool {
        guard let row = command.row(from: top, last: count, height: height) else { return false }
        top = row
        settle(count: count, height: height)
        return true
    }

    mutating func settle(count: Int, height: Int) { top = max(0, min(top, count - height)) }
}

extension Command {
    /// The row that a command moves to, perhaps beyond either end; `nil` if it is none that moves.
    fileprivate func row(from row: Int, last: Int, height: Int) -> Int? {
        switch self {
        case .lineDown: row + 1
        case .lineUp: row - 1
        case .halfDown: row + max(1, height / 2)
        case .halfUp: row - max(1, height / 2)
        case .pageDown: row + max(1, height - 1)
        case .pageUp: row - max(1, height - 1)
        case .top: 0
        case .bottom: last
        default: nil
        }
    }
}
