import Engine

extension DocumentState.Subject {
    /// What is known about it, then what it holds.
    func lines(matcher: LiveMatcher, zone: Zone, now: Timestamp) -> [DocumentLine] {
        switch self {
        case .hit(let hit): hit.fields(zone: zone) + hit.content(matcher)
        case .written(let hit, by: let event):
            hit.fields(zone: zone, isRecordKnown: true) + event.summary(now: now) + hit.content(matcher)
        case .event(let event): event.fields(zone: zone, now: now) + event.record.content(matcher)
        case .record(let record, of: let key): record.fields(zone: zone, of: key) + record.content(matcher)
        }
    }

    var title: SafeText {
        switch self {
        case .hit(let hit), .written(let hit, by: _): SafeText((hit.name ?? hit.id.rawValue).prefix(400))
        case .event(let event): event.title
        case .record(let record, of: _): "\(record.position)"
        }
    }

    /// What the title line calls it.
    var kind: SafeText {
        switch self {
        case .hit, .written: "Document"
        case .event: "Event"
        case .record: "Record"
        }
    }
}

extension Hit {
    fileprivate func fields(zone: Zone, isRecordKnown: Bool = false) -> [DocumentLine] {
        var lines = [DocumentLine(field: "index", "\(index)"), DocumentLine(field: "id", "\(id)")]
        if let origin, !isRecordKnown { lines.append(DocumentLine(field: "record", "\(origin)")) }
        if let createdAt { lines.append(DocumentLine(field: "created_at", date(createdAt, in: zone))) }
        if let popularity { lines.append(DocumentLine(field: "popularity", "♥ \(grouped(popularity))")) }
        if let score { lines.append(DocumentLine(field: "score", "\(String(score))")) }
        return lines
    }

    fileprivate func content(_ matcher: LiveMatcher) -> [DocumentLine] {
        [.blank] + Payload(source).lines(of: source, matcher: matcher)
    }
}

extension Record {
    fileprivate func fields(zone: Zone, of key: DocumentKey) -> [DocumentLine] {
        var lines = [
            DocumentLine(field: "record", "\(position), read again"),
            DocumentLine(field: "document", "\(key.id) in \(key.index)"),
        ]
        if let timestamp { lines.append(DocumentLine(field: "timestamp", date(timestamp, in: zone))) }
        return lines + keyAndHeaders
    }

    var keyAndHeaders: [DocumentLine] {
        [DocumentLine(field: "key", key.map { SafeText(bytes: $0.prefix(2_000)) } ?? "none")]
            + headers.prefix(100).map { header in
                DocumentLine(
                    field: "header",
                    "\(SafeText(bytes: header.name.prefix(200))): \(SafeText(bytes: header.value?.prefix(2_000) ?? []))")
            }
    }

    fileprivate func content(_ matcher: LiveMatcher) -> [DocumentLine] {
        guard let value else {
            return [DocumentLine(field: "value", "none: a tombstone, it deletes the document of its key"), .blank]
        }
        let payload = Payload(value)
        let heading = DocumentLine(field: "value", "\(size(ofBytes: value.count)), \(payload.name)")
        return [heading, .blank] + payload.lines(of: value, matcher: matcher)
    }
}
