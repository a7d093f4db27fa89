// FoundationEssentials is enough for Base64.
import FoundationEssentials

/// A dead letter as a document of an index of Kelp's own.
enum DeadLetterDocument {
    static let index: IndexName = "kelp-dead-letters"

    /// The same for the same input, so that what is written twice is kept once; another one for whatever else comes from the same place: a
    /// file that was changed and imported again, other input by the same pipe, a topic that was made anew.
    static func id(_ letter: DeadLetter) -> DocumentID {
        let place =
            switch letter.origin {
            case .record(let position):
                "\(position.partition.topic.rawValue)/\(position.partition.partition)/\(position.offset.rawValue)"
            case .line(let line, let file): "\(file)/\(line)"
            }
        let input = [Array(letter.index.rawValue.utf8), letter.key ?? [], letter.payload ?? []].joined(separator: [0])
        let name = place + "/" + String(fingerprint(input), radix: 16)
        // Longer ids are refused; the end of a long path tells more than its beginning.
        return DocumentID(String(decoding: name.utf8.suffix(500), as: UTF8.self))
    }

    /// FNV-1a of 64 bits: the same in every process, as Swift's own hashes are not.
    private static func fingerprint(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// - Parameter hasPayload: whether the bytes that came are kept.
    static func source(_ letter: DeadLetter, at moment: Timestamp, hasPayload: Bool = true) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("kind", letter.kind.rawValue)
        let note: SafeText = hasPayload ? "" : " (its \(letter.payload?.count ?? 0) bytes are too many to be kept here)"
        json.member("reason", (letter.reason + note).string)
        json.member("index", letter.index.rawValue)
        switch letter.origin {
        case .record(let position):
            json.member("topic", position.partition.topic.rawValue)
            json.member("partition", Int(position.partition.partition))
            json.member("offset", Int(position.offset.rawValue))
        case .line(let line, let file):
            json.member("file", file)
            json.member("line", line)
        }
        if let key = letter.key { write("key", key, to: &json) }
        if hasPayload, let payload = letter.payload { write("payload", payload, to: &json) }
        json.member("refused_at", Int(moment.milliseconds))
        json.endObject()
        return json.bytes
    }

    /// Text as text, for people; other bytes as Base64.
    private static func write(_ name: String, _ bytes: [UInt8], to json: inout JSONWriter) {
        if let text = String(validating: bytes, as: UTF8.self) {
            json.member(name, text)
        } else {
            json.member(name + "_base64", Data(bytes).base64EncodedString())
        }
    }

    /// Reads one back; `nil` for what Kelp did not write.
    static func read(_ source: [UInt8], number: Int64) -> StoredDeadLetter? {
        var cursor = JSONCursor(source)
        guard let fields = try? Fields(&cursor), let kind = DeadLetter.Kind(rawValue: fields["kind"] ?? "") else { return nil }
        let origin: DeadLetter.Origin
        if let topic = fields["topic"], let partition = Int32(fields["partition"] ?? ""),
            let offset = Int64(fields["offset"] ?? "")
        {
            origin = .record(RecordPosition(TopicPartition(TopicName(topic), partition), Offset(offset)))
        } else {
            origin = .line(Int(fields["line"] ?? "") ?? 0, file: fields["file"] ?? "")
        }
        return StoredDeadLetter(
            number: number, refusedAt: Timestamp(milliseconds: Int64(fields["refused_at"] ?? "") ?? 0),
            letter: DeadLetter(
                kind: kind, reason: SafeText(fields["reason"] ?? ""), origin: origin, index: IndexName(fields["index"] ?? ""),
                key: fields.bytes("key"), payload: fields.bytes("payload")))
    }

    /// The members of a flat object, as text.
    private struct Fields {
        private var texts: [String: String] = [:]

        init(_ cursor: inout JSONCursor) throws(JSONError) {
            guard try cursor.enterObject() else { return }
            while let key = try cursor.nextKey() { texts[key] = try cursor.scalar() }
        }

        subscript(name: String) -> String? { texts[name] }

        func bytes(_ name: String) -> [UInt8]? {
            if let text = texts[name] { return Array(text.utf8) }
            return texts[name + "_base64"].flatMap { Data(base64Encoded: $0) }.map { Array($0) }
        }
    }
}
