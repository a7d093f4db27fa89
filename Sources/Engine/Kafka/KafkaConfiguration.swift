import CRdKafka

/// How to reach a Kafka cluster: its brokers, and librdkafka's properties. Values of secret properties are never shown.
public struct KafkaConfiguration: Hashable, Sendable {
    /// The brokers to ask first: `host:port`, several with commas.
    public let brokers: String
    /// librdkafka's properties, as given.
    public let properties: [String: String]

    /// Checks the brokers' addresses and every property, without connecting.
    ///
    /// - Parameters:
    ///   - brokers: `host:port`, several with commas.
    ///   - properties: librdkafka properties; those that would break delivery are refused.
    /// - Throws: a failure of kind `.configuration` that names the address or the property.
    public init(brokers: String, properties: [String: String] = [:]) throws(Failure) {
        let addresses = brokers.split(separator: ",").map { $0.filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
        if addresses.isEmpty { throw Failure(.configuration, "No Kafka broker was given; write --brokers host:port") }
        for address in addresses { try KafkaConfiguration.check(address: address) }
        self.brokers = addresses.joined(separator: ",")
        self.properties = properties
        let scratch = rd_kafka_conf_new()
        defer { rd_kafka_conf_destroy(scratch) }
        for (name, value) in properties.sorted(by: { $0.key < $1.key }) {
            try KafkaProperty.checkIsAllowed(name, value: value)
            try KafkaProperty.set(name, to: value, in: scratch)
        }
    }

    private static func check(address: String) throws(Failure) {
        let host = address.split(separator: "]", omittingEmptySubsequences: false)
        let tail = host.count > 1 ? host[host.count - 1] : Substring(address)
        guard let colon = tail.lastIndex(of: ":") else { return }
        let port = UInt16(tail[tail.index(after: colon)...]) ?? 0
        if port == 0 || (host.count == 1 && colon == tail.startIndex) {
            throw Failure(.configuration, "The broker's address \(address) is no host:port, for example localhost:9092")
        }
    }
}

extension KafkaConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The brokers and the properties, with the values of secret ones left out.
    public var description: String {
        let shown = properties.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(KafkaProperty.isSecret(name) ? "(hidden)" : value)"
        }
        return "\("\(([brokers] + shown).joined(separator: " "))" as SafeText)"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows no more than `description`, so that no secret comes out by way of `dump` or a failed expectation.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

    /// Text of librdkafka without the secrets that it may quote.
    func redact(_ text: String) -> String {
        var text = text
        for (name, value) in properties where KafkaProperty.isSecret(name) { text = KafkaProperty.hide(value, in: text) }
        // librdkafka quotes the rest of a token's configuration from where it stopped understanding it.
        if text.contains("sasl.oauthbearer.config"), let quoted = text.firstRange(of: "beginning at:") {
            text = text[..<quoted.lowerBound] + "(hidden)"
        }
        return text
    }
}
