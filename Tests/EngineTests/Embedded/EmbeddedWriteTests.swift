import Foundation
import Testing

@testable import Engine

@Suite("Embedded index, writing") struct EmbeddedWriteTests {
    private let folder: TemporaryFolder
    private let partition = TopicPartition("playlist_created", 3)

    init() throws { folder = try TemporaryFolder() }

    private func document(_ id: DocumentID, _ name: String, at date: Int64? = nil, popularity: Int64? = nil) -> Document {
        Document(
            index: "playlist", id: id, source: Array(#"{"name":"\#(name)"}"#.utf8), name: name,
            createdAt: date.map(Timestamp.init), popularity: popularity, origin: RecordPosition(partition, 7))
    }

    private func found(_ text: String, in index: EmbeddedIndex) async throws -> [String] {
        try await index.search(SearchRequest(query: try QueryParser.parse(text), size: 100)).hits.map(\.id.rawValue)
    }

    @Test("replaces a document, also when its date changes, and deletes it")
    func replaces() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(
            WriteBatch(operations: [.index(document("a", "old words", at: 1)), .index(document("b", "other", at: 2))]))
        _ = try await index.write(WriteBatch(operations: [.index(document("a", "new words", at: 1))]))
        #expect(try await found("old", in: index) == [])
        #expect(try await found("new", in: index) == ["a"])
        _ = try await index.write(WriteBatch(operations: [.index(document("a", "newest words", at: 9))]))
        #expect(try await found("new", in: index) == [])
        #expect(try await found("words", in: index) == ["a"])
        #expect(try await found("", in: index) == ["a", "b"])
        #expect(try await index.indexes() == [IndexSummary(name: "playlist", documents: 2, bytes: 39)])
        let outcomes = try await index.write(
            WriteBatch(operations: [.delete("a", "playlist"), .delete("zz", "playlist"), .delete("a", "none")]))
        #expect(outcomes == [.done, .done, .done])
        #expect(try await found("words", in: index) == [])
        #expect(try await index.document("a", in: "playlist") == nil)
        #expect(try await index.indexes() == [IndexSummary(name: "playlist", documents: 1, bytes: 16)])
        await index.close()
    }

    @Test("lets the last of several changes in a batch count, and keeps the places of those that went")
    func lastCounts() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: [.index(document("a", "first", at: 5))]))
        _ = try await index.write(
            WriteBatch(operations: [
                .delete("a", "playlist"), .index(document("b", "second", at: 5)), .index(document("b", "third", at: 5)),
                .index(document("c", "gone", at: 5)), .delete("c", "playlist"), .index(document("e\u{301}", "fourth", at: 5)),
                .index(document("\u{E9}", "fifth", at: 5)),
            ]))
        for (word, ids) in [
            ("first", []), ("second", []), ("third", ["b"]), ("gone", []), ("fourth", ["e\u{301}"]), ("fifth", ["\u{E9}"]),
        ] {
            #expect(try await found(word, in: index) == ids)
        }
        #expect(try await found("", in: index).count == 3)
        await index.close()
    }

    @Test("gives every document whole, and stays the same after it is opened again")
    func reopens() async throws {
        var first = document("id\u{0}한", "대한민국 \u{0} \u{1B}", at: 1_700_000_000_000, popularity: .min)
        first.description = ""
        let letter = DeadLetter(
            kind: .notJSON, reason: "It is no JSON.", origin: .record(RecordPosition(partition, 6)), index: "playlist", key: [],
            payload: [0, 0xFF])
        let line = DeadLetter(kind: .badID, reason: "No id.", origin: .line(3, file: "a.jsonl"), index: "x", payload: nil)
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(
            WriteBatch(operations: [.index(first)], deadLetters: [letter, line], positions: [partition: 8]))
        await index.close()

        let again = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let hit = try #require(try await again.document(first.id, in: "playlist"))
        #expect(try await again.search(SearchRequest(query: .term(.init("민국")))).hits == [hit])
        #expect((hit.id, hit.source, hit.name) == (first.id, first.source, first.name))
        #expect((hit.description, hit.createdAt, hit.popularity) == (first.description, first.createdAt, first.popularity))
        #expect(hit.origin == first.origin)
        #expect(try await again.positions() == [partition: 8])
        #expect(try await again.deadLetters(limit: 10).map(\.letter) == [line, letter])
        #expect(try await again.deadLetters(limit: 1).map(\.number) == [2])
        #expect(try await again.deadLetterCount() == 2)
        await again.close()
    }

    @Test("takes dates from the beginning to the end of time")
    func dates() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let dates: [(DocumentID, Int64?)] = [
            ("min", .min), ("old", -1_000), ("new", 1_700_000_000_000), ("max", .max), ("none", nil),
        ]
        _ = try await index.write(WriteBatch(operations: dates.shuffled().map { .index(document($0.0, "x", at: $0.1)) }))
        #expect(try await found("x", in: index) == ["max", "new", "old", "min", "none"])
        let oldest = try await index.search(SearchRequest(query: .everything, order: .ascending)).hits.map(\.id.rawValue)
        #expect(oldest == ["min", "old", "new", "max", "none"])
        await index.close()
    }

    @Test("refuses an id that no index can hold, indexes the others, and keeps no position until all is settled")
    func refuses() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let longest = DocumentID(String(repeating: "x", count: 512))
        let outcomes = try await index.write(
            WriteBatch(
                operations: [
                    .index(document(DocumentID(longest.rawValue + "x"), "a")), .index(document("", "b")),
                    .index(document(longest, "c")),
                ], positions: [TopicPartition("playlist_created", 0): 3]))
        #expect(try await index.positions() == [:])
        #expect(outcomes.map { if case .refused = $0 { true } else { false } } == [true, true, false])
        #expect(try await found("", in: index) == [longest.rawValue])
        await index.close()
    }

    @Test("keeps the log short, unless a search is reading, and then as soon as it is over")
    func shortLog() async throws {
        let file = folder.path + "/index.db"
        let writer = IndexWriter(file: file, longestLog: 100_000)
        try await writer.open()
        func write(_ number: Int) async throws -> Int {
            let text = String(repeating: "word\(number) ", count: 20_000)
            _ = try await writer.write(WriteBatch(operations: [.index(document(DocumentID("\(number)"), text))]))
            return try #require(FileManager.default.attributesOfItem(atPath: file + "-wal")[.size] as? Int)
        }
        #expect(try await write(0) == 0)
        let reader = try SQLiteConnection(file: file, access: .readOnly)
        try reader.execute("BEGIN")
        _ = try reader.first("SELECT count(*) FROM documents_1") { $0.integer(0) }
        #expect(try await write(1) > 100_000)
        try reader.execute("COMMIT")
        #expect(try await write(2) == 0)
        await writer.close()
    }

    @Test("tells the full-text search how to write, in a new file and in one that is there")
    func settings() async throws {
        let file = folder.path + "/index.db"
        func open() async throws -> [String] {
            let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
            _ = try await index.write(WriteBatch(operations: [.index(document("a", "jazz"))]))
            await index.close()
            let connection = try SQLiteConnection(file: file, access: .readOnly)
            return try ["texts_1", "popular_1"].flatMap { name in
                try connection.all("SELECT k || v FROM \(name)_config WHERE k <> 'version' ORDER BY k") { $0.text(0) }
            }
        }
        let settings = ["automerge6", "hashsize8388608"]
        #expect(try await open() == settings + settings)
        try SQLiteConnection(file: file, access: .readWrite).execute("DELETE FROM texts_1_config WHERE k <> 'version'")
        #expect(try await open() == settings + settings)
    }

    @Test("keeps its files to their owner")
    func permissions() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(WriteBatch(operations: [.index(document("a", "jazz"))]))
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + file)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(file)")
        }
        await index.close()
    }

    @Test("shows a reader what a writer wrote, and lets it begin before there is anything")
    func reader() async throws {
        let path = folder.path + "/not/yet"
        let reader = try await EmbeddedIndex.open(folder: path, access: .reader)
        #expect(try await reader.search(SearchRequest(query: .everything)).hits == [])
        #expect(try await reader.positions() == [:])
        #expect(!FileManager.default.fileExists(atPath: path))
        let writer = try await EmbeddedIndex.open(folder: path, access: .writer)
        #expect(try await found("", in: reader) == [])
        _ = try await writer.write(WriteBatch(operations: [.index(document("a", "jazz"))]))
        #expect(try await found("jazz", in: reader) == ["a"])
        _ = try await writer.write(WriteBatch(operations: [.index(document("b", "jazz"))]))
        #expect(try await found("jazz", in: reader) == ["b", "a"])
        await expectFailure(.notAllowed, "reading only") { try await reader.write(WriteBatch()) }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o700)
        await writer.close()
        await reader.close()
    }

    @Test("lets one write at a time, and says who does")
    func oneWriter() async throws {
        let first = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        await expectFailure(.tryAgain, "process \(ProcessInfo.processInfo.processIdentifier), ") {
            try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        }
        let second = try await EmbeddedIndex.open(folder: folder.path, access: .writerIfFree)
        #expect(first.isWritable && !second.isWritable)
        await first.close()
        let third = try await EmbeddedIndex.open(folder: folder.path, access: .writerIfFree)
        #expect(third.isWritable)
        await second.close()
        await third.close()
    }

    @Test("is not kept from writing by who only looks who writes")
    func lookedAt() throws {
        _ = try WriterLock(folder: folder.path)
        let looking = open(folder.path + "/writer.lock", O_RDONLY | O_CLOEXEC)
        defer { close(looking) }
        try #require(flock(looking, LOCK_SH | LOCK_NB) == 0)
        _ = try WriterLock(folder: folder.path) { flock(looking, LOCK_UN) }
        try #require(flock(looking, LOCK_SH | LOCK_NB) == 0)
        let failure = #expect(throws: Failure.self) { _ = try WriterLock(folder: folder.path) {} }
        #expect(failure?.kind == .tryAgain)
    }
}
