/// Builds the JSON of an answer as the seed's framework writes it: no spaces, and nothing escaped but what JSON demands.
///
/// `JSONWriter` escapes what a terminal would act on; a program that reads an API wants the text as it is, and soon.
struct JSONBody {
    private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: about how many bytes will be added.
    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// An object with one member, which is text.
    static func object(_ name: StaticString, _ text: String) -> [UInt8] {
        var body = JSONBody()
        body.literal("{\"")
        body.literal(name)
        body.literal("\":")
        body.string(text)
        body.literal("}")
        return body.bytes
    }

    /// Adds JSON as it stands.
    mutating func literal(_ json: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: json.utf8Start, count: json.utf8CodeUnitCount))
    }

    /// Adds JSON as it stands.
    mutating func raw(_ json: some Collection<UInt8>) { bytes.append(contentsOf: json) }

    mutating func number(_ value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    mutating func number(_ value: Double) { raw((value.isFinite ? "\(value)" : "null").utf8) }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else {
                escape(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): literal("\\\"")
        case UInt8(ascii: "\\"): literal("\\\\")
        case 0x08: literal("\\b")
        case 0x09: literal("\\t")
        case 0x0A: literal("\\n")
        case 0x0C: literal("\\f")
        case 0x0D: literal("\\r")
        default:
            literal("\\u00")
            if byte < 0x10 { literal("0") }
            raw(String(byte, radix: 16).utf8)
        }
    }
}
