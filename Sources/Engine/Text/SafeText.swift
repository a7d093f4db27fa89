/// Text that may reach a terminal, a log or an error message: nothing in it can move a cursor, ring, colour, reorder or hide.
///
/// Literals in the program are safe by themselves; everything that is interpolated or passed to `init(_:)` is escaped.
/// It is one line: line breaks are escaped as well.
public struct SafeText: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The text, fit to be shown.
    public let string: String

    /// Escapes what a terminal would act on.
    public init(_ untrusted: some StringProtocol) {
        string = SafeText.escape(untrusted)
    }

    /// Decodes UTF-8, with U+FFFD for what is none, and escapes what a terminal would act on.
    public init(bytes: some Collection<UInt8>) {
        string = SafeText.escape(String(decoding: bytes, as: UTF8.self))
    }

    /// Shows the name or id.
    public init(_ identifier: some TextIdentifier) { self.init(identifier.rawValue) }

    /// Takes a literal as it stands.
    public init(stringLiteral value: String) { string = value }

    /// Takes the literal parts as they stand and the others escaped.
    public init(stringInterpolation: Interpolation) { string = stringInterpolation.text }

    /// The text, fit to be shown.
    public var description: String { string }

    /// Puts two texts together.
    public static func + (left: SafeText, right: SafeText) -> SafeText { "\(left)\(right)" }

    /// Collects the parts of an interpolated literal.
    public struct Interpolation: StringInterpolationProtocol, Sendable {
        var text = ""

        /// Reserves room.
        public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
        /// Takes a literal part as it stands.
        public mutating func appendLiteral(_ literal: String) { text += literal }
        /// Takes text that is safe already.
        public mutating func appendInterpolation(_ safe: SafeText) { text += safe.string }
        /// Escapes text from outside.
        public mutating func appendInterpolation(_ untrusted: some StringProtocol) { text += SafeText.escape(untrusted) }
        /// Escapes a name or id.
        public mutating func appendInterpolation(_ identifier: some TextIdentifier) {
            text += SafeText.escape(identifier.rawValue)
        }
        /// Writes a number.
        public mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }
        /// Writes an offset.
        public mutating func appendInterpolation(_ offset: Offset) { text += String(offset.rawValue) }
        /// Writes `topic[partition]`.
        public mutating func appendInterpolation(_ partition: TopicPartition) {
            text += SafeText.escape(partition.topic.rawValue) + "[\(partition.partition)]"
        }
        /// Writes `topic[partition]@offset`.
        public mutating func appendInterpolation(_ position: RecordPosition) {
            appendInterpolation(position.partition)
            text += "@\(position.offset.rawValue)"
        }
    }
}

extension Sequence<SafeText> {
    /// Puts the texts together, with another between them.
    public func joined(separator: SafeText) -> SafeText {
        SafeText(stringLiteral: map(\.string).joined(separator: separator.string))
    }
}

extension SafeText {
    private static func escape(_ untrusted: some StringProtocol) -> String {
        // Of one type from here on: each byte of a part of a text is looked at several times as slowly.
        var text = String(untrusted)
        guard text.withUTF8({ $0.contains { $0 < 0x20 || $0 >= 0x7F } }) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if isShown(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                result += escaped(scalar)
            }
        }
        return result
    }

    /// Joiners and the emoji selector may stay: `Drawing` resolves them before a cell holds them.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x200C, 0x200D, 0xFE0F: true
        default: scalar.isOnlyDrawn
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: return "\\t"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x1B: return "\\e"
        default:
            let digits = String(scalar.value, radix: 16)
            return digits.count <= 4
                ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits : "\\u{" + digits + "}"
        }
    }
}
