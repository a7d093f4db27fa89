import Engine

/// The events that are shown, and those that are held back.
struct LiveState: Hashable, Sendable {
    /// The oldest first, ids growing.
    private(set) var events: [LiveEvent] = []
    /// What came while nothing may move, the oldest first.
    private(set) var held: [LiveEvent] = []
    /// How many came while nothing may move, those included that had to be let go since.
    private(set) var heldBack = 0
    /// How many events were not kept: the stream was faster than anyone could look.
    private(set) var skipped = 0
    private(set) var isPaused = false
    /// Whether the newest event is always in view.
    private(set) var isFollowing = true
    var cursor = ListCursor()

    /// How many events are kept, shown and held back each.
    static let capacity = 5_000

    var selected: LiveEvent? { events.indices.contains(cursor.selected) ? events[cursor.selected] : nil }

    /// Takes what the feed brought. While the user looks at older events, nothing moves: once there is no room, events are held.
    mutating func take(_ updates: LiveUpdates, height: Int) {
        skipped += updates.skipped
        let room = isPaused ? 0 : isFollowing ? updates.events.count : max(0, Self.capacity - events.count)
        let shown = held.isEmpty || isFollowing ? min(room, updates.events.count) : 0
        events += updates.events.prefix(shown)
        held += updates.events.dropFirst(shown)
        heldBack += updates.events.count - shown
        trimHeld()
        advance(updates.stages)
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

    /// Selects another event and says whether there is one.
    mutating func step(by step: Int, height: Int) -> Bool {
        guard events.indices.contains(cursor.selected + step) else { return false }
        cursor.selected += step
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
            events += held
            held = []
            toNewest(height: height)
        } else {
            let room = max(0, Self.capacity - events.count)
            events += held.prefix(room)
            held.removeFirst(min(room, held.count))
        }
        heldBack = held.count
    }

    private mutating func toNewest(height: Int) {
        // A part of the room is made at once, so that not every batch moves the whole list.
        if events.count > Self.capacity { events.removeFirst(events.count - Self.capacity * 4 / 5) }
        cursor.selected = max(0, events.count - 1)
        cursor.settle(count: events.count, height: height)
    }

    private mutating func trimHeld() {
        guard held.count > Self.capacity else { return }
        let excess = held.count - Self.capacity * 4 / 5
        held.removeFirst(excess)
        skipped += excess
    }

    private mutating func advance(_ stages: [LiveEvent.ID: LiveEvent.Stage]) {
        for (id, stage) in stages where !events.setStage(stage, of: id) { held.setStage(stage, of: id) }
    }
}

extension [LiveEvent] {
    /// Sets how far an event has come, if it is here. Ids grow, so it is found by halving.
    /// - Returns: whether it was here.
    @discardableResult
    fileprivate mutating func setStage(_ stage: LiveEvent.Stage, of id: LiveEvent.ID) -> Bool {
        guard let index = place(of: id) else { return false }
        self[index].stage = stage
        return true
    }

    func place(of id: LiveEvent.ID) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}

extension LiveState {
    func event(_ id: LiveEvent.ID) -> LiveEvent? {
        events.place(of: id).map { events[$0] } ?? held.place(of: id).map { held[$0] }
    }

    /// What the updates made searchable: documents and where they came from.
    func documents(madeSearchableBy updates: LiveUpdates) -> [(document: Document, position: RecordPosition)] {
        let earlier = updates.stages.compactMap { id, stage in stage.isSearchable ? event(id) : nil }
        let direct = updates.events.filter { $0.stage.isSearchable }
        return (earlier + direct).compactMap { event in event.document.map { ($0, event.record.position) } }
    }
}

extension LiveEvent.Stage {
    var isSearchable: Bool { if case .searchable = self { true } else { false } }
}
