import Engine

/// What the status line says.
struct Notice: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case note, warning, failure }
    var kind: Kind
    var text: SafeText

    init(_ kind: Kind, _ text: SafeText) {
        self.kind = kind
        self.text = text
    }

    var role: Theme.Role {
        switch kind {
        case .note: .note
        case .warning: .warning
        case .failure: .bad
        }
    }
}

extension Frame {
    /// Draws the keys that do something here, those of the whole program at the right; words that do not fit are left out whole.
    mutating func drawHints(of context: Context, in line: Rect, look: Look) {
        let hints = Keymap.hints(in: context)
        let always = hints.filter { $0.command == .help || $0.command == .quit }
        let gap: SafeText = line.width >= 100 ? "   " : "  "
        let right = always.flatMap { hint(key: $0.key, $0.hint, gap, look) }
        let end = putRight(right, y: line.y, minX: line.x + 1, maxX: line.maxX)
        var x = line.x + 1
        for entry in hints where entry.command != .help && entry.command != .quit {
            let spans = hint(key: entry.key, entry.hint, gap, look)
            guard x + spans.width <= end else { return }
            x = put(spans, x: x, y: line.y, maxX: end)
        }
    }

    private func hint(key: SafeText, _ word: SafeText, _ gap: SafeText, _ look: Look) -> [Span] {
        [Span(key, look[.key]), Span(" \(word)\(gap)", look[.hint])]
    }

    /// Draws the line between the panes and the hints, with a notice in it if there is one; what does not fit goes on below, and the
    /// line begins higher.
    mutating func drawNoticeLine(_ notice: Notice?, in line: Rect, divider: Int?, look: Look) {
        let lines = notice.map { noticeLines($0, width: line.width - 4) } ?? []
        let y = line.y - max(0, lines.count - 1)
        rule(from: line.x, to: line.maxX, y: y, style: look[.border])
        if let divider { put("┴", x: divider, y: y, style: look[.border]) }
        guard let notice, let first = lines.first else { return }
        put([Span(" \(first) ", look[notice.role])], x: line.x + 1, y: y, maxX: line.maxX - 1)
        draw(lines.dropFirst(), role: notice.role, x: line.x + 2, above: line.maxY, look: look)
    }

    /// Draws a notice in the place of the hints, and over the rows above them where it is long.
    mutating func drawNotice(_ notice: Notice, above end: Int, look: Look) {
        draw(noticeLines(notice, width: size.columns - 2)[...], role: notice.role, x: 1, above: end, look: look)
    }

    /// No notice takes more rows than this.
    private static let mostNoticeLines = 4

    private func noticeLines(_ notice: Notice, width: Int) -> [SafeText] {
        let lines = wrapped(notice.text, width: width)
        guard lines.count > Self.mostNoticeLines else { return lines }
        return lines.prefix(Self.mostNoticeLines - 1) + ["\(lines[Self.mostNoticeLines - 1])…"]
    }

    private mutating func draw(_ lines: ArraySlice<SafeText>, role: Theme.Role, x: Int, above end: Int, look: Look) {
        for (row, line) in lines.enumerated() {
            let y = end - lines.count + row
            fill(Rect(x: 0, y: y, width: size.columns, height: 1), style: .plain)
            put([Span(line, look[role])], x: x, y: y, maxX: size.columns - 1)
        }
    }

    /// Draws the `:` line, what it may be completed to at its right, and puts the cursor into it.
    mutating func drawCommandLine(_ commandLine: CommandLineState, in line: Rect, look: Look) {
        fill(line, style: .plain)
        put(":", x: line.x + 1, y: line.y, style: look[.accent])
        let view = commandLine.field.view(width: line.width - 4)
        let end = put(view.shown, x: line.x + 2, y: line.y, maxX: line.maxX - 2, style: look[.text])
        cursor = Point(x: line.x + 2 + view.cursorColumn, y: line.y)
        let offer = commandLine.offer.flatMap { [Span("  ", .plain), Span($0.word, look[$0.isChosen ? .accent : .faint])] }
        if !offer.isEmpty { put(offer, x: end + 2, y: line.y, maxX: line.maxX - 1) }
    }
}
