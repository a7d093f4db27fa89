/// A record on its way into the index, as the Live pane shows it.
public struct LiveEvent: Hashable, Sendable, Identifiable {
    /// Counts events in the order they were seen, from 1.
    public struct ID: Hashable, Comparable, Sendable {
        /// The count.
        public let rawValue: UInt64
        /// Wraps the count.
        public init(_ rawValue: UInt64) { self.rawValue = rawValue }
        /// Orders by arrival.
        public static func < (left: ID, right: ID) -> Bool { left.rawValue < right.rawValue }
    }

    /// Its number.
    public var id: ID
    /// The record.
    public var record: Record
    /// What it decodes to; `nil` for a tombstone or a rejected record.
    public var document: Document?
    /// The document that it writes or deletes; `nil` for a rejected record.
    public var key: DocumentKey?
    /// When it was read from Kafka, by this machine's clock.
    public var seenAt: Timestamp
    /// How far it has come.
    public var progress: LiveProgress

    /// Makes an event.
    public init(
        id: ID, record: Record, document: Document?, key: DocumentKey? = nil, seenAt: Timestamp, progress: LiveProgress = .seen
    ) {
        self.id = id
        self.record = record
        self.document = document
        self.key = key ?? document?.key
        self.seenAt = seenAt
        self.progress = progress
    }

    /// How many bytes of what came from outside it keeps: those of the record and of the texts that its document has besides. The
    /// document's source is the record's value itself.
    public var byteCount: Int {
        record.byteCount + (document.map { $0.byteCount - $0.source.count } ?? 0)
    }
}

/// What happened since the live feed was last drained.
public struct LiveUpdates: Hashable, Sendable {
    /// New events, the oldest first.
    public var events: [LiveEvent]
    /// How far earlier events have come meanwhile.
    public var progress: [LiveEvent.ID: LiveProgress]
    /// How many new events were left out because nobody drained the feed in time.
    public var skipped: Int

    /// Makes updates.
    public init(events: [LiveEvent] = [], progress: [LiveEvent.ID: LiveProgress] = [:], skipped: Int = 0) {
        self.events = events
        self.progress = progress
        self.skipped = skipped
    }

    /// Whether nothing happened.
    public var isEmpty: Bool { events.isEmpty && progress.isEmpty && skipped == 0 }
}

/// The pipeline's health at one moment, for the strip.
public struct PipelineStatus: Hashable, Sendable {
    /// What the pipeline is doing.
    public enum Activity: Hashable, Sendable {
        /// There are no brokers to read from.
        case off
        /// It has not got its partitions yet.
        case connecting
        /// It reads and, unless it only browses, indexes.
        case running
        /// Something is wrong; it tries again at `nextAttempt`, or when the library does, if that is `nil`.
        case waiting(reason: SafeText, since: Timestamp, nextAttempt: Timestamp?)
        /// It has ended.
        case stopped
    }

    /// What it is doing.
    public var activity: Activity = .off
    /// Whether it indexes, or only shows what others index.
    public var isIndexing = false
    /// The partitions that it reads; empty until it has got them.
    public var partitions: Set<TopicPartition> = []
    /// Records read in all.
    public var recordsRead = 0
    /// Operations made durable in all.
    public var indexed = 0
    /// Records that were refused in all.
    public var rejected = 0
    /// Records per second read, over the last two seconds.
    public var readRate = 0.0
    /// Operations per second made durable, over the last two seconds.
    public var indexRate = 0.0
    /// Records still to be read, where known.
    public var lag: Int?
    /// How long the oldest record that is not indexed yet has waited.
    public var lagTime: Duration = .zero
    /// How long the last events took from being seen to being searchable; `nil` before there are any.
    public var searchable: DurationSummary?
    /// How long they took from the timestamps of their records on.
    public var searchableSinceProduced: DurationSummary?
    /// How many are left out there, because their records have no timestamp or one that had not come yet.
    public var misdated = 0
    /// How many records came too fast for anyone to find out when a search shows them.
    public var unwatched = 0
    /// Something that does not stop the pipeline but should be known, for example that commits fail.
    public var notice: SafeText?

    /// Makes a status in which nothing has happened yet.
    public init() {}
}
