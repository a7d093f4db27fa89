/// Finds the values that paths lead to, in one walk over a document's bytes.
///
/// Names on the way are compared joined by full stops, so that `{"owner": {"city": …}}` and `{"owner.city": …}` are the same, as they are
/// to Elasticsearch.
struct FieldReader: Sendable {
    /// A value that is not null.
    struct Value {
        /// The number of the path.
        var path: Int
        var token: JSONToken
    }

    private struct Path: Sendable {
        var name: [UInt8]
        /// Before `.keyword`: text that an index keeps whole beside its words.
        var whole: [UInt8]?
    }

    /// An index keeps no longer text whole, in UTF-16 units.
    static let longestWhole = 256

    private let paths: [Path]

    init(_ paths: [FieldPath]) {
        self.paths = paths.map { path in
            let name = Array(path.rawValue.utf8)
            let suffix = Array(".keyword".utf8)
            return Path(name: name, whole: name.suffix(suffix.count) == suffix[...] ? Array(name.dropLast(suffix.count)) : nil)
        }
    }

    /// The values in the order of the document; those before an error in it.
    func values(in json: [UInt8]) -> [Value] {
        var values: [Value] = []
        Self.forEachValue(in: json) { place, token in take(token, at: place, json, &values) }
        return values
    }

    /// Hands out every value that is not null with its path as UTF-8, in the order of the document; those before an error in it.
    static func forEachValue(in json: [UInt8], _ body: (_ path: [UInt8], JSONToken) -> Void) {
        var scanner = JSONScanner(json)
        // The path of what is being read, and how much of it belongs to each container that is open.
        var path: [UInt8] = []
        var lengths = [0]
        var followsKey = false
        while let token = try? scanner.next() {
            switch token.kind {
            case .key:
                path.removeSubrange(lengths[token.depth]...)
                if !path.isEmpty { path.append(UInt8(ascii: ".")) }
                token.appendText(to: &path, from: json)
                followsKey = true
            case .punctuation:
                let byte = json[token.range.lowerBound]
                guard byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { continue }
                if !followsKey { path.removeSubrange(lengths[token.depth]...) }
                lengths.removeSubrange((token.depth + 1)...)
                lengths.append(path.count)
                followsKey = false
            case .string, .number, .literal:
                if !followsKey { path.removeSubrange(lengths[token.depth]...) }
                followsKey = false
                if token.kind == .literal, json[token.range.lowerBound] == UInt8(ascii: "n") { continue }
                body(path, token)
            }
        }
    }

    private func take(_ token: JSONToken, at place: [UInt8], _ json: [UInt8], _ values: inout [Value]) {
        for (number, path) in paths.enumerated() {
            let isInside =
                place.count > path.name.count && place[path.name.count] == UInt8(ascii: ".") && place.starts(with: path.name)
            let isWhole =
                path.whole == place && token.kind == .string
                && (token.range.count <= Self.longestWhole || token.text(in: json).utf16.count <= Self.longestWhole)
            if place == path.name || isWhole {
                values.append(Value(path: number, token: token))
            } else if isInside {
                // Only that it is there can be asked of an object.
                values.append(Value(path: number, token: JSONToken(kind: .punctuation, range: token.range, depth: token.depth)))
            }
        }
    }
}

extension JSONToken {
    /// Appends a key's text, NFC.
    fileprivate func appendText(to bytes: inout [UInt8], from source: [UInt8]) {
        let text = source[range.lowerBound + 1..<range.upperBound - 1]
        // Below U+0300, which begins with 0xCC, everything is composed.
        if hasEscapes || text.contains(where: { $0 >= 0xCC }) {
            bytes += compose(self.text(in: source)).utf8
        } else {
            bytes += text
        }
    }
}
