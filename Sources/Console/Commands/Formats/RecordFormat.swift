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
