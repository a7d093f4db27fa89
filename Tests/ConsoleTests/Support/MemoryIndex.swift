import Engine
import Synchronization

/// An index in memory that answers as a test says.
final class MemoryIndex: SearchIndex {
    private struct Content {
        var documents: [DocumentKey: Document] = [:]
        var requests: [SearchRequest] = []
        var failure: Failure?
        var gates: [Gate] = []
        var namesGate: Gate?
    }

    private struct DocumentKey: Hashable {
        var index: IndexName
        var id: DocumentID
    }

    private let content = Mutex(Content())
    let backend: SafeText = "memory"
    let isWritable = true

    init(_ documents: [Document] = []) { insert(documents) }

    func insert(_ documents: [Document]) {
        content.withLock { content in
            for document in documents { content.documents[DocumentKey(index: document.index, id: document.id)] = document }
        }
    }

    /// Every search fails until this is `nil` again.
    func fail(with failure: Failure?) { content.withLock { $0.failure = failure } }

    /// The next search waits for the gate, whether it is called off or not.
    func hold(at gate: Gate) { content.withLock { $0.gates.append(gate) } }

    /// The list of names waits for the gate.
    func holdNames(at gate: Gate) { content.withLock { $0.namesGate = gate } }

    var requests: [SearchRequest] { content.withLock { $0.requests } }

    func search(_ request: SearchRequest) async throws(Failure) -> SearchResults {
        let gate = content.withLock { content in
            content.requests.append(request)
            return content.gates.isEmpty ? nil : content.gates.removeFirst()
        }
        await gate?.wait()
        if let failure = content.withLock({ $0.failure }) { throw failure }
        let matcher = LiveMatcher(request.query)
        let found = content.withLock { Array($0.documents.values) }
            .filter { request.indexes.isEmpty || request.indexes.contains($0.index) }
            .filter(matcher.matches)
            .sorted { isBefore($0, $1, request) }
        let hits = found.dropFirst(request.start).prefix(request.size).map(hit)
        return SearchResults(hits: Array(hits), total: .init(found.count), took: .milliseconds(3))
    }

    private func isBefore(_ left: Document, _ right: Document, _ request: SearchRequest) -> Bool {
        let value = { (document: Document) -> Int64 in
            request.sort == .popularity ? document.popularity ?? -1 : document.createdAt?.milliseconds ?? -1
        }
        let (a, b) = request.order == .descending ? (left, right) : (right, left)
        return (value(a), a.id.rawValue) > (value(b), b.id.rawValue)
    }

    private func hit(_ document: Document) -> Hit {
        Hit(
            index: document.index, id: document.id, source: document.source, name: document.name,
            description: document.description, createdAt: document.createdAt, popularity: document.popularity,
            origin: document.origin)
    }

    func document(_ id: DocumentID, in index: IndexName) async throws(Failure) -> Hit? {
        content.withLock { $0.documents[DocumentKey(index: index, id: id)] }.map(hit)
    }

    func indexes() async throws(Failure) -> [IndexSummary] {
        let counts = content.withLock { $0.documents.keys.reduce(into: [:]) { $0[$1.index, default: 0] += 1 } }
        return counts.map { IndexSummary(name: $0.key, documents: $0.value) }.sorted { $0.name < $1.name }
    }

    func names() async throws(Failure) -> [IndexName] {
        await content.withLock { $0.namesGate }?.wait()
        return try await indexes().map(\.name)
    }

    func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        for operation in batch.operations {
            if case .index(let document) = operation { insert([document]) }
        }
        return batch.operations.map { _ in .done }
    }

    func positions() async throws(Failure) -> [TopicPartition: Offset]? { nil }
    func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter] { [] }
    func drop(deadLetters numbers: [Int64]) async throws(Failure) {}
    func deadLetterCount() async throws(Failure) -> Int { 0 }
    func close() async {}
}

/// Holds tasks back until it is opened.
actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for task in waiting { task.resume() }
        waiting = []
    }
}
