import Engine

/// The help's lines, made from the table of keys and the list of commands.
enum Help {
    static func lines() -> [DocumentLine] {
        var lines: [DocumentLine] = []
        for group in Keymap.Group.allCases {
            lines.append(heading("\(group.rawValue)"))
            lines += Keymap.lines(of: group).map { entry($0.keys, $0.help) } + [.blank]
        }
        lines.append(heading("Commands"))
        lines += ConsoleCommand.all.map { entry($0.usage, $0.help) }
        return lines
    }

    private static func heading(_ text: SafeText) -> DocumentLine { DocumentLine(pieces: [.init(text, .accent)]) }

    private static func entry(_ keys: SafeText, _ help: SafeText) -> DocumentLine {
        let padding = String(repeating: " ", count: max(2, 18 - keys.width))
        return DocumentLine(indent: 2, pieces: [.init(keys, .key), .init("\(padding)\(help)")])
    }

    /// The box of the help in the middle of a screen, and how many of its rows are lines.
    static func box(on size: Size) -> Rect {
        let width = min(size.columns - 2, 72)
        let height = min(size.rows - 2, lines().count + 2)
        return Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    }
}

extension Frame {
    mutating func drawHelp(_ scroll: Scroll, look: Look) {
        let area = Help.box(on: size)
        restyle(bounds) { $0 = look[.border] }
        fill(area, style: .plain)
        box(area, style: look[.borderFocused])
        put(" Keys and commands ", x: area.x + 2, y: area.y, maxX: area.maxX - 1, style: look[.accent].adding(.bold))
        putRight([Span(" Esc back ", look[.hint])], y: area.maxY - 1, minX: area.x + 2, maxX: area.maxX - 2)
        let page = area.inset(by: 1)
        let lines = Help.lines()
        for (row, line) in lines.dropFirst(scroll.top).prefix(page.height).enumerated() {
            let spans = line.pieces.map { Span($0.text, look[$0.role]) }
            put(spans, x: page.x + 1 + line.indent, y: page.y + row, maxX: page.maxX - 1)
        }
        scrollbar(
            x: page.maxX - 1, y: page.y, height: page.height, top: scroll.top, count: lines.count, style: look[.border])
    }
}
