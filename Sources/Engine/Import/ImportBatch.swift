/// What an import has read and not written yet, and the count of what it has.
struct ImportBatch {
    private static let patience = Duration.seconds(30)
    /// A batch holds so many documents: the progress is told after each.
    private static let most = 2000

    private let index: any SearchIndex
    private let name: IndexName
    private let file: String
    private var documents: [Document] = []
    /// The line of each document.
    private var lines: [Int] = []
    private var letters: [DeadLetter] = []
    private var bytes = 0
    var progress: Importer.Progress

    init(index: any SearchIndex, name: IndexName, file: String, progress: Importer.Progress) {
        self.index = index
        self.name = name
        self.file = file
        self.progress = progress
    }

    var isEmpty: Bool { documents.isEmpty && letters.isEmpty }

    var isFull: Bool {
        documents.count + letters.count >= ImportBatch.most || bytes >= WriteQueue.batchLimit
    }

    mutating func add(_ document: Document, line: Int) {
        documents.append(document)
        lines.append(line)
        bytes += document.source.count
    }

    /// - Returns: the dead letter that it has become.
    mutating func refuse(_ payload: [UInt8], line: Int, _ refusal: DocumentDecoder.Refusal) -> DeadLetter {
        let letter = DeadLetter(
            kind: refusal.kind, reason: refusal.reason, origin: .line(line, file: file), index: name, payload: payload)
        letters.append(letter)
        bytes += payload.count
        return letter
    }

    /// Writes all of it; what the index itself refuses becomes a dead letter of the next batch.
    mutating func write(_ onRefused: (DeadLetter) -> Void) async throws(Failure) {
        var backoff = Backoff.soon
        let deadline = ContinuousClock.now + ImportBatch.patience
        while let reason = try await attempt(onRefused) {
            guard ContinuousClock.now < deadline else {
                throw Failure(.tryAgain, "the index has taken no more documents for 30 s: \(reason)")
            }
            try? await Task.sleep(for: backoff.next())
        }
    }

    /// - Returns: why some documents have to wait, if some have.
    private mutating func attempt(_ onRefused: (DeadLetter) -> Void) async throws(Failure) -> SafeText? {
        if Task.isCancelled { throw Failure(.cancelled, "the import was called off") }
        var batch = WriteBatch(operations: documents.map { .index($0) }, deadLetters: letters)
        batch.isWatched = false
        let outcomes = try await index.write(batch)
        guard outcomes.count == documents.count else {
            throw Failure(.tryAgain, "the index answered for \(outcomes.count) of \(documents.count) documents")
        }
        progress.refused += letters.count
        letters = []
        bytes = 0
        for (place, outcome) in outcomes.enumerated() {
            switch outcome {
            case .done: progress.imported += 1
            case .refused(let reason):
                onRefused(refuse(documents[place].source, line: lines[place], .init(.refusedByIndex, reason)))
            case .tryAgain(let reason):
                // From here on all are written again: that keeps the order of documents with the same id.
                documents.removeFirst(place)
                lines.removeFirst(place)
                return reason
            }
        }
        documents = []
        lines = []
        return nil
    }
}
