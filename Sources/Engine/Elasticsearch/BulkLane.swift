/// What became of the operations of a lane so far.
struct BulkLane: Sendable {
    private(set) var outcomes: [(Int, WriteOutcome)] = []
    /// What was written, and its place in the shard's history.
    private(set) var written: [DocumentKey: Int64] = [:]
    /// Documents with a change that must be tried again: what follows for them has to wait for it.
    private var blocked: [DocumentKey: SafeText] = [:]

    /// Leaves out, as to be tried again, what has to wait.
    mutating func unblocked(_ bulk: ArraySlice<Int>, _ operations: [WriteOperation]) -> [Int] {
        guard !blocked.isEmpty else { return Array(bulk) }
        return bulk.filter { number in
            guard let reason = blocked[operations[number].key] else { return true }
            outcomes.append((number, .tryAgain(reason)))
            return false
        }
    }

    /// Takes in the answer to a bulk, in which no document comes twice.
    mutating func note(_ bulk: ArraySlice<Int>, _ operations: [WriteOperation], _ items: [BulkResponse.Item]) {
        let isFirst = outcomes.isEmpty
        outcomes.reserveCapacity(outcomes.count + bulk.count)
        for (number, item) in zip(bulk, items) {
            note(number, operations[number], item.outcome)
            // A few stand for all: they are to tell when a search sees them.
            if isFirst && written.count == UnseenWrites.sample { continue }
            let key = operations[number].key
            switch operations[number] {
            case .delete: written[key] = nil
            case .index:
                let isWanted = written.count < UnseenWrites.sample || written[key] != nil
                if let place = item.sequenceNumber, isWanted { written[key] = place }
            }
        }
    }

    /// All of a bulk was done.
    mutating func noteDone(_ bulk: ArraySlice<Int>) {
        outcomes.reserveCapacity(outcomes.count + bulk.count)
        for number in bulk { outcomes.append((number, .done)) }
    }

    mutating func note(_ number: Int, _ operation: WriteOperation, _ outcome: WriteOutcome) {
        outcomes.append((number, outcome))
        if case .tryAgain(let reason) = outcome { blocked[operation.key] = reason }
    }
}
