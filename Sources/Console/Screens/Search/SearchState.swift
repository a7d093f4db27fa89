import Engine

/// The query, what was found last, and where the cursor stands in it.
struct SearchState: Hashable, Sendable {
    var field = TextField()
    /// Whether letters go to the query bar.
    var isEditing = false
    var sort = Sort.latest
    var order = SortOrder.descending
    /// The index that is searched; `nil` is all of them.
    var index: IndexName?
    /// The same as a list, in which none are all of them.
    var indexes: [IndexName] { index.map { [$0] } ?? [] }

    /// The query as it was last understood: what Live is matched with.
    var query = Query.everything
    /// What it was understood from.
    var understood = TypedQuery()
    /// The moment that it means by `now`.
    var meantAt = Timestamp(milliseconds: 0)
    /// Why the text in the bar is no query.
    var error: QueryError?
    /// Why the last search brought nothing.
    var failure: SafeText?
    /// The newest search that was asked for and has no answer yet.
    var asked: Search?
    /// When a search that failed is asked again by itself.
    var retry: Retry?
    /// Since when `asked` has no answer.
    var silence: Silence?
    /// Counts searches; an answer to another than the newest is dropped.
    var generation = 0

    var found: Found?
    var cursor = ListCursor()
    /// How many rows the screen has: no list shows more.
    var rows = 0
    /// Documents that match and came after the results.
    var arrivals = Arrivals()
    /// What changed in the index after `asked` was sent.
    var changesSinceAsked = ChangesSinceAsked()
    /// What became of rows since they were found.
    var marks: [DocumentKey: RowMark] = [:]
    /// Whether what is new is let in by itself.
    var merges = false
    /// When that may happen again.
    var nextMerge = Timestamp(milliseconds: 0)

    /// The fields that a query can name.
    var fields = FieldNames(.documents)
    /// The values that were asked for last.
    var values: FieldValues?
    /// The question that Tab asked, which is to be answered in any case.
    var wantsValues: ValueQuestion?
    /// What is offered at the cursor.
    var completion: Completion?
    /// Where the word begins for which nothing is to be offered any more.
    var closedAt: Int?
    var history = QueryHistory()
}

/// A query as it was typed, and how it is to be read.
struct TypedQuery: Hashable, Sendable {
    var text = ""
    /// Whether the last word is whole.
    var isFinished = true
    var fields = FieldCatalog.documents

    /// - Parameter now: what relative dates count from.
    func query(at now: Timestamp) throws(QueryError) -> Query {
        try QueryParser.parse(text, fields: fields, now: now, continuesLastWord: !isFinished)
    }
}

/// One search on its way.
struct Search: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        /// Other results than before; the cursor stays where it is.
        case fresh
        /// The same documents again, perhaps in another order: the cursor stays on its document.
        case again
        /// The hits after those that are there.
        case more
        /// All hits that are missing, to go to the last of them.
        case rest
    }

    var generation: Int
    var purpose: Purpose
    var request: SearchRequest
    /// The query as it was typed.
    var text: String
}

/// A search that could not be answered is asked again by itself, after a growing pause.
struct Retry: Hashable, Sendable {
    var at: Timestamp
    private var pause: Duration

    private static let longest = Duration.seconds(5)

    /// - Parameter last: the one before, if that came to nothing.
    init(after last: Retry?, at now: Timestamp) {
        pause = last.map { min($0.pause * 2, Self.longest) } ?? .seconds(1)
        at = now.advanced(by: pause)
    }
}

/// An index that does not answer.
struct Silence: Hashable, Sendable {
    var generation: Int
    var since: Timestamp

    /// How long it may last before it is told of, in milliseconds.
    static let patience: Int64 = 2_000
}

/// What the results pane shows.
struct Found: Hashable, Sendable {
    var request: SearchRequest
    /// The query as it was typed.
    var text: String
    private(set) var hits: [Hit] = []
    /// How many bytes of documents they hold.
    private(set) var bytes = 0
    /// The row of each document.
    private(set) var rows: [DocumentKey: Int] = [:]
    var total: SearchResults.Total
    var took: Duration
    /// Whether the index has no hits after these.
    var isComplete: Bool
    /// Where the index says that the next page begins.
    var next: SearchCursor?
    /// When the answer came.
    let at: Timestamp

    init(_ results: SearchResults, of search: Search, at now: Timestamp) {
        at = now
        (request, text, total, took) = (search.request, search.text, results.total, results.took)
        isComplete = results.hits.count < search.request.size
        next = results.next
        append(results.hits)
    }

    /// Puts another document in a row.
    mutating func replace(row: Int, with hit: Hit) {
        bytes += hit.source.count - hits[row].source.count
        hits[row] = hit
    }
}

extension Found {
    /// The hits as they come: others may be appended, and rows change while they are looked at.
    mutating func append(_ more: [Hit]) {
        for hit in more {
            let key = key(of: hit)
            // New documents push others onto the next page: none is shown twice.
            guard rows[key] == nil else { continue }
            rows[key] = hits.count
            hits.append(hit)
            bytes += hit.source.count
        }
    }

    /// What a stream calls the document: by the name that was searched, which may be an alias.
    func key(of hit: Hit) -> DocumentKey {
        request.indexes.count == 1 ? DocumentKey(index: request.indexes[0], id: hit.id) : hit.key
    }
}

/// What became of a row since it was found.
struct RowMark: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// It was not there before.
        case new
        /// It would stand elsewhere, or not at all, if it were found now.
        case changed
        /// Its document is deleted.
        case deleted
    }

    var kind: Kind
    var since: Timestamp

    /// How long a row is called new, and a deletion is believed against what a search says.
    static let life = Duration.seconds(6)

    func isOver(at now: Timestamp) -> Bool { now >= since.advanced(by: Self.life) }
}

/// Documents that came since a search, counted up to a bound.
struct Arrivals: Hashable, Sendable {
    private(set) var keys: Set<DocumentKey> = []
    /// Whether some may have come that are not counted.
    var isCut = false
    static let limit = 10_000

    var isEmpty: Bool { keys.isEmpty && !isCut }
    mutating func add(_ key: DocumentKey) { if keys.count < Self.limit { keys.insert(key) } }
    mutating func remove(_ key: DocumentKey) { keys.remove(key) }

    /// `312`, or `10,000+` where it is not known how many more.
    var text: SafeText {
        let isBound = isCut || keys.count >= Self.limit
        return keys.isEmpty && isBound ? "some" : "\(grouped(keys.count))\(isBound ? "+" : "")"
    }
}

/// What changed in the index while a search is under way: its answer may not know it. The newest change of each document.
struct ChangesSinceAsked: Hashable, Sendable {
    private(set) var byKey: [DocumentKey: IndexChange] = [:]
    /// How many changes were left out, because there were too many, or too big ones.
    private(set) var leftOut = 0
    private var bytes = 0

    /// How many are kept, and how many bytes of them.
    private static let most = (changes: 10_000, bytes: 32_000_000)

    mutating func add(_ change: IndexChange) {
        bytes -= byKey.removeValue(forKey: change.key)?.byteCount ?? 0
        guard byKey.count < Self.most.changes, bytes + change.byteCount <= Self.most.bytes else {
            leftOut += 1
            return
        }
        byKey[change.key] = change
        bytes += change.byteCount
    }
}

extension SearchState {
    /// How many more hits are asked for at a time.
    static let page = 100
    /// How many hits are asked for at first: a key waits for them, so no more than the screen shows and a few to go on with.
    var firstPage: Int { max(40, rows * 3 / 2) }
    /// How many hits `G` or a search again ask for at most, and how many bytes of documents, as big as those that are there.
    static let most = 10_000
    private static let mostBytes = 64_000_000

    var mostHits: Int {
        guard let found, !found.hits.isEmpty else { return Self.most }
        return max(Self.page, min(Self.most, Self.mostBytes / max(1, found.bytes / found.hits.count)))
    }

    var hits: [Hit] { found?.hits ?? [] }
    var selected: Hit? { hits.indices.contains(cursor.selected) ? hits[cursor.selected] : nil }
}
