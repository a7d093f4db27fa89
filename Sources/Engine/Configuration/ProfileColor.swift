/// The colours that a profile's name can have on the screen, so that nobody takes one cluster for another.
public enum ProfileColor: String, Hashable, Sendable, CaseIterable {
    /// What production has unless it says otherwise.
    case red
    case orange, yellow, green, blue, magenta
}
