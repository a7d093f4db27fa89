import Foundation
import Testing

@testable import Console
@testable import Engine

@Suite("Exports of the console") struct ExportTests {
    private let size = Size(columns: 120, rows: 32)

    private func run(_ line: String, _ state: inout State) -> [Effect] {
        var effects: [Effect] = []
        for event in Story.keys(":" + line) + [.input(.key(.enter))] { effects += update(&state, event) }
        return effects.filter { if case .export = $0 { true } else { false } }
    }

    @Test("the command writes all hits of the search on the screen; the same from Live its events")
    func content() throws {
        var state = Story.tell(Story.results, size: size)
        let request = try #require(state.search.found?.request)
        let hits = Export(content: .results(request), path: "my hits.csv")
        #expect(run("export my hits.csv", &state) == [.export(hits)])
        #expect(state.exporting == hits)
        _ = update(&state, .input(.key("2")))
        let events = Export(content: .events(state.live.events.map(\.record)), path: "e.jsonl")
        #expect(run("export e.jsonl", &state) == [.export(events)])
    }

    @Test("Ctrl-S asks for the file's name, with one to begin with")
    func key() {
        var state = Story.tell(Story.results, size: size)
        _ = update(&state, .input(.key(.control("s"))))
        #expect(state.commandLine?.field.text == "export playlist.jsonl")
        let effects = update(&state, .input(.key(.enter)))
        #expect(effects == state.exporting.map { [.export($0)] } && state.exporting?.path == "playlist.jsonl")
    }

    @Test("how far it is, what came of it, and that Esc calls it off, is told")
    func told() throws {
        var state = Story.tell(Story.results, size: size)
        guard case .export(let export)? = run("export a.json", &state).first else { throw CommandError(sentence: "no export") }
        _ = update(&state, .exporting(1500))
        #expect(state.notice?.text == "exporting… 1,500 so far; Esc calls it off")
        #expect(update(&state, .input(.key(.escape))) == [.stopExport])
        _ = update(&state, .exported(export, .failure(Failure(.cancelled, "it was called off"))))
        #expect(state.notice?.text == "the export was called off, and its file removed")

        _ = run("export a.json", &state)
        _ = update(&state, .exported(export, .success(Exported(count: 1, path: "/a.json"))))
        #expect(state.notice?.text == "exported 1 hit to /a.json" && state.exporting == nil)
        #expect(update(&state, .input(.key(.escape))).isEmpty)
    }

    /// 1,200 documents; an export of those that a query finds.
    private func file(_ name: String, _ folder: TemporaryFolder, content: Export.Content? = nil) async throws -> Result<
        Exported, Failure
    > {
        let index = try await EmbeddedIndex.open(folder: folder.path + "/index", access: .writer)
        let documents = (1...1200).map { number in
            Document(
                index: "a", id: DocumentID("\(number)"), source: Array(#"{"id":\#(number),"name":"재즈"}"#.utf8), name: "재즈")
        }
        _ = try await index.write(WriteBatch(operations: documents.map { .index($0) }))
        let request = SearchRequest(indexes: ["a"], query: .term(.init("재즈")), size: 40)
        let export = Export(content: content ?? .results(request), path: name)
        let result: Result<Exported, Failure>
        do throws(Failure) {
            result = .success(try await ExportFile.write(export, index, home: folder.path) { _ in })
        } catch {
            result = .failure(error)
        }
        await index.close()
        return result
    }

    @Test("every hit is in the file, more than the screen has loaded")
    func all() async throws {
        let folder = try TemporaryFolder()
        let lines = try await file("~/hits.jsonl", folder).get()
        #expect(lines.count == 1200 && lines.path.string.hasSuffix("/hits.jsonl"))
        let text = try String(contentsOfFile: folder.path + "/hits.jsonl", encoding: .utf8)
        #expect(Set(text.split(separator: "\n")).count == 1200)
        _ = try await file(folder.path + "/hits.json", folder).get()
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: folder.path + "/hits.json")))
        #expect(((json as? [String: Any])?["results"] as? [Any])?.count == 1200)
        let csv = try await file(folder.path + "/hits.CSV", folder).get()
        #expect(csv.count == 1200)
        #expect(
            try String(contentsOfFile: folder.path + "/hits.CSV", encoding: .utf8).components(separatedBy: "\r\n").count == 1202)
    }

    @Test("nothing is written over, and a name that does not say how to write it makes no file")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let there = try folder.file("there.jsonl", "mine")
        #expect(try await file(there, folder) == .failure(Failure(.usage, "\(there) is there already: name another file")))
        #expect(try String(contentsOfFile: there, encoding: .utf8) == "mine")
        for name in ["/a", "/a.txt", "/jsonl"] {
            let result = try await file(folder.path + name, folder)
            #expect(performing: { _ = try result.get() }, throws: { ($0 as? Failure)?.kind == .usage })
            #expect(!FileManager.default.fileExists(atPath: folder.path + name))
        }
        let events = try await file(folder.path + "/e.csv", folder, content: .events([]))
        #expect(events == .failure(Failure(.usage, "events are written as .jsonl: end the file's name so")))
        let nowhere = try await file(folder.path + "/no/a.json", folder)
        #expect(nowhere == .failure(Failure(.noInput, "there is no folder for \(folder.path)/no/a.json")))
    }

    @Test("a file that could not be written whole is removed")
    func removed() async throws {
        let folder = try TemporaryFolder()
        let request = SearchRequest(indexes: ["b"], query: .everything)
        let result = try await file(folder.path + "/b.jsonl", folder, content: .results(request))
        #expect(performing: { _ = try result.get() }, throws: { ($0 as? Failure)?.kind == .usage })
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/b.jsonl"))
    }
}
