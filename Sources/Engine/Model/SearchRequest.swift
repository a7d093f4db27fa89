/// What results are ordered by.
public enum Sort: String, Hashable, Sendable, CaseIterable, Codable {
    /// By score: how well the document matches.
    case relevance
    /// By `created_at`.
    case latest
    /// By `popularity`.
    case popularity
}

/// Which end of the order comes first.
public enum SortOrder: String, Hashable, Sendable, CaseIterable, Codable {
    /// Smallest first.
    case ascending = "asc"
    /// Greatest first: the default everywhere.
    case descending = "desc"
}

/// One search: which indexes, what for, in which order, and which stretch of it.
public struct SearchRequest: Hashable, Sendable {
    /// The indexes to look in; empty means all.
    public var indexes: [IndexName]
    /// What to look for.
    public var query: Query
    /// What to order by; a document without the field sorts last in both directions.
    public var sort: Sort
    /// Which end comes first.
    public var order: SortOrder
    /// How many hits to skip, from 0.
    public var start: Int
    /// Where the page before ended; then `start` counts from there.
    public var after: SearchCursor?
    /// Whether anybody wants to know how many match; else the total is a bound, and the search is cheaper.
    public var isCounted: Bool
    /// Whether the same is likely to be asked again soon; a server then keeps the answer until its index changes.
    public var isRecurring = false
    /// How many hits to return at most.
    public var size: Int

    /// Makes a request.
    public init(
        indexes: [IndexName] = [], query: Query, sort: Sort = .latest, order: SortOrder = .descending, start: Int = 0,
        size: Int = 10, after: SearchCursor? = nil, isCounted: Bool = true
    ) {
        self.indexes = indexes
        self.query = query
        self.sort = sort
        self.order = order
        self.start = start
        self.size = size
        self.after = after
        self.isCounted = isCounted
    }

    /// Where the page ends, from the first hit on.
    var end: Int {
        let (end, overflows) = start.addingReportingOverflow(size)
        return overflows ? .max : end
    }
}

/// A place in the results of a search, in the words of the index that gave it: the next page begins there, however many documents
/// came or went meanwhile.
public struct SearchCursor: Hashable, Sendable {
    /// What the index wrote.
    let bytes: [UInt8]
}

/// A document that was found.
public struct Hit: Hashable, Sendable {
    /// The index that holds it.
    public var index: IndexName
    /// Its id in that index.
    public var id: DocumentID
    /// How well it matches; `nil` unless sorted by relevance.
    public var score: Double?
    /// The document's JSON as it was indexed, UTF-8.
    public var source: [UInt8]
    /// What it was sorted by, as Elasticsearch's `sort`: milliseconds or popularity; `nil` where the document has no such field.
    public var sortValue: Int64?
    /// The same as JSON, as the index itself gave it, which need be no whole number: `1.5`, `"high"`, `null`; `nil` where the
    /// index is not Elasticsearch.
    public var sortValueJSON: [UInt8]?
    /// The field `name`.
    public var name: String?
    /// The field `description`.
    public var description: String?
    /// The field `created_at`.
    public var createdAt: Timestamp?
    /// The field `popularity`.
    public var popularity: Int64?
    /// The record that wrote it, where the index knows.
    public var origin: RecordPosition?
    /// The texts of fields in which something was found, where only the index knows what: it cuts words in a way of its own.
    public var highlights: [FieldPath: [MarkedText]] = [:]

    /// Makes a hit.
    public init(
        index: IndexName, id: DocumentID, score: Double? = nil, source: [UInt8], sortValue: Int64? = nil,
        sortValueJSON: [UInt8]? = nil, name: String? = nil, description: String? = nil, createdAt: Timestamp? = nil,
        popularity: Int64? = nil, origin: RecordPosition? = nil
    ) {
        self.index = index
        self.id = id
        self.score = score
        self.source = source
        self.sortValue = sortValue
        self.sortValueJSON = sortValueJSON
        self.name = name
        self.description = description
        self.createdAt = createdAt
        self.popularity = popularity
        self.origin = origin
    }
}

/// A text of a document, and what was found in it.
public struct MarkedText: Hashable, Sendable {
    /// The text, as the document has it.
    public var text: String
    /// What was found, in bytes of UTF-8, in order.
    public var ranges: [Range<Int>]

    /// Makes one.
    public init(text: String, ranges: [Range<Int>]) {
        self.text = text
        self.ranges = ranges
    }
}

extension Hit {
    /// What the index has found in one of the document's texts, in bytes of UTF-8; `nil` where it has not said.
    /// - Parameter path: the field that the text is of, which may be indexed under further names below its own.
    public func highlights(in text: String, of path: FieldPath) -> [Range<Int>]? {
        guard !highlights.isEmpty else { return nil }
        let below = path.rawValue + "."
        for (field, texts) in highlights where field == path || field.rawValue.hasPrefix(below) {
            if let marked = texts.first(where: { $0.text.utf8.elementsEqual(text.utf8) }) { return marked.ranges }
        }
        return nil
    }
}

/// What a search found.
public struct SearchResults: Hashable, Sendable {
    /// How many documents match, as Elasticsearch's `hits.total`.
    public struct Total: Hashable, Sendable {
        /// The number itself or its lower bound.
        public var value: Int
        /// Whether there may be more than `value`.
        public var isLowerBound: Bool

        /// Makes a total.
        public init(_ value: Int, isLowerBound: Bool = false) {
            self.value = value
            self.isLowerBound = isLowerBound
        }
    }

    /// The stretch that was asked for, in order.
    public var hits: [Hit]
    /// How many match in all.
    public var total: Total
    /// How long the index took.
    public var took: Duration
    /// Where the next page begins; `nil` after the last one.
    public var next: SearchCursor?
    /// One sentence about what the index could not promise, for the status bar.
    public var notice: SafeText?
    /// Whether a part of the index could not be searched, and may be soon.
    public var isPartial = false

    /// Makes results.
    public init(hits: [Hit], total: Total, took: Duration, next: SearchCursor? = nil, notice: SafeText? = nil) {
        self.hits = hits
        self.total = total
        self.took = took
        self.next = next
        self.notice = notice
    }
}

/// An index as a list of indexes shows it.
public struct IndexSummary: Hashable, Sendable {
    /// Its name.
    public var name: IndexName
    /// How many documents it holds.
    public var documents: Int
    /// Bytes of source it holds, where that is known.
    public var bytes: Int?
    /// How well its copies are, in the server's own word (`green`, `yellow`, `red`); `nil` where there is only one.
    public var health: SafeText?
    /// The other names it has, in order.
    public var aliases: [IndexName]

    /// Makes a summary.
    public init(
        name: IndexName, documents: Int, bytes: Int? = nil, health: SafeText? = nil, aliases: [IndexName] = []
    ) {
        self.name = name
        self.documents = documents
        self.bytes = bytes
        self.health = health
        self.aliases = aliases
    }
}
