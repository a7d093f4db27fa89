import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

// Within that suite, so that they take turns: who waits for a terminal blocks one of the few threads that all tests share.
extension RestoredTerminalTests {
    @Suite("A secret typed at the terminal") struct TerminalPromptTests {
        @Test("is not shown, and goes with the question to the server; the terminal is as it was")
        func typed() throws {
            try asking { terminal in
                terminal.send("hunterX\u{7F}2\r")
                // Nobody listens on the port: that the search got so far shows that the secret was taken.
                let status = try terminal.waitForEnd()
                #expect(status == 69)
                #expect(terminal.has("cannot be reached"))
                #expect(!terminal.has("hunter"))
            }
        }

        @Test(
            "can be called off, and the shell sees why",
            arguments: [("hun\u{3}", 128 + SIGINT), ("\u{1C}", 128 + SIGINT), ("\r", 78), ("\u{4}", 78), ("hunter2\u{15}\r", 78)])
        func calledOff(keys: String, expected: Int32) throws {
            try asking { terminal in
                terminal.send(keys)
                let status = try terminal.waitForEnd()
                #expect(status == expected)
                #expect(!terminal.has("hun"))
            }
        }

        @Test("gives the terminal back when a signal ends the program", arguments: [SIGTERM, SIGHUP])
        func signal(number: Int32) throws {
            try asking { terminal in
                kill(terminal.process, number)
                let status = try terminal.waitForEnd()
                #expect(status == 128 + number)
            }
        }

        /// Runs a search that asks, up to the question.
        private func asking(_ body: (PseudoTerminal) throws -> Void) throws {
            let file = NSTemporaryDirectory() + "/kelp-prompt-\(UUID().uuidString).json5"
            let settings =
                "{ elasticsearch: 'http://127.0.0.1:1', elasticsearchUser: 'ada', elasticsearchPassword: { prompt: 'Word of ada' } }"
            try Data(settings.utf8).write(to: URL(fileURLWithPath: file))
            defer { unlink(file) }
            let terminal = try PseudoTerminal([PseudoTerminal.kelp, "search", "x", "--config", file])
            try terminal.wait(for: "Word of ada: ")
            #expect(terminal.modes != terminal.modesBefore)
            try body(terminal)
            #expect(terminal.modes == terminal.modesBefore)
        }
    }
}
