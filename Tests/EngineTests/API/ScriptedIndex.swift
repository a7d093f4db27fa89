import Engine
import Synchronization

/// An index that answers as the test says, and remembers what it was asked.
final class ScriptedIndex: SearchIndex {
    typealias Search = @Sendable (SearchRequest) async throws(Failure) -> SearchResults

    let backend: SafeText = "scripted"
    let isWritable: Bool
    private let onSearch: Search
    private let onWrite: @Sendable (WriteOperation) throws(Failure) -> WriteOutcome?
    private let asked = Mutex<[SearchRequest]>([])
    private let written = Mutex<[Document]>([])

    init(
        isWritable: Bool = true, search: @escaping Search = { _ in results([jazzNight]) },
        write: @escaping @Sendable (WriteOperation) throws(Failure) -> WriteOutcome? = { _ in .done }
    ) {
        self.isWritable = isWritable
        onSearch = search
        onWrite = write
    }

    var requests: [SearchRequest] { asked.withLock { $0 } }
    var documents: [Document] { written.withLock { $0 } }

    func search(_ request: SearchRequest) async throws(Failure) -> SearchResults {
        asked.withLock { $0.append(request) }
        return try await onSearch(request)
    }

    func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        var outcomes: [WriteOutcome] = []
        for operation in batch.operations {
            if case .index(let document) = operation { written.withLock { $0.append(document) } }
            if let outcome = try onWrite(operation) { outcomes.append(outcome) }
        }
        return outcomes
    }

    func document(_ id: DocumentID, in index: IndexName) async throws(Failure) -> Hit? { nil }
    func indexes() async throws(Failure) -> [IndexSummary] { [] }
    func positions() async throws(Failure) -> [TopicPartition: Offset]? { nil }
    func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter] { [] }
    func drop(deadLetters numbers: [Int64]) async throws(Failure) {}
    func deadLetterCount() async throws(Failure) -> Int { 0 }
    func close() async {}
}

func results(_ hits: [Hit]) -> SearchResults { SearchResults(hits: hits, total: .init(hits.count), took: .zero) }

/// The one document that the recorded answers were given from.
let jazzNight = Hit(
    index: "playlist", id: "1",
    source: Array(
        #"{"id":"1","name":"재즈와 \"밤\" / jazz","description":"<b>é</b>","popularity":3,"created_at":1700000000000}"#.utf8),
    sortValue: 1_700_000_000_000)
