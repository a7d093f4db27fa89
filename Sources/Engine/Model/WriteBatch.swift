/// One change to an index.
public enum WriteOperation: Hashable, Sendable {
    /// Adds the document, or replaces the one with its id.
    indirect case index(Document)
    /// Deletes the document with this id; one that is not there is no error.
    case delete(DocumentID, IndexName)
}

/// What an index is asked to make durable in one go.
public struct WriteBatch: Hashable, Sendable {
    /// The changes, in order.
    public var operations: [WriteOperation]
    /// What can never be indexed, to be kept with the index.
    public var deadLetters: [DeadLetter]
    /// For each partition the offset to read next once this batch is durable.
    public var positions: [TopicPartition: Offset]
    /// Whether somebody will ask when a search finds its documents (see `SearchIndex.becomesSearchable`). An index can save work for what
    /// nobody looks out for.
    public var isWatched = true
    /// Whether it is known that no two of its operations change the same document.
    public var isDistinct = false

    /// Makes a batch.
    public init(operations: [WriteOperation] = [], deadLetters: [DeadLetter] = [], positions: [TopicPartition: Offset] = [:]) {
        self.operations = operations
        self.deadLetters = deadLetters
        self.positions = positions
    }

    /// Whether there is nothing to make durable.
    public var isEmpty: Bool { operations.isEmpty && deadLetters.isEmpty && positions.isEmpty }
}

/// What became of one operation of a batch.
public enum WriteOutcome: Hashable, Sendable {
    /// It is in the index.
    case done
    /// It can be tried again later: the index is busy or closed to writes for now.
    case tryAgain(SafeText)
    /// It can never be indexed as it is.
    case refused(SafeText)
}

/// Input that can never be indexed, kept with the reason and the bytes that came.
public struct DeadLetter: Hashable, Sendable {
    /// Why a record or a line was refused, for counting and filtering.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// It is no JSON, or JSON that is cut off or nested too deep.
        case notJSON = "not-json"
        /// It is JSON, but no object.
        case notAnObject = "not-an-object"
        /// A field has a type that the index cannot hold.
        case wrongType = "wrong-type"
        /// Its id is missing, empty or too long.
        case badID = "bad-id"
        /// A tombstone without a key names no document.
        case tombstoneWithoutKey = "tombstone-without-key"
        /// The index itself said no.
        case refusedByIndex = "refused-by-index"
    }

    /// Where refused input came from.
    public enum Origin: Hashable, Sendable {
        /// A record of a topic.
        case record(RecordPosition)
        /// A line (from 1) of a file that was imported.
        case line(Int, file: String)
    }

    /// Why, in a word.
    public var kind: Kind
    /// Why, in a sentence.
    public var reason: SafeText
    /// Where it came from.
    public var origin: Origin
    /// The index it was meant for.
    public var index: IndexName
    /// The record's key.
    public var key: [UInt8]?
    /// The bytes that came; `nil` for a tombstone.
    public var payload: [UInt8]?

    /// Makes a dead letter.
    public init(
        kind: Kind, reason: SafeText, origin: Origin, index: IndexName, key: [UInt8]? = nil, payload: [UInt8]?
    ) {
        self.kind = kind
        self.reason = reason
        self.origin = origin
        self.index = index
        self.key = key
        self.payload = payload
    }
}

/// A dead letter as the index keeps it.
public struct StoredDeadLetter: Hashable, Sendable {
    /// Its number in the index's list, from 1, growing.
    public var number: Int64
    /// When it was refused.
    public var refusedAt: Timestamp
    /// What was refused.
    public var letter: DeadLetter

    /// Makes a stored dead letter.
    public init(number: Int64, refusedAt: Timestamp, letter: DeadLetter) {
        self.number = number
        self.refusedAt = refusedAt
        self.letter = letter
    }
}
