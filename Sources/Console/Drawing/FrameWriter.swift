/// What a terminal is told, in its own language.
protocol TerminalSequences: AnyObject {
    /// Puts the cursor at a place.
    func move(to place: Point, _ bytes: inout [UInt8])

    /// Draws in another style from now on.
    func change(from style: Style, to other: Style, _ bytes: inout [UInt8])

    /// Whether the screen scrolls when its last cell is drawn.
    var scrollsAtLastCell: Bool { get }
}

/// Makes the bytes that turn one frame on a terminal into another: the glyphs that changed, and where they stand.
struct FrameWriter {
    private let sequences: any TerminalSequences
    private let frame: Frame
    private let previous: Frame?
    private var bytes: [UInt8] = []
    /// Where the terminal's cursor is; `nil` where terminals disagree.
    private var cursor: Point?
    private var style = Style.plain

    /// So many columns that stay as they are cost less to draw than to step over.
    private static let shortGap = 6

    /// - Parameter previous: what the terminal shows; `nil` where that is not known.
    /// - Returns: nothing where no cell changed. The style is plain before and afterwards.
    static func bytes(of frame: Frame, over previous: Frame?, in sequences: any TerminalSequences) -> [UInt8] {
        var writer = FrameWriter(sequences: sequences, frame: frame, previous: previous?.size == frame.size ? previous : nil)
        for y in 0..<frame.size.rows { writer.write(row: y) }
        writer.change(to: .plain)
        return writer.bytes
    }

    private init(sequences: any TerminalSequences, frame: Frame, previous: Frame?) {
        (self.sequences, self.frame, self.previous) = (sequences, frame, previous)
    }

    private mutating func write(row y: Int) {
        var x = 0
        while x < frame.size.columns {
            let width = frame.glyphWidth(x: x, y: y)
            if isChanged(x..<(x + width), y) { write(Point(x: x, y: y), width) }
            x += width
        }
    }

    private func isChanged(_ columns: Range<Int>, _ y: Int) -> Bool {
        guard let previous else { return true }
        return columns.contains { frame[$0, y] != previous[$0, y] }
    }

    private mutating func write(_ place: Point, _ width: Int) {
        if place == Point(x: frame.size.columns - 1, y: frame.size.rows - 1), sequences.scrollsAtLastCell { return }
        if let cursor, cursor.y == place.y, place.x - cursor.x <= Self.shortGap {
            var x = cursor.x
            while x < place.x, self.cursor != nil { x += draw(Point(x: x, y: place.y)) }
        }
        if cursor != place { sequences.move(to: place, &bytes) }
        draw(place)
    }

    /// Draws a glyph where the cursor stands.
    /// - Returns: how many columns it takes.
    @discardableResult
    private mutating func draw(_ place: Point) -> Int {
        let cell = frame[place.x, place.y]
        let width = frame.glyphWidth(x: place.x, y: place.y)
        change(to: cell.style)
        if cell.isContested {
            // Blanks first: where the terminal takes the glyph for narrower, nothing old stays beside it.
            for _ in 0..<width { bytes.append(0x20) }
            sequences.move(to: place, &bytes)
        }
        bytes.append(contentsOf: cell.text.utf8)
        let next = Point(x: place.x + width, y: place.y)
        // Behind the last column some terminals stand in the next row already.
        cursor = cell.isContested || next.x >= frame.size.columns ? nil : next
        return width
    }

    private mutating func change(to other: Style) {
        guard style != other else { return }
        sequences.change(from: style, to: other, &bytes)
        style = other
    }
}

extension Frame {
    /// How many columns the glyph at a place takes.
    fileprivate func glyphWidth(x: Int, y: Int) -> Int { x + 1 < size.columns && self[x + 1, y].text.isEmpty ? 2 : 1 }
}

extension Cell {
    /// Whether terminals of different age or make may move their cursor differently over this glyph: emoji, and marks.
    var isContested: Bool {
        guard text.utf8.count > 2, let base = text.unicodeScalars.first else { return false }
        switch base.value {
        case 0x3000..<0xA000, 0xAC00..<0xD7A4: return text.unicodeScalars.count > 1
        case 0x1F000..<0x20000: return true
        case 0x2300..<0x2C00: return CharacterWidth.columns(of: base) == 2 || text.unicodeScalars.count > 1
        default: return base.properties.generalCategory == .spacingMark || text.unicodeScalars.count > 1
        }
    }
}
