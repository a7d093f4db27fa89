/// What the terminal library makes of the bytes that came.
enum RawInput: Hashable, Sendable {
    /// A character that belongs to no key sequence that the library knows.
    case scalar(Unicode.Scalar)
    /// Something that is decoded already.
    case input(Input)
}

/// Turns characters that came together into keys.
enum KeyDecoder {
    static func decode(_ raw: [RawInput]) -> [Input] {
        var inputs: [Input] = []
        var rest = raw[...]
        while let first = rest.popFirst() {
            switch first {
            case .input(let input): inputs.append(input)
            case .scalar("\u{1B}"):
                if let key = afterEscape(&rest) { inputs.append(.key(key)) }
            case .scalar(let scalar): inputs.append(.key(key(scalar)))
            }
        }
        return inputs
    }

    /// Escape alone is a key; with a character right behind it is Alt; with a sequence behind it is a key that nobody knows.
    private static func afterEscape(_ rest: inout ArraySlice<RawInput>) -> Key? {
        guard case .scalar(let scalar) = rest.first, scalar.value >= 0x20, scalar.value != 0x7F else { return .escape }
        rest.removeFirst()
        guard (scalar == "[" || scalar == "O"), case .scalar? = rest.first else { return .alt(Character(scalar)) }
        skipSequence(&rest)
        return nil
    }

    private static func skipSequence(_ rest: inout ArraySlice<RawInput>) {
        while case .scalar(let scalar)? = rest.first {
            // The next sequence begins although this one has no end.
            if scalar.value < 0x20 { return }
            rest.removeFirst()
            if (0x40...0x7E).contains(scalar.value) { return }
        }
    }

    private static func key(_ scalar: Unicode.Scalar) -> Key {
        switch scalar.value {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x08, 0x7F: .backspace
        case 0x00: .control(" ")
        case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x60)))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value) + 0x40)))
        default: .character(Character(scalar))
        }
    }
}
