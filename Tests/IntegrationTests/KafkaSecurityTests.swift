import Engine
import Foundation
import Testing

private let environment = ProcessInfo.processInfo.environment

/// Login and TLS on a real Kafka: `KAFKA_TLS_BROKERS` names its listener for SASL over TLS (user `kelp`, password `kelp-secret`, PLAIN
/// and SCRAM-SHA-256), `KAFKA_TLS_CA` the PEM file of its authority.
@Suite(
    "Login and TLS to a real Kafka", .enabled(if: environment["KAFKA_TLS_BROKERS"] != nil && environment["KAFKA_TLS_CA"] != nil),
    .timeLimit(.minutes(2)))
struct KafkaSecurityTests {
    private static let right = [
        "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "sasl.username": "kelp", "sasl.password": "kelp-secret",
        "ssl.ca.location": environment["KAFKA_TLS_CA"] ?? "",
    ]

    /// What the brokers' topics cannot be listed for; `nil` if they can.
    private func failure(_ properties: [String: String?]) async throws -> Failure? {
        let all = KafkaSecurityTests.right.merging(properties.mapValues { $0 ?? "" }) { $1 }.filter { !$0.value.isEmpty }
        let brokers = try #require(environment["KAFKA_TLS_BROKERS"])
        do throws(Failure) {
            let metadata = try KafkaMetadata(configuration: try KafkaConfiguration(brokers: brokers, properties: all))
            defer { Task { await metadata.close() } }
            _ = try await metadata.topics()
            return nil
        } catch {
            return error
        }
    }

    @Test("the right settings open it")
    func right() async throws { #expect(try await failure([:]) == nil) }

    @Test(
        "each thing that is wrong is called what it is, with how to mend it",
        arguments: [
            (["sasl.password": "wrong-secret"], "refuses the login"),
            (["sasl.mechanism": "SCRAM-SHA-512"], "set sasl.mechanism to one"),
            (["ssl.ca.location": nil], "set ssl.ca.location"),
            (["ssl.ca.location": "/nowhere.pem"], "check that the file is there"),
            (["security.protocol": "PLAINTEXT"], "security.protocol to SSL"),
            (["security.protocol": "SSL"], "if it wants a login"),
        ] as [([String: String?], String)])
    func wrong(properties: [String: String?], words: String) async throws {
        let sentence = try #require(try await failure(properties)).sentence.string
        #expect(sentence.contains(words) && !sentence.contains("secret"), "\(sentence)")
    }
}
