import CSQLite
import Synchronization

/// Stops what a connection is doing, from any thread.
final class Interrupter: Sendable {
    // `sqlite3_interrupt` is the one call that any thread may make, as long as the connection is open: `isOpen` sees to that.
    nonisolated(unsafe) private let database: OpaquePointer
    private let isOpen = Mutex(true)

    init(_ database: OpaquePointer) { self.database = database }

    func interrupt() {
        isOpen.withLock { isOpen in
            if isOpen { sqlite3_interrupt(database) }
        }
    }

    /// The connection is about to be closed.
    func close() { isOpen.withLock { $0 = false } }
}

/// A search that may be waiting for its connection, running on it, or over: calling it off must stop no other.
final class RunningSearch: Sendable {
    private let interrupter = Mutex<Interrupter?>(nil)

    func begin(on interrupter: Interrupter) { self.interrupter.withLock { $0 = interrupter } }

    func end() { interrupter.withLock { $0 = nil } }

    func cancel() { interrupter.withLock { $0?.interrupt() } }
}
