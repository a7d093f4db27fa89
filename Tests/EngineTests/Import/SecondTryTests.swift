import Engine
import Testing

@Suite("Trying again what was refused") struct SecondTryTests {
    private static let partition = TopicPartition("playlist_created", 0)

    private static func letter(offset: Int64, payload: String?, key: String? = nil) -> DeadLetter {
        DeadLetter(
            kind: .refusedByIndex, reason: "it said no", origin: .record(RecordPosition(partition, Offset(offset))),
            index: "playlist",
            key: key.map { Array($0.utf8) }, payload: payload.map { Array($0.utf8) })
    }

    /// An index that holds document 1, written by the record at offset 5, and one dead letter; what comes of trying it.
    private static func result(
        of letter: DeadLetter, replaces: Bool = false
    ) async throws -> (SecondTry.Outcome, name: String?, letters: Int) {
        let folder = try TemporaryFolder()
        let index = try await EmbeddedIndex.open(folder: folder.path, access: .writer)
        let there = Document(
            index: "playlist", id: "1", source: Array(#"{"id":1,"name":"there"}"#.utf8), name: "there",
            origin: RecordPosition(partition, 5))
        _ = try await index.write(WriteBatch(operations: [.index(there)], deadLetters: [letter]))
        let stored = try #require(try await index.deadLetters(limit: 1).first)
        let outcome = try await SecondTry(index: index, replaces: replaces).run(stored)
        let name = try await index.document("1", in: "playlist")?.name
        let letters = try await index.deadLetterCount()
        await index.close()
        return (outcome, name, letters)
    }

    @Test("what the index takes now is there, and no dead letter any more")
    func taken() async throws {
        let result = try await Self.result(of: Self.letter(offset: 3, payload: #"{"name":"재즈"}"#, key: "new"))
        #expect(result.0 == .indexed(DocumentKey(index: "playlist", id: "new")) && result.letters == 0 && result.name == "there")
    }

    @Test("a document that a later record wrote stays, unless it is to be replaced")
    func older() async throws {
        let letter = Self.letter(offset: 3, payload: #"{"id":1,"name":"old"}"#)
        let kept = try await Self.result(of: letter)
        #expect(kept.0 == .refused("a document 1 is in playlist by now") && kept.name == "there" && kept.letters == 1)
        let replaced = try await Self.result(of: letter, replaces: true)
        #expect(
            replaced.0 == .indexed(DocumentKey(index: "playlist", id: "1")) && replaced.name == "old" && replaced.letters == 0)
    }

    @Test("one that an earlier record wrote is replaced")
    func newer() async throws {
        let result = try await Self.result(of: Self.letter(offset: 8, payload: #"{"id":1,"name":"new"}"#))
        #expect(result.0 == .indexed(DocumentKey(index: "playlist", id: "1")) && result.name == "new" && result.letters == 0)
    }

    @Test("what has no bytes deletes nothing")
    func empty() async throws {
        let result = try await Self.result(of: Self.letter(offset: 8, payload: nil, key: "1"))
        #expect(
            result.0 == .refused("nothing was kept of it that could be indexed") && result.name == "there" && result.letters == 1)
    }
}
