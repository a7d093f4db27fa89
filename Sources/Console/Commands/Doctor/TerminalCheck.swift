import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// Whether the console can be shown here.
struct TerminalCheck: Sendable {
    private static let subject: SafeText = "terminal"

    let environment: [String: String]
    /// The size of the terminal; `nil` where there is none.
    var size = TerminalCheck.currentSize

    var check: Examination.Check {
        Examination.Check(subject: Self.subject) { _, tell in
            tell(screen)
            tell(locale)
        }
    }

    private var screen: Finding {
        guard let size else {
            return .warning(Self.subject, "there is none here: the console needs one, the other commands do not")
        }
        let name = environment["TERM"] ?? ""
        guard !name.isEmpty else {
            return .bad(
                Self.subject, Failure(.configuration, "TERM does not say what terminal this is: export TERM=xterm-256color"))
        }
        guard let description = CursesDescription(terminal: name), description.isFitForScreen else {
            return .bad(
                Self.subject,
                Failure(
                    .configuration,
                    "the type \(name) is not known here, or cannot show a screen: export TERM=xterm-256color, or install ncurses-term"
                ))
        }
        let shown: SafeText = "\(name), \(size.columns)×\(size.rows), " + colors(description.colors)
        guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
            return .warning(
                Self.subject, shown + ": the console needs \(Layout.smallest.columns)×\(Layout.smallest.rows), make it larger")
        }
        if description.colors < 256, !isColorless {
            return .warning(Self.subject, shown + ": with 256 themes look as they should, try TERM=xterm-256color")
        }
        return .good(Self.subject, shown)
    }

    private var isColorless: Bool { environment["NO_COLOR"].map { !$0.isEmpty } ?? false }

    private func colors(_ count: Int) -> SafeText { isColorless ? "without colours, as NO_COLOR wants" : "\(count) colours" }

    /// As `setlocale` chooses it.
    private var locale: Finding {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let name = names.first { environment[$0].map { !$0.isEmpty } ?? false }
        let value = name.flatMap { environment[$0] } ?? "C"
        let encoding = value.uppercased().filter { $0 != "-" }
        if encoding.hasSuffix(".UTF8") || encoding.contains(".UTF8@") { return .good(Self.subject, "UTF-8 (\(value))") }
        return .warning(
            Self.subject,
            "the locale \(value) says nothing of UTF-8, which Kelp writes all the same: if letters are garbled, export LC_ALL=C.UTF-8"
        )
    }

    private static var currentSize: Size? {
        for descriptor in [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO] {
            var size = winsize()
            guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { continue }
            return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
        }
        return nil
    }
}
