import Testing

@testable import Engine

@Suite("Kafka configuration") struct KafkaConfigurationTests {
    @Test(
        "refuses what would break delivery and what librdkafka does not know, and says what to do",
        arguments: [
            ("group.id", "g", "--group"), ("enable.auto.commit", "true", "indexed"),
            ("enable.auto.offset.store", "false", "indexed"), ("bootstrap.servers", "h:1", "--brokers"),
            ("auto.offset.reset", "latest", "--from"), ("enable.partition.eof", "false", "needs it"),
            ("partition.assignment.strategy", "cooperative-sticky", "range"),
            ("fetch.wait.max.msx", "1", "fetch.wait.max.ms"), ("sasl.pasword", "1", "sasl.password"),
            ("fetch.wait.max.ms", "soon", "fetch.wait.max.ms"), ("security.protocol", "none", "security.protocol"),
        ])
    func refuses(name: String, value: String, hint: String) {
        let failure = #expect(throws: Failure.self) { try KafkaConfiguration(brokers: "h:9092", properties: [name: value]) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.description.contains(name) == true)
        #expect(failure?.description.contains(hint) == true)
    }

    @Test("tells what librdkafka says without the line break at its end")
    func lineBreak() {
        let failure = #expect(throws: Failure.self) {
            try KafkaConfiguration(brokers: "h:9092", properties: ["socket.timeout.ms": "1"])
        }
        #expect(failure?.description.hasSuffix("outside allowed range 10..300000") == true, "\(String(describing: failure))")
    }

    @Test("refuses addresses that are none", arguments: ["", " , ", "h:", "h:0", "h:99999", ":9092", "http://h", "\u{1B}h:x"])
    func addresses(brokers: String) {
        let failure = #expect(throws: Failure.self) { try KafkaConfiguration(brokers: brokers) }
        #expect(failure?.kind == .configuration)
        #expect(failure?.description.contains("\u{1B}") == false)
    }

    @Test("takes addresses as librdkafka does", arguments: ["h", "h:9092", "a:1, b:2", "[::1]:9092", "127.0.0.1:9092"])
    func takes(brokers: String) throws {
        let configuration = try KafkaConfiguration(brokers: brokers, properties: ["fetch.wait.max.ms": "50"])
        #expect(configuration.description.contains("fetch.wait.max.ms=50"))
    }

    @Test("shows no secret, in whatever way it is printed")
    func secrets() throws {
        let secret = "hunter2"
        let configuration = try KafkaConfiguration(
            brokers: "h:9092",
            properties: [
                "sasl.password": secret, "ssl.key.password": secret, "sasl.username": "me", "ssl.keystore.password": secret,
                "sasl.oauthbearer.config": "principal=\(secret)",
            ])
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped, configuration.redact("no, \(secret)!")] {
            #expect(!text.contains(secret))
        }
        #expect(configuration.description.contains("sasl.username=me"))
        #expect(!configuration.redact("sasl.oauthbearer.config beginning at: ter2").contains("ter2"))
    }

    @Test("shows no secret that librdkafka itself refuses")
    func refusedSecret() {
        let properties = ["security.protocol": "SSL", "ssl.key.pem": "hunter2"]
        let failure = #expect(throws: Failure.self) {
            let configuration = try KafkaConfiguration(brokers: "h:9092", properties: properties)
            _ = try KafkaProducer(configuration: configuration)
        }
        #expect(failure?.kind == .configuration)
        #expect(failure?.description.contains("hunter2") == false)
    }

    @Test("keeps what librdkafka logs, without secrets, and off the terminal")
    func log() async throws {
        let properties = ["debug": "all", "sasl.password": "hunter2", "sasl.username": "me", "sasl.mechanism": "PLAIN"]
        let configuration = try KafkaConfiguration(brokers: "127.0.0.1:1", properties: properties)
        let consumer = try KafkaConsumer(configuration: configuration, topics: ["t"], role: .browser)
        var run = ConsumerRun(consumer)
        #expect(try await run.poll { !$0.consumer.logLines.isEmpty && !$0.troubles.isEmpty })
        #expect(consumer.logLines.count <= 50)
        #expect(!consumer.logLines.contains { $0.string.contains("hunter2") })
        await consumer.close()
        #expect(consumer.logLines.isEmpty)
    }

    @Test(
        "says how the cluster is spoken to",
        arguments: [
            ([:], "not encrypted, no login"), (["security.protocol": "SSL"], "TLS"),
            (["security.protocol": "ssl", "ssl.key.location": "/dev/null"], "TLS with Kelp's certificate"),
            (["security.protocol": "sasl_ssl", "sasl.mechanisms": "PLAIN"], "SASL PLAIN over TLS"),
            (["security.protocol": "sasl_plaintext", "sasl.mechanism": "PLAIN"], "SASL PLAIN, not encrypted"),
        ])
    func security(properties: [String: String], words: String) throws {
        #expect(try KafkaConfiguration(brokers: "b", properties: properties).security.string == words)
    }
}
