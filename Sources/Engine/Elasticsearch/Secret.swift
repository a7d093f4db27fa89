/// A password, key or token: nothing that prints, logs or dumps it shows more than that it is there.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the one place that sends it.
    let revealed: String

    /// Keeps the text; a line break at its end, as files have it, is no part of it.
    public init(_ text: String) {
        var text = Substring(text)
        while let last = text.last, last.isNewline { text.removeLast() }
        revealed = String(text)
    }

    /// Three dots, whatever it is.
    public var description: String { "•••" }
    /// Three dots, whatever it is.
    public var debugDescription: String { "•••" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// Whether it can stand in a header: printable ASCII without line breaks.
    var isFitForHeader: Bool { !revealed.isEmpty && revealed.utf8.allSatisfy { 0x21...0x7E ~= $0 } }
}

/// Who Kelp says it is.
public enum Credentials: Hashable, Sendable {
    /// A user with a password.
    case basic(user: String, password: Secret)
    /// An API key as Elasticsearch hands it out, encoded in Base64.
    case apiKey(Secret)
    /// A token of somebody who vouches for Kelp.
    case bearer(Secret)
}
