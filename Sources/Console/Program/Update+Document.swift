import Engine

extension State {
    mutating func runInDocument(_ command: Command) -> [Effect] {
        switch command {
        case .back: (document, lookUp) = (nil, nil)
        case .nextDocument: return step(by: 1)
        case .previousDocument: return step(by: -1)
        case .nextHighlight: showMatch(step: 1)
        case .previousHighlight: showMatch(step: -1)
        case .switchEvent: return switchEvent()
        case .copy: openCopyMenu()
        default: scrollDocument(command)
        }
        return []
    }

    /// Where the open document stands in its list.
    var documentPlace: SafeText {
        switch document?.subject {
        case .hit, .record:
            let bound = search.found?.total.isLowerBound == true ? "≥" : ""
            return "\(grouped(openRow + 1)) of \(bound)\(grouped(search.found?.total.value ?? 0))"
        case .event(let event), .written(_, by: let event):
            guard let row = live.events.place(of: event.id) else { return "older than all \(grouped(live.events.count))" }
            return "\(grouped(row + 1)) of \(grouped(live.events.count))"
        case nil: return ""
        }
    }

    /// The row of the open document, wherever it is by now.
    private var openRow: Int {
        let key: DocumentKey? =
            switch document?.subject {
            case .hit(let hit): search.found?.key(of: hit)
            case .record(_, of: let key): key
            case .event, .written, nil: nil
            }
        return key.flatMap { search.found?.rows[$0] } ?? search.cursor.selected
    }

    private mutating func step(by step: Int) -> [Effect] {
        switch document?.subject {
        case .event(let event), .written(_, by: let event):
            focus = .live
            return live.step(by: step, from: event.id, height: liveRows) ? openSelected() : []
        default: focus = .results
        }
        let row = openRow + step
        guard search.hits.indices.contains(row) else { return [] }
        search.cursor.selected = row
        search.cursor.settle(count: search.hits.count, height: resultRows)
        return openSelected() + effects(search.askMoreNearEnd())
    }

    private mutating func scrollDocument(_ command: Command) {
        let (rows, height) = (document?.rows.count ?? 0, documentPage.rows)
        document?.scroll.move(command, count: rows, height: height)
    }

    private mutating func showMatch(step: Int) {
        let height = documentPage.rows
        if document?.showMatch(step: step, height: height) != true {
            notice = Notice(.note, "nothing in this document is matched by the query")
        }
    }
}
