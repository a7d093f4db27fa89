import Engine

extension Frame {
    /// Draws the Live pane: a title, and an event a row.
    /// - Parameter absence: what stands there where there are no events.
    mutating func drawLive(_ live: LiveState, in area: Rect, isFocused: Bool, absence: [SafeText], look: Look) {
        let (title, list) = area.splitTop(1)
        let (matches, condition) = (live.matches(look), live.condition(look, columns: title.width * 3 / 5))
        // A long name gives way: it is the same all day.
        let room = title.width - matches.width - condition.width - 10
        drawPaneTitle(
            "Live", [Span(shortened(live.topics, to: room), look[.title])] + matches, right: condition, in: title,
            isFocused: isFocused, look: look)
        guard !live.events.isEmpty else { return drawAbsence(absence, in: list, look: look) }
        let visible = live.events.dropFirst(live.cursor.top).prefix(list.height)
        for (row, index) in visible.indices.enumerated() {
            let line = Rect(x: list.x, y: list.y + row, width: list.width, height: 1)
            let isSelected = index == live.cursor.selected && (isFocused || !live.isFollowing)
            let event = live.events[index]
            drawEvent(
                event, in: line, isSelected: isSelected, isFocused: isFocused, isMatch: live.marks.isMatch(event.id), look: look)
        }
        scrollbar(
            x: list.maxX - 1, y: list.y, height: list.height, top: live.cursor.top, count: live.events.count,
            style: look[.border])
    }

    private mutating func drawEvent(
        _ event: LiveEvent, in line: Rect, isSelected: Bool, isFocused: Bool, isMatch: Bool, look: Look
    ) {
        let below = beginRow(in: line, isSelected: isSelected, isFocused: isFocused, look: look)
        let time =
            look.times == .age
            ? aligned(age(of: event.seenAt, at: look.now), columns: 4)
            : clock(event.seenAt, in: look.zone, milliseconds: line.width >= 56)
        var x = put(time, x: line.x + 2, y: line.y, maxX: line.maxX, style: look[.faint].over(below)) + 1
        let stage = event.mark(look)
        put([stage], x: x, y: line.y, maxX: line.maxX - 2)
        restyle(Rect(x: x, y: line.y, width: line.maxX - x, height: 1)) { $0 = $0.over(below) }
        if event.progress.isRejected { return }
        x += 10
        let name = Span(event.title, look[event.document == nil ? .faint : .text].over(below))
        put([name], x: x, y: line.y, maxX: line.maxX - (isMatch ? 4 : 2))
        if isMatch { put("◆", x: line.maxX - 3, y: line.y, style: look[.match].over(below)) }
    }
}

extension LiveState {
    /// The topics of the newest events: the first of them, and how many more.
    fileprivate var topics: SafeText {
        var names: [TopicName] = []
        for event in events.suffix(200).reversed() where !names.contains(event.record.partition.topic) {
            names.append(event.record.partition.topic)
        }
        guard let first = names.min() else { return "" }
        return names.count == 1 ? "\(first)" : "\(first) +\(names.count - 1)"
    }

    /// How many events match the query on the screen, as far as they are judged.
    fileprivate func matches(_ look: Look) -> [Span] {
        guard marks.query != nil else { return [] }
        return [Span("  ◆", look[.match]), Span(" \(grouped(marks.count))\(marks.isComplete ? "" : "…")", look[.title])]
    }

    /// Whether the pane follows, what it holds back and, where there is room, what it does not keep.
    fileprivate func condition(_ look: Look, columns: Int) -> [Span] {
        if events.isEmpty, !isPaused { return [] }
        var spans = [state(look)]
        let losses: [(SafeText, Int)] = [("skipped", skipped), ("let go", letGo)]
        for (name, count) in losses where count > 0 {
            let loss = Span("\(name) \(grouped(count))  ", look[.faint])
            if loss.text.width + spans.width <= columns { spans.insert(loss, at: 0) }
        }
        return spans
    }

    private func state(_ look: Look) -> Span {
        if isPaused { return Span("PAUSED +\(grouped(heldBack))", look[.warning].adding(.bold)) }
        if isFollowing { return Span("FOLLOW", look[.good]) }
        return Span("\(held.isEmpty ? "" : "+\(grouped(heldBack))  ")G follows", look[.faint])
    }
}

extension LiveEvent {
    /// How far it has come, in a mark and at most a word.
    func mark(_ look: Look) -> Span {
        switch progress.stage {
        case .seen: Span("· seen", look[.faint])
        case .sent: Span("→ sent", look[.faint])
        case .indexed: Span("↓ indexed", look[.note])
        case .searchable: Span("✓ \(aligned(progress.searchable.map(brief) ?? "found", columns: 5))", look[.good])
        case .deleted:
            Span("␡ \(aligned((progress.indexed ?? progress.searchable).map(brief) ?? "gone", columns: 5))", look[.faint])
        case .rejected(_, let reason): Span("✗ \(reason)", look[.bad])
        }
    }

    /// The document's name, else its id, else what there is of the record.
    var title: SafeText {
        if let document { return SafeText((document.name ?? document.id.rawValue).prefix(400)) }
        if let key = record.key { return SafeText(bytes: key.prefix(200)) }
        return record.value.map { SafeText(bytes: $0.prefix(200)) } ?? "tombstone without key"
    }
}
