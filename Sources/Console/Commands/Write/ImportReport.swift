import Engine
import Synchronization

/// Tells on standard error how an import does.
final class ImportReport: Sendable {
    private struct State {
        var file = ""
        var fileStart = ContinuousClock.now
        var start = ContinuousClock.now
        /// Of the files that are done.
        var imported = 0
        /// Of the file at hand.
        var current = Importer.Progress()
        /// Whether a file was read to its end.
        var hasEnded = false
        /// How many refusals have been told or counted.
        var seen = 0
    }

    /// Refusals beyond these are only counted; `kelp rejects list` has them all.
    private static let listed = 20
    private static let barWidth = 16

    private let errors: Output
    private let state = Mutex(State())

    init(errors: Output) { self.errors = errors }

    var hasRefused: Bool { state.withLock { $0.seen > 0 } }

    func begin(_ file: String) {
        state.withLock { state in
            state.file = file == "-" ? "standard input" : String(file.split(separator: "/").last ?? "")
            state.fileStart = .now
        }
    }

    func refused(_ letter: DeadLetter) {
        let seen = state.withLock { state in
            state.seen += 1
            return state.seen
        }
        guard seen <= Self.listed, case .line(let line, let file) = letter.origin else { return }
        errors.note("kelp: \(file):\(line): " + letter.reason)
    }

    func progress(_ progress: Importer.Progress) {
        state.withLock { $0.current = progress }
        guard errors.isTerminal else { return }
        let (file, start) = state.withLock { ($0.file, $0.fileStart) }
        let part: SafeText =
            progress.totalBytes.map { total in
                let fraction = total > 0 ? min(1, Double(progress.bytesRead) / Double(total)) : 1
                let full = Int(fraction * Double(Self.barWidth))
                let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.barWidth - full)
                return "\(bar) \(Int(fraction * 100)) %"
            } ?? "\(progress.bytesRead >> 20) MB"
        errors.status(
            "\(file) " + part + ", \(progress.imported) documents, \(rate(progress.imported, since: start))/s, "
                + "\(progress.refused) refused")
    }

    func end(_ progress: Importer.Progress) {
        state.withLock { state in
            state.imported += progress.imported
            state.hasEnded = true
            state.current = Importer.Progress()
        }
    }

    /// The last words, whether all went well or not.
    func finish() {
        let state = state.withLock { $0 }
        let imported = state.imported + state.current.imported
        guard state.hasEnded || imported + state.seen > 0 else { return errors.clearStatus() }
        if state.seen > Self.listed { errors.note("kelp: and \(state.seen - Self.listed) more; kelp rejects list shows them") }
        errors.note(
            "kelp: \(imported) imported, \(state.seen) refused, \(rate(imported, since: state.start)) documents a second")
    }

    private func rate(_ count: Int, since start: ContinuousClock.Instant) -> Int {
        Int(Double(count) / max(0.001, (ContinuousClock.now - start) / .seconds(1)))
    }
}
