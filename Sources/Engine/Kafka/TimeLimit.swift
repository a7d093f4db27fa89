/// Runs work, and goes on without it when the time is up: for C calls that can hang and cannot be cancelled.
func run(within limit: Duration, _ work: @escaping @Sendable () async -> Void) async {
    let (ends, end) = AsyncStream<Void>.makeStream()
    Task.detached {
        await work()
        end.finish()
    }
    let timer = Task.detached {
        try? await Task.sleep(for: limit)
        end.finish()
    }
    // A detached task waits, because in a cancelled one the stream would end at once.
    await Task.detached { for await _ in ends {} }.value
    timer.cancel()
}
