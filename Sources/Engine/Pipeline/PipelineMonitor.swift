import Synchronization

/// Keeps the pipeline's health, so that a screen can read it at any time from any thread.
final class PipelineMonitor: Sendable {
    /// What can be in trouble by itself.
    enum Part: Hashable, Sendable {
        case index, source
    }

    /// What can be worth a notice by itself.
    enum Concern: Hashable, Sendable {
        case commits, topics
    }

    struct Trouble: Hashable, Sendable {
        var reason: SafeText
        var since: Timestamp
        var nextAttempt: Timestamp?
    }

    struct State {
        var counts = PipelineStatus()
        var read = RateMeter()
        var written = RateMeter()
        var sample = DurationSample()
        var lags: [TopicPartition: Int64] = [:]
        /// When the oldest record was produced that is read and not indexed.
        var oldestPending: Timestamp?
        var troubles: [Part: Trouble] = [:]
        var notices: [Concern: SafeText] = [:]
        var isAssigned = false
        var isStopped = false
    }

    private let state: Mutex<State>

    init(isIndexing: Bool) {
        var state = State()
        state.counts.activity = .connecting
        state.counts.isIndexing = isIndexing
        self.state = Mutex(state)
    }

    /// Changes what is known.
    func update(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Something went wrong; if it has been wrong already, it has been since then.
    func report(_ part: Part, _ reason: SafeText, nextAttempt: Duration? = nil) {
        let now = Timestamp.now
        state.withLock { state in
            let since = state.troubles[part]?.since ?? now
            state.troubles[part] = Trouble(
                reason: reason, since: since, nextAttempt: nextAttempt.map { now.advanced(by: $0) })
        }
    }

    /// It works again.
    func clear(_ part: Part) { state.withLock { $0.troubles[part] = nil } }

    /// What is wrong; trouble with the index counts more, because the source waits for it.
    var trouble: Trouble? { state.withLock { $0.trouble } }

    /// The health at this moment.
    var status: PipelineStatus { state.withLock { $0.status(at: .now) } }
}

extension PipelineMonitor.State {
    fileprivate var trouble: PipelineMonitor.Trouble? { troubles[.index] ?? troubles[.source] }

    private var activity: PipelineStatus.Activity {
        if isStopped { return .stopped }
        if let trouble {
            return .waiting(reason: trouble.reason, since: trouble.since, nextAttempt: trouble.nextAttempt)
        }
        return isAssigned ? .running : .connecting
    }

    fileprivate func status(at now: ContinuousClock.Instant) -> PipelineStatus {
        var status = counts
        status.activity = activity
        status.readRate = read.rate(at: now)
        status.indexRate = written.rate(at: now)
        status.lag = lags.isEmpty ? nil : lags.values.reduce(0) { $0 + Int(max(0, $1)) }
        if let oldestPending {
            // A producer may claim any time: one that is too far away to be subtracted says nothing.
            let (waited, isTooFar) = Timestamp.now.milliseconds.subtractingReportingOverflow(oldestPending.milliseconds)
            status.lagTime = isTooFar ? .zero : .milliseconds(max(0, waited))
        }
        status.notice = notices[.commits] ?? notices[.topics]
        let summary = sample.summary
        status.searchableMedian = summary?.median
        status.searchable95 = summary?.p95
        status.searchableMaximum = summary?.maximum
        return status
    }
}
