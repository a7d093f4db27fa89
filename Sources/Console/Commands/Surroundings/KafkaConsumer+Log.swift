import Engine

extension KafkaConsumer {
    /// Closes the consumer and keeps what its library logged.
    func closeLogged() async {
        for line in logLines { Log.shared.detail(line) }
        await close()
    }
}
