import Engine
import Testing

@testable import Console

@Suite("Produce", .timeLimit(.minutes(2))) struct ProduceTests {
    private static func run(_ words: [String], _ broker: DemoBroker) async -> CommandRun {
        await CommandRun(words + ["--brokers", broker.brokers, "-X", "fetch.wait.max.ms=50"])
    }

    private static func lines(of topic: String, _ broker: DemoBroker) async -> [String] {
        let tail = await run(["tail", topic, "--from", "begin", "--until-end", "--format", "jsonl"], broker)
        return tail.output.split(separator: "\n").map(String.init)
    }

    @Test("each line is a value, and a field of it the key where one is named")
    func values() async throws {
        let broker = try DemoBroker(topics: ["t"])
        let folder = try TemporaryFolder()
        let file = try folder.file("values", "{\"id\":7,\"name\":\"재즈\"}\r\n\n{\"name\":\"no id\"}\nno JSON")
        let run = await Self.run(["produce", "t", file, "--key-field", "id"], broker)
        #expect(run.status == .done && run.output.isEmpty && run.errors == "kelp: 3 produced, 0 refused\n")
        let lines = await Self.lines(of: "t", broker)
        #expect(lines.count == 3)
        #expect(lines.first?.contains(#""key":"7","headers":[],"value":"{\"id\":7,\"name\":\"재즈\"}""#) == true, "\(lines)")
        #expect(lines.last?.contains(#""key":null,"headers":[],"value":"no JSON""#) == true)
    }

    @Test("what tail writes is produced as it was; what cannot be is told by its line")
    func records() async throws {
        let broker = try DemoBroker(topics: ["t", "u"])
        let folder = try TemporaryFolder()
        let given = [
            #"{"key":"k","headers":[["h","1"],["h",null]],"timestamp":1767225599999,"value":"대한\u001b"}"#,
            #"{"key":"k","value":null}"#, "broken", #"{"key":"only"}"#, #"{"value":"/w==","key":"AA==","encoding":"base64"}"#,
            #"{"value":"?","encoding":"base64"}"#, #"{"value":{"a": [1]}}"#,
        ]
        let file = try folder.file("records", given.joined(separator: "\n"))
        let run = await Self.run(["produce", "t", file, "--format", "jsonl"], broker)
        #expect(run.status == .someRefused && run.errors.hasSuffix("kelp: 4 produced, 3 refused\n"), "\(run.errors)")
        #expect(run.errors.contains("\(file):3: not JSON") && run.errors.contains("\(file):4: it is no object with a value"))
        #expect(run.errors.contains("\(file):6: ? is no base64"))
        let first = await Self.lines(of: "t", broker)
        #expect(first.count == 4)
        #expect(
            first.first?.contains(#""timestamp":1767225599999,"key":"k","headers":[["h","1"],["h",null]],"value":"대한\u001b"}"#)
                == true)
        #expect(first.last?.contains(#""value":"{\"a\": [1]}"}"#) == true)

        let copy = try folder.file("copy", first.joined(separator: "\n"))
        #expect(await Self.run(["produce", "u", copy, "--format", "jsonl"], broker).status == .done)
        let second = await Self.lines(of: "u", broker)
        #expect(second.map { $0.replacing("\"topic\":\"u\"", with: "\"topic\":\"t\"") } == first)
    }

    @Test("a topic that is not there is not made, and nothing is produced read-only")
    func refusals() async throws {
        let broker = try DemoBroker(topics: ["playlist"])
        let typo = await Self.run(["produce", "playlst", "/dev/null"], broker)
        #expect(typo.status == .usage && typo.errors.contains("did you mean playlist?"), "\(typo.errors)")
        let readOnly = await Self.run(["produce", "playlist", "/dev/null", "--read-only"], broker)
        #expect(readOnly.status == .notAllowed)
        let absent = await Self.run(["produce", "playlist", "/nowhere"], broker)
        #expect(absent.status == .noInput && absent.errors == "kelp: /nowhere does not exist\n")
    }
}
