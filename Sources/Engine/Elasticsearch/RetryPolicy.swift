/// Whether to ask again, and after which pause.
struct RetryPolicy: Hashable, Sendable {
    /// How often to ask at most.
    var attempts = 4
    /// The longest pause after the first attempt; it doubles with each one.
    var firstPause = Duration.milliseconds(100)
    /// The longest pause of all.
    var longestPause = Duration.seconds(5)
    /// A node that wants to be left alone for longer is taken at its word: whoever asked is told at once.
    var longestPatience = Duration.seconds(15)

    /// How long a node may be silent about a search before another one is asked as well.
    var hedgeTime = Duration.seconds(2)

    /// The pause before the next attempt; `nil` where there should be none.
    /// - Parameters:
    ///   - attempt: how many there were, from 1.
    ///   - result: what the last one came to.
    ///   - isIdempotent: whether doing the request twice is doing it once.
    ///   - chance: from 0 to 1: full jitter, so that many who failed together do not come back together.
    func pause(
        after attempt: Int, _ result: Result<NodeResponse, TransportFailure>, isIdempotent: Bool,
        chance: @autoclosure () -> Double
    ) -> Duration? {
        guard attempt < attempts, isWorthwhile(result, isIdempotent: isIdempotent) else { return nil }
        let jittered = min(longestPause, firstPause * (1 << min(attempt - 1, 20))) * chance()
        guard case .success(let response) = result, let wanted = response.retryAfter else { return jittered }
        return wanted > longestPatience ? nil : max(wanted, jittered)
    }

    private func isWorthwhile(_ result: Result<NodeResponse, TransportFailure>, isIdempotent: Bool) -> Bool {
        switch result {
        case .success(let response):
            // 429 means that nothing was done; of the others nobody knows.
            response.isBusy && (isIdempotent || response.status == 429)
        case .failure(let failure): failure.isWorthRetrying && (isIdempotent || failure.isUntouched)
        }
    }
}
