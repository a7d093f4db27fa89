import Engine
import Foundation
import Testing

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The files of earlier and saved queries") struct QueryFileTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/kelp-queries-\(UUID().uuidString)/kelp"

    private var path: String { folder + "/history" }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func removed<Value>(_ work: () async throws -> Value) async throws -> Value {
        defer { try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent) }
        return try await work()
    }

    @Test("queries come back in their order, from a file that only its owner reads")
    func keeps() async throws {
        try await removed {
            let file = HistoryFile(path: path)
            #expect(try await file.load() == [])
            for query in ["jazz", "\"비 오는 날\" -live", "a\u{1B}[31m"] { try await file.add(query) }
            #expect(try await file.load() == ["jazz", "\"비 오는 날\" -live", "a\u{1B}[31m"])
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test("two consoles that add and delete at once lose nothing of each other")
    func shares() async throws {
        try await removed {
            let path = path
            try await HistoryFile(path: path).add("secret")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for console in 0..<4 {
                    group.addTask { for number in 0..<25 { try await HistoryFile(path: path).add("\(console) \(number)") } }
                }
                group.addTask { try await HistoryFile(path: path).remove("secret") }
                try await group.waitForAll()
            }
            let queries = try await HistoryFile(path: path).load()
            #expect(Set(queries).count == 100)
            #expect(!queries.contains("secret"))
        }
    }

    @Test("a file that has grown far is cut to the newest queries")
    func cuts() async throws {
        try await removed {
            try makeFolder()
            try Data((0..<2_500).map { "q\($0)\n" }.joined().utf8).write(to: URL(filePath: path))
            let queries = try await HistoryFile(path: path).load()
            #expect(queries.first == "q1500")
            #expect(try Data(contentsOf: URL(filePath: path)).split(separator: 10).count == QueryHistory.limit)
        }
    }

    @Test("lines that are no text are left out, and one that was cut off gets no other at its end")
    func damaged() async throws {
        try await removed {
            try makeFolder()
            try (Data([0xFF, 0xFE, 0x0A]) + Data("jazz\ncut".utf8)).write(to: URL(filePath: path))
            try await HistoryFile(path: path).add("blue")
            #expect(try await HistoryFile(path: path).load() == ["jazz", "cut", "blue"])
        }
    }

    @Test("what is no file, or has no place, is a sentence and stays as it is")
    func refuses() async throws {
        try await removed {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            await #expect(throws: Failure.self) { try await HistoryFile(path: path).add("jazz") }
            await #expect(throws: Failure.self) { try await HistoryFile(path: "/proc/kelp/history").add("jazz") }
            mkfifo(folder + "/pipe", 0o600)
            await #expect(throws: Failure.self) { _ = try await HistoryFile(path: folder + "/pipe").load() }
        }
    }

    @Test("saved queries are changed together with what another console saved; a broken file is left alone")
    func saves() async throws {
        try await removed {
            let (one, other) = (SavedQueriesFile(path: path), SavedQueriesFile(path: path))
            let jazz = SavedQuery(name: "jazz", query: "재즈 \"a\\b\"", sort: .popularity, order: .ascending)
            let blue = SavedQuery(name: "blue", query: "blue", sort: .latest, order: .descending)
            _ = try await one.change { $0.save(jazz) }
            #expect(try await other.change { $0.save(blue) } == [blue, jazz])
            #expect(try one.load() == [blue, jazz])
            let broken = Data("[{\"name\": 1}]".utf8)
            try broken.write(to: URL(filePath: path))
            await #expect(throws: Failure.self) { _ = try await one.change { $0.save(jazz) } }
            #expect(try Data(contentsOf: URL(filePath: path)) == broken)
        }
    }
}
