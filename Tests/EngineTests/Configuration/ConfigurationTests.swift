import Foundation
import Testing

@testable import Engine

@Suite("Configuration") struct ConfigurationTests {
    private static let home = ["HOME": "/home/ada"]

    @Test("is complete without file, environment and options")
    func defaults() throws {
        let configuration = try Configuration.load(file: nil, environment: Self.home, options: [:])
        #expect(configuration.data == "/home/ada/.local/share/kelp")
        #expect(configuration.routes == ["chatroom_created": "chatroom", "playlist_created": "playlist"])
        #expect(configuration.group == "search_indexer")
        #expect(configuration.brokers == nil)
        #expect(configuration.pipeline == .auto)
    }

    @Test(
        "finds the data folder as the XDG specification has it",
        arguments: [
            (["HOME": "/h", "XDG_DATA_HOME": "/x"], "/x/kelp"), (["HOME": "/h", "XDG_DATA_HOME": "x"], "/h/.local/share/kelp"),
            (["HOME": "/h", "KELP_DATA": "~/k"], "/h/k"), (["KELP_DATA": "k"], "k"),
        ])
    func folders(environment: [String: String], folder: String) throws {
        #expect(try Configuration.load(file: nil, environment: environment, options: [:]).data == folder)
    }

    @Test("the command line beats the environment, which beats the file; properties add up")
    func layers() throws {
        let text = """
            { group: 'file', index: 'file', brokers: 'file:1', verbose: true, topic: 't:u', properties: { a: 'file', b: 5, c: true } }
            """
        let environment = [
            "HOME": "/h", "KELP_GROUP": "env", "KELP_INDEX": "env", "KELP_PROPERTIES": "b=6\nd=x=y", "KELP_TOPIC": "v, w:x",
        ]
        let options = ["group": ["first", "option"], "properties": ["d=7"], "verbose": ["false"]]
        let configuration = try withFile(text) { path in
            try Configuration.load(file: path, environment: environment, options: options)
        }
        #expect(configuration.group == "option")
        #expect(configuration.index == "env")
        #expect(configuration.brokers == "file:1")
        #expect(!configuration.isVerbose)
        #expect(configuration.properties == ["a": "file", "b": "6", "c": "true", "d": "7"])
        #expect(configuration.routes == ["v": "v", "w": "x"])
    }

    @Test("a topic without an index feeds the one it always feeds, else one with its name")
    func topics() throws {
        let options = ["topic": ["playlist_created", "songs", "a:b:c"]]
        let configuration = try Configuration.load(file: nil, environment: Self.home, options: options)
        #expect(configuration.routes == ["playlist_created": "playlist", "songs": "songs", "a": "b:c"])
    }

    @Test("tells every problem of a file at once, each with its line and the nearest name, and no secret")
    func problems() throws {
        let text = """
            {
              brokrs: 'localhost:9092',
              verbose: 'hunter2',
              pipeline: 'maybe',
              topic: ['a', 5],
              properties: { 'sasl.password': ['hunter2'] },
              something: 1,
            }
            """
        let failure = try #require(try withFile(text) { loadFailure(file: $0) })
        #expect(failure.kind == .configuration)
        let sentence = failure.sentence.string
        for part in [
            "brokrs (line 2) is no setting, did you mean brokers?", "verbose (line 3) must be true or false, not a text",
            "pipeline (line 4) must be one of auto, on, off, not maybe",
            "topic (line 5) must hold texts only, and item 2 is a number",
            "properties.sasl.password (line 6) must be a text", "something (line 7) is no setting",
        ] {
            #expect(sentence.contains(part), "\(sentence)")
        }
        #expect(!sentence.contains("hunter2"))
        #expect(!sentence.contains("\n"))
    }

    @Test(
        "says what is wrong with a file as a whole",
        arguments: [
            ("{ a: 1\n b: 2 }", "line 2: a comma or a closing } is missing"), ("[]", "braces"),
            ("{ group: '' }", "must not be empty"),
            ("{ group: '\u{202E}x\u{1B}', \u{1B}[31m: 1}", "line 1"),
        ])
    func syntax(text: String, part: String) throws {
        let failure = try #require(try withFile(text) { loadFailure(file: $0) })
        #expect(failure.kind == .configuration)
        #expect(failure.sentence.string.contains(part), "\(failure.sentence)")
        #expect(!failure.sentence.string.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
    }

    @Test("an empty file is a file without settings")
    func empty() throws {
        #expect(try withFile("\n") { loadFailure(file: $0) } == nil)
    }

    @Test("a file that was named must be there; the usual one need not")
    func missing() {
        #expect(loadFailure(file: "/nowhere/kelp.json5")?.kind == .noInput)
        #expect(loadFailure(file: "/")?.kind == .configuration)
        #expect(loadFailure(file: nil) == nil)
    }

    @Test(
        "names the option or variable that is wrong, never a property's value",
        arguments: [
            (["KELP_VERBOSE": "perhaps"], [:], "KELP_VERBOSE must be true or false", .configuration),
            ([:], ["pipeline": ["no"]], "--pipeline must be one of auto, on, off, not no", .usage),
            ([:], ["properties": ["sasl.password:hunter2"]], "-X wants name=value", .usage),
            (
                ["KELP_PIPELINE": "atuo"], [:], "KELP_PIPELINE must be one of auto, on, off, not atuo, did you mean auto?",
                .configuration
            ),
            ([:], ["topic": [":x"]], "--topic must look like TOPIC or TOPIC:INDEX, not :x", .usage),
        ] as [([String: String], [String: [String]], String, Failure.Kind)])
    func words(environment: [String: String], options: [String: [String]], sentence: String, kind: Failure.Kind) {
        let environment = environment.merging(Self.home) { $1 }
        let failure = loadFailure(file: nil, environment: environment, options: options)
        #expect(failure?.sentence.string == sentence)
        #expect(failure?.kind == kind)
    }

    @Test("a secret comes from the environment, a file or a command, once it is needed, and is never shown")
    func secrets() throws {
        let file = NSTemporaryDirectory() + "/kelp-secret-\(UUID().uuidString)"
        try Data("hunter2\n".utf8).write(to: URL(fileURLWithPath: file))
        defer { unlink(file) }
        for source in ["{ file: '\(file)' }", "{ command: 'echo hunter2' }"] {
            let text = "{ elasticsearch: 'host', elasticsearchUser: 'ada', elasticsearchPassword: \(source) }"
            let configuration = try withFile(text) { try Configuration.load(file: $0, environment: Self.home, options: [:]) }
            #expect(try configuration.elasticsearchSettings()?.credentials == .basic(user: "ada", password: Secret("hunter2")))
        }
        let environment = Self.home.merging(["KELP_ELASTICSEARCH": "host", "KELP_ELASTICSEARCH_API_KEY": "hunter2"]) { $1 }
        let configuration = try Configuration.load(file: nil, environment: environment, options: [:])
        #expect(try configuration.elasticsearchSettings()?.credentials == .apiKey(Secret("hunter2")))
        let shown = String(reflecting: configuration)
        #expect(!shown.contains("hunter2"))
    }

    @Test(
        "says what is wrong with secrets and addresses, without them",
        arguments: [
            ("elasticsearchPassword: 'hunter2'", "must be { file: … }, { command: … } or { prompt: … }, not a text"),
            ("elasticsearchPassword: { file: '/nowhere/hunter' }, elasticsearchUser: 'ada'", "/nowhere/hunter cannot be read"),
            ("elasticsearchToken: { command: 'echo hunter2; false' }", "its command failed"),
            ("elasticsearchToken: { command: ':' }", "elasticsearchToken is empty"),
            ("elasticsearchToken: { command: 'x' }, elasticsearchApiKey: { command: 'x' }", "more than one"),
            (
                "elasticsearchPassword: { fil: 'x' }",
                "elasticsearchPassword.fil (line 1) is none of file, command and prompt, did you mean file?"
            ),
            ("elasticsearchToken: { prompt: 'Token' }", "elasticsearchToken: there is no terminal to ask for it (Token)"),
            ("elasticsearchPassword: { command: 'x' }", "no user"), ("elasticsearchUser: 'ada'", "no password"),
            ("elasticsearch: 'ftp://ada:hunter2@host'", "is wrong"),
        ])
    func wrongSecrets(settings: String, part: String) throws {
        let failure = try withFile("{ elasticsearch: 'host', \(settings) }") { (path) -> Failure? in
            do throws(Failure) {
                _ = try Configuration.load(file: path, environment: Self.home, options: [:]).elasticsearchSettings()
                return nil
            } catch {
                return error
            }
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.sentence.string.contains(part) == true, "\(String(describing: failure))")
        #expect(failure?.sentence.string.contains("hunter2") != true)
    }

    @Test("every setting has one name in each place")
    func names() {
        #expect(Setting.all.map(\.option).contains("log-file"))
        #expect(Setting.all.map(\.environment).contains("KELP_LOG_FILE"))
        #expect(Set(Setting.all.map(\.name)).count == Setting.all.count)
    }

    private func loadFailure(
        file: String?, environment: [String: String] = home, options: [String: [String]] = [:]
    ) -> Failure? {
        do throws(Failure) {
            _ = try Configuration.load(file: file, environment: environment, options: options)
            return nil
        } catch {
            return error
        }
    }
}

/// A file that is there while the body runs.
func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "/kelp-\(UUID().uuidString).json5"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { unlink(path) }
    return try body(path)
}
