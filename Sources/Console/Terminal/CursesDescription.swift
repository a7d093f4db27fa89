import CNcurses

/// What the system's database says of a type of terminal, without touching the terminal.
struct CursesDescription {
    /// How many colours it has; 0 where it has none.
    let colors: Int
    /// Whether the cursor can be placed, without which there is no screen.
    let isFitForScreen: Bool

    /// - Returns: `nil` where the type is not known.
    init?(terminal name: String) {
        // With a place for the status, ncurses does not end the process where it knows nothing.
        var status: Int32 = 0
        guard setupterm(name, 1, &status) == OK else { return nil }
        colors = max(0, Int(tigetnum("colors")))
        isFitForScreen = kelp_capability("cup") != nil
    }
}
