import Synchronization
import Testing

@testable import Engine

@Suite("Embedded index, made by an older Kelp") struct EmbeddedUpgradeTests {
    private let folder: TemporaryFolder
    private var file: String { folder.path + "/index.db" }

    init() throws { folder = try TemporaryFolder() }

    /// A file as the first version made it, with 5,000 documents of which some have neither date nor popularity.
    private func makeFirstVersion() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let documents = (0..<5_000).map { number -> Document in
            let date: Timestamp? = number % 10 == 3 ? nil : Timestamp(milliseconds: Int64(number))
            let popularity: Int64? = number % 10 == 4 ? nil : Int64(number * 7 % 5_003)
            return Document(
                index: "old", id: DocumentID("\(number)"), source: Array("{}".utf8),
                name: number % 2 == 0 ? "even jazz" : "odd jazz", createdAt: date, popularity: popularity)
        }
        let partition = TopicPartition("old_created", 0)
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index), positions: [partition: 5_000]))
        await index.close()
        let connection = try SQLiteConnection(file: file, access: .readWrite)
        try connection.execute(
            """
            DROP TABLE standings_1; DROP TABLE popular_1; DROP TABLE texts_1;
            ALTER TABLE indexes DROP COLUMN drift; ALTER TABLE indexes DROP COLUMN entering;
            CREATE INDEX popularity_1 ON documents_1 (popularity);
            CREATE VIRTUAL TABLE texts_1 USING fts5 (
                name, description, other, content = 'documents_1', content_rowid = 'place', prefix = '1', tokenize = 'kelp'
            );
            INSERT INTO texts_1 (texts_1, rank) VALUES ('rank', 'bm25(2.0, 1.0, 1.0)');
            INSERT INTO texts_1 (texts_1) VALUES ('rebuild');
            PRAGMA user_version = 1;
            """)
    }

    private func expectAll() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .reader)
        let request = SearchRequest(query: .term(.init("even")), sort: .popularity, size: 5_000)
        let hits = try await index.search(request).hits
        #expect(hits.count == 2_500)
        #expect(hits.map { $0.popularity ?? -1 } == hits.map { $0.popularity ?? -1 }.sorted(by: >))
        for sort in [Sort.latest, .relevance] {
            #expect(try await index.search(SearchRequest(query: request.query, sort: sort)).total.value == 2_500)
        }
        #expect(try await index.positions() == [TopicPartition("old_created", 0): 5_000])
        await index.close()
    }

    @Test("is brought up to date by a writer, with progress, and loses nothing")
    func upgrade() async throws {
        try await makeFirstVersion()
        let steps = Mutex<[Int]>([])
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer) { percent in
            steps.withLock { $0.append(percent) }
        }
        #expect(steps.withLock { $0 } == [0, 40, 80, 100])
        try await expectAll()
        let changed = Document(index: "old", id: "8", source: Array("{}".utf8), name: "odd", popularity: 9_999)
        _ = try await index.write(WriteBatch(operations: [.index(changed), .delete("10", "old")]))
        let even = SearchRequest(query: .term(.init("even")), sort: .popularity)
        #expect(try await index.search(even).total.value == 2_498)
        await index.close()
    }

    @Test("is refused until it is up to date, and goes on where it was interrupted")
    func interrupted() async throws {
        try await makeFirstVersion()
        let path = folder.path
        let opening = Task {
            try await EmbeddedIndex.open(folder: path, access: .writer) { percent in
                if percent > 0 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await expectFailure(.cancelled, "goes on") { try await opening.value }
        await expectFailure(.tryAgain, "is still being brought up to date") {
            try await EmbeddedIndex.open(folder: folder.path, access: .reader).indexes()
        }
        try await EmbeddedIndex.open(folder: folder.path, access: .writer).close()
        try await expectAll()
    }

    @Test("is refused by a reader, which says how to mend it")
    func reader() async throws {
        try await makeFirstVersion()
        await expectFailure(.configuration, "open it once to write") {
            try await EmbeddedIndex.open(folder: folder.path, access: .reader).indexes()
        }
    }
}
