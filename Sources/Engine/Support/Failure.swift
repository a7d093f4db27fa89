/// Something could not be done. The one error type of the engine: what went wrong, in one sentence for a person, and what kind it
/// is, for a program.
public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as `sysexits.h` sorts it; the command line turns it into an exit status.
    public enum Kind: Hashable, Sendable {
        /// The words of the command line, the query, or an unknown index.
        case usage
        /// The input is not what it should be.
        case badData
        /// The input is not there.
        case noInput
        /// A server cannot be reached.
        case unavailable
        /// Kelp is wrong.
        case defect
        /// The disk: full, unreadable, damaged.
        case disk
        /// It took too long or something is in the way for now; trying again may help.
        case tryAgain
        /// Not permitted.
        case notAllowed
        /// The configuration.
        case configuration
        /// It was called off; nobody needs to be told.
        case cancelled
    }

    /// What kind it is.
    public var kind: Kind
    /// What was wrong, where, and how to mend it.
    public var sentence: SafeText

    /// Makes a failure.
    public init(_ kind: Kind, _ sentence: SafeText) {
        self.kind = kind
        self.sentence = sentence
    }

    /// Whether the same attempt may succeed later without anybody changing anything in Kelp.
    public var isWorthRetrying: Bool { kind == .unavailable || kind == .tryAgain || kind == .disk }

    /// The sentence.
    public var description: String { sentence.string }
}
