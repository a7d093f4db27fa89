import Engine

/// What every view needs besides its own state.
struct Look: Hashable, Sendable {
    var theme: Theme
    var now: Timestamp
    var zone: Zone
    var times: TimeStyle

    subscript(role: Theme.Role) -> Style { theme[role] }
}

/// How times are told, on the whole screen.
enum TimeStyle: Hashable, Sendable {
    /// Where each is read as it is mostly looked for: a document's as its age, an event's by the clock, as a log has it.
    case usual
    /// By the calendar and the clock.
    case date
    /// How long ago.
    case age

    var next: TimeStyle {
        switch self {
        case .usual: .date
        case .date: .age
        case .age: .usual
        }
    }
}

/// What it takes to tell a time.
struct ShownTimes: Hashable, Sendable {
    var style: TimeStyle
    var zone: Zone
    var now: Timestamp

    /// A time where there is room for all of it; how long ago besides, unless it is still to come.
    func text(_ timestamp: Timestamp) -> SafeText {
        let date = date(timestamp, in: zone)
        return style != .date && timestamp <= now ? "\(age(of: timestamp, at: now)) ago, \(date)" : date
    }
}
