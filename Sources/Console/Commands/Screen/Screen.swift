import Engine

/// Takes the terminal, runs the console on it, and gives it back.
/// - Parameter prepare: runs before there is a screen, so what it throws is an ordinary error.
func showScreen(_ prepare: @escaping @Sendable () async throws(Failure) -> ConsoleSetup) throws(Failure) -> Ending {
    try TerminalGuard.start()
    TerminalGuard.askForShortTurns()
    let setup = try blocking(prepare)
    let terminal = try CursesTerminal(log: Log.shared.descriptor)
    defer { terminal.close() }
    let status = runConsole(setup, on: terminal)
    return status > 128 ? .signal(status - 128) : .status(status)
}
