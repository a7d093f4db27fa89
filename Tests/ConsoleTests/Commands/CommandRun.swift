import Engine

@testable import Console

/// A headless command run within the test, with what it wrote.
struct CommandRun {
    let status: Console.ExitStatus
    let output: String
    let errors: String

    /// - Parameter terminalColumns: acts as if output and errors were a terminal of so many columns.
    init(_ words: [String], environment: [String: String] = ["HOME": "/nowhere"], terminalColumns: Int? = nil) async {
        let output = Output(terminalColumns: terminalColumns)
        let errors = Output(terminalColumns: terminalColumns)
        let launcher = Launcher(environment: environment, output: output, errors: errors)
        status = await launcher.status { () async throws(Failure) in
            guard let (command, invocation) = try launcher.prepare(words) else { return .done }
            guard case .headless(let body) = command.run else {
                throw Failure(.defect, "it needs a screen")
            }
            return try await body(invocation)
        }
        self.output = String(decoding: output.bytes, as: UTF8.self)
        self.errors = String(decoding: errors.bytes, as: UTF8.self)
    }
}
