import Testing

@testable import Console

@Suite("Themes") struct ThemeTests {
    @Test(
        "few colours take a theme that needs no more",
        arguments: [
            (Theme.light, 256, Theme.light), (.light, 16, .highContrast), (.dark, 8, .highContrast), (.dark, 0, .monochrome),
            (.monochrome, 256, .monochrome), (.monochrome, 8, .monochrome),
        ])
    func fits(theme: Theme, colors: Int, expected: Theme) { #expect(theme.fitting(colors: colors) == expected) }

    @Test("whatever stands on the selected row can be read", arguments: Theme.all)
    func selected(theme: Theme) {
        let below = theme[.selectionFocused]
        #expect(below != .plain)
        for role: Theme.Role in [.text, .faint, .number, .popularity, .highlight, .good, .bad, .match] {
            let style = theme[role].over(below)
            // The colours below 16 are the user's own: only reversed they are as far apart as elsewhere.
            guard let text = style.foreground, let ground = style.background, min(text.index, ground.index) >= 16 else {
                #expect(style.attributes.contains(.reverse))
                continue
            }
            #expect(contrast(text.index, ground.index) >= 2.5, "\(role) in \(theme.name)")
        }
    }

    /// The contrast of two of the colours from 16 on, from 1 to 21.
    private func contrast(_ one: UInt8, _ other: UInt8) -> Double {
        let (low, high) = (min(brightness(one), brightness(other)), max(brightness(one), brightness(other)))
        return (high + 0.05) / (low + 0.05)
    }

    private func brightness(_ index: UInt8) -> Double {
        let number = Int(index)
        let levels = [0.0, 95, 135, 175, 215, 255]
        let grey = Double(8 + (number - 232) * 10)
        let parts =
            number >= 232
            ? [grey, grey, grey] : [levels[(number - 16) / 36], levels[(number - 16) / 6 % 6], levels[(number - 16) % 6]]
        return zip(parts, [0.2126, 0.7152, 0.0722]).reduce(0) { sum, part in
            let level = part.0 / 255
            return sum + level * level * part.1
        }
    }
}
