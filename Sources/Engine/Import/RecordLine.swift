// FoundationEssentials is enough for Base64.
import FoundationEssentials

/// A record to be produced, from a line as `kelp tail --format jsonl` writes it. Where the record stood before does not matter.
struct RecordLine: Hashable {
    /// What is wrong with a line.
    struct Problem: Error, Hashable { var sentence: SafeText }

    var key: [UInt8]?
    /// `nil` is a tombstone.
    var value: [UInt8]?
    var headers: [Record.Header] = []
    /// `nil` is the moment in which it is produced.
    var timestamp: Timestamp?

    /// A record of these bytes alone.
    /// - Parameter keyField: the field of a JSON object whose first value is the key.
    init(value: [UInt8], keyField: FieldPath?) {
        self.value = value
        let first = keyField.flatMap { FieldReader([$0]).values(in: value).first { $0.token.kind != .punctuation } }
        key = first.map { Array($0.token.text(in: value).utf8) }
    }

    /// Reads `{"key": …, "value": …, "headers": [[NAME, VALUE], …], "timestamp": MILLISECONDS, "encoding": "base64"}`, of which only the value must
    /// be there. One that is no text is the JSON that stands there.
    init(json: [UInt8]) throws(Problem) {
        var parts = Parts()
        do throws(JSONError) { try parts.read(json) } catch { throw Problem(sentence: "not JSON: " + error.sentence) }
        guard let value = parts.value else {
            throw Problem(sentence: "it is no object with a value, which is null for a tombstone")
        }
        self.value = try parts.bytes(value)
        key = try parts.bytes(parts.key)
        timestamp = parts.timestamp
        for (name, value) in parts.headers {
            headers.append(Record.Header(name: try parts.bytes(name) ?? [], value: try parts.bytes(value)))
        }
    }

    /// The members as they stand, before it is known whether they are in Base64.
    private struct Parts {
        /// A text, or other JSON as it is written; null is `nil`.
        typealias Piece = (bytes: [UInt8], isText: Bool)?

        var key: Piece = nil
        var value: Piece?
        var headers: [(name: Piece, value: Piece)] = []
        var timestamp: Timestamp?
        var isBase64 = false

        mutating func read(_ json: [UInt8]) throws(JSONError) {
            var cursor = JSONCursor(json)
            guard try cursor.enterObject() else { return try cursor.end() }
            while let name = try cursor.nextKey() {
                switch name {
                case "key": key = try Parts.piece(&cursor)
                case "value": value = .some(try Parts.piece(&cursor))
                case "timestamp": timestamp = try cursor.integer().map { Timestamp(milliseconds: $0) }
                case "encoding": isBase64 = try cursor.string() == "base64"
                case "headers": try readHeaders(&cursor)
                default: try cursor.skip()
                }
            }
            try cursor.end()
        }

        private mutating func readHeaders(_ cursor: inout JSONCursor) throws(JSONError) {
            guard try cursor.enterArray() else { return }
            while try cursor.hasElement() {
                guard try cursor.enterArray() else { continue }
                var pair: [Piece] = []
                while try cursor.hasElement() { pair.append(try Parts.piece(&cursor)) }
                if pair.count == 2 { headers.append((pair[0], pair[1])) }
            }
        }

        private static func piece(_ cursor: inout JSONCursor) throws(JSONError) -> Piece {
            if try cursor.isStringNext() { return (Array((try cursor.string() ?? "").utf8), true) }
            let raw = try cursor.raw()
            return raw == Array("null".utf8) ? nil : (raw, false)
        }

        func bytes(_ piece: Piece) throws(Problem) -> [UInt8]? {
            guard let piece, isBase64, piece.isText else { return piece?.bytes }
            guard let data = Data(base64Encoded: Data(piece.bytes)) else {
                throw Problem(sentence: "\(SafeText(bytes: piece.bytes.prefix(50))) is no base64")
            }
            return Array(data)
        }
    }
}
