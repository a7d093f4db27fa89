import Engine

/// An index in memory that fails as it is told.
actor MemoryIndex: SearchIndex {
    /// What becomes of one write.
    enum Answer: Sendable {
        case done
        case fails(Failure)
        /// The outcome of each operation; `nil` is done.
        case outcomes(@Sendable (WriteOperation) -> WriteOutcome?)
        /// Waits until it is released or cancelled, or is to fail.
        case stalls
    }

    nonisolated let backend: SafeText = "memory"
    nonisolated let isWritable = true
    nonisolated let showsWritesAtOnce: Bool
    nonisolated let writesAtOnce: Int
    /// The documents that are being written, and whether one ever was twice.
    private var busy: [DocumentID] = []
    private(set) var hasOverlap = false
    private(set) var mostAtOnce = 0
    private(set) var underWay = 0
    /// The ids that a search finds, where it does not show them at once.
    private var shown: Set<DocumentID> = []
    /// How often a search looked for single documents.
    private(set) var looks = 0
    /// Whether such a look only ends when it is called off.
    private let looksHang: Bool
    private(set) var documents: [DocumentID: [UInt8]] = [:]
    private(set) var letters: [DeadLetter] = []
    private(set) var stored: [TopicPartition: Offset] = [:]
    private(set) var batches: [WriteBatch] = []
    /// The indexes that writes were announced for.
    private(set) var prepared: Set<IndexName> = []
    private(set) var isStalled = false
    private let keepsPositions: Bool
    private var plan: @Sendable (Int) -> Answer
    private var attempts = 0

    init(
        keepsPositions: Bool = true, showsWritesAtOnce: Bool = true, writesAtOnce: Int = 1, looksHang: Bool = false,
        plan: @escaping @Sendable (Int) -> Answer = { _ in .done }
    ) {
        self.writesAtOnce = writesAtOnce
        self.looksHang = looksHang
        self.keepsPositions = keepsPositions
        self.showsWritesAtOnce = showsWritesAtOnce
        self.plan = plan
    }

    /// Lets a search find all that is there.
    func refresh() { shown = Set(documents.keys) }

    func becomesSearchable(_ documents: [DocumentKey], within patience: Duration) async -> Bool {
        while !shown.isSuperset(of: documents.map(\.id)) {
            do { try await Task.sleep(for: .milliseconds(2)) } catch { return false }
        }
        return true
    }

    func searchable(_ ids: [DocumentID], in index: IndexName?) async throws(Failure) -> [Hit] {
        looks += 1
        if looksHang {
            underWay += 1
            defer { underWay -= 1 }
            while !Task.isCancelled { await Task.yield() }
            // As slow to end as a server may be.
            for _ in 0..<1_000 { await Task.yield() }
            throw Failure(.cancelled, "called off")
        }
        return ids.filter(shown.contains).map { Hit(index: index ?? "", id: $0, source: documents[$0] ?? []) }
    }

    func release() { plan = { _ in .done } }
    /// Lets the write that stalls through, and no other.
    func releaseOne() { plan = { [attempts] in $0 <= attempts ? .done : .stalls } }
    func release(failing: Failure) { plan = { [attempts] in $0 == attempts ? .fails(failing) : .done } }

    func prepare(for indexes: Set<IndexName>) { prepared = indexes }

    func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        attempts += 1
        begin(batch)
        defer { end(batch) }
        switch plan(attempts) {
        case .done: return apply(batch) { _ in nil }
        case .outcomes(let outcome): return apply(batch, outcome)
        case .fails(let failure): throw failure
        case .stalls:
            isStalled = true
            defer { isStalled = false }
            let stalled = attempts
            while case .stalls = plan(stalled) {
                do { try await Task.sleep(for: .milliseconds(2)) } catch { throw Failure(.cancelled, "called off") }
            }
            if case .fails(let failure) = plan(stalled) { throw failure }
            return apply(batch) { _ in nil }
        }
    }

    private func begin(_ batch: WriteBatch) {
        let ids = batch.operations.map(\.id)
        hasOverlap = hasOverlap || !Set(ids).isDisjoint(with: busy)
        busy += ids
        underWay += 1
        mostAtOnce = max(mostAtOnce, underWay)
    }

    private func end(_ batch: WriteBatch) {
        let ids = Set(batch.operations.map(\.id))
        busy.removeAll { ids.contains($0) }
        underWay -= 1
    }

    private func apply(_ batch: WriteBatch, _ outcome: (WriteOperation) -> WriteOutcome?) -> [WriteOutcome] {
        batches.append(batch)
        letters += batch.deadLetters
        let outcomes = batch.operations.map { outcome($0) ?? .done }
        for (operation, outcome) in zip(batch.operations, outcomes) where outcome == .done {
            switch operation {
            case .index(let document): documents[document.id] = document.source
            case .delete(let id, _): documents[id] = nil
            }
        }
        if keepsPositions, outcomes.allSatisfy({ $0 == .done }) { stored.merge(batch.positions) { $1 } }
        return outcomes
    }

    func positions() -> [TopicPartition: Offset]? { keepsPositions ? stored : nil }
    func search(_ request: SearchRequest) throws(Failure) -> SearchResults {
        SearchResults(hits: [], total: .init(0), took: .zero)
    }
    func document(_ id: DocumentID, in index: IndexName) throws(Failure) -> Hit? { nil }
    func indexes() throws(Failure) -> [IndexSummary] { [] }
    func deadLetters(before number: Int64?, limit: Int) throws(Failure) -> [StoredDeadLetter] { [] }
    func drop(deadLetters numbers: [Int64]) throws(Failure) {}
    func deadLetterCount() throws(Failure) -> Int { letters.count }
    func close() {}
}

extension WriteOperation {
    fileprivate var id: DocumentID {
        switch self {
        case .index(let document): document.id
        case .delete(let id, _): id
        }
    }
}
