import Engine

extension Key: ExpressibleByUnicodeScalarLiteral {
    /// A key that types a character.
    init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(Character(value)) }

    /// What help and footer call the key.
    var name: SafeText {
        switch self {
        case .character(" "): "Space"
        case .character(let character): "\(String(character))"
        case .control(let letter): "Ctrl-\(letter.uppercased())"
        case .alt(let letter): "Alt-\(letter.uppercased())"
        case .function(let number): "F\(number)"
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        }
    }
}
