import Foundation
import Testing

@testable import Engine

@Suite("Profiles") struct ProfileTests {
    private static let file = """
        {
          group: 'everybody', index: 'songs', properties: { a: '1', 'sasl.password': 'hunter2' },
          profiles: {
            dev: { group: 'developers', color: 'green', readOnly: false },
            prod: { brokers: 'kafka:9092', production: true, properties: { b: '2', 'sasl.password': { command: 'echo other' } } },
          },
        }
        """

    @Test("a profile beats the file's top level, and environment and options beat it")
    func order() throws {
        let top = try load(Self.file)
        #expect((top.profile, top.group, top.isReadOnly) == (nil, "everybody", false))
        let dev = try load(Self.file, environment: ["KELP_PROFILE": "dev"])
        #expect((dev.profile, dev.group, dev.index, dev.color) == ("dev", "developers", "songs", .green))
        let both = try load(Self.file, environment: ["KELP_PROFILE": "dev", "KELP_GROUP": "env"], ["index": ["option"]])
        #expect((both.group, both.index) == ("env", "option"))
    }

    @Test("properties add up, and a secret one is replaced and never shown")
    func properties() throws {
        let configuration = try load(Self.file, ["profile": ["prod"]])
        #expect(configuration.properties == ["a": "1", "b": "2"])
        #expect(configuration.secretProperties == ["sasl.password": .command("echo other")])
        #expect(try configuration.kafkaConfigurationProperties() == ["sasl.password": "other"])
        #expect(!String(reflecting: try load(Self.file)).contains("hunter2"))
    }

    @Test(
        "production writes nothing unless it is told to",
        arguments: [
            ("production: true", nil, true), ("production: true, readOnly: false", nil, false),
            ("production: true", "false", false), ("production: false", nil, false), ("readOnly: true", nil, true),
        ])
    func production(settings: String, option: String?, isReadOnly: Bool) throws {
        let options = option.map { ["readOnly": [$0]] } ?? [:]
        let configuration = try load("{ profile: 'p', profiles: { p: { \(settings) } } }", options)
        #expect(configuration.isReadOnly == isReadOnly)
    }

    @Test("the option beats the variable, which beats the file, in choosing")
    func choosing() throws {
        let text = "{ profile: 'a', profiles: { a: {}, b: {}, c: {} } }"
        #expect(try load(text).profile == "a")
        #expect(try load(text, environment: ["KELP_PROFILE": "b"]).profile == "b")
        #expect(try load(text, environment: ["KELP_PROFILE": "b"], ["profile": ["c"]]).profile == "c")
    }

    @Test(
        "an unknown profile is a sentence with the nearest names",
        arguments: [
            ("{ profiles: { dev: {}, prod: {} } }", "prd", "there is no profile prd in FILE, did you mean prod?"),
            ("{ profiles: { dev: {}, prod: {} } }", "elsewhere", "there is no profile elsewhere in FILE: there are dev, prod"),
            ("{ group: 'g' }", "prod", "there is no profile prod: FILE has no profiles"),
        ])
    func unknown(text: String, name: String, sentence: String) throws {
        try withFile(text) { path in
            let failure = self.failure(path, options: ["profile": [name]])
            #expect(failure == Failure(.usage, SafeText(sentence.replacingOccurrences(of: "FILE", with: path))))
            #expect(self.failure(path, environment: ["KELP_PROFILE": name])?.kind == .configuration)
        }
        let nowhere = failure(nil, environment: ["KELP_PROFILE": "prod"])
        #expect(
            nowhere?.sentence == "there is no profile prod: there is no configuration /h/.config/kelp/config.json5 to have it")
    }

    @Test("tells the problems of every profile, chosen or not, beside those of the top level and the environment")
    func problems() throws {
        let text = """
            {
              brokrs: 'x',
              profiles: {
                dev: { brokerz: 1, verbose: 'no', verbose: true },
                prod: { profile: 'dev', color: 'gren', topic: [':'] },
                prod: 5,
              },
              profiles: [],
              elasticsearch: 'http://',
            }
            """
        try withFile(text) { path in
            let sentence = try #require(failure(path, environment: ["KELP_VERBOSE": "x"], options: ["profile": ["none"]]))
                .sentence.string
            #expect(sentence.hasPrefix(path + ": "))
            for part in [
                "brokrs (line 2) is no setting, did you mean brokers?",
                "profiles.dev.brokerz (line 4) is no setting, did you mean profiles.dev.brokers?",
                "profiles.dev.verbose (line 4) must be true or false, not a text",
                "profiles.dev.verbose (line 4) stands in line 4 already",
                "profiles.prod.profile (line 5) is no setting",
                "profiles.prod.color (line 5) must be one of red, orange, yellow, green, blue, magenta, not gren, did you mean green?",
                "profiles.prod.topic (line 5) must look like TOPIC",
                "profiles.prod (line 6) must be an object of settings, not a number",
                "profiles (line 8) must be an object of profiles, not a list", "elasticsearch (line 9) is wrong",
                "KELP_VERBOSE must be true or false", "there is no profile none in \(path): there are dev, prod",
            ] {
                #expect(sentence.contains(part), "\(part) in \(sentence)")
            }
        }
    }

    @Test("who says who Kelp is, replaces what an earlier source said")
    func identities() throws {
        let text =
            "{ elasticsearch: 'h', elasticsearchApiKey: { file: '/a' }, profiles: { p: { elasticsearchToken: { command: 'echo t' } } } }"
        let configuration = try load(text, ["profile": ["p"]])
        #expect(configuration.elasticsearchAPIKey == nil)
        #expect(try configuration.elasticsearchSettings()?.credentials == .bearer(Secret("t")))
    }

    @Test(
        "a secret on the command line is refused, and accepted in environment and file",
        arguments: [
            ("elasticsearch", "https://ada:hunter2@host", "--elasticsearch must not hold a password"),
            ("elasticsearch", "h1,http://ada:hunter2@h2", "--elasticsearch must not hold a password"),
            ("properties", "sasl.password=hunter2", "-X must not hold a password"),
        ])
    func exposed(setting: String, word: String, sentence: String) throws {
        let failure = try #require(self.failure(nil, options: [setting: [word]]))
        #expect(failure.kind == .usage)
        #expect(failure.sentence.string.hasPrefix(sentence) && !failure.sentence.string.contains("hunter2"), "\(failure)")
        #expect(failure.sentence.string.contains("KELP_"))
        let variable = setting == "elasticsearch" ? "KELP_ELASTICSEARCH" : "KELP_PROPERTIES"
        #expect(self.failure(nil, environment: [variable: word]) == nil)
    }

    @Test("an address without a password may stand on the command line")
    func harmless() {
        #expect(failure(nil, options: ["elasticsearch": ["https://ada@host"], "properties": ["sasl.username=ada"]]) == nil)
    }

    @Test("a secret that is to be typed is asked for once")
    func prompt() throws {
        let text =
            "{ elasticsearch: 'h', elasticsearchUser: 'ada', elasticsearchPassword: { prompt: 'Word' }, brokers: 'b:1', "
            + "properties: { 'sasl.password': { prompt: 'Other' } } }"
        let complete = try load(text).withSecrets { (question) throws(Failure) in Secret("typed for \(question)") }
        #expect(try complete.elasticsearchSettings()?.credentials == .basic(user: "ada", password: Secret("typed for Word")))
        #expect(try complete.kafkaConfiguration()?.properties == ["sasl.password": "typed for Other"])
    }

    private func load(
        _ text: String, environment: [String: String] = [:], _ options: [String: [String]] = [:]
    ) throws -> Configuration {
        try withFile(text) { path in
            try Configuration.load(file: path, environment: environment.merging(["HOME": "/h"]) { $1 }, options: options)
        }
    }

    private func failure(_ file: String?, environment: [String: String] = [:], options: [String: [String]] = [:]) -> Failure? {
        ConfigurationReading(file: file, environment: environment.merging(["HOME": "/h"]) { $1 }, options: options).failure
    }
}

extension Configuration {
    fileprivate func kafkaConfigurationProperties() throws -> [String: String] {
        var configuration = self
        configuration.properties = [:]
        return try configuration.kafkaConfiguration()?.properties ?? [:]
    }
}
