import Engine

/// What every view needs besides its own state.
struct Look: Hashable, Sendable {
    var theme: Theme
    var now: Timestamp
    var zone: Zone
    var times: TimeStyle

    subscript(role: Theme.Role) -> Style { theme[role] }
}

/// How the results tell when a document was made.
enum TimeStyle: Hashable, Sendable { case age, date }
