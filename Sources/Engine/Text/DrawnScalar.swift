extension Unicode.Scalar {
    /// Whether a terminal draws the scalar and does nothing else with it: no control, no bidi mark, nothing without a shape.
    var isOnlyDrawn: Bool {
        switch value {
        // What is common, without asking for its properties.
        case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x3400..<0xA000, 0xAC00..<0xD7A4: true
        default:
            switch properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: !properties.isDefaultIgnorableCodePoint
            }
        }
    }
}
