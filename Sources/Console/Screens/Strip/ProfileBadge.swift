import Engine

extension StripState {
    /// The profile's name in its colour; in production a word before it, which no lack of colours and no long name takes away.
    func badge(over base: Style, theme: Theme) -> [Span] {
        let name = Span(" \(profile) ", base.adding(.bold))
        guard let color = color ?? (isProduction ? .red : nil) else { return [name] }
        let style = theme == .monochrome ? Style(attributes: [.bold, .reverse]) : color.style
        return [Span(isProduction ? " PRODUCTION \(profile) " : " \(profile) ", style), Span(" ", base)]
    }
}

extension ProfileColor {
    /// Dark on light colours and light on dark ones.
    fileprivate var style: Style {
        let (background, foreground): (UInt8, UInt8) =
            switch self {
            case .red: (160, 231)
            case .orange: (208, 16)
            case .yellow: (220, 16)
            case .green: (34, 16)
            case .blue: (26, 231)
            case .magenta: (133, 231)
            }
        return Style(foreground: .init(foreground), background: .init(background), attributes: .bold)
    }
}
