import Foundation
import Testing

@testable import Engine

@Suite("Embedded index, in trouble") struct EmbeddedTroubleTests {
    private let folder: TemporaryFolder
    private let partition = TopicPartition("playlist_created", 0)

    init() throws { folder = try TemporaryFolder() }

    private func batch(_ numbers: Range<Int>, next: Offset) -> WriteBatch {
        let documents = numbers.map { number in
            Document(
                index: "playlist", id: DocumentID("\(number)"), source: [UInt8](repeating: 0x20, count: 1_000),
                name: "jazz \(number)")
        }
        return WriteBatch(operations: documents.map(WriteOperation.index), positions: [partition: next])
    }

    private func total(_ index: EmbeddedIndex) async throws -> Int {
        try await index.search(SearchRequest(query: .term(.init("jazz")))).total.value
    }

    @Test("has neither documents nor positions of a batch that was not committed when the machine died")
    func killed() async throws {
        let writer = IndexWriter(file: folder.path + "/index.db")
        try await writer.open()
        _ = try await writer.write(batch(0..<10, next: 10))
        let copy = try TemporaryFolder()
        let (from, to) = (folder.path, copy.path)
        let isAborted = await writer.abort(batch(10..<2_000, next: 2_000)) {
            // What a killed process leaves behind: the files as they are in the middle of the transaction.
            for name in try FileManager.default.contentsOfDirectory(atPath: from) {
                try FileManager.default.copyItem(atPath: from + "/" + name, toPath: to + "/" + name)
            }
        }
        #expect(isAborted)
        for path in [copy.path, folder.path] {
            let index = try await EmbeddedIndex.open(folder: path, access: .writer)
            #expect(try await total(index) == 10)
            #expect(try await index.positions() == [partition: 10])
            #expect(try await index.write(batch(10..<20, next: 20)).count == 10)
            #expect(try await total(index) == 20)
            await index.close()
        }
    }

    @Test("does not take a place where no index can be for an empty index", arguments: ["file", "folder"])
    func impossiblePlace(kind: String) async throws {
        let place = folder.path + "/place"
        if kind == "file" {
            try Data("text".utf8).write(to: URL(fileURLWithPath: place))
        } else {
            try FileManager.default.createDirectory(atPath: place + "/index.db", withIntermediateDirectories: true)
        }
        let index = try await EmbeddedIndex.open(folder: place, access: .reader)
        await #expect { _ = try await index.indexes() } throws: { ($0 as? Failure)?.kind == .notAllowed }
        await index.close()
    }

    @Test(
        "tells a reader that may not write the folder what to do, and reads while its owner has it open",
        .enabled(if: geteuid() != 0))
    func foreignFolder() async throws {
        let writer = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await writer.write(batch(0..<10, next: 10))
        chmod(folder.path, 0o555)
        defer { chmod(folder.path, 0o755) }
        let beside = try await EmbeddedIndex.open(folder: folder.path, access: .reader)
        #expect(try await total(beside) == 10)
        await beside.close()
        chmod(folder.path, 0o755)
        await writer.close()
        chmod(folder.path, 0o555)
        let alone = try await EmbeddedIndex.open(folder: folder.path, access: .reader)
        await expectFailure(.notAllowed, "leave a kelp of its owner running") { try await total(alone) }
        await alone.close()
    }

    @Test("loses nothing when the disk is full, and goes on when it is not")
    func full() async throws {
        let writer = IndexWriter(file: folder.path + "/index.db")
        try await writer.open()
        _ = try await writer.write(batch(0..<10, next: 10))
        try await writer.execute("PRAGMA max_page_count = 60")
        await expectFailure(.disk, "is full") { try await writer.write(batch(10..<2_000, next: 2_000)) }
        let reader = try await EmbeddedIndex.open(folder: folder.path, access: .reader)
        #expect(try await total(reader) == 10)
        #expect(try await reader.positions() == [partition: 10])
        try await writer.execute("PRAGMA max_page_count = 100000")
        _ = try await writer.write(batch(10..<2_000, next: 2_000))
        #expect(try await total(reader) == 2_000)
        await reader.close()
    }

    @Test("names a damaged file and how to mend it", arguments: [EmbeddedIndex.Access.reader, .writer, .writerIfFree])
    func damaged(access: EmbeddedIndex.Access) async throws {
        try Data(repeating: 0x42, count: 8_192).write(to: URL(filePath: folder.path + "/index.db"))
        await expectFailure(.disk, "index.db is damaged") {
            try await EmbeddedIndex.open(folder: folder.path, access: access).search(SearchRequest(query: .everything))
        }
    }

    @Test("names a file that was damaged inside")
    func damagedInside() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        _ = try await index.write(batch(0..<500, next: 1))
        await index.close()
        let file = folder.path + "/index.db"
        var bytes = try Data(contentsOf: URL(filePath: file))
        for offset in 8_192..<bytes.count { bytes[offset] = 0xA5 }
        try bytes.write(to: URL(filePath: file))
        await expectFailure(.disk, "move it away") {
            let index = try await EmbeddedIndex.open(folder: folder.path, access: .reader)
            return try await index.search(SearchRequest(query: .term(.init("jazz"))))
        }
    }

    @Test("refuses a file of a newer Kelp and one of another program")
    func foreign() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        await index.close()
        for (pragma, part) in [("user_version = 99", "newer Kelp"), ("application_id = 7", "another program")] {
            try SQLiteConnection(file: folder.path + "/index.db", access: .readWrite).execute("PRAGMA \(pragma)")
            for access in [EmbeddedIndex.Access.writer, .reader] {
                await expectFailure(.configuration, part) {
                    try await EmbeddedIndex.open(folder: folder.path, access: access).indexes()
                }
            }
        }
    }

    @Test("says that another program locks the file")
    func locked() async throws {
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let other = try SQLiteConnection(file: folder.path + "/index.db", access: .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        await expectFailure(.tryAgain, "locked") { try await index.write(batch(0..<1, next: 1)) }
        try other.execute("ROLLBACK")
        _ = try await index.write(batch(0..<1, next: 1))
        #expect(try await total(index) == 1)
        await index.close()
    }

    @Test("says where it may not write")
    func notAllowed() async throws {
        try Data().write(to: URL(filePath: folder.path + "/file"))
        await expectFailure(.notAllowed, "cannot be made") {
            try await EmbeddedIndex.open(folder: folder.path + "/file/data", access: .writer)
        }
        try FileManager.default.createDirectory(atPath: folder.path + "/index.db", withIntermediateDirectories: true)
        await expectFailure(.notAllowed, "index.db") { try await EmbeddedIndex.open(folder: folder.path, access: .writer) }
    }
}

extension IndexWriter {
    fileprivate func execute(_ script: String) throws(Failure) { try connection?.execute(script) }

    /// Applies the batch, calls `meanwhile` before it is committed, and rolls back.
    fileprivate func abort(_ batch: WriteBatch, meanwhile: () throws -> Void) -> Bool {
        do throws(Failure) {
            try connection?.execute("PRAGMA cache_spill = 10; PRAGMA cache_size = 10")
            try connection?.transaction { () throws(Failure) in
                _ = try apply(batch)
                do { try meanwhile() } catch { throw Failure(.defect, "The copy failed.") }
                throw Failure(.cancelled, "Killed.")
            }
            return false
        } catch {
            return error.kind == .cancelled
        }
    }
}
