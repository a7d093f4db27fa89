import Engine

/// The events that are shown, and those that are held back.
struct LiveState: Hashable, Sendable {
    private var shown = HeldEvents()
    private var waiting = HeldEvents()
    /// How many came while nothing may move, those included that had to be let go since.
    private(set) var heldBack = 0
    /// How many events were never shown: the stream was faster than anyone could look.
    private(set) var skipped = 0
    /// How many of those that were shown had to go early because they are big.
    private(set) var letGo = 0
    private(set) var isPaused = false
    /// Whether the newest event is always in view.
    private(set) var isFollowing = true
    var cursor = ListCursor()
    private(set) var marks = LiveMarks()
    /// What may still be judged before the next frame.
    private var visibleBytes = LiveMarks.visibleBytes

    /// The oldest first, ids growing.
    var events: [LiveEvent] { shown.all }
    /// What came while nothing may move, the oldest first.
    var held: [LiveEvent] { waiting.all }
    var selected: LiveEvent? { events.indices.contains(cursor.selected) ? events[cursor.selected] : nil }

    /// Takes what the feed brought. While the user looks at older events, nothing moves: once there is no room, events are held.
    mutating func take(_ updates: LiveUpdates, height: Int) {
        skipped += updates.skipped
        let room = isPaused ? 0 : isFollowing ? updates.events.count : waiting.isEmpty ? shown.room(for: updates.events) : 0
        shown.append(updates.events.prefix(room))
        waiting.append(updates.events.dropFirst(room))
        heldBack += updates.events.count - room
        marks.expect(updates.events)
        let left = waiting.trim()
        marks.forget(left)
        skipped += left.count
        advance(updates.progress)
        if isFollowing { toNewest(height: height) }
    }

    mutating func togglePause(height: Int) {
        isPaused.toggle()
        if !isPaused { release(height: height) }
    }

    /// Shows everything that is held back and follows the newest.
    mutating func follow(height: Int) {
        isPaused = false
        isFollowing = true
        release(height: height)
    }

    /// Moves the cursor; away from the newest event is out of follow, back onto it is into follow again.
    /// - Returns: whether the command was one that moves.
    mutating func move(_ command: Command, height: Int) -> Bool {
        guard cursor.move(command, count: events.count, height: height) else { return false }
        if command == .bottom { follow(height: height) } else { followsSelection() }
        return true
    }

    /// Selects what stands on a row of the pane.
    mutating func select(row: Int) {
        cursor.select(row: row, count: events.count)
        followsSelection()
    }

    /// Selects the event before or after another one, and says whether there is one. What was let go was before the oldest.
    mutating func step(by step: Int, from id: LiveEvent.ID, height: Int) -> Bool {
        let row = (events.place(of: id) ?? -1) + step
        guard events.indices.contains(row) else { return false }
        cursor.selected = row
        cursor.settle(count: events.count, height: height)
        followsSelection()
        return true
    }

    mutating func settle(height: Int) {
        if isFollowing { toNewest(height: height) } else { cursor.settle(count: events.count, height: height) }
    }

    /// The last of the list is the newest only if none newer is held back; a pause will let those in.
    private mutating func followsSelection() {
        isFollowing = cursor.selected >= events.count - 1 && (held.isEmpty || isPaused)
    }

    private mutating func release(height: Int) {
        if isFollowing {
            shown.append(waiting.all)
            waiting = HeldEvents()
            toNewest(height: height)
        } else {
            shown.append(waiting.removeFirst(shown.room(for: waiting.all)))
        }
        heldBack = waiting.count
    }

    private mutating func toNewest(height: Int) {
        let isForSize = shown.count <= HeldEvents.capacity
        let gone = shown.trim()
        marks.forget(gone)
        if isForSize { letGo += gone.count }
        cursor.selected = max(0, events.count - 1)
        cursor.settle(count: events.count, height: height)
    }

    private mutating func advance(_ progress: [LiveEvent.ID: LiveProgress]) {
        for (id, step) in progress where !shown.advance(id, step) { waiting.advance(id, step) }
    }
}

extension LiveState {
    func event(_ id: LiveEvent.ID) -> LiveEvent? {
        events.place(of: id).map { events[$0] } ?? held.place(of: id).map { held[$0] }
    }

    /// What the updates changed in the index, the oldest change first.
    func changes(madeBy updates: LiveUpdates) -> [IndexChange] {
        let finished = updates.progress.filter { $0.value.isFinal }.keys.sorted()
        return (finished.compactMap { event($0).flatMap(IndexChange.init) }) + updates.events.compactMap(IndexChange.init)
    }

    /// The newest event that is held of a document, or the very one of a place.
    func event(of key: DocumentKey, at position: RecordPosition?) -> LiveEvent? {
        let isIt: (LiveEvent) -> Bool = { event in
            if let position { return event.record.position == position }
            return event.key == key && !event.progress.isRejected
        }
        return held.last(where: isIt) ?? events.last(where: isIt)
    }

    /// Another frame begins: some more can be judged.
    mutating func beginFrame() { visibleBytes = LiveMarks.visibleBytes }

    /// Judges what is seen by the query on the screen.
    mutating func judge(by search: SearchState, height: Int) {
        let query = search.query == .everything ? nil : search.query
        // Only the ids: to copy thousands of events takes a millisecond, and this is done with each key.
        let (events, held) = (events, held)
        marks.take(query, typed: search.understood, at: search.meantAt) { events.map { $0.id } + held.map { $0.id } }
        marks.judge(visible: events.dropFirst(cursor.top).prefix(height), &visibleBytes)
    }

    /// Judges some of what is not seen.
    mutating func judgeOthers() {
        // Apart, so that finding events and judging them do not ask for the same value at once.
        var marks = marks
        self.marks = LiveMarks()
        marks.judgeOthers { event($0) }
        self.marks = marks
    }

    /// Selects an event; one that is held back is let in.
    mutating func select(_ id: LiveEvent.ID, height: Int) {
        if events.place(of: id) == nil { follow(height: height) }
        guard let place = events.place(of: id) else { return }
        cursor.selected = place
        cursor.settle(count: events.count, height: height)
        followsSelection()
    }

    /// Lets everything go, because the stream goes on elsewhere, and stays with what comes first from there.
    mutating func restart(following: Bool) {
        let marks = marks.emptied
        self = LiveState()
        self.marks = marks
        isFollowing = following
    }
}

/// A change that an index shows by now.
struct IndexChange: Hashable, Sendable {
    var key: DocumentKey
    /// What it holds now; `nil` where it was deleted.
    var document: Document?
    var position: RecordPosition
    /// When its record was produced, where a search found it as soon as anyone looked: it may have been there for long.
    var foundFrom: Timestamp?

    init(_ document: Document, at position: RecordPosition) {
        (key, self.document, self.position) = (document.key, document, position)
    }

    /// How much memory it takes.
    var byteCount: Int { document?.byteCount ?? 0 }

    /// - Returns: `nil` for an event that has not changed anything yet, or never will.
    init?(_ event: LiveEvent) {
        guard let key = event.key else { return nil }
        switch event.progress.stage {
        case .searchable: document = event.document
        case .deleted: document = nil
        default: return nil
        }
        self.key = key
        position = event.record.position
        if event.progress.indexed == nil, event.progress.searchable == nil { foundFrom = event.record.timestamp }
    }
}

extension LiveProgress {
    var isRejected: Bool { if case .rejected = stage { true } else { false } }
}
