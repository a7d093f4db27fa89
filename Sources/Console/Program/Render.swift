import Engine

/// The whole screen for a state. It depends on nothing else and touches nothing.
func render(_ state: State, size: Size) -> Frame {
    var frame = Frame(size: size)
    guard let layout = Layout(size, focus: state.focus, noticeRows: state.noticeRows) else {
        frame.drawTooSmall()
        return frame
    }
    frame.drawStrip(state.strip, index: state.search.index, in: layout.strip, look: state.look)
    frame.drawBody(state, layout)
    if let picker = state.picker { frame.drawPicker(picker, look: state.look) }
    if let page = state.page {
        frame.cursor = nil
        frame.drawPage(page, look: state.look)
    }
    frame.drawBottom(state, layout)
    return frame
}

extension Frame {
    fileprivate mutating func drawTooSmall() {
        let sentence: SafeText =
            "kelp needs \(Layout.smallest.columns)×\(Layout.smallest.rows) characters; make the window larger, or press q to quit"
        for (row, line) in wrapped(sentence, width: size.columns).enumerated() { put(line, x: 0, y: row) }
    }

    fileprivate mutating func drawBody(_ state: State, _ layout: Layout) {
        let look = state.look
        if let document = state.document {
            drawQueryBar(state.search, in: layout.bar, look: look)
            return drawDocument(document, place: state.documentPlace, in: layout.body, look: look)
        }
        if let divider = layout.divider {
            for y in layout.body.y..<layout.body.maxY { put("│", x: divider, y: y, style: look[.border]) }
        }
        if let area = layout.results {
            drawResults(
                state.search, in: area, scrollbarX: layout.divider ?? area.maxX - 1, isFocused: state.focus == .results,
                absence: state.resultsAbsence, look: look)
        }
        if let area = layout.live {
            drawLive(state.live, in: area, isFocused: state.focus == .live, absence: state.liveAbsence, look: look)
        }
        // After the panes: in one line, an error stands on the row below the bar.
        drawQueryBar(state.search, in: layout.bar, look: look)
        drawCompletion(state.search, in: layout.bar, look: look)
    }

    fileprivate mutating func drawBottom(_ state: State, _ layout: Layout) {
        let look = state.look
        let notice = state.shownNotice
        if let line = layout.notices, state.page == nil {
            drawNoticeLine(notice, in: line, divider: state.document == nil ? layout.divider : nil, look: look)
        }
        let hasHints = state.commandLine != nil || state.page != nil || state.picker != nil
        if let commandLine = state.commandLine {
            drawCommandLine(commandLine, in: layout.footer, look: look)
        } else if layout.notices == nil, let notice, !hasHints {
            drawNotice(notice, above: layout.footer.maxY, look: look)
        } else {
            drawHints(of: state.context, in: layout.footer, look: look)
        }
    }
}

extension Layout {
    /// The column of the line between panes that stand side by side.
    fileprivate var divider: Int? {
        guard let results, let live, results.y == live.y else { return nil }
        return results.maxX
    }
}

extension State {
    /// Why there are no results, and what to try.
    fileprivate var resultsAbsence: [SafeText] {
        if case .failed(let failure) = opening { return [failure.sentence, "Ctrl-R tries again, q quits"] }
        if search.found == nil, search.error != nil { return ["mend the query to search", "/ edits it"] }
        if isFilling { return ["the first documents are on their way…"] }
        if search.found == nil {
            let hint: SafeText = search.retry == nil ? "Ctrl-R tries again" : "it is tried again by itself; Ctrl-R tries at once"
            let waiting: SafeText = opening == .open ? "waiting for the index…" : openingStep ?? "opening the index…"
            return search.failure.map { [$0, hint] } ?? [waiting]
        }
        let place: SafeText = search.found?.request.indexes.first.map { "in \($0)" } ?? "in any index"
        if search.found?.request.query == .everything { return ["No documents \(place) yet"] + firstSteps }
        let elsewhere: [SafeText] = search.index != nil && indexes.count > 1 ? [":index all looks in all indexes"] : []
        let news: [SafeText] = search.arrivals.isEmpty ? [] : ["\(search.arrivals.text) that match have just come: . loads them"]
        let text = search.found?.text ?? ""
        let hint =
            QueryHabit.hint(for: text) ?? search.found.flatMap { search.fields.catalog.hint(about: $0.request.query) }
            ?? "fewer words find more; word* finds what begins with it"
        return ["Nothing \(place) matches \(text.prefix(100))"] + news + elsewhere + [hint, "/ edits the query"]
    }

    private var firstSteps: [SafeText] {
        hasFeed
            ? ["they appear as the events come in; . loads them"]
            : [
                "kelp demo shows a full one", "kelp import FILE --index NAME fills one",
                "kelp --brokers HOST:PORT fills it from Kafka",
            ]
    }

    /// Why there are no events, and what to do.
    fileprivate var liveAbsence: [SafeText] {
        if opening != .open { return ["…"] }
        if let failure = strip.failure { return [failure] }
        if !hasFeed { return ["No brokers, so no live events", "kelp --brokers HOST:PORT reads from Kafka"] }
        if case .waiting(let reason, _, _) = strip.status?.activity { return [reason] }
        return live.isPaused ? ["paused: = goes on"] : ["Waiting for events", "they come in at the bottom as they are produced"]
    }
}
