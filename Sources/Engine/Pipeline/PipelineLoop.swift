/// One run of a pipeline: a loop that alone owns all state, and beside it at most one poll and as many writes as the index wants,
/// whose results come back as signals. The source is called only between two polls.
final class PipelineLoop {
    /// What the loop waits for.
    enum Signal: Sendable {
        case polled(Result<Polled, Failure>)
        case wrote(WritesInFlight.Number, Result<[WriteOutcome], Failure>)
        case looked(isFound: Bool)
        case rang(Timer)
        case stop
    }

    /// What wakes the loop at a time.
    enum Timer: Hashable, Sendable {
        /// A batch is due.
        case write
        /// The source can be polled again after a failure.
        case poll
        /// The queue has been full for a while, and the group needs a sign of life.
        case stall
        /// The index may have kept a write waiting for long.
        case silence
        /// There is no more time to finish writing.
        case deadline
    }

    /// How often a slow stream is written: a record is searchable soon, and a busy stream still makes big batches.
    static let pace = Duration.milliseconds(25)
    /// How long a poll waits; also how soon the loop sees that it is to stop.
    static let pollTime = Duration.milliseconds(250)
    /// How many records a poll may bring.
    static let pollMaximum = 2000
    /// Where a write is under way already, less than this, in bytes, waits for more, if more can come.
    static let leastBeside = 250_000
    /// A batch of what is left at the end has at least so many bytes, if there are.
    static let leastAtEnd = 1_000_000
    /// How long the index may answer no write before that is said.
    static let silenceTime = Duration.seconds(5)
    /// How long a full queue may keep the source from being polled.
    static let stallTime = Duration.milliseconds(500)
    /// How long writing may take once the run is to end.
    static let finishTime = Duration.milliseconds(1500)
    /// How long writing may take when the group takes partitions back.
    static let handOverTime = Duration.seconds(5)
    /// How long `.indexUntilEnd` puts up with trouble.
    static let patience = Duration.seconds(30)

    let pipeline: Pipeline
    let clock = ContinuousClock()
    private let stop: AsyncStream<Never>
    private var timers: Set<Timer> = []
    private var isPolling = false
    private var polledAt: ContinuousClock.Instant
    private(set) var isStopping = false
    /// All that the run is to do is done.
    private var isDone = false
    private var failure: Failure?
    private(set) var isFinishing = false

    // Reading.
    var assigned: Set<TopicPartition> = []
    var waitsForAssignment = false
    var assignedAt: ContinuousClock.Instant?
    /// Where each partition ended at the start.
    var targets: [TopicPartition: Offset] = [:]
    /// Where each partition ends that has been read to its end.
    var ends: [TopicPartition: Offset] = [:]
    var unknownTopics: Set<TopicName> = []
    var committed: [TopicPartition: Offset] = [:]
    var lastCommit: ContinuousClock.Instant
    var sourceBackoff = Backoff.soon
    /// Whether the last call to the source failed.
    private var hasRefused = false
    private var isPaused = false

    // Writing.
    var queue = WriteQueue()
    var inFlight = WritesInFlight()
    var tracker = OffsetTracker()
    var watch = SearchabilityWatch()
    var durable: [TopicPartition: Offset] = [:]
    /// Whether the index keeps how far was read.
    var keepsPositions = true
    var indexBackoff = Backoff.soon
    var slowBackoff = Backoff.slow
    var nextWrite: ContinuousClock.Instant
    var retryAt: ContinuousClock.Instant?

    init(_ pipeline: Pipeline, stop: AsyncStream<Never>) {
        self.pipeline = pipeline
        self.stop = stop
        lastCommit = clock.now
        nextWrite = clock.now
        polledAt = clock.now
    }

    /// Runs to the end.
    func run() async -> Result<Void, Failure> {
        await withTaskGroup(of: Signal.self) { group in
            await loop(&group)
            group.cancelAll()
        }
        await commit()
        await pipeline.source.close()
        pipeline.monitor.update { $0.isStopped = true }
        return failure.map { .failure($0) } ?? .success(())
    }

    private func loop(_ group: inout TaskGroup<Signal>) async {
        let stop = stop
        group.addTask {
            for await _ in stop {}
            return .stop
        }
        // What a poll may still bring is nothing to a run that has done all it is to do.
        while failure == nil, !isDone, !(isStopping && !isPolling) {
            startWrites(&group)
            await startPoll(&group)
            guard let signal = await group.next() else { return }
            await handle(signal, &group)
        }
        if failure == nil { await finishWriting(within: PipelineLoop.finishTime, &group) }
    }

    private func handle(_ signal: Signal, _ group: inout TaskGroup<Signal>) async {
        switch signal {
        case .polled(let result):
            isPolling = false
            polledAt = clock.now
            await take(result, &group)
        case .wrote(let number, let result):
            settle(inFlight.finish(number, at: clock.now), result)
            if isReadToEnd { endIfDone() }
            startLook(&group)
        case .looked(let isFound):
            showSearchable(watch.finish(isFound: isFound, at: clock.now))
            startLook(&group)
        case .rang(.stall):
            timers.remove(.stall)
            if isFull && !isFinishing { await noteStall(&group) }
        case .rang(.silence):
            timers.remove(.silence)
            noteSilence(&group)
        case .rang(let timer): timers.remove(timer)
        case .stop: isStopping = true
        }
    }

    /// Writes all that is queued, or as much as there is time for. No poll is under way meanwhile.
    func finishWriting(within limit: Duration, _ group: inout TaskGroup<Signal>) async {
        var deadline = clock.now + limit
        isFinishing = true
        defer { isFinishing = false }
        retryAt = nil
        timers.remove(.deadline)
        setTimer(.deadline, for: limit, &group)
        while !queue.isEmpty || !inFlight.isEmpty, clock.now < deadline {
            startWrites(&group)
            guard let signal = await group.next() else { return }
            await handle(signal, &group)
            if isStopping { deadline = min(deadline, clock.now + PipelineLoop.finishTime) }
        }
    }

    /// Ends the run with an error.
    func fail(_ failure: Failure) { self.failure = self.failure ?? failure }

    /// Ends the run, which has reached its end.
    func end() { isDone = true }

    func setTimer(_ timer: Timer, for duration: Duration, _ group: inout TaskGroup<Signal>) {
        guard timers.insert(timer).inserted else { return }
        group.addTask {
            try? await Task.sleep(for: duration)
            return .rang(timer)
        }
    }
}

extension PipelineLoop {
    private var isFull: Bool { queue.isFull }

    private func startPoll(_ group: inout TaskGroup<Signal>) async {
        guard !isPolling, !isStopping, !timers.contains(.poll) else { return }
        // A queue that empties soon needs no pause: the source just is not asked for more.
        if isFull { return setTimer(.stall, for: PipelineLoop.stallTime, &group) }
        if isPaused {
            guard await ask({ source throws(Failure) in try await source.resume(self.assigned) }) else {
                return setTimer(.poll, for: sourceBackoff.next(), &group)
            }
            isPaused = false
        }
        poll(for: isReadToEnd ? PipelineLoop.pace : PipelineLoop.pollTime, &group)
    }

    /// A queue that was full now and then, with polls in between, is no stall: a pause throws away what was fetched ahead.
    private func noteStall(_ group: inout TaskGroup<Signal>) async {
        let rest = PipelineLoop.stallTime - (clock.now - polledAt)
        if rest > .zero { setTimer(.stall, for: rest, &group) } else { await pollWhilePaused(&group) }
    }

    private func pollWhilePaused(_ group: inout TaskGroup<Signal>) async {
        guard !isPolling, !isStopping else { return }
        if !isPaused, !assigned.isEmpty {
            isPaused = await ask { source throws(Failure) in try await source.pause(self.assigned) }
            guard isPaused else { return setTimer(.stall, for: PipelineLoop.stallTime, &group) }
        }
        poll(for: .zero, &group)
    }

    private func poll(for time: Duration, _ group: inout TaskGroup<Signal>) {
        isPolling = true
        let source = pipeline.source
        group.addTask {
            do throws(Failure) {
                return .polled(.success(try await source.poll(max: PipelineLoop.pollMaximum, timeout: time)))
            } catch {
                return .polled(.failure(error))
            }
        }
    }

    /// Partitions that are assigned anew are not paused.
    func forgetPause() { isPaused = false }

    /// Calls the source; what goes wrong becomes a state.
    func ask(_ call: (any RecordSource) async throws(Failure) -> Void) async -> Bool {
        do throws(Failure) {
            try await call(pipeline.source)
            if hasRefused { pipeline.monitor.clear(.source) }
            hasRefused = false
            return true
        } catch {
            hasRefused = true
            pipeline.monitor.report(.source, error.sentence)
            return false
        }
    }
}
