import Synchronization

/// The index on SQLite FTS5 in a folder of this machine.
///
/// One process writes at a time, any number read. Searches have a connection to themselves, so that opening a document never
/// waits behind one.
public final class EmbeddedIndex: SearchIndex {
    /// Who may write.
    public enum Access: Hashable, Sendable {
        /// Reads only.
        case reader
        /// Writes; a failure of kind `.tryAgain` if another process holds the folder's writer lock.
        case writer
        /// Writes if nobody else does, else reads only.
        case writerIfFree
    }

    private let writer: IndexWriter?
    private let lock: Mutex<WriterLock?>
    private let searcher: IndexReader
    private let reader: IndexReader

    private init(file: String, writer: IndexWriter?, lock: consuming WriterLock?) {
        self.writer = writer
        self.lock = Mutex(lock)
        searcher = IndexReader(file: file)
        reader = IndexReader(file: file)
    }

    /// Opens the index in a folder. A writer makes the folder, for its owner only, if it is not there; a reader finds
    /// nothing until somebody does. The file of an older Kelp is brought up to date by a writer, which takes a minute for a million documents;
    /// nothing in it is lost, and what is interrupted goes on when it is opened again.
    /// - Parameter progress: told each hundredth of that, from 0 to 100.
    /// - Throws: `.configuration` for the file of a newer Kelp or of another program.
    public static func open(
        folder: String, access: Access, progress: @Sendable (_ percent: Int) -> Void = { _ in }
    ) async throws(Failure) -> EmbeddedIndex {
        let file = folder + "/index.db"
        guard let lock = try takeLock(folder, access) else { return EmbeddedIndex(file: file, writer: nil, lock: nil) }
        let writer = IndexWriter(file: file)
        try await writer.open(progress: progress)
        return EmbeddedIndex(file: file, writer: writer, lock: lock)
    }

    private static func takeLock(_ folder: String, _ access: Access) throws(Failure) -> WriterLock? {
        guard access != .reader else { return nil }
        try makePrivateFolder(folder)
        do throws(Failure) {
            return try WriterLock(folder: folder)
        } catch {
            guard access == .writerIfFree, error.kind == .tryAgain else { throw error }
            return nil
        }
    }

    /// What the strip calls it.
    public var backend: SafeText { "embedded" }

    /// Whether this process holds the writer lock.
    public var isWritable: Bool { writer != nil }

    /// Finds documents.
    public func search(_ request: SearchRequest) async throws(Failure) -> SearchResults {
        try await cancellable { (running) async throws(Failure) in try await self.searcher.search(request, as: running) }
    }

    /// Runs the search and tells how.
    public func explain(_ request: SearchRequest) async throws(Failure) -> [SafeText] {
        try await cancellable { (running) async throws(Failure) in try await self.searcher.explain(request, as: running) }
    }

    /// The fields of the newest documents.
    public func fields(of indexes: [IndexName]) async throws(Failure) -> FieldCatalog { try await reader.fields(of: indexes) }

    /// The most frequent values among the newest documents that a search finds.
    public func topValues(of field: FieldPath, _ request: SearchRequest, count: Int) async throws(Failure) -> [TopValue] {
        try await cancellable { (running) async throws(Failure) in
            try await self.searcher.topValues(of: field, request, count: count, as: running)
        }
    }

    /// Interrupts the statement that is running when the task is cancelled.
    private func cancellable<Value: Sendable>(
        _ body: @Sendable (RunningSearch) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let running = RunningSearch()
        let result: Result<Value, Failure> = await withTaskCancellationHandler {
            do throws(Failure) {
                return .success(try await body(running))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            running.cancel()
        }
        return try result.get()
    }

    /// One document by its id; `nil` if there is none, or no such index.
    public func document(_ id: DocumentID, in index: IndexName) async throws(Failure) -> Hit? {
        try await reader.document(id, in: index)
    }

    /// The indexes there are, by name.
    public func indexes() async throws(Failure) -> [IndexSummary] { try await reader.indexes() }

    /// Writes the batch, its dead letters and its positions in one transaction. It takes milliseconds and is finished even if
    /// its task is cancelled.
    public func write(_ batch: WriteBatch) async throws(Failure) -> [WriteOutcome] {
        guard let writer else { throw EmbeddedIndex.readOnly }
        return try await writer.write(batch)
    }

    private static let readOnly = Failure(
        .notAllowed, "The index is open for reading only: another program may be writing it.")

    /// The offset to read next of each partition, as of the last batch.
    public func positions() async throws(Failure) -> [TopicPartition: Offset]? { try await reader.positions() }

    /// Dead letters, the newest first.
    public func deadLetters(before number: Int64?, limit: Int) async throws(Failure) -> [StoredDeadLetter] {
        try await reader.deadLetters(before: number, limit: limit)
    }

    /// Forgets dead letters, all of them or, when it throws, none.
    public func drop(deadLetters numbers: [Int64]) async throws(Failure) {
        guard let writer else { throw EmbeddedIndex.readOnly }
        try await writer.drop(deadLetters: numbers)
    }

    /// How many dead letters are kept.
    public func deadLetterCount() async throws(Failure) -> Int { try await reader.deadLetterCount() }

    /// Closes the file and lets others write.
    public func close() async {
        await searcher.close()
        await reader.close()
        await writer?.close()
        lock.withLock { $0 = nil }
    }
}
