/// An index that can be searched and written: the embedded one here, Elasticsearch and OpenSearch elsewhere.
///
/// Every call throws `Failure`; a cancelled task makes it throw one of kind `.cancelled` soon.
public protocol SearchIndex: Sendable {
    /// What the strip calls it, for example `embedded`.
    var backend: SafeText { get }

    /// Whether `write` is allowed.
    var isWritable: Bool { get }

    /// What a user must keep in mind, for example that anybody on the way can read along; it can become more once the server is known.
    var warnings: [SafeText] { get }

    /// What does not work now although the index answers, for example that one of its nodes is away; `nil` if nothing.
    var notice: SafeText? { get }

    /// Finds documents. An index that does not exist is a failure of kind `.usage` that names the nearest ones.
    func search(_ request: SearchRequest) async throws(Failure) -> SearchResults

    /// One document by its id; `nil` if there is none.
    func document(_ id: DocumentID, in index: IndexName) async throws(Failure) -> Hit?

    /// The indexes there are, by name.
    func indexes() async throws(Failure) -> [IndexSummary]

    /// The names by which documents can be searched: those of the indexes, then those of aliases. It must not take long where a search does
    /// not; a server that is just starting may know none yet.
    func names() async throws(Failure) -> [IndexName]

    /// The fields that queries of these indexes, or of all, can name.
    func fields(of indexes: [IndexName]) async throws(Failure) -> FieldCatalog

    /// The values that most of the documents which a search finds have in a field, the most frequent first; where there are too many
    /// documents to look at, of the newest of them.
    func topValues(of field: FieldPath, _ request: SearchRequest, count: Int) async throws(Failure) -> [TopValue]

    /// Runs a search and tells how: what became of the query, which way was taken and why, in lines for a person; nothing where the
    /// index does not say.
    func explain(_ request: SearchRequest) async throws(Failure) -> [SafeText]

    /// Makes a batch durable, and searchable at once or soon (see `becomesSearchable`), and tells of each operation, in order,
    /// what became of it.
    /// Either the whole batch got an answer or the call throws and it may be written again.
    /// The batch's positions are kept only if every operation is `.done`; else the caller sends them again with what is left over.
    func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome]

    /// Learns beforehand what the first `write` would ask, so that it can be done beside something else. Whatever goes wrong here, that
    /// write tells.
    /// - Parameter indexes: the ones that will be written to.
    func prepare(for indexes: Set<IndexName>) async

    /// How many calls of `write` may be under way at once; of a document that is being written nothing else may be written meanwhile.
    /// It may change with what the index can cope with. An index that keeps positions takes one at a time.
    var writesAtOnce: Int { get }

    /// Whether it has a use for the texts that documents hold beside their source (`name`, `description`, `otherText`).
    var readsTexts: Bool { get }

    /// Whether a search finds at once what was written.
    var showsWritesAtOnce: Bool { get }

    /// Waits until a search finds documents as they were written last; `false` where that takes too long.
    /// For an index where `write` returns only then, as it is without a say, that is at once.
    func becomesSearchable(_ documents: [DocumentKey], within patience: Duration) async -> Bool

    /// Those of some documents that a search finds now, as it finds them; for some hundreds of ids at most.
    /// - Parameter index: where to look; `nil` is everywhere. One that does not exist is a failure of kind `.usage`.
    func searchable(_ ids: [DocumentID], in index: IndexName?) async throws(Failure) -> [Hit]

    /// Where to go on reading: the next offset of each partition that was written. `nil` where the index keeps none, and the
    /// consumer group's commits count.
    func positions() async throws(Failure) -> [TopicPartition: Offset]?

    /// Dead letters, the newest first.
    /// - Parameter number: only those before this one; `nil` is all.
    func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter]

    /// Forgets the dead letters of these numbers, some hundreds at most; one that is not there is no error.
    func drop(deadLetters numbers: [Int64]) async throws(Failure)

    /// How many dead letters are kept.
    func deadLetterCount() async throws(Failure) -> Int

    /// Lets go of files and connections. Nothing may be called after it.
    func close() async
}

extension SearchIndex {
    /// Those of the indexes and of their aliases.
    public func names() async throws(Failure) -> [IndexName] { try await listedNames() }

    func listedNames() async throws(Failure) -> [IndexName] {
        let indexes = try await indexes()
        return indexes.map(\.name) + Set(indexes.flatMap(\.aliases)).sorted()
    }

    /// The newest dead letters, the newest first.
    public func deadLetters(limit: Int) async throws(Failure) -> [StoredDeadLetter] {
        try await deadLetters(before: nil, limit: limit)
    }

    /// Those of any document.
    public func fields(of indexes: [IndexName]) async throws(Failure) -> FieldCatalog { .documents }

    /// None.
    public func topValues(of field: FieldPath, _ request: SearchRequest, count: Int) async throws(Failure) -> [TopValue] { [] }

    /// Nothing.
    public func explain(_ request: SearchRequest) async throws(Failure) -> [SafeText] { [] }
    /// One.
    public var writesAtOnce: Int { 1 }

    /// Nothing needs to be known beforehand.
    public func prepare(for indexes: Set<IndexName>) async {}

    /// It has.
    public var readsTexts: Bool { true }

    /// It does.
    public var showsWritesAtOnce: Bool { true }

    /// Nothing.
    public var warnings: [SafeText] { [] }

    /// Nothing.
    public var notice: SafeText? { nil }

    /// All that there are.
    public func searchable(_ ids: [DocumentID], in index: IndexName?) async throws(Failure) -> [Hit] {
        var hits: [Hit] = []
        let places = if let index { [index] } else { try await indexes().map(\.name) }
        for place in places {
            for id in ids {
                if let hit = try await document(id, in: place) { hits.append(hit) }
            }
        }
        guard hits.isEmpty, let index else { return hits }
        let known = try await names()
        if known.contains(index) { return [] }
        throw .noIndex(index, among: known)
    }

    /// At once.
    public func becomesSearchable(_ documents: [DocumentKey], within patience: Duration) async -> Bool { true }
}
