import Engine
import Synchronization

/// The open backend and the task of its pipeline, set once by the task that opens them and read by the screen's thread.
final class Connection: Sendable {
    private let state = Mutex<(backend: Backend?, pipeline: Task<Void, Never>?)>((nil, nil))

    var backend: Backend? { state.withLock { $0.backend } }

    func set(_ backend: Backend) { state.withLock { $0.backend = backend } }

    /// Runs a pipeline; however it ends, that is a thing to show and never the end of the program.
    func run(_ pipeline: Pipeline?, telling mailbox: Mailbox) {
        guard let pipeline else { return }
        // Below what a key waits for: tasks of one priority wait for each other.
        let task = Task(priority: .utility) {
            do throws(Failure) {
                try await pipeline.run()
                mailbox.post(.pipelineEnded(nil))
            } catch {
                mailbox.post(.pipelineEnded(error.kind == .cancelled ? nil : error))
            }
        }
        state.withLock { $0.pipeline = task }
    }

    /// Calls the pipeline off and waits until what it has in flight is finished.
    func endPipeline() async {
        let task = state.withLock { $0.pipeline }
        task?.cancel()
        await task?.value
    }
}
