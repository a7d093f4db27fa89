import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A serial executor with a thread of its own: for actors whose C library blocks or must stay on one thread.
///
/// The thread ends when the executor is let go and its last job is done.
public final class ThreadExecutor: SerialExecutor {
    private let queue = JobQueue()

    /// Starts the thread.
    public init() {
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, runThread, Unmanaged.passRetained(queue).toOpaque())
        precondition(status == 0, "the system gives no more threads")
        pthread_detach(thread)
    }

    deinit { queue.close() }

    /// Puts a job at the end of the queue.
    public func enqueue(_ job: consuming ExecutorJob) {
        queue.push(UnownedJob(job), for: asUnownedSerialExecutor())
    }

    /// This executor, as the runtime wants it.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}

/// File scope, because a closure literal in an isolated context would trap on a thread that the runtime does not know.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue().run()
    return nil
}

/// A queue that sleeps on a semaphore while it is empty.
private final class JobQueue: Sendable {
    private struct Entry {
        var job: UnownedJob
        var executor: UnownedSerialExecutor
    }

    private struct State {
        var waiting: [Entry] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    // A POSIX semaphore must not move, so it lives on the heap for as long as the queue does; its calls are thread-safe.
    nonisolated(unsafe) private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func push(_ job: UnownedJob, for executor: UnownedSerialExecutor) {
        state.withLock { $0.waiting.append(Entry(job: job, executor: executor)) }
        sem_post(semaphore)
    }

    func close() {
        state.withLock { $0.isClosed = true }
        sem_post(semaphore)
    }

    func run() {
        while true {
            while sem_wait(semaphore) != 0 {}
            let (entries, isClosed) = state.withLock { state in
                defer { state.waiting.removeAll(keepingCapacity: true) }
                return (state.waiting, state.isClosed)
            }
            for entry in entries { entry.job.runSynchronously(on: entry.executor) }
            if entries.isEmpty && isClosed { return }
        }
    }
}
