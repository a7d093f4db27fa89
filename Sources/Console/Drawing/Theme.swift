import Engine

/// How each kind of thing on the screen looks.
struct Theme: Hashable, Sendable {
    /// What is being drawn.
    enum Role: Int, CaseIterable, Sendable {
        case text, faint, accent, title, titleFocused, strip, brand, border, borderFocused
        case selection, selectionFocused, highlight, number, popularity
        case good, warning, bad, note
        case match, fresh, key, hint
        case jsonKey, jsonString, jsonNumber, jsonLiteral, jsonPunctuation
    }

    /// The name to choose it by.
    let name: String
    private var styles: [Style]

    subscript(role: Role) -> Style { styles[role.rawValue] }

    /// For dark terminals; what is used unless told otherwise.
    static let dark = Theme(
        name: "dark",
        [
            .faint: .of(245), .accent: .of(79), .title: .of(248, on: 235), .titleFocused: .of(79, on: 235, .bold),
            .strip: .of(250, on: 236), .brand: .of(16, on: 79, .bold), .border: .of(239), .borderFocused: .of(79),
            .selection: .of(nil, on: 235), .selectionFocused: .of(255, on: 238),
            .highlight: .of(222, .bold), .number: .of(252), .popularity: .of(174),
            .good: .of(114), .warning: .of(215), .bad: .of(203), .note: .of(117),
            .match: .of(222, .bold), .fresh: .of(222, .bold), .key: .of(79), .hint: .of(245),
            .jsonKey: .of(117), .jsonString: .of(150), .jsonNumber: .of(215), .jsonLiteral: .of(176), .jsonPunctuation: .of(242),
        ])

    /// For light terminals.
    static let light = Theme(
        name: "light",
        [
            .faint: .of(243), .accent: .of(30), .title: .of(240, on: 254), .titleFocused: .of(30, on: 254, .bold),
            .strip: .of(238, on: 253), .brand: .of(231, on: 30, .bold), .border: .of(250), .borderFocused: .of(30),
            .selection: .of(nil, on: 255), .selectionFocused: .of(16, on: 152),
            .highlight: .of(130, .bold), .number: .of(236), .popularity: .of(125),
            .good: .of(28), .warning: .of(130), .bad: .of(160), .note: .of(25),
            .match: .of(130, .bold), .fresh: .of(130, .bold), .key: .of(30), .hint: .of(243),
            .jsonKey: .of(25), .jsonString: .of(28), .jsonNumber: .of(130), .jsonLiteral: .of(90), .jsonPunctuation: .of(246),
        ])

    /// Strong colours of the terminal's own sixteen, on its own background.
    static let highContrast = Theme(
        name: "high-contrast",
        [
            .faint: .of(7), .accent: .of(14, .bold), .title: .of(15, .underline),
            .titleFocused: .of(14, [.bold, .underline]),
            .strip: .of(15), .brand: .of(0, on: 14, .bold), .border: .of(7), .borderFocused: .of(14, .bold),
            .selection: .of(15, .underline), .selectionFocused: .of(nil, on: nil, [.bold, .reverse]),
            .highlight: .of(11, [.bold, .underline]), .number: .of(15), .popularity: .of(13),
            .good: .of(10), .warning: .of(11, .bold), .bad: .of(9, .bold), .note: .of(14),
            .match: .of(11, .bold), .fresh: .of(11, .bold), .key: .of(14, .bold), .hint: .of(15),
            .jsonKey: .of(14), .jsonString: .of(10), .jsonNumber: .of(11), .jsonLiteral: .of(13), .jsonPunctuation: .of(7),
        ])

    /// No colour at all: what matters is told by attributes.
    static let monochrome = Theme(
        name: "monochrome",
        [
            .faint: .with(.dim), .accent: .with(.bold), .title: .plain, .titleFocused: .with([.bold, .underline]),
            .brand: .with([.bold, .reverse]), .border: .with(.dim), .borderFocused: .plain,
            .selection: .with(.underline), .selectionFocused: .with(.reverse),
            .highlight: .with([.bold, .underline]), .warning: .with(.bold), .bad: .with([.bold, .underline]),
            .match: .with(.bold), .fresh: .with(.bold), .key: .with(.bold), .hint: .plain, .jsonKey: .with(.bold),
            .jsonPunctuation: .with(.dim),
        ])

    static let all = [dark, light, highContrast, monochrome]

    /// The theme of a name, if there is one.
    static func named(_ name: String) -> Theme? { all.first { $0.name == name } }

    /// This theme, or what can be read on a terminal with fewer colours: 16 cannot tell the greys of the others apart.
    func fitting(colors: Int) -> Theme {
        if colors >= 256 || self == .monochrome { return self }
        return colors > 0 ? .highContrast : .monochrome
    }

    private init(name: String, _ styles: [Role: Style]) {
        self.name = name
        self.styles = Role.allCases.map { styles[$0] ?? .plain }
    }
}

extension Style {
    fileprivate static func of(_ color: UInt8?, on background: UInt8? = nil, _ attributes: Attributes = []) -> Style {
        Style(foreground: color.map { Color($0) }, background: background.map { Color($0) }, attributes: attributes)
    }

    fileprivate static func with(_ attributes: Attributes) -> Style { of(nil, on: nil, attributes) }

    /// This style laid over another: the other's background and attributes show through.
    func over(_ below: Style) -> Style {
        Style(
            foreground: foreground ?? below.foreground, background: background ?? below.background,
            attributes: attributes.union(below.attributes))
    }
}
