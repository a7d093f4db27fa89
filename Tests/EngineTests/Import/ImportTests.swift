import Engine
import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

@Suite("Importer") struct ImporterTests {
    /// Imports a file of this content.
    private func run(
        _ text: String, name: String = "file", index: MemoryIndex = MemoryIndex(), format: ImportFormat? = nil
    ) async throws -> (Importer.Progress, [DeadLetter]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name).path
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        var letters: [DeadLetter] = []
        let progress = try await Importer(index: index, into: playlist, format: format).run(path) { letters.append($0) }
        return (progress, letters)
    }

    @Test("brings good lines in, and tells of the others by line and reason")
    func lines() async throws {
        let index = MemoryIndex()
        let text =
            "\u{FEFF}{\"id\":\"a\"}\r\n\n{\"name\":\"n\"}\n{oops}\n{\"id\":\"b\",\"popularity\":\"x\"}\n[1]\n{\"id\":\"c\u{0}\"}\n{\"id\":\"d\"}"
        let (progress, letters) = try await run(text, index: index)
        #expect(await Set(index.documents.keys) == ["a", "file-3", "d"])
        #expect(await index.documents["a"] == Array(#"{"id":"a"}"#.utf8))
        #expect((progress.imported, progress.refused) == (3, 4))
        #expect(progress.bytesRead == text.utf8.count && progress.totalBytes == text.utf8.count)
        #expect(letters.map(\.kind) == [.notJSON, .wrongType, .notAnObject, .notJSON])
        #expect(letters.map(\.line) == [4, 5, 6, 7])
        #expect(letters.first?.reason == "not JSON: a member's name in quotes is missing at byte 1")
        #expect(await index.letters == letters)
    }

    @Test("writes in batches and gets all of a big file")
    func big() async throws {
        let index = MemoryIndex()
        let text = (0..<25_000).map { #"{"id":\#($0),"name":"playlist number \#($0)"}"# }.joined(separator: "\n")
        let (progress, _) = try await run(text, index: index)
        #expect(progress.imported == 25_000)
        #expect(await index.documents.count == 25_000)
        #expect(await index.batches.map(\.operations.count).max() == 2000)
    }

    @Test("keeps what the index refuses, and waits where it must")
    func refusedByIndex() async throws {
        let index = MemoryIndex { attempt in
            .outcomes { operation in
                guard case .index(let document) = operation else { return nil }
                if document.id == "b" { return .refused("no") }
                return document.id == "c" && attempt < 3 ? .tryAgain("busy") : nil
            }
        }
        let (progress, letters) = try await run("{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n{\"id\":\"d\"}", index: index)
        #expect((progress.imported, progress.refused) == (3, 1))
        #expect(letters.map(\.kind) == [.refusedByIndex] && letters.map(\.line) == [2])
        #expect(await index.letters == letters)
        #expect(await Set(index.documents.keys) == ["a", "c", "d"])
    }

    @Test("says what is wrong with the file")
    func files() async {
        let importer = Importer(index: MemoryIndex(), into: playlist)
        await #expect { try await importer.run("/no/such/file") } throws: {
            ($0 as? Failure) == Failure(.noInput, "/no/such/file does not exist")
        }
        await #expect { try await importer.run("/") } throws: { ($0 as? Failure)?.kind == .noInput }
    }

    @Test("an empty file is no error")
    func empty() async throws {
        #expect(try await run("").0.imported == 0)
        #expect(try await run("\n \n").0.refused == 0)
    }

    @Test("an import that is called off ends")
    func cancelled() async throws {
        let task = Task { () -> Failure? in
            withUnsafeCurrentTask { $0?.cancel() }
            do {
                _ = try await run("{}")
                return nil
            } catch { return error as? Failure }
        }
        #expect(await task.value?.kind == .cancelled)
    }
}

extension DeadLetter {
    fileprivate var line: Int? {
        if case .line(let line, _) = origin { line } else { nil }
    }
}
