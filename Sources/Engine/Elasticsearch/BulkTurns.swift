import Synchronization

/// Who may send a bulk: so many at once, the others in the order they came.
///
/// Several batches are written at the same time, each in as many lanes as were free when it came and in one at least. That alone would
/// be more bulks at once than the index is to have; and one that waits here with its body made can follow at once on an answer.
struct BulkTurns {
    typealias Turn = CheckedContinuation<Void, Never>

    /// How many bulks are under way.
    private(set) var underWay = 0
    private(set) var waiting: [Turn] = []

    /// Asks for a turn, which begins when the continuation is resumed.
    /// - Returns: who is to be resumed now.
    mutating func take(_ turn: Turn, limit: Int) -> [Turn] {
        waiting.append(turn)
        return next(limit)
    }

    /// Gives a turn back.
    /// - Returns: who is to be resumed now.
    mutating func end(limit: Int) -> [Turn] {
        underWay -= 1
        return next(limit)
    }

    private mutating func next(_ limit: Int) -> [Turn] {
        let count = min(waiting.count, max(0, limit - underWay))
        defer { waiting.removeFirst(count) }
        underWay += count
        return Array(waiting[..<count])
    }
}

extension ElasticsearchIndex {
    /// Sends a bulk when it is its turn.
    func inTurn<Value>(_ work: () async throws(TransportFailure) -> Value) async throws(TransportFailure) -> Value {
        await withCheckedContinuation { turn in
            for next in knowledge.withLock({ $0.turns.take(turn, limit: $0.lanes.limit) }) { next.resume() }
        }
        defer {
            for next in knowledge.withLock({ $0.turns.end(limit: $0.lanes.limit) }) { next.resume() }
        }
        return try await work()
    }
}
