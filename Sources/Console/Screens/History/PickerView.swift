import Engine

extension Frame {
    /// Draws a list in the middle of the screen, its filter on top, and puts the cursor into the filter.
    mutating func drawPicker(_ picker: PickerState, look: Look) {
        let area = PickerState.box(on: size)
        drawPopup(picker.title, in: area, look: look)
        let place: SafeText = " \(grouped(picker.shown.count)) of \(grouped(picker.all.count)) "
        putRight([Span(place, look[.faint])], y: area.y, minX: area.x + 20, maxX: area.maxX - 2)
        if picker.doomed != nil {
            let question: SafeText = " delete this one? the same key again deletes it "
            putRight([Span(question, look[.warning])], y: area.maxY - 1, minX: area.x + 2, maxX: area.maxX - 2)
        }
        let (filter, list) = area.inset(by: 1).splitTop(1)
        put(">", x: filter.x + 1, y: filter.y, style: look[.accent])
        drawField(picker.field, x: filter.x + 3, y: filter.y, width: filter.width - 4, style: look[.text])
        guard !picker.shown.isEmpty else { return drawAbsence(picker.absence, in: list, look: look) }
        drawRows(of: picker.list(height: list.height, look), in: list, border: look[.borderFocused])
    }
}

extension PickerState {
    static func box(on size: Size) -> Rect { Rect.popup(columns: 100, rows: 20, on: size) }

    /// How many entries the list shows: all of the box but its border and the filter.
    static func rows(on size: Size) -> Int { max(1, box(on: size).height - 3) }

    fileprivate var absence: [SafeText] {
        if !all.isEmpty { return ["None has these words"] }
        switch subject {
        case .history: return ["No query has been searched for yet", "one that begins with a blank is not kept"]
        case .saved: return ["No query has been saved yet", ":save NAME saves the one in the bar"]
        case .values: return [isComplete ? "No values are known" : "counting the values…"]
        case .order, .copying, .fields: return ["There is nothing to choose"]
        }
    }

    fileprivate var title: SafeText {
        switch subject {
        case .history: "Earlier queries"
        case .saved: "Saved queries"
        case .order: "Order"
        case .copying: "Copy"
        case .fields: "Fields"
        case .values(let path): "Most frequent in \(path.rawValue)"
        }
    }

    fileprivate func list(height: Int, _ look: Look) -> PopupList {
        let visible = shown.dropFirst(cursor.top).prefix(height)
        return PopupList(
            rows: visible.map { $0.row(isDoomed: $0 == doomed, look) }, chosen: cursor.selected - cursor.top,
            chosenStyle: look[.selectionFocused], top: cursor.top,
            count: shown.count)
    }
}

extension PickerState.Entry {
    fileprivate func row(isDoomed: Bool, _ look: Look) -> (left: [Span], right: [Span]) {
        let text = look[isDoomed ? .warning : .text]
        switch self {
        case .earlier(let query): return ([Span(SafeText(query), text)], [])
        case .saved(let saved):
            let order: SafeText = "\(saved.sort.rawValue) \(saved.order == .descending ? "↓" : "↑")"
            return ([Span("\(saved.name)  ", look[.accent]), Span(SafeText(saved.query), text)], [Span(order, look[.faint])])
        case .order(let sort, let order):
            return ([Span("\(sort.rawValue) \(order == .descending ? "↓" : "↑")", text)], [])
        case .copy(let part): return ([Span("\(part.name)  ", look[.accent]), Span(part.preview, text)], [])
        case .field(let path, let type): return ([Span(SafeText(path.rawValue), text)], [Span(type.name, look[.faint])])
        case .value(_, let value): return ([Span(value.word, text)], [Span(value.note, look[.faint])])
        }
    }
}
