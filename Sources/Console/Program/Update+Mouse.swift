import Engine

extension State {
    /// A click focuses and selects, a click on what is selected opens it; the wheel moves what it is over.
    mutating func point(_ mouse: Mouse) -> [Effect] {
        guard let layout else { return [] }
        endSettling()
        if mouse.action != .click { return wheel(mouse, layout) }
        turnAway()
        if let effects = clickPopup(mouse.at, layout) { return effects }
        guard page == nil, document == nil, commandLine == nil else { return [] }
        if layout.bar.contains(mouse.at) { return clickBar(mouse.at, layout) }
        let wasEditing = search.isEditing
        if let area = layout.results, area.contains(mouse.at) {
            return click(row: mouse.at.y - area.y - 1, in: .results) + leave(if: wasEditing)
        } else if let area = layout.live, area.contains(mouse.at) {
            return click(row: mouse.at.y - area.y - 1, in: .live) + leave(if: wasEditing)
        }
        return leave(if: wasEditing)
    }

    private mutating func leave(if isEditing: Bool) -> [Effect] { isEditing ? leaveBar() : [] }

    private mutating func click(row: Int, in pane: Layout.Pane) -> [Effect] {
        let before = (focus, search.cursor.selected, live.selected?.id)
        focus = pane
        guard row >= 0 else { return [] }
        if pane == .results {
            search.cursor.select(row: row, count: search.hits.count)
        } else {
            live.select(row: row)
        }
        let isSelectedAlready =
            pane == .results
            ? search.cursor.selected == before.1 && search.cursor.top + row == before.1
            : live.selected?.id == before.2 && live.cursor.top + row == live.cursor.selected
        return before.0 == pane && isSelectedAlready ? openSelected() : []
    }

    private mutating func clickBar(_ point: Point, _ layout: Layout) -> [Effect] {
        let text = Frame.queryText(in: layout.bar)
        focus = .results
        search.isEditing = true
        search.completion = nil
        search.field.place(column: max(0, point.x - text.x), width: text.width)
        return effects(search.parseQuery(at: now))
    }

    private mutating func wheel(_ mouse: Mouse, _ layout: Layout) -> [Effect] {
        let command: Command = mouse.action == .wheelDown ? .lineDown : .lineUp
        let lines = 3
        if page != nil || document != nil || picker != nil || search.completion != nil {
            return (0..<lines).flatMap { _ in run(command) }
        }
        if layout.live?.contains(mouse.at) == true {
            for _ in 0..<lines { _ = live.move(command, height: liveRows) }
            return []
        }
        for _ in 0..<lines { search.cursor.move(command, count: search.hits.count, height: resultRows) }
        return effects(search.askMoreNearEnd())
    }
}

extension Rect {
    func contains(_ point: Point) -> Bool { (x..<maxX).contains(point.x) && (y..<maxY).contains(point.y) }
}
