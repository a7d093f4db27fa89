import Engine

/// How dead letters are written.
enum DeadLetterFormat: String, CaseIterable {
    case table
    case jsonl

    func write(_ letters: [StoredDeadLetter], to output: Output) throws(Failure) {
        switch self {
        case .jsonl:
            for letter in letters { try output.write(deadLetterLine(letter)) }
        case .table where output.isTerminal: try writeTable(letters, to: output)
        case .table:
            for letter in letters { try output.write(tabLine(cells(letter))) }
        }
    }

    /// A dead letter but for its bytes, in a sentence.
    static func sentence(_ stored: StoredDeadLetter) -> SafeText {
        let letter = stored.letter
        let size: SafeText = letter.payload.map { "\($0.count) bytes" } ?? "no bytes"
        return "\(origin(letter)) for \(letter.index), \(size), refused \(stored.refusedAt.iso8601): " + letter.reason
    }

    private func cells(_ stored: StoredDeadLetter) -> [String] {
        let letter = stored.letter
        return [
            String(stored.number), stored.refusedAt.iso8601, letter.kind.rawValue, letter.index.rawValue,
            Self.origin(letter).string,
            letter.reason.string,
        ]
    }

    private static func origin(_ letter: DeadLetter) -> SafeText {
        switch letter.origin {
        case .record(let position): "\(position)"
        case .line(let line, let file): "\(file):\(line)"
        }
    }

    private func writeTable(_ letters: [StoredDeadLetter], to output: Output) throws(Failure) {
        guard !letters.isEmpty else { return }
        var table = TextTable([
            .init(title: "NUMBER", isRight: true), .init(title: "REFUSED", isOptional: true), .init(title: "KIND"),
            .init(title: "INDEX", minimum: 8, isOptional: true),
            .init(title: "FROM", minimum: 16), .init(title: "REASON", minimum: 16),
        ])
        for letter in letters { table.add(cells(letter).map { SafeText($0) }) }
        for line in table.lines(columns: output.columns) { try output.line(line) }
    }
}

/// A dead letter as a line of JSON; `encoding` as in a record's line.
func deadLetterLine(_ stored: StoredDeadLetter) -> [UInt8] {
    let letter = stored.letter
    let encoding = byteEncoding([letter.key, letter.payload])
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("number")
    writer.number(stored.number)
    writer.key("refusedAt")
    writer.number(stored.refusedAt.milliseconds)
    writer.key("kind")
    writer.string(letter.kind.rawValue)
    writer.key("reason")
    writer.string(letter.reason.string)
    writer.key("index")
    writer.string(letter.index.rawValue)
    writer.origin(letter.origin)
    writer.bytes("key", letter.key, encoding)
    writer.bytes("payload", letter.payload, encoding)
    writer.member(encoding)
    writer.endObject()
    writer.endLine()
    return writer.bytes
}

extension JSONWriter {
    fileprivate mutating func origin(_ origin: DeadLetter.Origin) {
        switch origin {
        case .record(let position): place(position)
        case .line(let line, let file):
            key("file")
            string(file)
            key("line")
            number(line)
        }
    }
}
