import Engine

/// An event whose document is being got. What is on the screen stays there, unless it takes long.
struct LookUp: Hashable, Sendable {
    var event: LiveEvent
    var since: Timestamp
    /// Whether the event is wanted where there is no document.
    var showsEvent: Bool

    /// How long the screen stays as it is.
    static let patience = Duration.milliseconds(200)
}

/// A record that is being got for the screen.
enum Reading: Hashable, Sendable {
    /// The one of this place.
    case record(RecordPosition)
    /// The one that wrote this document.
    case writer(of: DocumentKey)
}

// From an event to its document, and back.
extension State {
    /// Opens what is selected in the pane that has the focus: a document, or an event's document if there can be one.
    mutating func openSelected() -> [Effect] {
        lookUp = nil
        guard focus == .live else {
            if let hit = search.selected { show(.hit(hit), query: search.found?.request.query ?? search.query) }
            return []
        }
        guard let event = live.selected else { return [] }
        guard event.mayHaveDocument(isIndexing: strip.status?.isIndexing ?? false) else {
            show(.event(event))
            return []
        }
        return lookUp(event, showsEvent: true)
    }

    /// From a document to the event that wrote it, and from an event to its document.
    mutating func switchEvent() -> [Effect] {
        switch document?.subject {
        case .written(_, by: let event): show(.event(live.event(event.id) ?? event))
        case .event(let event):
            guard event.document != nil else {
                notice = Notice(.note, "this event has no document in the index")
                return []
            }
            return lookUp(event, showsEvent: false)
        case .record:
            focus = .results
            return openSelected()
        case .hit(let hit): return goToEvent(of: hit)
        case nil:
            guard focus == .live else { return search.selected.map { goToEvent(of: $0) } ?? [] }
            if let event = live.selected { show(.event(event)) }
        }
        return []
    }

    mutating func take(_ result: Result<Hit?, Failure>, lookedUpFor id: LiveEvent.ID) {
        guard let wanted = lookUp, wanted.event.id == id, !result.isCancelled else { return }
        lookUp = nil
        let event = live.event(id) ?? wanted.event
        switch result {
        case .success(let hit?): return show(.written(hit, by: event))
        case .success(nil):
            let waited = brief(.milliseconds(max(0, now.milliseconds - event.seenAt.milliseconds)))
            notice = Notice(.note, "not in the index \(waited) after it was seen")
        case .failure(let failure): notice = Notice(.failure, failure.sentence)
        }
        if wanted.showsEvent { show(.event(event)) }
    }

    mutating func take(_ result: Result<Record?, Failure>, readAt position: RecordPosition, of key: DocumentKey) {
        guard reading == .record(position), !result.isCancelled else { return }
        reading = nil
        switch result {
        case .success(let record?):
            notice = nil
            show(.record(record, of: key))
        case .success(nil): notice = Notice(.warning, "\(position) is not in the topic any more")
        case .failure(let failure): notice = Notice(.failure, failure.sentence)
        }
    }

    /// Tells how far the look for a record has come; one that nobody waits for any more is called off.
    mutating func take(_ search: RecordSearch, of key: DocumentKey) -> [Effect] {
        guard reading == .writer(of: key) else { return [.stopFetching] }
        let reached: SafeText = search.reached.map { ", up to \(date($0, in: zone))" } ?? ""
        notice = Notice(.note, "looking for the record of \(key.id): \(search.extent)\(reached); any key ends it")
        return []
    }

    mutating func take(_ result: Result<RecordSearch, Failure>, soughtFor key: DocumentKey) {
        guard reading == .writer(of: key), !result.isCancelled else { return }
        reading = nil
        switch result {
        case .success(let search):
            let span: SafeText =
                search.start.map { "\(search.extent) from \(date($0, in: zone)) on" } ?? "the newest \(search.extent)"
            guard let record = search.record else {
                notice = Notice(.warning, "none of \(span) wrote \(key.id)")
                return
            }
            show(.record(record, of: key))
            notice =
                search.isExact
                ? nil : Notice(.note, "wrote \(key.id), but not as the index holds it: nothing newer is in \(span)")
        case .failure(let failure): notice = Notice(.failure, failure.sentence)
        }
    }

    /// What is being read tells how far it has come, and how long ago that was. Live may have let its event go by now.
    mutating func retellDocument(_ updates: LiveUpdates = LiveUpdates()) {
        guard var document else { return }
        var subject = document.subject
        if let old = document.event {
            var event = live.event(old.id) ?? old
            if let step = updates.progress[old.id] { event.progress.merge(step) }
            if case .written(let hit, by: _) = subject { subject = .written(hit, by: event) } else { subject = .event(event) }
        }
        self.document = nil
        document.retell(subject, shownTimes)
        self.document = document
    }

    /// What waits tells for how long; an event whose document is long in coming is shown meanwhile.
    mutating func passTime() {
        retellDocument()
        guard let wanted = lookUp, wanted.showsEvent, now >= wanted.since.advanced(by: LookUp.patience) else { return }
        lookUp?.showsEvent = false
        show(.event(live.event(wanted.event.id) ?? wanted.event))
    }

    private mutating func lookUp(_ event: LiveEvent, showsEvent: Bool) -> [Effect] {
        guard let key = event.key else { return [] }
        lookUp = LookUp(event: event, since: now, showsEvent: showsEvent)
        return [.lookUp(key, for: event.id)]
    }

    private mutating func goToEvent(of hit: Hit) -> [Effect] {
        let key = search.found?.key(of: hit) ?? hit.key
        if let event = live.event(of: key, at: hit.origin) {
            live.select(event.id, height: liveRows)
            focus = .live
            show(.event(event))
            return []
        }
        if hit.origin == nil, keepsRecords {
            notice = Notice(.note, "no record wrote it: it was imported, or sent to the HTTP API")
            return []
        }
        guard readsRecords else {
            let what =
                hit.origin.map { "\($0) wrote it; " as SafeText } ?? "this index does not keep which record wrote a document; "
            notice = Notice(.note, what + "--brokers HOST:PORT lets Kelp \(hit.origin == nil ? "look for" : "read") it")
            return []
        }
        guard let position = hit.origin else {
            reading = .writer(of: key)
            notice = Notice(.note, "looking for the record of \(key.id)…")
            return [.findRecord(hit, of: key)]
        }
        reading = .record(position)
        notice = Notice(.note, "reading \(position)…")
        return [.readRecord(position, of: key)]
    }

    private mutating func show(_ subject: DocumentState.Subject, query: Query? = nil) {
        document = DocumentState(subject, query: query ?? search.query, width: documentPage.columns, times: shownTimes)
    }
}

extension RecordSearch {
    /// What was looked at.
    fileprivate var extent: SafeText {
        "\(Console.count(count, "record")) of \(topics.map(\.rawValue).joined(separator: ", "))"
    }
}

extension Result where Failure == Engine.Failure {
    fileprivate var isCancelled: Bool { if case .failure(let failure) = self { failure.kind == .cancelled } else { false } }
}

extension LiveEvent {
    /// Whether the index may hold what it wrote. Where others index, only the index knows.
    fileprivate func mayHaveDocument(isIndexing: Bool) -> Bool {
        switch progress.stage {
        case .seen, .sent: document != nil && !isIndexing
        case .indexed, .searchable: document != nil
        case .deleted, .rejected: false
        }
    }
}
