import CNcurses

#if canImport(Glibc)
    import Glibc
#endif

/// What the terminal is told, as ncurses' database describes it.
final class CursesSequences: TerminalSequences {
    private struct Change: Hashable {
        var from: Style
        var to: Style
    }

    /// How many colours there are; 0 where none are wanted.
    let colors: Int
    let scrollsAtLastCell: Bool
    let clear = capability("clear")
    let hideCursor = capability("civis")
    let showCursor = capability("cnorm")
    private let cursorAddress = kelp_capability("cup")
    private let foreground = kelp_capability("setaf")
    private let background = kelp_capability("setab")
    private let plain = capability("sgr0")
    private let attributes: [(attribute: Style.Attributes, bytes: [UInt8], mixesWithColors: Bool)]
    private var changes: [Change: [UInt8]] = [:]

    /// Called when ncurses knows the terminal.
    init() {
        let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        // With more than 256, a number means a mixture and no place in the palette.
        switch noColor || foreground == nil || background == nil ? 0 : tigetnum("colors") {
        case 256: colors = 256
        case 16..<256: colors = 16
        case 8...: colors = 8
        default: colors = 0
        }
        scrollsAtLastCell = tigetflag("am") == 1 && tigetflag("xenl") != 1
        let unmixable = max(0, tigetnum("ncv"))
        attributes = [
            (.bold, "bold", 32), (.dim, "dim", 16), (.underline, "smul", 2), (.reverse, "rev", 4), (.italic, "sitm", 1 << 15),
        ].map { ($0, capability($1), unmixable & $2 == 0) }
    }

    func move(to place: Point, _ bytes: inout [UInt8]) {
        add(kelp_parameters(cursorAddress, Int32(place.y), Int32(place.x)), &bytes)
    }

    func change(from style: Style, to other: Style, _ bytes: inout [UInt8]) {
        let change = Change(from: style, to: other)
        if let known = changes[change] { return bytes += known }
        let sequence = sequence(change)
        changes[change] = sequence
        bytes += sequence
    }

    /// Adds what is new; where something has to go, everything goes first.
    private func sequence(_ change: Change) -> [UInt8] {
        let (style, other) = (change.from, change.to)
        let isAdding =
            style.attributes.isSubset(of: other.attributes) && (style.foreground == nil || other.foreground != nil)
            && (style.background == nil || other.background != nil)
        var bytes = isAdding ? [] : plain
        let before = isAdding ? style : .plain
        let hasColors = colors > 0 && (other.foreground != nil || other.background != nil)
        for (attribute, sequence, mixesWithColors) in attributes
        where other.attributes.contains(attribute) && !before.attributes.contains(attribute) && (mixesWithColors || !hasColors) {
            bytes += sequence
        }
        guard hasColors else { return bytes }
        for (before, color, capability) in [
            (before.foreground, other.foreground, foreground), (before.background, other.background, background),
        ] {
            if let color, color != before { add(kelp_parameters(capability, parameter(color), 0), &bytes) }
        }
        return bytes
    }

    private func parameter(_ color: Style.Color) -> Int32 { Int32(Palette.nearest(to: color, of: colors)) }
}

/// A capability without parameters; empty where the terminal has none.
private func capability(_ name: String) -> [UInt8] {
    var bytes: [UInt8] = []
    add(kelp_capability(name), &bytes)
    return bytes
}

/// Appends a sequence, without the waits for a printing terminal that stand in it as `$<5>`.
private func add(_ sequence: UnsafePointer<CChar>?, _ bytes: inout [UInt8]) {
    guard var place = sequence else { return }
    while place.pointee != 0 {
        if place[0] == 0x24, place[1] == 0x3C, let end = strchr(place, 0x3E) {
            place = UnsafePointer(end) + 1
        } else {
            bytes.append(UInt8(bitPattern: place.pointee))
            place += 1
        }
    }
}
