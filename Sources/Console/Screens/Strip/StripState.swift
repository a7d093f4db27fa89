import Engine

/// The pipeline's health, as the strip on top tells it.
struct StripState: Hashable, Sendable {
    var profile: SafeText
    /// The colour of the profile's name.
    var color: ProfileColor?
    var isProduction = false
    var isReadOnly: Bool
    /// What the index calls itself; `nil` until it is open.
    var backend: SafeText?
    /// What does not work in the index, or must be kept in mind.
    var indexNotice: SafeText?
    /// `nil` where there is no pipeline.
    var status: PipelineStatus?
    /// Why the pipeline ended, if it did not end by itself.
    var failure: SafeText?
    private var notedAt: Timestamp?
    private(set) var lag = Trend()
    private(set) var lagTime = Trend()
    private(set) var rejected = Trend()

    init(profile: SafeText, isReadOnly: Bool) {
        self.profile = profile
        self.isReadOnly = isReadOnly
    }

    /// Whether figures may change again: twice a second at most, because faster nobody can read them.
    func isDue(at now: Timestamp) -> Bool {
        // A clock that was set back must not hold them for as long.
        notedAt.map { !(0..<450).contains(now.milliseconds - $0.milliseconds) } ?? true
    }

    /// Takes how the index is.
    mutating func note(_ health: IndexHealth) { (backend, indexNotice) = (health.name, health.notice) }

    /// Takes the health of this moment.
    mutating func note(_ status: PipelineStatus, at now: Timestamp) {
        guard isDue(at: now) || self.status?.activity != status.activity else { return }
        notedAt = now
        self.status = status
        lag.note(Double(status.lag ?? 0), at: now)
        lagTime.note(status.lagTime / .seconds(1), at: now)
        rejected.note(Double(status.rejected), at: now)
    }
}

extension StripState {
    /// How long events take to be searchable.
    var timing: [Page.Line] {
        guard let status, let seen = status.searchable else {
            return [Page.Line("no event has been seen to become searchable yet")]
        }
        var lines = [Page.Line("searchable", .accent), Page.Line(name: "after seen", seen.line)]
        if let produced = status.searchableSinceProduced { lines.append(Page.Line(name: "after produced", produced.line)) }
        if status.misdated > 0 {
            lines.append(Page.Line(name: "left out there", "\(grouped(status.misdated)): their clocks cannot be right"))
        }
        if status.unwatched > 0 {
            lines.append(Page.Line(name: "not looked for", "\(grouped(status.unwatched)): too many came at once"))
        }
        return lines + [.blank, Page.Line("of the last thousand; p95: 95 of a hundred take no longer", .faint)]
    }
}

extension DurationSummary {
    fileprivate var line: SafeText { "p50 \(brief(median))  p95 \(brief(p95))  max \(brief(maximum))" }
}
