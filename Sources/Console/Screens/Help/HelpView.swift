import Engine

/// The help's lines, made from the table of keys and the list of commands.
enum Help {
    static func lines() -> [Page.Line] {
        var lines: [Page.Line] = []
        for group in Keymap.Group.allCases {
            lines.append(Page.Line("\(group.rawValue)", .accent))
            lines += Keymap.lines(of: group).map { Page.Line(name: $0.keys, $0.help) } + [.blank]
        }
        lines.append(Page.Line("Commands", .accent))
        return lines + ConsoleCommand.all.map { Page.Line(name: $0.usage, $0.help) }
    }
}

/// Lines to be read in a box over the screen.
struct Page: Hashable, Sendable {
    /// A sentence, or what a name stands for, in columns.
    struct Line: Hashable, Sendable {
        var name: SafeText
        var text: SafeText
        var role: Theme.Role

        static let blank = Line("")

        init(name: SafeText = "", _ text: SafeText, _ role: Theme.Role = .text) {
            (self.name, self.text, self.role) = (name, text, role)
        }
    }

    var title: SafeText
    private let content: [Line]
    private var scroll = Scroll()

    static var help: Page { Page(title: "Keys and commands", Help.lines()) }

    init(title: SafeText, _ content: [Line]) {
        self.title = title
        self.content = content
    }

    /// How an index runs a search.
    init(explaining query: SafeText, _ lines: [SafeText]) {
        let told: [SafeText] = lines.isEmpty ? ["the index does not tell how it runs a search"] : lines
        self.init(title: "How this is searched for", [Line(query, .accent), .blank] + told.map { Line($0) })
    }

    mutating func move(_ command: Command, on size: Size) {
        let lines = lines(on: size)
        scroll.move(command, count: lines.count, height: Page.rows(of: lines, on: size))
    }

    /// Keeps the page in its box, which is another after the screen's size has changed.
    mutating func settle(on size: Size) {
        let lines = lines(on: size)
        scroll.settle(count: lines.count, height: Page.rows(of: lines, on: size))
    }

    fileprivate var top: Int { scroll.top }

    fileprivate func lines(on size: Size) -> [DocumentLine] {
        let width = Rect.popup(columns: Page.columns, rows: 0, on: size).width - 4
        let names = content.map(\.name.width).max() ?? 0
        let column = min(names + 4, width * 2 / 5)
        return content.flatMap { $0.rows(width: width, column: column) }
    }

    /// The box in the middle of a screen.
    fileprivate static func box(of lines: [DocumentLine], on size: Size) -> Rect {
        Rect.popup(columns: columns, rows: lines.count + 2, on: size)
    }

    private static let columns = 76
    private static func rows(of lines: [DocumentLine], on size: Size) -> Int { max(1, box(of: lines, on: size).height - 2) }
}

extension Page.Line {
    /// The rows that it takes, broken between words; what belongs to a name stands in a column of its own.
    fileprivate func rows(width: Int, column: Int) -> [DocumentLine] {
        if name == "" {
            let margin = min(text.string.prefix { $0 == " " }.count, width / 2)
            return wrapped(text, width: width - 2 - margin).enumerated().map {
                DocumentLine(indent: margin + ($0 == 0 ? 0 : 2), pieces: [.init($1, role)])
            }
        }
        var rows = wrapped(text, width: width - column).map { DocumentLine(indent: column, pieces: [.init($0, role)]) }
        let gap = column - 2 - name.width
        if gap >= 2 {
            rows[0] = DocumentLine(
                indent: 2, pieces: [.init(name, .key), .init("\(String(repeating: " ", count: gap))")] + rows[0].pieces)
        } else {
            rows.insert(DocumentLine(indent: 2, pieces: [.init(name, .key)]), at: 0)
        }
        return rows
    }
}

extension Frame {
    mutating func drawPage(_ page: Page, look: Look) {
        let lines = page.lines(on: size)
        let area = Page.box(of: lines, on: size)
        drawPopup(page.title, in: area, look: look)
        putRight([Span(" Esc back ", look[.hint])], y: area.maxY - 1, minX: area.x + 2, maxX: area.maxX - 2)
        let text = area.inset(by: 1)
        for (row, line) in lines.dropFirst(page.top).prefix(text.height).enumerated() {
            let spans = line.pieces.map { Span($0.text, look[$0.role]) }
            put(spans, x: text.x + 1 + line.indent, y: text.y + row, maxX: text.maxX - 1)
        }
        scrollbar(
            x: text.maxX - 1, y: text.y, height: text.height, top: page.top, count: lines.count, style: look[.border])
    }
}
