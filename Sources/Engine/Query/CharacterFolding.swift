/// Decodes the scalar that starts at `index`, and says where it ends; bytes that are no UTF-8 give U+FFFD, one at a time.
func decodeScalar(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, end: Int) {
    let first = utf8[index]
    if first < 0x80 { return (UInt32(first), index + 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first < 0xF5, index + length <= utf8.count else { return (0xFFFD, index + 1) }
    var scalar = UInt32(first) & (0x7F >> UInt32(length))
    for next in utf8[(index + 1)..<(index + length)] {
        guard next & 0xC0 == 0x80 else { return (0xFFFD, index + 1) }
        scalar = scalar << 6 | UInt32(next & 0x3F)
    }
    return (scalar, index + length)
}

/// The lower case, ordinary width form of a scalar.
func fold(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case ..<0x41: scalar
    case 0x41...0x5A: scalar + 0x20
    case ..<0xC0: scalar
    case 0xAC00...0xD7A3, 0x3000...0x9FFF: scalar
    case 0xFF01...0xFF5E: fold(scalar - 0xFEE0)
    case 0xFF65...0xFF9F: halfwidthKatakana[Int(scalar - 0xFF65)]
    default: lowercase(scalar)
    }
}

/// What U+FF65 to U+FF9F stand for; the last two are the marks that make が of か and ぱ of は.
private let halfwidthKatakana: [UInt32] =
    "・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
    .unicodeScalars.map(\.value)

/// Scalar by scalar, as Elasticsearch does it: nothing gets longer.
private func lowercase(_ scalar: UInt32) -> UInt32 {
    guard let letter = Unicode.Scalar(scalar), letter.properties.changesWhenLowercased else { return scalar }
    return letter.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
}

extension [UInt8] {
    /// Appends the UTF-8 of a scalar.
    mutating func append(utf8Of scalar: UInt32) {
        func next(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | scalar >> shift & 0x3F) }
        switch scalar {
        case ..<0x80: append(UInt8(truncatingIfNeeded: scalar))
        case ..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
            append(next(0))
        case ..<0x10000:
            append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
            append(next(6))
            append(next(0))
        default:
            append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
            append(next(12))
            append(next(6))
            append(next(0))
        }
    }
}
