import CRdKafka
import Testing

@testable import Engine

@Suite("Kafka trouble") struct KafkaTroubleTests {
    static func sentence(_ code: rd_kafka_resp_err_t, _ reason: String, _ properties: [String: String] = [:]) throws -> String {
        let configuration = try KafkaConfiguration(brokers: "b:9092", properties: properties)
        return KafkaTrouble(configuration: configuration).sentence(code, reason: reason).string
    }

    @Test("is the same sentence however long the attempt took, and names the broker once")
    func same() throws {
        let reason = "b:9092/bootstrap: Connect to ipv4#1.2.3.4:9092 failed: Connection refused (after 3ms in state CONNECT)"
        let sentence = try Self.sentence(RD_KAFKA_RESP_ERR__TRANSPORT, reason)
        #expect(
            sentence
                == "No broker of b:9092 can be reached (Connect to ipv4#1.2.3.4:9092 failed: Connection refused); check --brokers and that Kafka is running"
        )
    }

    @Test(
        "says what to check",
        arguments: [
            (RD_KAFKA_RESP_ERR__RESOLVE, "spelling"), (RD_KAFKA_RESP_ERR__AUTHENTICATION, "sasl.password"),
            (RD_KAFKA_RESP_ERR__SSL, "ssl.ca.location"), (RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, "--group"),
            (RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, "right"), (RD_KAFKA_RESP_ERR__BAD_MSG, "security.protocol"),
            (RD_KAFKA_RESP_ERR_UNKNOWN, "trouble"),
        ])
    func hints(code: rd_kafka_resp_err_t, hint: String) throws {
        let sentence = try Self.sentence(code, "no \u{1B}[2J, hunter2", ["sasl.password": "hunter2"])
        #expect(sentence.contains("b:9092") && sentence.contains(hint))
        #expect(!sentence.contains("hunter2") && !sentence.contains("\u{1B}"))
    }

    @Test(
        "knows by librdkafka's words what is wrong with TLS or a login",
        arguments: [
            (RD_KAFKA_RESP_ERR__TRANSPORT, "error:0A000086:SSL routines::certificate verify failed", "ssl.ca.location"),
            (
                RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: x",
                "not trusted"
            ),
            (
                RD_KAFKA_RESP_ERR__TRANSPORT, "Disconnected while requesting ApiVersion: (connecting to a SSL listener?)",
                "SASL_SSL"
            ),
            (RD_KAFKA_RESP_ERR__TRANSPORT, "Disconnected: broker might require SASL authentication", "sasl.username"),
            (
                RD_KAFKA_RESP_ERR__AUTHENTICATION, "Unsupported SASL mechanism: broker's supported mechanisms: PLAIN",
                "one that it supports"
            ),
            (
                RD_KAFKA_RESP_ERR__SSL, "SSL handshake failed: error:0A000126:SSL routines::unexpected eof while reading",
                "no TLS port"
            ),
        ])
    func security(code: rd_kafka_resp_err_t, reason: String, words: String) throws {
        let sentence = try Self.sentence(code, reason)
        #expect(sentence.contains("b:9092") && sentence.contains(words) && !sentence.contains("2.6.1"), "\(sentence)")
    }

    @Test("explains SCRAM with a librdkafka that Kafka 4 refuses, and only then")
    func scram() throws {
        let isOld = rd_kafka_version() < 0x0206_01ff
        for (mechanism, isNoted) in [("SCRAM-SHA-256", isOld), ("PLAIN", false)] {
            let properties = ["sasl.mechanism": mechanism, "sasl.username": "u", "sasl.password": "p"]
            #expect(try Self.sentence(RD_KAFKA_RESP_ERR__AUTHENTICATION, "no", properties).contains("2.6.1") == isNoted)
        }
    }
}
