import CNcurses

#if canImport(Glibc)
    import Glibc
#endif

/// Styles as ncurses wants them: attributes, and a numbered pair of colours that is made when it is first needed.
final class CursesLooks {
    private struct Colors: Hashable {
        var foreground: Int
        var background: Int
    }

    private struct Look {
        var attributes: attr_t = 0
        var pair: Int32 = 0
    }

    private var pairs: [Colors: Int32] = [:]
    private var looks: [Style: Look] = [:]
    /// How many there are; 0 where none are wanted.
    let colors: Int

    init() {
        let noColor = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
        guard !noColor, has_colors(), start_color() == OK, use_default_colors() == OK else {
            colors = 0
            return
        }
        colors = kelp_colors() >= 256 ? 256 : kelp_colors() >= 16 ? 16 : 8
    }

    /// The cells of ncurses for a glyph. Where the C library gives it another width, something of the right width instead.
    func cells(_ text: String, width: Int, style: Style) -> [cchar_t] {
        let look = look(of: style)
        var characters = text.unicodeScalars.map { wchar_t($0.value) }
        guard let base = characters.first, wcwidth(base) == width else {
            let unknown: wchar_t = wcwidth(0xFFFD) == 1 ? 0xFFFD : 0x3F
            let blanks = Array(repeating: kelp_cell([0x20, 0], look.attributes, look.pair), count: width - 1)
            return [kelp_cell([unknown, 0], look.attributes, look.pair)] + blanks
        }
        characters.removeAll { $0 != base && wcwidth($0) != 0 }
        return [kelp_cell(characters + [0], look.attributes, look.pair)]
    }

    private func look(of style: Style) -> Look {
        if let known = looks[style] { return known }
        var look = Look()
        let names: [(Style.Attributes, attr_t)] = [
            (.bold, kelp_bold()), (.dim, kelp_dim()), (.underline, kelp_underline()), (.reverse, kelp_reverse()),
            (.italic, kelp_italic()),
        ]
        for (attribute, bits) in names where style.attributes.contains(attribute) { look.attributes |= bits }
        look.pair = pair(Colors(foreground: number(style.foreground), background: number(style.background)))
        looks[style] = look
        return look
    }

    private func number(_ color: Style.Color?) -> Int { color.map { Palette.nearest(to: $0, of: colors) } ?? -1 }

    private func pair(_ wanted: Colors) -> Int32 {
        if colors == 0 || wanted == Colors(foreground: -1, background: -1) { return 0 }
        if let known = pairs[wanted] { return known }
        let next = Int32(pairs.count + 1)
        guard next < kelp_color_pairs(), init_extended_pair(next, Int32(wanted.foreground), Int32(wanted.background)) == OK
        else { return 0 }
        pairs[wanted] = next
        return next
    }
}
