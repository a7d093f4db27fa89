import Engine

/// Events, the oldest first, ids growing, as many as there is memory for.
struct HeldEvents: Hashable, Sendable {
    private(set) var all: [LiveEvent] = []
    /// How many bytes they keep.
    private(set) var bytes = 0

    /// How many events are kept, and how many bytes of them: a stream of big records must not fill the memory.
    static let capacity = 5_000
    static let mostBytes = 64_000_000

    var count: Int { all.count }
    var isEmpty: Bool { all.isEmpty }

    mutating func append(_ events: some Sequence<LiveEvent>) {
        for event in events {
            all.append(event)
            bytes += event.byteCount
        }
    }

    /// How many of some events there is room for.
    func room(for events: some Sequence<LiveEvent>) -> Int {
        var (count, bytes) = (count, bytes)
        return events.prefix { event in
            count += 1
            bytes += event.byteCount
            return count <= Self.capacity && bytes <= Self.mostBytes
        }.count
    }

    /// Lets the oldest go where there are too many, or where they are too big. A part of the room is made at once, so that not every
    /// batch moves the whole list; the newest stays, however big.
    mutating func trim() -> [LiveEvent] {
        let mostCount = count > Self.capacity ? Self.capacity * 4 / 5 : Self.capacity
        let mostBytes = bytes > Self.mostBytes ? Self.mostBytes * 4 / 5 : Self.mostBytes
        var excess = 0
        var rest = bytes
        while count - excess > 1, count - excess > mostCount || rest > mostBytes {
            rest -= all[excess].byteCount
            excess += 1
        }
        return removeFirst(excess)
    }

    /// Takes some off the front.
    mutating func removeFirst(_ count: Int) -> [LiveEvent] {
        guard count > 0 else { return [] }
        let first = Array(all.prefix(count))
        bytes -= first.reduce(0) { $0 + $1.byteCount }
        all.removeFirst(count)
        return first
    }

    /// Takes in how far an event has come, if it is here.
    /// - Returns: whether it was here.
    @discardableResult
    mutating func advance(_ id: LiveEvent.ID, _ step: LiveProgress) -> Bool {
        guard let place = all.place(of: id) else { return false }
        all[place].progress.merge(step)
        return true
    }
}

extension [LiveEvent] {
    /// Where an event is. Ids grow, so it is found by halving.
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
