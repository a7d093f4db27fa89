import Engine

// How far an event has come, and how long each step took.
extension LiveEvent {
    /// All that is known of an event besides its value.
    func facts(_ times: ShownTimes) -> [DocumentLine] {
        var lines = [stageLine(now: times.now)] + steps(times) + [DocumentLine(field: "record", "\(record.position)")]
        if let key { lines.append(DocumentLine(field: "document", "\(key.id) in \(key.index)")) }
        return lines + record.keyAndHeaders
    }

    /// An event in a line or two, for its document.
    func summary(_ times: ShownTimes) -> [DocumentLine] {
        [DocumentLine(field: "record", "\(record.position)"), stageLine(now: times.now)]
    }

    private func stageLine(now: Timestamp) -> DocumentLine {
        let waited = brief(.milliseconds(max(0, now.milliseconds - seenAt.milliseconds)))
        let (text, role): (SafeText, Theme.Role) =
            switch progress.stage {
            case .seen: ("· seen \(waited) ago, not known to be in the index", .note)
            case .sent: ("→ sent to the index, no answer yet after \(waited)", .note)
            case .indexed: ("↓ indexed, not found by a search after \(waited)", .note)
            case .searchable:
                ("✓ searchable" + (progress.searchable.map { ", \(brief($0)) after it was seen" } ?? " when it was seen"), .good)
            case .deleted:
                (
                    "␡ deleted" + ((progress.indexed ?? progress.searchable).map { ", \(brief($0)) after it was seen" } ?? ""),
                    .note
                )
            case .rejected(let kind, let reason): ("✗ \(kind.rawValue): \(reason)", .bad)
            }
        return DocumentLine(field: "stage", text, role)
    }

    /// When it was produced and seen, and how long after that it came to each step.
    private func steps(_ times: ShownTimes) -> [DocumentLine] {
        var lines: [DocumentLine] = []
        if let timestamp = record.timestamp {
            let delay: SafeText =
                timestamp.believableAge(at: seenAt).map { ", \(brief($0)) before seen" }
                ?? ", later than seen: left out of the figures"
            lines.append(DocumentLine(field: "timestamp", date(timestamp, in: times.zone) + delay))
        }
        lines.append(DocumentLine(field: "seen", times.text(seenAt)))
        let steps: [(SafeText, Duration?)] = [
            ("sent", progress.sent), ("indexed", progress.indexed), ("searchable", progress.searchable),
        ]
        return lines
            + steps.compactMap { name, time in time.map { DocumentLine(field: name, "+ \(brief($0))", .number) } }
    }
}
