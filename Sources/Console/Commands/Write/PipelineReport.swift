import Engine

/// Tells on standard error how a pipeline does: on a terminal in a line that changes, else when something changes and every 10 s.
struct PipelineReport {
    private static let interval = 10

    private let errors: Output
    private var lastActivity: PipelineStatus.Activity?
    private var lastNotice: SafeText?
    private var lastCount = 0
    private var silentTurns = 0

    init(errors: Output) { self.errors = errors }

    /// Runs the pipeline and tells how it does.
    static func watch(_ pipeline: Pipeline, errors: Output) async throws(Failure) {
        let watch = Task {
            var report = PipelineReport(errors: errors)
            while !Task.isCancelled {
                report.show(pipeline.status)
                try? await Task.sleep(for: .seconds(1))
            }
        }
        try await finally({
            watch.cancel()
            await watch.value
            errors.clearStatus()
        }) { () async throws(Failure) in
            try await pipeline.run()
        }
    }

    /// To be called once a second.
    mutating func show(_ status: PipelineStatus) {
        // Each attempt that fails has another time for the next one: that is nothing new to tell.
        let activity = status.activity.withoutNextAttempt
        let isChange = lastActivity != activity
        let isDue = isChange || (silentTurns >= Self.interval && lastCount != status.recordsRead)
        silentTurns = isDue ? 0 : silentTurns + 1
        if isChange { tellTrouble(status.activity) }
        tell(status.notice)
        if errors.isTerminal { errors.status("kelp: " + counts(status)) }
        if isDue {
            if !errors.isTerminal { errors.note("kelp: " + counts(status)) }
            Log.shared.detail(counts(status))
            lastCount = status.recordsRead
        }
        lastActivity = activity
    }

    private mutating func tell(_ notice: SafeText?) {
        guard notice != lastNotice else { return }
        defer { lastNotice = notice }
        let sentence: SafeText = notice ?? "that is over: \(lastNotice ?? "")"
        errors.note("kelp: " + sentence)
        Log.shared.warning(sentence)
    }

    private func tellTrouble(_ activity: PipelineStatus.Activity) {
        if case .waiting(let reason, _, _) = activity {
            if errors.isTerminal { errors.note("kelp: " + reason) }
            Log.shared.warning(reason)
        } else {
            Log.shared.note("the pipeline is " + word(activity))
        }
    }

    private func counts(_ status: PipelineStatus) -> SafeText {
        let lag: SafeText = status.lag.map { "lag \($0), " } ?? ""
        return "\(word(status.activity)): \(status.indexed) indexed, \(Int(status.indexRate)) a second, " + lag
            + "\(status.rejected) refused"
    }

    private func word(_ activity: PipelineStatus.Activity) -> SafeText {
        switch activity {
        case .off: "off"
        case .connecting: "connecting"
        case .running: "running"
        case .waiting(let reason, _, _): errors.isTerminal ? "waiting" : "waiting (\(reason))"
        case .stopped: "stopped"
        }
    }
}

extension PipelineStatus.Activity {
    fileprivate var withoutNextAttempt: Self {
        guard case .waiting(let reason, let since, _) = self else { return self }
        return .waiting(reason: reason, since: since, nextAttempt: nil)
    }
}
