import Engine

extension Configuration {
    /// How to reach Kafka.
    /// - Throws: `.configuration` if nobody said where it is.
    func kafka(for command: SafeText) throws(Failure) -> KafkaConfiguration {
        guard let kafka = try kafkaConfiguration(asking: TerminalPrompt.ask) else {
            throw Failure(
                .configuration, "\(command) needs Kafka: name it with --brokers HOST:PORT or with brokers in the configuration")
        }
        return kafka
    }

    /// - Throws: `.notAllowed` if nothing may be written.
    func requireWritable(for command: SafeText) throws(Failure) {
        guard isReadOnly else { return }
        guard readOnly == nil else {
            throw Failure(
                .notAllowed, "\(command) writes, and the configuration says readOnly: add --read-only=false if you mean it")
        }
        throw Failure(
            .notAllowed,
            "\(command) writes, and the profile \(profile ?? "") is production: add --read-only=false if you mean it, or readOnly: false "
                + "to the profile")
    }
}
