import CNcurses
import Synchronization

/// What the system's database says of a type of terminal, without touching the terminal.
struct CursesDescription {
    /// How many colours it has; 0 where it has none.
    let colors: Int
    /// Whether the cursor can be placed, without which there is no screen.
    let isFitForScreen: Bool

    /// ncurses keeps what it has read last in a variable of the process.
    private static let reading = Mutex(())

    /// - Returns: `nil` where the type is not known.
    init?(terminal name: String) {
        let found: (colors: Int, isFit: Bool)? = Self.reading.withLock { _ in
            // With a place for the status, ncurses does not end the process where it knows nothing.
            var status: Int32 = 0
            guard setupterm(name, 1, &status) == OK else { return nil }
            return (max(0, Int(tigetnum("colors"))), kelp_capability("cup") != nil)
        }
        guard let found else { return nil }
        (colors, isFitForScreen) = found
    }
}
