import Engine
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// How the program ends.
enum Ending: Hashable, Sendable {
    case status(Int32)
    /// As if nobody had caught the signal, which is what a shell wants to see.
    case signal(Int32)
}

/// The end of the pipe that the signal handler writes to.
private let signalPipe = Atomic<Int32>(-1)

/// File scope: the system calls it on any thread, in the middle of anything, so all it does is to write a byte.
private func noteSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe.load(ordering: .relaxed), &byte, 1)
    errno = saved
}

/// Turns signals that end a program into the cancellation of its task.
enum Signals {
    /// What a command leaves behind when it ends.
    private final class Result: Sendable {
        let status = Mutex(ExitStatus.done)
    }

    private static let caught = [SIGTERM, SIGINT, SIGHUP]
    private static let doneByte: UInt8 = 0

    /// Runs a command on other threads while this one waits. The first signal cancels it; the second ends the process.
    static func run(_ command: @escaping @Sendable () async -> ExitStatus) -> Ending {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .status(ExitStatus.tryAgain.rawValue) }
        let (reading, writing) = (ends[0], ends[1])
        signalPipe.store(writing, ordering: .relaxed)
        for signal in caught { catchSignal(signal) }
        let result = Result()
        let task = Task.detached {
            let status = await command()
            result.status.withLock { $0 = status }
            var byte = doneByte
            _ = write(writing, &byte, 1)
        }
        guard let signal = wait(on: reading, cancelling: task) else {
            return .status(result.status.withLock { $0 }.rawValue)
        }
        return .signal(signal)
    }

    /// - Returns: the signal that ended the command, if one did.
    private static func wait(on pipe: Int32, cancelling task: Task<Void, Never>) -> Int32? {
        var received: Int32?
        var byte = doneByte
        while true {
            guard read(pipe, &byte, 1) == 1 else { continue }
            if byte == doneByte { return received }
            if received != nil { die(of: Int32(byte)) }
            received = Int32(byte)
            task.cancel()
        }
    }

    private static func catchSignal(_ number: Int32) {
        var old = sigaction()
        sigaction(number, nil, &old)
        // nohup and the background jobs of a shell ignore a signal on purpose.
        let ignored = unsafeBitCast(SIG_IGN, to: Int.self)
        guard unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) != ignored else { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }

    /// Ends the process by a signal, as if nobody had ever caught it.
    static func die(of number: Int32) -> Never {
        signal(number, SIG_DFL)
        raise(number)
        exit(128 + number)
    }
}
