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

    /// The query as it was last understood: what Live is matched with.
    var query = Query.everything
    /// Why the text in the bar is no query.
    var error: QueryError?
    /// Why the last search brought nothing.
    var failure: SafeText?
    /// The newest search that was asked for and has no answer yet.
    var asked: Search?
    /// Counts searches; an answer to another than the newest is dropped.
    var generation = 0

    var found: Found?
    var cursor = ListCursor()
    /// Documents that match and came after the results.
    var arrivals = Arrivals()
    /// Documents that match and came after `asked` was sent.
    var arrivalsSinceAsked = Arrivals()

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

/// What the results pane shows.
struct Found: Hashable, Sendable {
    var request: SearchRequest
    /// The query as it was typed.
    var text: String
    var hits: [Hit]
    var total: SearchResults.Total
    var took: Duration
    /// Whether the index has no hits after these.
    var isComplete: Bool
    /// Where the index says that the next page begins.
    var next: SearchCursor?
}

/// A document, wherever it is mentioned.
struct DocumentKey: Hashable, Sendable {
    var index: IndexName
    var id: DocumentID

    init(_ hit: Hit) { (index, id) = (hit.index, hit.id) }
    init(_ document: Document) { (index, id) = (document.index, document.id) }
}

/// Documents that came since a search, counted up to a bound.
struct Arrivals: Hashable, Sendable {
    private(set) var keys: Set<DocumentKey> = []
    static let limit = 10_000

    var isEmpty: Bool { keys.isEmpty }
    mutating func add(_ key: DocumentKey) { if keys.count < Self.limit { keys.insert(key) } }
    mutating func remove(_ key: DocumentKey) { keys.remove(key) }

    /// `312`, or `10,000+` where it is not known how many more.
    var text: SafeText { keys.count < Self.limit ? grouped(keys.count) : "\(grouped(Self.limit))+" }
}

extension SearchState {
    /// How many hits are asked for at a time.
    static let page = 100
    /// How many hits `G` or a search again ask for at most.
    static let most = 10_000

    var hits: [Hit] { found?.hits ?? [] }
    var selected: Hit? { hits.indices.contains(cursor.selected) ? hits[cursor.selected] : nil }
}
