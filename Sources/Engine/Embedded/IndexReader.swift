#if canImport(Glibc)
    import Glibc
#endif

/// A connection that reads an index file, on a thread of its own.
///
/// While there is no file yet, everything is empty.
actor IndexReader {
    nonisolated let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let file: String
    private var opened: SQLiteConnection?
    private var surveys: [[IndexName]: FieldSurvey] = [:]

    init(file: String) { self.file = file }

    func close() { opened = nil }

    /// Finds documents; `search` can be called off while this runs.
    func search(
        _ request: SearchRequest, as search: RunningSearch, trace: SearchTrace = SearchTrace(isWanted: false)
    ) throws(Failure) -> SearchResults {
        let clock = ContinuousClock()
        let start = clock.now
        guard let connection = try connection() else {
            if let name = request.indexes.first { throw Failure.noIndex(name, among: []) }
            return SearchResults(hits: [], total: SearchResults.Total(0), took: clock.now - start)
        }
        search.begin(on: connection.interrupter)
        defer { search.end() }
        var results = try connection.transaction(isReading: true) { () throws(Failure) in
            let tables = try tables(request.indexes, on: connection)
            return try FileSearch(request, in: tables, on: connection, trace: trace).run()
        }
        results.took = clock.now - start
        return results
    }

    /// Runs a search and tells how.
    func explain(_ request: SearchRequest, as search: RunningSearch) throws(Failure) -> [SafeText] {
        let trace = SearchTrace(isWanted: true)
        let results = try self.search(request, as: search, trace: trace)
        let total = "\(results.total.isLowerBound ? "at least " : "")\(results.total.value)"
        trace.add("\(results.hits.count) of \(total) matches in \(Int(results.took / .microseconds(1))) µs")
        return trace.lines
    }

    /// The most frequent values of a field among the newest documents that a search finds.
    func topValues(
        of field: FieldPath, _ request: SearchRequest, count: Int, as search: RunningSearch
    ) throws(Failure) -> [TopValue] {
        let newest = SearchRequest(indexes: request.indexes, query: request.query, size: FieldSurvey.sampleSize)
        return FieldSurvey.topValues(of: field, in: try self.search(newest, as: search).hits, count: count)
    }

    /// The fields of the newest documents; read anew only when something was written.
    func fields(of indexes: [IndexName]) throws(Failure) -> FieldCatalog {
        guard let connection = try connection() else { return .documents }
        let version = try connection.first("PRAGMA data_version") { $0.integer(0) } ?? 0
        if let known = surveys[indexes], known.version == version { return known.catalog }
        let survey = try connection.transaction(isReading: true) { () throws(Failure) in
            try FieldSurvey(of: try tables(indexes, on: connection), on: connection, version: version)
        }
        surveys[indexes] = survey
        return survey.catalog
    }

    /// One document by its id.
    func document(_ id: DocumentID, in index: IndexName) throws(Failure) -> Hit? {
        guard let connection = try connection(), let table = try IndexTable.find(index, on: connection) else { return nil }
        return try connection.first(
            "SELECT \(Hit.columns), place FROM \(table.documentsTable) WHERE id = ?1", [.text(id.rawValue)]
        ) { row in Hit(row, Candidate(table: table, place: row.integer(9)), .latest) }
    }

    /// The indexes there are, by name.
    func indexes() throws(Failure) -> [IndexSummary] {
        guard let connection = try connection() else { return [] }
        return try IndexTable.all(on: connection).map { IndexSummary(name: $0.name, documents: $0.documents, bytes: $0.bytes) }
    }

    /// The offset to read next of each partition.
    func positions() throws(Failure) -> [TopicPartition: Offset] {
        guard let connection = try connection() else { return [:] }
        let rows = try connection.all("SELECT topic, partition, next FROM positions") { row in
            (TopicPartition(TopicName(row.text(0)), Int32(clamping: row.integer(1))), Offset(row.integer(2)))
        }
        return Dictionary(rows) { _, last in last }
    }

    /// Dead letters, the newest first.
    func deadLetters(before number: Int64?, limit: Int) throws(Failure) -> [StoredDeadLetter] {
        guard let connection = try connection() else { return [] }
        return try connection.all(
            """
            SELECT number, refused_at, kind, reason, topic, partition, offset, line, file, index_name, key, payload
            FROM dead_letters WHERE number < ?1 ORDER BY number DESC LIMIT ?2
            """, [.integer(number ?? .max), .integer(Int64(max(limit, 0)))], row: StoredDeadLetter.init)
    }

    /// How many dead letters are kept.
    func deadLetterCount() throws(Failure) -> Int {
        guard let connection = try connection() else { return 0 }
        return try connection.first("SELECT count(*) FROM dead_letters") { Int($0.integer(0)) } ?? 0
    }

    /// The connection; `nil` while there is nothing to read.
    private func connection() throws(Failure) -> SQLiteConnection? {
        if let opened { return opened }
        guard try hasFile() else { return nil }
        let connection = try SQLiteConnection(file: file, access: .readOnly)
        guard try isReadable(connection) else { return nil }
        opened = connection
        return connection
    }

    /// The first read of the file. SQLite keeps its log beside it, and makes it where nobody has the file open.
    private func isReadable(_ connection: SQLiteConnection) throws(Failure) -> Bool {
        do throws(Failure) {
            return try Schema.isReadable(connection, file: file)
        } catch {
            let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
            guard error.kind == .notAllowed, access(file, R_OK) == 0, access(folder, W_OK) != 0 else { throw error }
            throw Failure(
                .notAllowed,
                "The folder \(folder) may not be written here, and SQLite then reads an index only while another program has it open: "
                    + "leave a kelp of its owner running, get the right to write, or read a copy of the folder with --data.")
        }
    }

    /// Whether the file is there. A place where it could not be, or cannot be seen, is an error and not an empty index.
    private func hasFile() throws(Failure) -> Bool {
        var status = stat()
        guard stat(file, &status) == 0 else {
            if errno == ENOENT { return false }
            let reason = String(cString: strerror(errno))
            throw Failure(.notAllowed, "The index file \(file) cannot be reached (\(reason)): choose another data folder.")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.notAllowed, "\(file) is no file: move it away or choose another data folder.")
        }
        return true
    }

    private func tables(_ names: [IndexName], on connection: SQLiteConnection) throws(Failure) -> [IndexTable] {
        let tables = try IndexTable.all(on: connection)
        guard !names.isEmpty else { return tables }
        for name in names where !tables.contains(where: { $0.name == name }) {
            throw .noIndex(name, among: tables.map(\.name))
        }
        return tables.filter { names.contains($0.name) }
    }
}

extension StoredDeadLetter {
    fileprivate init(_ row: SQLiteStatement) {
        let origin = row.recordPosition(4).map(DeadLetter.Origin.record) ?? .line(Int(row.integer(7)), file: row.text(8))
        self.init(
            number: row.integer(0), refusedAt: Timestamp(milliseconds: row.integer(1)),
            letter: DeadLetter(
                kind: DeadLetter.Kind(rawValue: row.text(2)) ?? .refusedByIndex, reason: SafeText(row.text(3)), origin: origin,
                index: IndexName(row.text(9)), key: row.optionalBlob(10), payload: row.optionalBlob(11)))
    }
}

extension SQLiteStatement {
    /// Topic, partition and offset from three columns in a row.
    func recordPosition(_ column: Int32) -> RecordPosition? {
        guard let topic = optionalText(column) else { return nil }
        let partition = TopicPartition(TopicName(topic), Int32(clamping: integer(column + 1)))
        return RecordPosition(partition, Offset(integer(column + 2)))
    }
}
