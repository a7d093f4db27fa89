/// How a cell looks.
struct Style: Hashable, Sendable {
    /// A colour of the terminal's palette: 0–15 are the user's own, 16–255 the fixed cube and greys.
    struct Color: Hashable, Sendable {
        var index: UInt8
        init(_ index: UInt8) { self.index = index }
    }

    struct Attributes: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let bold = Attributes(rawValue: 1)
        static let dim = Attributes(rawValue: 2)
        static let underline = Attributes(rawValue: 4)
        static let reverse = Attributes(rawValue: 8)
        static let italic = Attributes(rawValue: 16)
    }

    /// `nil` is the terminal's default.
    var foreground: Color?
    /// `nil` is the terminal's default.
    var background: Color?
    var attributes: Attributes = []

    static let plain = Style()

    /// This style on another background.
    func on(_ background: Color?) -> Style {
        var style = self
        style.background = background
        return style
    }

    /// This style with more attributes.
    func adding(_ attributes: Attributes) -> Style {
        var style = self
        style.attributes.formUnion(attributes)
        return style
    }
}
