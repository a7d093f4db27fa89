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

extension Notice {
    /// None takes more rows than this.
    private static let mostLines = 4

    /// As it fits the screen, within a line that is drawn around it.
    func lines(columns: Int) -> [SafeText] {
        let lines = wrapped(text, width: columns - 4)
        guard lines.count > Self.mostLines else { return lines }
        return lines.prefix(Self.mostLines - 1) + ["\(lines[Self.mostLines - 1])…"]
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

    /// Draws the line between the panes and the hints, with a notice in it if there is one; what does not fit goes on below, and where
    /// that takes more rows than there are, the line begins higher.
    mutating func drawNoticeLine(_ notice: Notice?, in area: Rect, divider: Int?, look: Look) {
        let lines = notice?.lines(columns: size.columns) ?? []
        let y = min(area.y, area.maxY - lines.count)
        rule(from: area.x, to: area.maxX, y: y, style: look[.border])
        if let divider { put("┴", x: divider, y: y, style: look[.border]) }
        guard let notice, let first = lines.first else { return }
        put([Span(" \(first) ", look[notice.role])], x: area.x + 1, y: y, maxX: area.maxX - 1)
        draw(lines.dropFirst(), role: notice.role, x: area.x + 2, below: y, look: look)
    }

    /// Draws a notice in the place of the hints, and over the rows above them where it is long.
    mutating func drawNotice(_ notice: Notice, above end: Int, look: Look) {
        let lines = notice.lines(columns: size.columns)
        draw(lines[...], role: notice.role, x: 1, below: end - lines.count - 1, look: look)
    }

    private mutating func draw(_ lines: ArraySlice<SafeText>, role: Theme.Role, x: Int, below top: Int, look: Look) {
        for (row, line) in lines.enumerated() {
            let y = top + 1 + row
            fill(Rect(x: 0, y: y, width: size.columns, height: 1), style: .plain)
            put([Span(line, look[role])], x: x, y: y, maxX: size.columns - 1)
        }
    }

    /// Draws the `:` line, what it may be completed to at its right, and puts the cursor into it.
    mutating func drawCommandLine(_ commandLine: CommandLineState, in line: Rect, look: Look) {
        fill(line, style: .plain)
        put(":", x: line.x + 1, y: line.y, style: look[.accent])
        let end = drawField(commandLine.field, x: line.x + 2, y: line.y, width: line.width - 4, style: look[.text])
        let offer = commandLine.offer.flatMap { [Span("  ", .plain), Span($0.word, look[$0.isChosen ? .accent : .faint])] }
        if !offer.isEmpty { put(offer, x: end + 2, y: line.y, maxX: line.maxX - 1) }
    }
}
