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

}

/// Lines to be read in a box over the screen.
struct Page: Hashable, Sendable {
    var title: SafeText
    private let content: [DocumentLine]
    private var scroll = Scroll()

    static var help: Page { Page(title: "Keys and commands", Help.lines()) }

    init(title: SafeText, _ content: [DocumentLine]) {
        self.title = title
        self.content = content
    }

    /// How an index runs a search.
    init(explaining query: SafeText, _ lines: [SafeText]) {
        let told: [SafeText] = lines.isEmpty ? ["the index does not tell how it runs a search"] : lines
        self.init(
            title: "How this is searched for",
            [DocumentLine(pieces: [.init(query, .accent)]), .blank] + told.map { DocumentLine(pieces: [.init($0)]) })
    }

    mutating func move(_ command: Command, on size: Size) {
        let height = Page.rows(in: box(on: size))
        scroll.move(command, count: lines(on: size).count, height: height)
    }

    /// Keeps the page in its box, which is another after the screen's size has changed.
    mutating func settle(on size: Size) {
        let height = Page.rows(in: box(on: size))
        scroll.settle(count: lines(on: size).count, height: height)
    }

    fileprivate var top: Int { scroll.top }

    fileprivate func lines(on size: Size) -> [DocumentLine] {
        content.flatMap { $0.pieces.count == 1 ? $0.wrapped(width: Page.width(on: size) - 4) : [$0] }
    }

    /// The box in the middle of a screen.
    fileprivate func box(on size: Size) -> Rect {
        let width = Page.width(on: size)
        let height = min(size.rows - 2, lines(on: size).count + 2)
        return Rect(x: (size.columns - width) / 2, y: (size.rows - height) / 2, width: width, height: height)
    }

    private static func width(on size: Size) -> Int { min(size.columns - 2, 72) }
    private static func rows(in box: Rect) -> Int { max(1, box.height - 2) }
}

extension Frame {
    mutating func drawPage(_ page: Page, look: Look) {
        let area = page.box(on: size)
        restyle(bounds) { $0 = look[.border] }
        fill(area, style: .plain)
        box(area, style: look[.borderFocused])
        put(" \(page.title) ", x: area.x + 2, y: area.y, maxX: area.maxX - 1, style: look[.accent].adding(.bold))
        putRight([Span(" Esc back ", look[.hint])], y: area.maxY - 1, minX: area.x + 2, maxX: area.maxX - 2)
        let text = area.inset(by: 1)
        let lines = page.lines(on: size)
        for (row, line) in lines.dropFirst(page.top).prefix(text.height).enumerated() {
            let spans = line.pieces.map { Span($0.text, look[$0.role]) }
            put(spans, x: text.x + 1 + line.indent, y: text.y + row, maxX: text.maxX - 1)
        }
        scrollbar(
            x: text.maxX - 1, y: text.y, height: text.height, top: page.top, count: lines.count, style: look[.border])
    }
}
