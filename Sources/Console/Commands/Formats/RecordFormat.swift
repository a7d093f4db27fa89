import Engine

/// How records are written.
enum RecordFormat: String, CaseIterable {
    /// A line for a person; in a pipe with tabs between and every byte as it is.
    case table
    /// One object a line, from which every byte can be had back.
    case jsonl

    func write(_ record: Record, to output: Output) throws(Failure) {
        switch self {
        case .jsonl: try output.write(recordLine(record))
        case .table where output.isTerminal: try output.line(shown(record).cut(to: output.columns))
        case .table: try output.write(tabbed(record))
        }
    }

    private func shown(_ record: Record) -> SafeText {
        let time = SafeText(record.timestamp?.iso8601 ?? "-")
        let key = record.key.map { SafeText(bytes: $0) } ?? "-"
        let value = record.value.map { SafeText(bytes: $0) } ?? "(tombstone)"
        return "\(time)  \(record.position)  \(key)  \(value)"
    }

    private func tabbed(_ record: Record) -> [UInt8] {
        let place = [
            record.timestamp?.iso8601 ?? "", record.partition.topic.rawValue, String(record.partition.partition),
            String(record.offset.rawValue),
        ]
        let tab = UInt8(ascii: "\t")
        return Array(place.joined(separator: "\t").utf8) + [tab] + (record.key ?? []) + [tab] + (record.value ?? []) + [
            UInt8(ascii: "\n")
        ]
    }
}

/// A record as a line of JSON.
///
/// Where key, value or any header is no UTF-8, `encoding` is `base64` and stands for all of them in this line: keys, values, and
/// the names and values of headers. So one rule gives every byte back.
func recordLine(_ record: Record) -> [UInt8] {
    let encode = byteEncoding([record.key, record.value] + record.headers.flatMap { [$0.name, $0.value] })
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("topic")
    writer.string(record.partition.topic.rawValue)
    writer.key("partition")
    writer.number(record.partition.partition)
    writer.key("offset")
    writer.number(record.offset.rawValue)
    writer.key("timestamp")
    if let timestamp = record.timestamp { writer.number(timestamp.milliseconds) } else { writer.null() }
    writer.bytes("key", record.key, encode)
    writer.key("headers")
    writer.beginArray()
    for header in record.headers {
        writer.beginArray()
        writer.string(encode.text(header.name))
        writer.element(header.value, encode)
        writer.endArray()
    }
    writer.endArray()
    writer.bytes("value", record.value, encode)
    writer.member(encode)
    writer.endObject()
    writer.endLine()
    return writer.bytes
}

/// How bytes stand in a JSON text.
enum ByteEncoding {
    case text, base64

    func text(_ bytes: [UInt8]) -> String { self == .text ? String(decoding: bytes, as: UTF8.self) : Console.base64(bytes) }
}

/// Text where all of the fields are UTF-8.
func byteEncoding(_ fields: [[UInt8]?]) -> ByteEncoding {
    fields.allSatisfy { $0.map { String(validating: $0, as: UTF8.self) != nil } ?? true } ? .text : .base64
}

extension JSONWriter {
    /// Writes a member whose value is bytes.
    mutating func bytes(_ name: String, _ value: [UInt8]?, _ encoding: ByteEncoding) {
        key(name)
        element(value, encoding)
    }

    /// Writes the member that tells how bytes stand, where they are not text.
    mutating func member(_ encoding: ByteEncoding) {
        guard encoding == .base64 else { return }
        key("encoding")
        string("base64")
    }

    mutating func element(_ value: [UInt8]?, _ encoding: ByteEncoding) {
        if let value { string(encoding.text(value)) } else { null() }
    }
}
