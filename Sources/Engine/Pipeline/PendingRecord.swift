/// A record on its way into the index, with what it takes to finish it. A reference, because it is big and is handed on often.
final class PendingRecord: Sendable {
    let record: Record
    let effect: RecordDecoder.Effect
    /// Its number in the live feed.
    let event: LiveEvent.ID?
    /// When it was read, by a clock that is never set.
    let readAt: ContinuousClock.Instant
    /// When it was produced, as far as its timestamp can be believed.
    let producedAt: Timestamp
    /// Stands for the document that it changes: those of one document have the same, those of different ones hardly ever.
    let target: Int
    /// What it takes up in memory, roughly.
    let bytes: Int

    init(
        record: Record, effect: RecordDecoder.Effect, event: LiveEvent.ID? = nil, readAt: ContinuousClock.Instant,
        producedAt: Timestamp
    ) {
        self.record = record
        self.effect = effect
        self.event = event
        self.readAt = readAt
        self.producedAt = producedAt
        target = effect.target
        bytes = (record.value?.count ?? 0) + (record.key?.count ?? 0) + 256
    }

    /// The dead letter that it is, if it is one.
    var letter: DeadLetter? {
        if case .deadLetter(let letter) = effect { letter } else { nil }
    }

    var isLetter: Bool { effect.isLetter }

    var writesDocument: Bool { if case .operation(.index) = effect { true } else { false } }
}

extension RecordDecoder.Effect {
    fileprivate var target: Int {
        var hasher = Hasher()
        switch self {
        case .operation(let operation): hasher.combine(operation.key)
        case .deadLetter(let letter): hasher.combine(letter.origin)
        }
        return hasher.finalize()
    }
}
