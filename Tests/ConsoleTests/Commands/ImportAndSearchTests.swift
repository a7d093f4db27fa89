import Engine
import Foundation
import Testing

@testable import Console

@Suite("Import, search and rejects") struct ImportAndSearchTests {
    @Test("what is imported is found; what is refused is told, counted and kept")
    func together() async throws {
        let folder = try TemporaryFolder()
        let lines = [
            #"{"id":1,"name":"대한민국","popularity":5}"#, #"{"id":2,"name":"jazz \u009b","popularity":9}"#, "broken \u{1B}[31m",
            #"{"id":3,"name":"jazz","popularity":7}"#,
        ]
        let file = try folder.file("docs.ndjson", lines.joined(separator: "\n"))
        let environment = ["KELP_DATA": folder.path + "/data"]

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

    @Test("a field that no document has is told where nothing was found, however many documents there are")
    func unseenField() async throws {
        let folder = try TemporaryFolder()
        let lines = (1...600).map { #"{"id":\#($0),"name":"n\#($0)","genre":"jazz"}"# }
        let file = try folder.file("many.ndjson", lines.joined(separator: "\n"))
        let environment = ["KELP_DATA": folder.path + "/data"]
        _ = await CommandRun(["import", file, "--index", "playlist"], environment: environment)
        let run = await CommandRun(["search", "genr:jazz"], environment: environment)
        #expect(run.status == .done && run.output.isEmpty)
        #expect(run.errors == "kelp: nothing was found; the newest documents have no field genr: did you mean genre?\n")
    }

    @Test("a file without a document says so, and one that is not there is not counted")
    func nothing() async throws {
        let folder = try TemporaryFolder()
        let environment = ["KELP_DATA": folder.path + "/data"]
        let empty = await CommandRun(["import", try folder.file("empty.ndjson", ""), "--index", "a"], environment: environment)
        #expect(empty.status == .done && empty.errors == "kelp: 0 imported, 0 refused, 0 documents a second\n")
        let absent = await CommandRun(["import", folder.path + "/absent", "--index", "a"], environment: environment)
        #expect(absent.status == .noInput && absent.errors == "kelp: \(folder.path)/absent does not exist\n")
    }

    @Test("on a terminal the table says how many more there are")
    func part() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("docs.ndjson", (1...12).map { #"{"id":\#($0),"name":"재즈"}"# }.joined(separator: "\n"))
        let environment = ["KELP_DATA": folder.path + "/data"]
        _ = await CommandRun(["import", file, "--index", "a"], environment: environment)
        let few = await CommandRun(["search", "재즈"], environment: environment, terminalColumns: 80)
        #expect(few.errors == "kelp: 10 of 12 hits; --size and --start show others\n")
        let all = await CommandRun(["search", "재즈", "--size", "12"], environment: environment, terminalColumns: 80)
        #expect(all.errors.isEmpty)
        let pipe = await CommandRun(["search", "재즈"], environment: environment)
        #expect(pipe.errors.isEmpty)
    }

    @Test("what was refused is shown as it came, tried again where that helps, and dropped")
    func rejects() async throws {
        let folder = try TemporaryFolder()
        let environment = ["KELP_DATA": folder.path + "/data"]
        let lines = [#"{"id":"","uid":"a","name":"재즈"}"#, #"{"id":"","name":"no uid"}"#, "broken \u{1B}[31m"]
        let file = try folder.file("docs.ndjson", lines.joined(separator: "\n"))
        #expect(await CommandRun(["import", file, "--index", "a"], environment: environment).status == .someRefused)

        let shown = await CommandRun(["rejects", "show", "3"], environment: environment)
        #expect(shown.status == .done && shown.output == lines[2])
        #expect(shown.errors.hasPrefix("kelp: \(file):3 for a, 12 bytes, refused "), "\(shown.errors)")
        #expect(shown.errors.contains("Z: not JSON"))

        let wrong = await CommandRun(["rejects", "drop", "1", "9"], environment: environment)
        #expect(wrong.status == .usage && wrong.errors.contains("has the number 9; kelp rejects list shows"))
        let word = await CommandRun(["rejects", "drop", "x"], environment: environment)
        #expect(word.status == .usage && word.errors == "kelp: x is no number of kelp rejects list, nor all\n")

        let again = await CommandRun(["rejects", "retry", "all", "--id-field", "uid"], environment: environment)
        #expect(again.status == .someRefused)
        #expect(
            again.errors.hasSuffix("kelp: 2 indexed, 1 refused again\n") && again.errors.contains("kelp: 3: not JSON"),
            "\(again.errors)")
        let ids = await CommandRun(["search", "", "--format", "ids"], environment: environment)
        #expect(Set(ids.output.split(separator: "\n")) == ["a", "docs.ndjson-2"])

        let dropped = await CommandRun(["rejects", "drop", "all"], environment: environment)
        #expect(dropped.status == .done && dropped.errors == "kelp: 1 dropped\n")
        #expect(await CommandRun(["rejects", "list"], environment: environment).output.isEmpty)
        let kept = await CommandRun(["rejects", "drop", "all", "--read-only"], environment: environment)
        #expect(kept.status == .notAllowed)
    }
}
