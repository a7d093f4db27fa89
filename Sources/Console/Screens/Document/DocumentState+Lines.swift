import Engine

extension DocumentState.Subject {
    /// What is known about it.
    func facts(_ times: ShownTimes) -> [DocumentLine] {
        switch self {
        case .hit(let hit): hit.facts(times)
        case .written(let hit, by: let event): hit.facts(times, isRecordKnown: true) + event.summary(times)
        case .event(let event): event.facts(times) + event.record.valueFacts
        case .record(let record, of: let key): record.facts(times, of: key) + record.valueFacts
        }
    }

    /// What it holds.
    func content(_ matcher: LiveMatcher) -> [DocumentLine] {
        let (bytes, hit): ([UInt8]?, Hit?) =
            switch self {
            case .hit(let hit), .written(let hit, by: _): (hit.source, hit)
            case .event(let event): (event.record.value, nil)
            case .record(let record, of: _): (record.value, nil)
            }
        return [.blank] + (bytes.map { Payload($0).lines(of: $0, matcher: matcher, hit: hit) } ?? [])
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
    fileprivate func facts(_ times: ShownTimes, isRecordKnown: Bool = false) -> [DocumentLine] {
        var lines = [DocumentLine(field: "index", "\(index)"), DocumentLine(field: "id", "\(id)")]
        if let origin, !isRecordKnown { lines.append(DocumentLine(field: "record", "\(origin)")) }
        if let createdAt { lines.append(DocumentLine(field: "created_at", times.text(createdAt))) }
        if let popularity { lines.append(DocumentLine(field: "popularity", "♥ \(grouped(popularity))")) }
        if let score { lines.append(DocumentLine(field: "score", "\(String(score))")) }
        return lines
    }
}

extension Record {
    fileprivate func facts(_ times: ShownTimes, of key: DocumentKey) -> [DocumentLine] {
        var lines = [
            DocumentLine(field: "record", "\(position), read again"),
            DocumentLine(field: "document", "\(key.id) in \(key.index)"),
        ]
        if let timestamp { lines.append(DocumentLine(field: "timestamp", times.text(timestamp))) }
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

    fileprivate var valueFacts: [DocumentLine] {
        guard let value else { return [DocumentLine(field: "value", "none: a tombstone, it deletes the document of its key")] }
        return [DocumentLine(field: "value", "\(size(ofBytes: value.count)), \(Payload(value).name)")]
    }
}
