/// The path and the query of a request, decoded.
///
/// It decodes as the seed's framework does: the path first and its segments then, of a parameter that is repeated the last one
/// counts, a `+` in the query is a space, a wrong escape stays as it is, and bytes that are no UTF-8 become U+FFFD.
struct RequestTarget {
    /// The parts of the path between slashes; a slash at the end makes no difference.
    let segments: [String]
    private let parameters: [(name: String, value: String)]

    init(_ target: String) {
        let bytes = target.utf8
        let end = bytes.firstIndex(of: UInt8(ascii: "?"))
        let path = decode(bytes[..<(end ?? bytes.endIndex)], plusIsSpace: false)
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if segments.count > 1, segments.last?.isEmpty == true { segments.removeLast() }
        self.segments = segments
        parameters = end.map { parse(bytes[bytes.index(after: $0)...]) } ?? []
    }

    /// The value of a parameter; empty text if it has none.
    subscript(name: String) -> String? { parameters.last { $0.name == name }?.value }
}

private func parse(_ query: Substring.UTF8View) -> [(name: String, value: String)] {
    query.split(separator: UInt8(ascii: "&")).map { pair in
        let separator = pair.firstIndex(of: UInt8(ascii: "="))
        let value = separator.map { decode(pair[pair.index(after: $0)...], plusIsSpace: true) } ?? ""
        return (decode(pair[..<(separator ?? pair.endIndex)], plusIsSpace: true), value)
    }
}

private func decode(_ bytes: Substring.UTF8View, plusIsSpace: Bool) -> String {
    guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else { return String(Substring(bytes)) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), let value = escaped(rest) {
            decoded.append(value)
            rest = rest.dropFirst(2)
        } else {
            decoded.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

/// What the two hexadecimal digits after a percent sign say.
private func escaped(_ digits: Substring.UTF8View) -> UInt8? {
    guard let first = digits.first, let second = digits.dropFirst().first else { return nil }
    guard let high = hexValue(first), let low = hexValue(second) else { return nil }
    return high << 4 | low
}
