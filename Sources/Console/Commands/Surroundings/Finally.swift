import Engine

/// Does a piece of work and then, however that went, lets go of what it needed.
func finally<Value>(
    _ letGo: () async -> Void, _ work: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let value: Value
    do throws(Failure) {
        value = try await work()
    } catch {
        await letGo()
        throw error
    }
    await letGo()
    return value
}

extension KafkaConsumer {
    /// Closes the consumer and keeps what its library logged.
    func closeLogged() async {
        for line in logLines { Log.shared.detail(line) }
        await close()
    }
}
