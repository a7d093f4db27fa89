import Engine

extension DocumentState.Subject {
    /// What is known about it, then what it holds.
    func lines(matcher: LiveMatcher, zone: Zone) -> [DocumentLine] {
        switch self {
        case .hit(let hit): hit.fields(zone: zone) + [.blank] + Payload(hit.source).lines(of: hit.source, matcher: matcher)
        case .event(let event): event.fields(zone: zone) + event.content(matcher)
        }
    }

    var title: SafeText {
        switch self {
        case .hit(let hit): SafeText((hit.name ?? hit.id.rawValue).prefix(400))
        case .event(let event): event.title
        }
    }
}

extension Hit {
    fileprivate func fields(zone: Zone) -> [DocumentLine] {
        var lines = [DocumentLine(field: "index", "\(index)"), DocumentLine(field: "id", "\(id)")]
        if let origin { lines.append(DocumentLine(field: "record", "\(origin)")) }
        if let createdAt { lines.append(DocumentLine(field: "created_at", date(createdAt, in: zone))) }
        if let popularity { lines.append(DocumentLine(field: "popularity", "♥ \(grouped(popularity))")) }
        if let score { lines.append(DocumentLine(field: "score", "\(String(score))")) }
        return lines
    }
}

extension LiveEvent {
    fileprivate func fields(zone: Zone) -> [DocumentLine] {
        var lines = [stageLine, DocumentLine(field: "record", "\(record.position)")]
        if let timestamp = record.timestamp { lines.append(DocumentLine(field: "timestamp", date(timestamp, in: zone))) }
        lines.append(DocumentLine(field: "seen", "\(date(seenAt, in: zone))"))
        if let document { lines.append(DocumentLine(field: "document", "\(document.id) in \(document.index)")) }
        lines.append(DocumentLine(field: "key", record.key.map { SafeText(bytes: $0.prefix(2_000)) } ?? "none"))
        lines += record.headers.prefix(100).map { header in
            DocumentLine(
                field: "header",
                "\(SafeText(bytes: header.name.prefix(200))): \(SafeText(bytes: header.value?.prefix(2_000) ?? []))")
        }
        return lines
    }

    private var stageLine: DocumentLine {
        switch stage {
        case .seen: DocumentLine(field: "stage", "… seen", .note)
        case .sent: DocumentLine(field: "stage", "… sent to the index", .note)
        case .searchable(let after): DocumentLine(field: "stage", "✓ searchable, \(brief(after)) after it was seen", .good)
        case .deleted(let after): DocumentLine(field: "stage", "␡ deleted, \(brief(after)) after it was seen", .note)
        case .rejected(let kind, let reason): DocumentLine(field: "stage", "✗ \(kind.rawValue): \(reason)", .bad)
        }
    }

    fileprivate func content(_ matcher: LiveMatcher) -> [DocumentLine] {
        guard let value = record.value else {
            return [DocumentLine(field: "value", "none: a tombstone, it deletes the document of its key"), .blank]
        }
        let payload = Payload(value)
        let heading = DocumentLine(field: "value", "\(size(ofBytes: value.count)), \(payload.name)")
        return [heading, .blank] + payload.lines(of: value, matcher: matcher)
    }
}
