import Engine
import Testing

@testable import Console

@Suite("Commands") struct CommandTests {
    @Test(
        "say why they cannot, with the status for it",
        arguments: [
            (["search", "x", "--config", "/nowhere.json5"], .noInput, "the configuration /nowhere.json5 is not there"),
            (["search", "x", "--pipeline", "no"], .usage, "--pipeline must be one of auto, on, off, not no"),
            (["tail"], .configuration, "kelp tail needs Kafka: name it with --brokers"),
            (["tail", "-n", "1", "--from", "begin"], .usage, "-n and --from both say where to begin"),
            (["tail", "--from", "yesterday"], .usage, "--from must be end, begin, an age"),
            (["index"], .configuration, "kelp index needs Kafka: name it with --brokers"),
            (["index", "--read-only"], .notAllowed, "kelp index writes, and the configuration says readOnly"),
            (["completions", "ksh"], .usage, "kelp completions knows bash, zsh and fish, not ksh"),
            (["index", "--log-file", "/nowhere/log"], .disk, "the log /nowhere/log cannot be written"),
        ] as [([String], Console.ExitStatus, String)])
    func refusals(words: [String], status: Console.ExitStatus, sentence: String) async {
        let run = await CommandRun(words)
        #expect(run.status == status)
        #expect(run.errors.hasPrefix("kelp: " + sentence), "\(run.errors)")
        #expect(run.output.isEmpty)
    }

    @Test("a long query that is wrong is shown around the place")
    func longQuery() async {
        let run = await CommandRun(["search", String(repeating: "jazz ", count: 900) + "\"open"])
        #expect(run.status == .usage && run.errors.utf8.count < 400)
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count == 3)
        let quote = lines.dropFirst().first?.firstIndex(of: "\"").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
        #expect(quote != nil && lines.last.map { $0.count - 1 } == quote)
    }

    @Test("the same trouble is told once, however often it is tried again")
    func sameTrouble() {
        let errors = Output()
        var report = PipelineReport(errors: errors)
        var status = PipelineStatus()
        for attempt in 1...5 as ClosedRange<Int64> {
            status.activity = .waiting(
                reason: "the disk is full", since: Timestamp(milliseconds: 0), nextAttempt: Timestamp(milliseconds: attempt))
            report.show(status)
        }
        #expect(String(decoding: errors.bytes, as: UTF8.self).split(separator: "\n").count == 1)
    }

    @Test("every kind of failure has its status, as sysexits has it")
    func statuses() {
        let kinds: [Failure.Kind] = [
            .usage, .badData, .noInput, .unavailable, .defect, .disk, .tryAgain, .notAllowed, .configuration,
        ]
        #expect(kinds.map { Console.ExitStatus($0).rawValue } == [64, 65, 66, 69, 70, 74, 75, 77, 78])
    }

    @Test("version and help go to standard output")
    func asking() async {
        let version = await CommandRun(["--version"])
        #expect(version.output == "kelp \(kelpVersion)\n")
        let help = await CommandRun(["search", "--help"])
        #expect(help.output.contains("--sort relevance|latest|popularity"))
        #expect(help.status == .done && help.errors.isEmpty)
    }

    @Test(
        "--from understands places, ages and times",
        arguments: [
            ("end", .end), ("begin", .beginning), ("-90s", .time(Timestamp(milliseconds: 910_000))),
            ("-15m", .time(Timestamp(milliseconds: 100_000))), ("-0h", .time(Timestamp(milliseconds: 1_000_000))),
            ("1970-01-01T00:00:05Z", .time(Timestamp(milliseconds: 5000))), ("-x", nil), ("15m", nil),
            ("-99999999999999999d", nil),
        ] as [(String, StartPosition?)])
    func starts(text: String, position: StartPosition?) {
        #expect((try? startPosition(text, now: Timestamp(milliseconds: 1_000_000))) == position)
    }
}
