import Engine

/// A screen and a keyboard. The program's loop owns one and calls it on one thread only.
protocol Terminal: AnyObject {
    /// The size now.
    var size: Size { get }

    /// How many colours it shows; 0 is none, or none wanted.
    var colors: Int { get }

    /// Shows a frame.
    func present(_ frame: Frame)

    /// Wakes `read` from any thread.
    var wakeup: Wakeup { get }

    /// Sleeps until there is input, until `wakeup` was signalled, or until the deadline; then returns all input there is.
    func read(until deadline: ContinuousClock.Instant?) -> [Input]

    /// Draws everything again on the next `present`, whatever the terminal shows now.
    func invalidate()

    /// Gives the terminal back, stops the process until the shell continues it, and takes the terminal again.
    func suspend()

    /// Puts text on the terminal's clipboard (OSC 52).
    func copy(_ bytes: [UInt8])

    /// Sets the window's title.
    func setTitle(_ title: SafeText)
}
