import Engine

/// Checks that run side by side, each on a thread of its own: one that hangs holds up neither the others nor the end.
struct Examination: Sendable {
    typealias Tell = @Sendable (Finding) -> Void

    struct Check: Sendable {
        var subject: SafeText
        /// Tells what it finds as soon as it is found, so that it is not lost if the rest takes too long. It runs on the examiner's
        /// thread: of the few threads that all tasks share, none may be blocked.
        var examine: @Sendable (isolated Examiner, Tell) async -> Void
    }

    private enum Event: Sendable {
        case found(Int, Finding)
        case done(Int)
        case tick
    }

    /// How long all of it may take.
    var patience = Duration.seconds(9)
    var checks: [Check]

    /// The findings in the order of the checks.
    /// - Parameter progress: is told every second, and whenever a check is done, which ones still run.
    func run(progress: ([SafeText]) -> Void) async -> [Finding] {
        let (events, sender) = AsyncStream<Event>.makeStream()
        let tasks = checks.enumerated().map { number, check in
            Task.detached {
                await Examiner().run(check) { sender.yield(.found(number, $0)) }
                sender.yield(.done(number))
            }
        }
        let clock = Task.detached {
            while (try? await Task.sleep(for: .seconds(1))) != nil { sender.yield(.tick) }
        }
        let end = ContinuousClock.now + patience
        var findings = checks.map { _ in [Finding]() }
        var running = Set(checks.indices)
        progress(checks.map(\.subject))
        for await event in events {
            switch event {
            case .found(let number, let finding): findings[number].append(finding)
            case .done(let number): running.remove(number)
            case .tick: break
            }
            if running.isEmpty || ContinuousClock.now >= end { break }
            progress(running.sorted().map { checks[$0].subject })
        }
        clock.cancel()
        for task in tasks { task.cancel() }
        for number in running { findings[number].append(late(checks[number].subject)) }
        return findings.flatMap { $0 }
    }

    private func late(_ subject: SafeText) -> Finding {
        .bad(
            subject,
            Failure(.tryAgain, "no answer within \(patience.components.seconds) s: a server, or the command of a secret, hangs"))
    }
}

/// Lends a check a thread, because some of what it calls blocks.
actor Examiner {
    private let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func run(_ check: Examination.Check, _ tell: @escaping Examination.Tell) async { await check.examine(self, tell) }
}
