import Engine

extension Configuration {
    /// How to reach Kafka.
    /// - Throws: `.configuration` if nobody said where it is.
    func kafka(for command: SafeText) throws(Failure) -> KafkaConfiguration {
        guard let brokers else {
            throw Failure(
                .configuration, "\(command) needs Kafka: name it with --brokers HOST:PORT or with brokers in the configuration")
        }
        return try KafkaConfiguration(brokers: brokers, properties: properties)
    }

    /// - Throws: `.notAllowed` if nothing may be written.
    func requireWritable(for command: SafeText) throws(Failure) {
        guard isReadOnly else { return }
        throw Failure(.notAllowed, "\(command) writes, and the configuration says readOnly: add --read-only=false if you mean it")
    }
}
