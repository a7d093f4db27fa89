/// How far a record has come, and how long each step took.
///
/// All times are by this machine's clock that is never set, from when the record was seen.
public struct LiveProgress: Hashable, Sendable {
    /// The steps of a record.
    public enum Stage: Hashable, Sendable {
        /// It was read.
        case seen
        /// It was handed to the index.
        case sent
        /// The index has confirmed that it keeps the document; a search may not find it yet.
        case indexed
        /// A search finds it.
        case searchable
        /// Its document was deleted.
        case deleted
        /// It can never be indexed.
        case rejected(DeadLetter.Kind, SafeText)
    }

    /// The last step it has done.
    public var stage: Stage
    /// When it was handed to the index; where that was done again, the last time.
    public var sent: Duration?
    /// When the index confirmed it; `nil` also where somebody else indexes.
    public var indexed: Duration?
    /// When a search found it, or, where somebody else deletes, found it no more.
    public var searchable: Duration?

    /// Makes a progress.
    public init(_ stage: Stage, sent: Duration? = nil, indexed: Duration? = nil, searchable: Duration? = nil) {
        self.stage = stage
        self.sent = sent
        self.indexed = indexed
        self.searchable = searchable
    }

    /// It was read, and no more.
    public static let seen = LiveProgress(.seen)

    /// Whether nothing more will become of it.
    public var isFinal: Bool {
        switch stage {
        case .seen, .sent, .indexed: false
        case .searchable, .deleted, .rejected: true
        }
    }

    /// Takes in what was learnt later.
    public mutating func merge(_ later: LiveProgress) {
        stage = later.stage
        sent = later.sent ?? sent
        indexed = later.indexed ?? indexed
        searchable = later.searchable ?? searchable
    }
}
