import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A pipe that wakes a thread from poll(2), from any thread. Many calls before it wakes cost one byte.
public final class Wakeup: Sendable {
    /// Readable once `signal()` was called.
    public let descriptor: Int32
    private let writingEnd: Int32
    private let isSignalled = Atomic(false)

    /// - Throws: `.tryAgain` where the system gives no more files.
    public init() throws(Failure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.tryAgain, "no pipe could be opened to wake a thread: \(String(cString: strerror(errno)))")
        }
        (descriptor, writingEnd) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(descriptor)
        close(writingEnd)
    }

    /// Wakes the thread.
    public func signal() {
        guard !isSignalled.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        write(writingEnd, &byte, 1)
    }

    /// Makes ready for the next signal. What was posted before a signal is to be looked for after this call.
    public func drain() {
        var bytes: UInt64 = 0
        // One that is not full was the last.
        while read(descriptor, &bytes, 8) == 8 {}
        // Last: were the flag down while a byte is still read away, that byte's signal would be lost for good.
        isSignalled.store(false, ordering: .sequentiallyConsistent)
    }
}
