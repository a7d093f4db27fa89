import CTerminalGuard
import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// A parent process that gives the terminal back, however the console ends.
enum TerminalGuard {
    /// Forks: returns in the child only, which becomes the console; the parent keeps the process's id and never returns.
    ///
    /// To be called first in `main`, before any thread starts, and only for the console.
    static func start() throws(Failure) {
        try requireTerminal()
        let status = kelp_guard_start()
        guard status == 0 else {
            throw Failure(.tryAgain, "the terminal cannot be guarded: \(String(cString: strerror(status)))")
        }
    }

    /// Lets the console's threads wait less for a processor that others keep busy: a key and its answer pass from one to another, and each
    /// needs it for about a millisecond. To be called before any thread starts.
    static func askForShortTurns() { kelp_ask_for_short_turns() }

    /// Lets the process die by the signal that asked it to end, once everything is drained and the terminal closed.
    static func finish(signal: Int32) -> Never {
        kelp_signals_die(signal)
    }

    static func requireTerminal() throws(Failure) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(.usage, "kelp's screen needs a terminal; in a pipe use `kelp search` or `kelp tail`")
        }
    }
}
