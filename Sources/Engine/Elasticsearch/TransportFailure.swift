/// A node gave no answer, or none that can be used.
struct TransportFailure: Error, Hashable, Sendable {
    /// How far it got.
    enum Kind: Hashable, Sendable {
        /// No connection came about: the node knows nothing of the request.
        case unreachable
        /// The connection was made, but the two do not trust each other or do not understand each other.
        case untrusted
        /// The connection ended in the middle: the request may have been done.
        case brokenOff
        /// The answer did not come in time: the request may have been done.
        case timedOut
        /// The answer is larger than it may be, or no HTTP.
        case unusable
        /// Kelp cannot ask like this: a certificate file that is not there, for example.
        case misconfigured
        /// Nobody waits for it any more.
        case cancelled
    }

    var kind: Kind
    /// What was asked of which node, and what happened.
    var sentence: SafeText

    /// What comes of a request whose task was cancelled.
    static let calledOff = TransportFailure(.cancelled, "the request was called off")

    init(_ kind: Kind, _ sentence: SafeText) {
        self.kind = kind
        self.sentence = sentence
    }

    /// Whether another attempt cannot do anything twice.
    var isUntouched: Bool { kind == .unreachable }

    /// Whether the same attempt, or one at another node, may succeed soon. One that timed out has used up its time.
    var isWorthRetrying: Bool { kind == .unreachable || kind == .brokenOff }

    var failure: Failure {
        switch kind {
        case .unreachable, .brokenOff: Failure(.unavailable, sentence)
        case .timedOut: Failure(.tryAgain, sentence)
        case .untrusted, .misconfigured: Failure(.configuration, sentence)
        case .unusable: Failure(.unavailable, sentence)
        case .cancelled: Failure(.cancelled, sentence)
        }
    }
}
