import Engine
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Waits on this thread, which belongs to no task, for work that runs on others.
func blocking<Value: Sendable>(_ work: @escaping @Sendable () async throws(Failure) -> Value) throws(Failure) -> Value {
    let answer = Answer<Value>()
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failure(.tryAgain, "no pipe could be opened: too many files are open") }
    let (reading, writing) = (ends[0], ends[1])
    Task.detached {
        let outcome: Result<Value, Failure>
        do throws(Failure) { outcome = .success(try await work()) } catch { outcome = .failure(error) }
        answer.outcome.withLock { $0 = outcome }
        close(writing)
    }
    var byte: UInt8 = 0
    while read(reading, &byte, 1) < 0 {}
    close(reading)
    guard let outcome = answer.outcome.withLock({ $0 }) else { throw Failure(.defect, "the answer was lost") }
    return try outcome.get()
}

private final class Answer<Value: Sendable>: Sendable {
    let outcome = Mutex<Result<Value, Failure>?>(nil)
}
