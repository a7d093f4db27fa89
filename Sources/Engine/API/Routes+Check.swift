extension Routes {
    /// Something that must work before the server is ready, for example `index`, with the reason where it does not.
    public struct Check: Hashable, Sendable {
        /// What was checked, in a word.
        public var name: String
        /// Why it does not work; `nil` if it does.
        public var trouble: SafeText?

        /// Makes the outcome of a check.
        public init(name: String, trouble: SafeText? = nil) {
            self.name = name
            self.trouble = trouble
        }

        /// Tries whether something works.
        /// - Parameter patience: how long it may take; whoever asks whether a server is ready does not wait for long.
        public static func attempt(
            _ name: String, within patience: Duration = .seconds(3), _ work: @escaping @Sendable () async throws(Failure) -> Void
        ) async -> Check {
            await withTaskGroup(of: Check.self) { group in
                group.addTask {
                    do throws(Failure) {
                        try await work()
                        return Check(name: name)
                    } catch {
                        return Check(name: name, trouble: error.sentence)
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: patience)
                    return Check(name: name, trouble: "It did not answer within \(patience.components.seconds) s.")
                }
                defer { group.cancelAll() }
                return await group.next() ?? Check(name: name)
            }
        }
    }
}
