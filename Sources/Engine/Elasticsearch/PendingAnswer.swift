import Synchronization

/// The answer to a request that is under way. Whoever asked waits for it, first perhaps only until it is late.
final class PendingAnswer: Sendable {
    typealias Answer = Result<NodeResponse, TransportFailure>

    private struct State {
        var answer: Answer?
        var isLate = false
        var waiting: CheckedContinuation<Answer?, Never>?
        var waitsUntilLate = false
    }

    private let state = Mutex(State())

    /// The answer, however late. A cancelled task calls the request off.
    func answer(_ callOff: @escaping @Sendable () -> Void) async -> Answer {
        // Only who waits until it is late can go without one.
        await wait(untilLate: false, callOff) ?? .failure(.calledOff)
    }

    /// The answer, or `nil` once it is late; it can be waited for again then. A cancelled task calls the request off.
    func answerUntilLate(_ callOff: @escaping @Sendable () -> Void) async -> Answer? { await wait(untilLate: true, callOff) }

    /// It is there.
    func take(_ answer: Answer) {
        let waiting = state.withLock { state in
            state.answer = answer
            return state.waiting.take()
        }
        waiting?.resume(returning: answer)
    }

    /// It has been waited for long enough to ask somebody else.
    func noteLate() {
        let waiting = state.withLock { state in
            state.isLate = true
            return state.waitsUntilLate ? state.waiting.take() : nil
        }
        waiting?.resume(returning: nil)
    }

    private func wait(untilLate: Bool, _ callOff: @escaping @Sendable () -> Void) async -> Answer? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.answer != nil || (untilLate && state.isLate) { return true }
                    (state.waiting, state.waitsUntilLate) = (continuation, untilLate)
                    return false
                }
                if isOver { continuation.resume(returning: state.withLock(\.answer)) }
            }
        } onCancel: {
            callOff()
        }
    }
}
