import Engine

extension Frame {
    /// Draws the strip: who and where at the left, the pipeline's figures in the middle, `RO` at the right.
    mutating func drawStrip(_ strip: StripState, index: IndexName?, in line: Rect, look: Look) {
        let base = look[.strip]
        fill(line, style: base)
        var x = put(" kelp ", x: line.x, y: line.y, style: look[.brand])
        let place = index.map { SafeText($0) } ?? "all"
        let spans = strip.badge(over: base, theme: look.theme) + [Span("▪ ", look[.accent].over(base)), Span(place, base)]
        x = put(spans, x: x, y: line.y, maxX: line.x + line.width / 2)
        var end = line.maxX - 1
        if strip.isReadOnly {
            end = putRight([Span("RO", look[.warning].over(base).adding(.bold))], y: line.y, minX: x + 2, maxX: end) - 3
        }
        let start = drawFigures(strip, from: x + 3, to: end, y: line.y, look: look)
        // The backend's name is told where nothing that changes needs the room, and the profile does not tell it.
        guard let name = strip.backend, name != strip.profile else { return }
        let backend: SafeText = " · \(name)"
        if x + backend.width + 3 <= start { put(backend, x: x, y: line.y, style: look[.faint].over(base)) }
    }

    /// - Returns: the column where the figures begin.
    private mutating func drawFigures(_ strip: StripState, from x: Int, to end: Int, y: Int, look: Look) -> Int {
        let figures = strip.figures(look)
        let widest = figures.reduce(-3) { $0 + $1.spans.width + 3 }
        let gap = widest <= end - x ? 3 : 2
        let (chosen, used) = fitting(figures, room: end - x, gap: gap)
        let start = max(x, end - used)
        var x = start
        for figure in figures where chosen.contains(figure.rank) {
            let spans = figure.spans.map { Span($0.text, $0.style.over(look[.strip])) }
            x = put(spans, x: x, y: y, maxX: end) + gap
        }
        return start
    }

    /// The ranks of the most important figures that fit, and the columns they take. The first is there in any case, cut if need be.
    private func fitting(_ figures: [Figure], room: Int, gap: Int) -> (ranks: Set<Int>, width: Int) {
        var ranks: Set<Int> = []
        var used = 0
        for figure in figures.sorted(by: { $0.rank < $1.rank }) {
            let width = figure.spans.width + (ranks.isEmpty ? 0 : gap)
            guard used + width <= room || ranks.isEmpty else { break }
            ranks.insert(figure.rank)
            used += width
        }
        return (ranks, used)
    }
}

extension StripState {
    /// Why the pipeline waits or has ended, where the strip is too narrow to say it.
    func untold(columns: Int, index: IndexName?, look: Look) -> SafeText? {
        let reason: SafeText? = if case .waiting(let reason, _, _) = status?.activity { reason } else { nil }
        guard let text = failure ?? reason else { return nil }
        var frame = Frame(size: Size(columns: columns, rows: 1))
        frame.drawStrip(self, index: index, in: frame.bounds, look: look)
        return frame.row(0).contains(text.string) ? nil : text
    }
}

/// One figure of the strip; the lower its rank, the later it is left out.
private struct Figure {
    var rank: Int
    var spans: [Span]
}

extension StripState {
    fileprivate func figures(_ look: Look) -> [Figure] {
        if let failure { return [Figure(rank: 0, spans: [Span("pipeline ended: \(failure)", look[.bad])])] }
        guard backend != nil else { return [Figure(rank: 0, spans: [Span("opening…", look[.faint])])] }
        guard let status else { return [Figure(rank: 0, spans: [Span("no brokers", look[.faint])])] }
        switch status.activity {
        case .off: return [Figure(rank: 0, spans: [Span("no brokers", look[.faint])])]
        case .connecting: return [Figure(rank: 0, spans: [Span("connecting…", look[.note])])] + counts(status, look)
        case .stopped: return [Figure(rank: 0, spans: [Span("stopped", look[.warning])])] + counts(status, look)
        case .waiting(let reason, let since, let next):
            let told: [SafeText?] = [
                "waiting for \(age(of: since, at: look.now))", next.map { "next try in \(age(of: look.now, at: $0))" }, reason,
            ]
            return told.compactMap(\.self).enumerated().map { Figure(rank: $0, spans: [Span($1, look[.warning])]) }
        case .running:
            let notice = status.notice.map { Figure(rank: 0, spans: [Span($0, look[.warning])]) }
            return [notice].compactMap(\.self) + counts(status, look)
        }
    }

    private func counts(_ status: PipelineStatus, _ look: Look) -> [Figure] {
        var figures = [figure(3, "in", rate(status.readRate), look)]
        if status.isIndexing { figures.append(figure(2, "indexed", rate(status.indexRate), look)) }
        if !status.isIndexing { figures.append(Figure(rank: 2, spans: [Span("browsing", look[.note])])) }
        let isLate = lag.isWarning(at: look.now) || lagTime.isWarning(at: look.now)
        let records = status.lag.map { grouped($0) } ?? "?"
        figures.append(figure(1, "lag", "\(records) · \(backlog(status.lagTime))", look, isLate ? .warning : .number))
        let isRejecting = rejected.isWarning(at: look.now)
        figures.append(figure(4, "rejected", grouped(status.rejected), look, isRejecting ? .warning : .number))
        if let summary = status.searchable {
            figures.append(figure(5, "searchable", "p50 \(delay(summary.median)) p95 \(delay(summary.p95))", look))
            figures.append(figure(6, "max", delay(summary.maximum), look))
        }
        return figures
    }

    private func figure(_ rank: Int, _ name: SafeText, _ value: SafeText, _ look: Look, _ role: Theme.Role = .number) -> Figure {
        Figure(rank: rank, spans: [Span("\(name) ", look[.faint]), Span(value, look[role])])
    }
}
