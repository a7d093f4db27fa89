/// A batch sorted by what became of its records.
struct Settlement: Sendable {
    /// They are durable: as documents, deletions or dead letters.
    private(set) var finished: [PendingRecord] = []
    /// They must be written (again), in their order: as they are, or as the dead letters they have become.
    private(set) var again: [PendingRecord] = []
    /// How many have become dead letters.
    private(set) var refused = 0
    /// Why some have to wait, if some have.
    private(set) var reason: SafeText?

    /// - Parameter outcomes: one for each record that is no dead letter, in order.
    init(_ records: [PendingRecord], _ outcomes: [WriteOutcome]) {
        guard !outcomes.allSatisfy({ if case .done = $0 { true } else { false } }) else {
            finished = records
            return
        }
        var overwritten: Set<DocumentKey> = []
        var rest = outcomes[...]
        // From the last to the first: an operation that must wait is done with when a later one on its document has got through;
        // trying it again would bring the older state back.
        let isAnyWaiting = outcomes.contains { if case .tryAgain = $0 { true } else { false } }
        for record in records.reversed() {
            guard case .operation(let operation) = record.effect, let outcome = rest.popLast() else {
                finished.append(record)
                continue
            }
            let target = operation.key
            switch outcome {
            case .done:
                if isAnyWaiting { overwritten.insert(target) }
                finished.append(record)
            case .tryAgain where overwritten.contains(target): finished.append(record)
            case .tryAgain(let reason):
                self.reason = reason
                again.append(record)
            case .refused(let reason):
                refused += 1
                again.append(record.refused(because: reason, by: target.index))
            }
        }
        finished.reverse()
        again.reverse()
    }
}

extension PendingRecord {
    /// What it becomes when the index says no.
    fileprivate func refused(because reason: SafeText, by index: IndexName) -> PendingRecord {
        let letter = DeadLetter(
            kind: .refusedByIndex, reason: reason, origin: .record(record.position), index: index, key: record.key,
            payload: record.value)
        return PendingRecord(
            record: record, effect: .deadLetter(letter), event: event, readAt: readAt, producedAt: producedAt)
    }
}
