import Engine

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

/// A terminal that plays a script. What waits for the screen to show something waits for just that and never for a time.
final class FakeTerminal: Terminal {
    enum Step {
        /// Types text, each character a key.
        case type(String)
        case input(Input)
        /// Goes on once this is on the screen.
        case until(String)
        case untilGone(String)
        /// Does something outside, on the terminal's thread.
        case act(() -> Void)
        /// Makes the next frame another one in the list of those that a test looks at.
        case look
    }

    private(set) var size: Size
    let colors = 256
    let wakeup: Wakeup
    private var steps: [Step] {
        didSet { patience = .now + .seconds(60) }
    }
    /// When what the script waits for is given up.
    private var patience = ContinuousClock.now + .seconds(60)
    private var now = ""
    /// The screens that `look` kept.
    private(set) var looks: [String] = []
    private(set) var copied: [[UInt8]] = []
    private(set) var presented = 0
    /// What the script waited for in vain.
    private(set) var missing: String?

    init(size: Size, _ steps: [Step]) throws {
        self.size = size
        self.steps = steps
        wakeup = try Wakeup()
    }

    func present(_ frame: Frame) {
        now = frame.text
        presented += 1
    }

    func read(until deadline: ContinuousClock.Instant?) -> [Input] {
        while let step = steps.first {
            switch step {
            case .type(let text):
                steps.removeFirst()
                return text.map { .key(.character($0)) }
            case .input(let input):
                steps.removeFirst()
                if case .resized(let size) = input { self.size = size }
                return [input]
            case .act(let act):
                act()
                steps.removeFirst()
            case .look:
                looks.append(now)
                steps.removeFirst()
            case .until(let text) where now.contains(text): steps.removeFirst()
            case .untilGone(let text) where !now.contains(text): steps.removeFirst()
            case .until(let text), .untilGone(let text):
                guard ContinuousClock.now < patience else {
                    missing = text + "\n" + now
                    steps = []
                    break
                }
                sleep(until: deadline)
                return []
            }
        }
        return [.closed]
    }

    private func sleep(until deadline: ContinuousClock.Instant?) {
        let rest = deadline.map { ($0 - .now) / .milliseconds(1) } ?? 5_000
        var source = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&source, 1, Int32(max(0, min(rest, 5_000)).rounded(.up))) > 0 { wakeup.drain() }
    }

    func invalidate() {}
    func suspend() {}
    func copy(_ bytes: [UInt8]) { copied.append(bytes) }
    func setTitle(_ title: SafeText) {}
}

extension Frame {
    /// The frame's rows without the blanks at their ends.
    var text: String {
        (0..<size.rows).map { y in
            var row = (0..<size.columns).map { self[$0, y].text }.joined()
            while row.last == " " { row.removeLast() }
            return row
        }.joined(separator: "\n")
    }
}

/// What became of a script.
struct Played: Sendable {
    var status: Int32
    var looks: [String]
    var copied: [[UInt8]]
    var presented: Int
    var missing: String?
    var state: State
}

/// A thread of its own for the loop, which blocks.
actor ConsoleThread {
    private let executor = ThreadExecutor()
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func play(_ setup: ConsoleSetup, size: Size = Size(columns: 120, rows: 32), _ steps: sending [FakeTerminal.Step]) throws
        -> Played
    {
        let terminal = try FakeTerminal(size: size, steps)
        let program = Program(setup, on: terminal, zone: .utc)
        let status = program.run()
        return Played(
            status: status, looks: terminal.looks, copied: terminal.copied, presented: terminal.presented,
            missing: terminal.missing, state: program.state)
    }
}
