import Engine
import FoundationEssentials

extension JSONWriter {
    /// Writes a hit as Elasticsearch does.
    mutating func hit(_ hit: Hit) throws(Failure) {
        beginObject()
        key("_index")
        string(hit.index.rawValue)
        key("_id")
        string(hit.id.rawValue)
        key("_score")
        if let score = hit.score { number(score) } else { null() }
        key("_source")
        do throws(JSONError) { try raw(hit.source) } catch {
            throw Failure(.defect, "the document \(hit.id) of \(hit.index) is kept wrongly: " + error.sentence)
        }
        key("sort")
        beginArray()
        if let value = hit.sortValue { number(value) } else if let score = hit.score { number(score) } else { null() }
        endArray()
        endObject()
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
    writer.place(record.position)
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
    /// Writes the members that tell where a record stands.
    mutating func place(_ position: RecordPosition) {
        key("topic")
        string(position.partition.topic.rawValue)
        key("partition")
        number(position.partition.partition)
        key("offset")
        number(position.offset.rawValue)
    }

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

/// The bytes in base64, RFC 4648 §4.
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
