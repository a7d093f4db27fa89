import Synchronization

/// What the pipeline shows of its records: a ring that one reader drains; it skips rather than waits.
public final class LiveFeed: Sendable {
    fileprivate struct State {
        var ring = Ring()
        var progress: [LiveEvent.ID: LiveProgress] = [:]
        var skipped = 0
        var lastID: UInt64 = 0
        /// Events up to this one have been handed to the reader, or skipped.
        var lastDrained: UInt64 = 0
        var hasNews = false
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let capacity: Int
    private let byteLimit: Int

    /// Makes an empty feed.
    /// - Parameters:
    ///   - capacity: how many events it holds for the reader.
    ///   - byteLimit: how many bytes of them it holds, so that a stream of big records cannot fill the memory.
    public init(capacity: Int = 4096, byteLimit: Int = 32_000_000) {
        self.capacity = max(1, capacity)
        self.byteLimit = byteLimit
    }

    /// Called, from any thread, when there is something to drain after there was nothing.
    public func notify(_ wake: (@Sendable () -> Void)?) {
        let hasNews = state.withLock { state in
            state.wake = wake
            return state.hasNews
        }
        if hasNews { wake?() }
    }

    /// Takes out what happened since the last time.
    public func drain() -> LiveUpdates {
        state.withLock { state in
            let updates = LiveUpdates(events: state.ring.removeAll(), progress: state.progress, skipped: state.skipped)
            state.progress.removeAll(keepingCapacity: true)
            state.skipped = 0
            state.lastDrained = state.lastID
            state.hasNews = false
            return updates
        }
    }

    /// Adds events, the oldest first, and numbers them; their own ids do not matter.
    /// - Returns: the first one's number; the others follow it.
    @discardableResult
    public func publish(_ events: [LiveEvent]) -> LiveEvent.ID {
        let (first, wake) = state.withLock { state in
            let first = LiveEvent.ID(state.lastID + 1)
            for var event in events {
                state.lastID += 1
                event.id = LiveEvent.ID(state.lastID)
                state.skipped += state.ring.append(event, capacity: capacity, byteLimit: byteLimit)
            }
            return (first, events.isEmpty ? nil : state.announce())
        }
        wake?()
        return first
    }

    /// Tells how far events have come; an event that the reader has not got yet is changed in place.
    public func advance(_ progress: [LiveEvent.ID: LiveProgress]) {
        let wake = state.withLock { state in
            var isNews = false
            for (id, step) in progress {
                if id.rawValue <= state.lastDrained {
                    if state.progress[id]?.merge(step) == nil { state.progress[id] = step }
                    isNews = true
                } else {
                    state.ring.advance(id, step)
                }
            }
            return isNews ? state.announce() : nil
        }
        wake?()
    }
}

extension LiveFeed.State {
    /// Whom to wake, once the lock is released: only the first news after a drain wakes.
    fileprivate mutating func announce() -> (@Sendable () -> Void)? {
        defer { hasNews = true }
        return hasNews ? nil : wake
    }
}

/// The newest events, in the order of their ids, which have no gaps.
private struct Ring {
    private var events: [LiveEvent] = []
    /// How many at the front were left out and wait to be cut off.
    private var dropped = 0
    private var bytes = 0

    /// - Returns: how many older events had to go.
    mutating func append(_ event: LiveEvent, capacity: Int, byteLimit: Int) -> Int {
        events.append(event)
        bytes += event.byteCount
        let before = dropped
        while events.count - dropped > capacity || (bytes > byteLimit && events.count - dropped > 1) {
            bytes -= events[dropped].byteCount
            // Its bytes go at once, its place only now and then: to move the others up each time would be quadratic.
            events[dropped].record = Record(partition: events[dropped].record.partition, offset: 0, value: nil)
            events[dropped].document = nil
            dropped += 1
        }
        let count = dropped - before
        if dropped > capacity {
            events.removeFirst(dropped)
            dropped = 0
        }
        return count
    }

    mutating func advance(_ id: LiveEvent.ID, _ step: LiveProgress) {
        guard let first = events.first, id >= first.id else { return }
        let place = Int(id.rawValue - first.id.rawValue)
        if place >= dropped && place < events.count { events[place].progress.merge(step) }
    }

    mutating func removeAll() -> [LiveEvent] {
        defer { self = Ring() }
        return Array(events[dropped...])
    }
}
