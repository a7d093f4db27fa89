import CRdKafka

/// Sentences for what librdkafka reports: what is wrong, where, and how to mend it.
struct KafkaTrouble {
    let configuration: KafkaConfiguration

    /// The sentence for an error of a broker, the group or a partition.
    func sentence(_ code: rd_kafka_resp_err_t, reason: String) -> SafeText {
        let reason = clean(reason)
        let brokers = configuration.brokers
        if let sentence = security(reason) { return sentence }
        switch code {
        case RD_KAFKA_RESP_ERR__RESOLVE:
            return "The broker's name in \(brokers) cannot be looked up (\(reason)); check its spelling"
        case RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
            return "\(brokers) refuses the login (\(reason)); check sasl.mechanism, sasl.username and sasl.password\(scramNote)"
        case RD_KAFKA_RESP_ERR__SSL:
            return "TLS to \(brokers) failed (\(reason)); check security.protocol, ssl.ca.location and the certificates"
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            return "\(brokers) does not let this user read a topic (\(reason)); ask for the right to read and describe it"
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            return "\(brokers) does not let this user use the consumer group (\(reason)); ask for it or use another --group"
        case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
            return "The consumer group took the partitions away because indexing stood still for max.poll.interval.ms"
        case RD_KAFKA_RESP_ERR__BAD_MSG:
            return "What answers at \(brokers) does not speak as Kafka does (\(reason)); check --brokers and security.protocol"
        case RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN:
            return "No broker of \(brokers) can be reached (\(reason)); check --brokers and that Kafka is running"
        default:
            return "Kafka at \(brokers) reports trouble (\(reason)); Kelp goes on trying"
        }
    }

    /// What librdkafka's words tell of TLS and login, whatever code they come with.
    private func security(_ reason: String) -> SafeText? {
        let brokers = configuration.brokers
        if reason.contains("certificate verify failed") {
            return
                "The certificate of \(brokers) is not trusted (\(reason)); set ssl.ca.location to the PEM file of who signed it"
        }
        if reason.contains("connecting to a SSL listener") {
            return "\(brokers) hung up (\(reason)); if it speaks TLS, set security.protocol to SSL, or with a login to SASL_SSL"
        }
        // Either librdkafka guesses it, or it was still writing when the broker hung up.
        if reason.contains("might require SASL authentication") || reason.contains("SSL transport error: Broken pipe") {
            return
                "\(brokers) hung up (\(reason)); if it wants a login, set security.protocol to SASL_SSL, sasl.mechanism, sasl.username and sasl.password"
        }
        if reason.contains("Unsupported SASL mechanism") {
            return "\(brokers) knows no such login (\(reason)); set sasl.mechanism to one that it supports"
        }
        if reason.contains("unexpected eof while reading") || reason.contains("wrong version number") {
            return
                "\(brokers) does not answer in TLS (\(reason)); if it is no TLS port, leave security.protocol out or set SASL_PLAINTEXT"
        }
        return nil
    }

    /// The same as a failure of a call that cannot be made.
    func failure(_ code: rd_kafka_resp_err_t, reason: String) -> Failure {
        let isRefusal = [
            RD_KAFKA_RESP_ERR__AUTHENTICATION, RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
        ].contains(code)
        return Failure(isRefusal ? .notAllowed : .unavailable, sentence(code, reason: reason))
    }

    /// The sentence for brokers that said nothing in time.
    func silence(after timeout: Duration) -> SafeText {
        let seconds = timeout.components.seconds
        return "No broker of \(configuration.brokers) answered within \(seconds) s; check --brokers and that Kafka is running"
    }

    /// Broker addresses are named already, and how long an attempt took would make each report a new one.
    private func clean(_ reason: String) -> String {
        var text = configuration.redact(reason)
        // `127.0.0.1:9092/bootstrap: Connect to … failed`
        if let name = text.firstRange(of: ": "), text[..<name.lowerBound].contains("/"), !text[..<name.lowerBound].contains(" ") {
            text = String(text[name.upperBound...])
        }
        for marker in [" (after ", " (while in state"] {
            if let range = text.firstRange(of: marker) { text = String(text[..<range.lowerBound]) }
        }
        return text
    }

    private var scramNote: SafeText { configuration.scramWarning.map { "; \($0)" } ?? "" }
}

extension KafkaConfiguration {
    /// The version of librdkafka.
    public static var libraryVersion: SafeText { SafeText(String(cString: rd_kafka_version_str())) }

    /// Why a login by SCRAM cannot succeed at a Kafka of today; `nil` where it can, or where the login is another.
    public var scramWarning: SafeText? {
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"] ?? ""
        // The first version whose SCRAM nonce Kafka 4 accepts.
        guard mechanism.uppercased().hasPrefix("SCRAM"), rd_kafka_version() < 0x0206_01ff else { return nil }
        let version = KafkaConfiguration.libraryVersion
        return "librdkafka \(version) cannot log in to Kafka 4 by SCRAM at all: use 2.6.1 or newer, or PLAIN over TLS"
    }

    /// How it is spoken to, for example `SASL PLAIN over TLS`.
    public var security: SafeText {
        let security = (properties["security.protocol"] ?? "plaintext").lowercased()
        let mechanism = properties["sasl.mechanism"] ?? properties["sasl.mechanisms"] ?? "GSSAPI"
        switch security {
        case "ssl": return properties.keys.contains { $0.hasPrefix("ssl.key") } ? "TLS with Kelp's certificate" : "TLS"
        case "sasl_ssl": return "SASL \(mechanism) over TLS"
        case "sasl_plaintext": return "SASL \(mechanism), not encrypted"
        default: return "not encrypted, no login"
        }
    }
}
