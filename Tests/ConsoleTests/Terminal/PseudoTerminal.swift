import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A program in a terminal of its own: what a person at the keyboard would do and see, as bytes.
final class PseudoTerminal {
    /// The program as it was started.
    let process: pid_t
    /// The modes before the program was started.
    let modesBefore: Modes
    /// Every byte that the program wrote.
    private(set) var output: [UInt8] = []
    private let master: Int32
    /// Held open, so that the terminal outlives the program and can be looked at.
    private let slave: Int32
    private var status: Int32?

    /// The program under test, built beside the tests.
    static var kelp: String {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let tests = String(decoding: path[..<max(0, length)].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return tests.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/kelp"
    }

    /// Starts a program as the leader of a session on a new terminal.
    init(_ command: [String], terminal: String = "xterm-256color", columns: UInt16 = 100, rows: UInt16 = 30) throws {
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&ends.master, &ends.slave, nil, nil, &size) == 0)
        (master, slave) = ends
        for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let name = try #require(ttyname(slave).map { String(cString: $0) })
        modesBefore = Modes(of: master)
        process = try spawn(
            command, on: name, environment: ["TERM=\(terminal)", "LC_ALL=C.UTF-8", "PS1=$ ", "PATH=/usr/bin:/bin"])
    }

    deinit {
        if status == nil {
            for process in family { kill(process, SIGKILL) }
            waitpid(process, nil, 0)
        }
        close(master)
        close(slave)
    }

    /// The program, and the processes that it started.
    var family: [pid_t] { [process] + children(of: process) }

    func children(of process: pid_t) -> [pid_t] {
        contents(of: "/proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// What the terminal does with a line: changed by a program that takes single keys.
    var modes: Modes { Modes(of: master) }

    /// What a program changes of a terminal's modes.
    struct Modes: Equatable {
        private var flags: [tcflag_t] = []

        fileprivate init(of terminal: Int32) {
            var modes = termios()
            tcgetattr(terminal, &modes)
            flags = [modes.c_iflag, modes.c_oflag, modes.c_lflag]
        }
    }

    func send(_ keys: String) {
        let bytes = Array(keys.utf8)
        write(master, bytes, bytes.count)
    }

    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Whether the text is in what was written after `start`.
    func has(_ text: String, after start: Int = 0) -> Bool {
        output.dropFirst(start).firstRange(of: Array(text.utf8)) != nil
    }

    /// Where the last of the text begins.
    func last(_ text: String) -> Int {
        let wanted = Array(text.utf8)
        return output.indices.last { output[$0...].starts(with: wanted) } ?? -1
    }

    /// Reads until the text has come after `start`.
    func wait(for text: String, after start: Int = 0, at location: SourceLocation = #_sourceLocation) throws {
        try wait(at: location) { $0.has(text, after: start) }
    }

    /// Reads until the condition holds.
    func wait(
        seconds: Int = 20, at location: SourceLocation = #_sourceLocation, reads: Bool = true,
        until isMet: (PseudoTerminal) -> Bool
    ) throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isMet(self) {
            let seen = String(decoding: output.suffix(2000), as: UTF8.self)
            try #require(.now < deadline, "waited in vain; last seen: \(seen.debugDescription)", sourceLocation: location)
            if reads { pump(milliseconds: 20) } else { usleep(20_000) }
        }
    }

    /// Writes to the terminal, as another program could, until it takes no more.
    func fill() throws {
        let own = open(try #require(ttyname(slave)), O_WRONLY | O_NONBLOCK | O_NOCTTY)
        let bytes = [UInt8](repeating: 0x20, count: 1024)
        while write(own, bytes, bytes.count) > 0 {}
        #expect(errno == EAGAIN)
        close(own)
    }

    /// Waits until the program has ended.
    /// - Parameter reads: whether somebody reads what it writes meanwhile.
    /// - Returns: its exit status, or 128 and the signal that it died by.
    func waitForEnd(reads: Bool = true, at location: SourceLocation = #_sourceLocation) throws -> Int32 {
        try wait(at: location, reads: reads) { _ in hasEnded() }
        while pump(milliseconds: 0) {}
        let status = status ?? 0
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    private func hasEnded() -> Bool {
        var now: Int32 = 0
        if status == nil, waitpid(process, &now, WNOHANG) == process { status = now }
        return status != nil
    }

    @discardableResult
    private func pump(milliseconds: Int32) -> Bool {
        var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&source, 1, milliseconds) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = read(master, &bytes, bytes.count)
        if count > 0 { output += bytes[..<count] } else { usleep(1000) }
        return count > 0
    }
}

private func spawn(_ command: [String], on terminal: String, environment: [String]) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a new session opens becomes its own.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which glibc shows to C only
    posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var process: pid_t = 0
    let status = withPointers(command) { arguments in
        withPointers(environment) { posix_spawnp(&process, command[0], &actions, &attributes, arguments, $0) }
    }
    try #require(status == 0, "\(command[0]) could not be started: \(String(cString: strerror(status)))")
    return process
}

private func withPointers<Result>(_ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
    let pointers = words.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}

private func contents(of path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    return String(decoding: bytes[..<fread(&bytes, 1, bytes.count, file)], as: UTF8.self)
}
