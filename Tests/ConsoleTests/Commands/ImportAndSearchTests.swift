import Engine
import Foundation
import Testing

@testable import Console

@Suite("Import, search and rejects") struct ImportAndSearchTests {
    @Test("what is imported is found; what is refused is told, counted and kept")
    func together() async throws {
        let folder = NSTemporaryDirectory() + "/kelp-import-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/docs.ndjson"
        let lines = [
            #"{"id":1,"name":"대한민국","popularity":5}"#, #"{"id":2,"name":"jazz \u009b","popularity":9}"#, "broken \u{1B}[31m",
            #"{"id":3,"name":"jazz","popularity":7}"#,
        ]
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        let environment = ["KELP_DATA": folder + "/data"]

        let imported = await CommandRun(["import", file, "--index", "playlist"], environment: environment)
        #expect(imported.status == .someRefused)
        #expect(imported.errors.hasPrefix("kelp: \(file):3: not JSON"), "\(imported.errors)")
        #expect(imported.errors.contains("kelp: 3 imported, 1 refused"))
        #expect(!imported.errors.contains("\r") && imported.output.isEmpty)

        let ids = await CommandRun(["search", "jazz", "--sort", "popularity", "--format", "ids"], environment: environment)
        #expect(ids.output == "2\n3\n")
        let part = await CommandRun(["search", "민국", "--format", "ids"], environment: environment)
        #expect(part.output == "1\n")
        let none = await CommandRun(["search", "nothing"], environment: environment)
        #expect(none.status == .done && none.output.isEmpty && none.errors.isEmpty)
        let habit = await CommandRun(["search", "jaz~2"], environment: environment)
        #expect(habit.status == .done && habit.output.isEmpty)
        #expect(habit.errors.hasPrefix("kelp: nothing was found; the ~ of jaz~2 is text: there is no fuzzy search\n"))
        let rejects = await CommandRun(["rejects", "list", "--format", "jsonl"], environment: environment)
        #expect(rejects.output.contains(#""line":3,"key":null,"payload":"broken \u001b[31m"}"#), "\(rejects.output)")

        let found = await CommandRun(["wait", "3", "--index", "playlist", "--timeout", "20s"], environment: environment)
        #expect(found.status == .done && found.output.hasPrefix("3 in playlist is searchable, found after "))
        let late = await CommandRun(["wait", "nobody", "--index", "playlist", "--timeout", "0s"], environment: environment)
        #expect(
            late.status == .tryAgain && late.output.isEmpty
                && late.errors.hasPrefix("kelp: no search found nobody in playlist within "))
        let nowhere = await CommandRun(["wait", "3", "--index", "playlst"], environment: environment)
        #expect(nowhere.status == .usage && nowhere.errors.contains("did you mean playlist?"))
        let badTime = await CommandRun(["wait", "3", "--timeout", "soon"], environment: environment)
        #expect(badTime.status == .usage)

        let unknown = await CommandRun(["search", "x", "--index", "playlst"], environment: environment)
        #expect(unknown.status == .usage && unknown.errors.contains("playlist"))
        let wrong = await CommandRun(["search", "대 \"open"], environment: environment)
        #expect(wrong.status == .usage)
        #expect(wrong.errors.hasSuffix("\n    대 \"open\n       ^\n"), "\(wrong.errors)")

        let bar = await CommandRun(
            ["import", file, "--index", "playlist"], environment: environment, terminalColumns: 80)
        #expect(bar.errors.contains("docs.ndjson ████████████████ 100 %, 3 documents"), "\(bar.errors)")
    }
}
