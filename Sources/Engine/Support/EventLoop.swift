import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The thread that waits for the network: everything that has sockets shares it, so that a request crosses no thread on its way from
/// a client to a node of the index and back.
///
/// It runs the jobs of the actors and tasks that want it, and tells who watches a descriptor or has set an alarm. What runs here must
/// not block and takes little time, because everybody's sockets wait meanwhile.
public final class EventLoop: SerialExecutor, TaskExecutor {
    /// What a descriptor is watched for, or ready for.
    public struct Readiness: OptionSet, Sendable {
        /// The bits.
        public let rawValue: Int32
        /// There is something to read, or the other side has ended.
        public static let reading = Readiness(rawValue: 1)
        /// There is room to write.
        public static let writing = Readiness(rawValue: 2)
        /// It is broken. Nobody has to ask for this.
        public static let failure = Readiness(rawValue: 4)
        /// - Parameter rawValue: the bits.
        public init(rawValue: Int32) { self.rawValue = rawValue }
    }

    /// Is told what a descriptor is ready for, on the loop's thread.
    public typealias Watcher = @Sendable (_ descriptor: Int32, _ readiness: Readiness) -> Void

    private enum Entry {
        case job(UnownedJob)
        case work(@Sendable () -> Void)
    }

    private struct Queue: ~Copyable {
        var waiting: [Entry] = []
        /// Whether the thread sleeps, or is about to, and must be woken.
        var isAsleep = false
    }

    /// The one of this process.
    public static let shared = EventLoop()

    private let queue = Mutex(Queue())
    /// Zero until the thread runs.
    private let thread = Atomic<pthread_t>(0)
    private let wakeup: Wakeup
    /// What only the loop's thread touches.
    private struct Watched {
        var descriptors: [pollfd] = []
        /// For each descriptor.
        var watchers: [Watcher] = []
        var alarms: [Alarm] = []
    }

    // Only the loop's thread touches it: each call that does makes sure.
    nonisolated(unsafe) private var watched = Watched()

    private init() {
        guard let wakeup = try? Wakeup() else { preconditionFailure("the system gives no more files") }
        self.wakeup = wakeup
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runLoop, Unmanaged.passRetained(self).toOpaque())
        precondition(status == 0, "the system gives no more threads")
        pthread_detach(thread)
    }
}

extension EventLoop {
    /// Puts a job at the end of the queue.
    public func enqueue(_ job: consuming ExecutorJob) { push(.job(UnownedJob(job))) }

    /// Does a piece of work on the loop's thread, after what was put there before.
    public func run(_ work: @escaping @Sendable () -> Void) { push(.work(work)) }

    /// This executor, as the runtime wants it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Makes sure that the caller is on the loop's thread: watchers and alarms run there without being jobs.
    public func checkIsolated() {
        precondition(thread.load(ordering: .relaxed) == pthread_self(), "this is not the event loop's thread")
    }

    private func push(_ entry: Entry) {
        let mustWake = queue.withLock { queue in
            queue.waiting.append(entry)
            defer { queue.isAsleep = false }
            return queue.isAsleep
        }
        if mustWake { wakeup.signal() }
    }
}

extension EventLoop {
    /// Something that is to happen at a time.
    public final class Alarm: Sendable {
        fileprivate let ring: @Sendable () -> Void
        // Only the loop's thread touches it: `set` makes sure.
        nonisolated(unsafe) fileprivate var time: ContinuousClock.Instant?

        /// - Parameter ring: what happens, on the loop's thread.
        public init(_ ring: @escaping @Sendable () -> Void) { self.ring = ring }
    }

    /// Lets an alarm ring once, at this time and no other; `nil` if not at all.
    public func set(_ alarm: Alarm, at time: ContinuousClock.Instant?) {
        checkIsolated()
        alarm.time = time
        if time != nil, !watched.alarms.contains(where: { $0 === alarm }) { watched.alarms.append(alarm) }
    }

    /// Tells of a descriptor when it is ready, again and again while it stays so. In place of what it was watched for before.
    public func watch(_ descriptor: Int32, for readiness: Readiness, _ watcher: @escaping Watcher) {
        checkIsolated()
        let place = watched.descriptors.firstIndex { $0.fd == descriptor }
        if let place {
            watched.descriptors[place].events = readiness.events
            watched.watchers[place] = watcher
        } else {
            watched.descriptors.append(pollfd(fd: descriptor, events: readiness.events, revents: 0))
            watched.watchers.append(watcher)
        }
    }

    /// Tells nothing more of a descriptor.
    public func unwatch(_ descriptor: Int32) {
        checkIsolated()
        guard let place = watched.descriptors.firstIndex(where: { $0.fd == descriptor }) else { return }
        watched.descriptors.remove(at: place)
        watched.watchers.remove(at: place)
    }
}

extension EventLoop {
    fileprivate func run() -> Never {
        thread.store(pthread_self(), ordering: .relaxed)
        watch(wakeup.descriptor, for: .reading) { [wakeup] _, _ in wakeup.drain() }
        while true {
            runEntries()
            let next = ringAlarms()
            // From here on it counts as asleep where nothing waits.
            let isIdle = queue.withLock { queue in
                queue.isAsleep = queue.waiting.isEmpty
                return queue.isAsleep
            }
            let count = poll(&watched.descriptors, nfds_t(watched.descriptors.count), isIdle ? pause(until: next) : 0)
            queue.withLock { $0.isAsleep = false }
            if count > 0 { tellWatchers() }
        }
    }

    private func tellWatchers() {
        for ready in watched.descriptors.filter({ $0.revents != 0 }) {
            // One that came before may have taken it out.
            guard let place = watched.descriptors.firstIndex(where: { $0.fd == ready.fd }) else { continue }
            watched.watchers[place](ready.fd, Readiness(events: ready.revents))
        }
    }

    /// Runs what waits, and what this brings about: mostly less than a look at the network costs. What goes on for long waits for that.
    private func runEntries() {
        for _ in 0..<16 where runBatch() == 0 { return }
    }

    /// - Returns: how many there were.
    private func runBatch() -> Int {
        let entries = queue.withLock { queue in
            defer { queue.waiting.removeAll(keepingCapacity: true) }
            return queue.waiting
        }
        for entry in entries {
            switch entry {
            case .work(let work): work()
            case .job(let job):
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
        }
        return entries.count
    }

    /// - Returns: when the next one rings.
    private func ringAlarms() -> ContinuousClock.Instant? {
        guard !watched.alarms.isEmpty else { return nil }
        let now = ContinuousClock.now
        for alarm in watched.alarms {
            guard let time = alarm.time, time <= now else { continue }
            alarm.time = nil
            alarm.ring()
        }
        watched.alarms.removeAll { $0.time == nil }
        return watched.alarms.lazy.compactMap(\.time).min()
    }

    /// In the milliseconds of poll(2); -1 is for ever.
    private func pause(until next: ContinuousClock.Instant?) -> Int32 {
        next.map { max(.zero, $0 - .now).wholeMilliseconds } ?? -1
    }
}

extension EventLoop.Readiness {
    fileprivate init(events: Int16) {
        self = []
        if events & Int16(POLLIN) != 0 { insert(.reading) }
        if events & Int16(POLLOUT) != 0 { insert(.writing) }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { insert(.failure) }
    }

    fileprivate var events: Int16 {
        var events: Int32 = 0
        if contains(.reading) { events |= POLLIN }
        if contains(.writing) { events |= POLLOUT }
        return Int16(events)
    }
}

/// File scope, because a closure literal in an isolated context would trap on a thread that the runtime does not know.
private func runLoop(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<EventLoop>.fromOpaque(argument).takeRetainedValue().run()
}
