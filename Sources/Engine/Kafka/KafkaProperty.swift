import CRdKafka

/// What Kelp knows of librdkafka's properties.
enum KafkaProperty {
    /// Properties that Kelp sets itself, and what to use instead.
    private static let reserved: [String: SafeText] = [
        "bootstrap.servers": "use --brokers",
        "metadata.broker.list": "use --brokers",
        "group.id": "use --group",
        "enable.auto.commit": "Kelp commits a record once it is indexed",
        "auto.commit.enable": "Kelp commits a record once it is indexed",
        "enable.auto.offset.store": "Kelp commits a record once it is indexed",
        "offset.store.method": "Kelp commits to the group",
        "auto.offset.reset": "Kelp reads from the oldest record where nothing is committed; use --from to browse elsewhere",
        "enable.partition.eof": "Kelp needs it",
    ]

    /// Whether the property's value must never be shown.
    static func isSecret(_ name: String) -> Bool {
        name.contains("password") || name.contains("secret") || name == "sasl.oauthbearer.config" || name == "ssl.key.pem"
    }

    /// Replaces a secret wherever the text has it.
    static func hide(_ secret: String, in text: String) -> String {
        if secret.isEmpty { return text }
        return text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "(hidden)")
    }

    /// Refuses properties that would lose records or that have an option of their own.
    static func checkIsAllowed(_ name: String, value: String) throws(Failure) {
        if let instead = reserved[name] {
            throw Failure(.configuration, "The Kafka property \(name) cannot be set: \(instead)")
        }
        if name == "partition.assignment.strategy", value.contains("cooperative") {
            throw Failure(.configuration, "The Kafka property \(name) can be range or roundrobin here, not cooperative-sticky")
        }
    }

    /// Sets one property.
    static func set(_ name: String, to value: String, in conf: OpaquePointer?) throws(Failure) {
        var text = [CChar](repeating: 0, count: 512)
        switch rd_kafka_conf_set(conf, name, value, &text, text.count) {
        case RD_KAFKA_CONF_OK: return
        case RD_KAFKA_CONF_UNKNOWN:
            let near = nearestNames(to: name, in: names()).prefix(3).joined(separator: ", ")
            let hint: SafeText = near.isEmpty ? "" : "; did you mean \(near)?"
            throw Failure(.configuration, "There is no Kafka property \(name)\(hint)")
        default:
            // The library quotes the value.
            let words = String(untilNul: text)
            let reason = isSecret(name) ? hide(value, in: words) : words
            throw Failure(.configuration, "The Kafka property \(name) cannot be set: \(reason)")
        }
    }

    private static func names() -> [String] {
        let conf = rd_kafka_conf_new()
        defer { rd_kafka_conf_destroy(conf) }
        var count = 0
        guard let dump = rd_kafka_conf_dump(conf, &count) else { return [] }
        defer { rd_kafka_conf_dump_free(dump, count) }
        // The dump leaves out what has no default, so the ones that people set most are named here.
        let unset = [
            "sasl.username", "sasl.password", "ssl.ca.location", "ssl.certificate.location", "ssl.key.location",
            "ssl.key.password", "ssl.keystore.location", "ssl.keystore.password", "group.instance.id",
        ]
        return unset + stride(from: 0, to: count, by: 2).compactMap { dump[$0].map { String(cString: $0) } }
    }
}

extension String {
    /// Decodes a C string of a fixed buffer, with U+FFFD for what is no UTF-8. librdkafka ends some sentences with a line break,
    /// which is left out.
    init(untilNul buffer: [CChar]) {
        var bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        self.init(decoding: bytes, as: UTF8.self)
    }
}
