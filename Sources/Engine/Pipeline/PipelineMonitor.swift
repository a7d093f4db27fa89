import Synchronization

/// Keeps the pipeline's health, so that a screen can read it at any time from any thread.
final class PipelineMonitor: Sendable {
    /// What can be in trouble by itself.
    enum Part: Hashable, Sendable {
        case index, source
    }

    /// What can be worth a notice by itself.
    enum Concern: Hashable, Sendable {
        case commits, source, topics, seek
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
        var producedSample = DurationSample()
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
        status.notice = notices[.commits] ?? notices[.source] ?? notices[.topics] ?? notices[.seek]
        status.searchable = sample.summary
        status.searchableSinceProduced = producedSample.summary
        return status
    }
}

extension PipelineMonitor {
    /// Counts records that a search finds now: how long each took since it was seen, and when it says that it was produced.
    func noteSearchable(_ records: [(wait: Duration, produced: Timestamp?)]) {
        let now = Timestamp.now
        update { state in
            for (wait, produced) in records {
                state.sample.add(wait)
                if let age = produced?.believableAge(at: now) {
                    state.producedSample.add(age)
                } else {
                    state.counts.misdated += 1
                }
            }
        }
    }
}

extension Timestamp {
    /// How long ago it was, by clocks that may be another machine's; `nil` where that cannot be: it has not come yet, or says nothing.
    public func believableAge(at now: Timestamp) -> Duration? {
        let (age, isTooFar) = now.milliseconds.subtractingReportingOverflow(milliseconds)
        return milliseconds <= 0 || isTooFar || age < 0 ? nil : .milliseconds(age)
    }
}
