import Engine
import Foundation
import Testing

@testable import Console

@Suite("Output") struct OutputTests {
    private static let hostile: [UInt8] = Array("a\u{1B}[31m\u{202E}b\r\u{9B}2J\t대\n".utf8) + [0xFF, 0x00, 0x0A]

    @Test("gives a pipe every byte")
    func pipe() throws {
        let output = Output()
        try output.write(Self.hostile)
        #expect(output.bytes == Self.hostile)
    }

    @Test("gives a terminal nothing that it would act on, but keeps the lines")
    func terminal() throws {
        let output = Output(terminalColumns: 80)
        try output.write(Self.hostile)
        try output.line("end \("\u{1B}")")
        #expect(String(decoding: output.bytes, as: UTF8.self) == "a\\e[31m\\u202eb\\r\\u009b2J\\t대\n\u{FFFD}\\u0000\nend \\e\n")
    }

    @Test("a line that ends as CSV's do ends as a terminal's; a carriage return within one is shown")
    func carriageReturn() throws {
        let output = Output(terminalColumns: 80)
        try output.write(csvLine(["대", "b\rc"]))
        #expect(String(decoding: output.bytes, as: UTF8.self) == "대,\"b\\rc\"\n")
    }

    @Test("a status line is rewritten on a terminal, taken away for a note, and nothing in a pipe")
    func status() {
        let terminal = Output(terminalColumns: 8)
        terminal.status("대한민국 국")
        terminal.status("b")
        terminal.note("c")
        #expect(String(decoding: terminal.bytes, as: UTF8.self) == "\r대한민…\rb      \r \rc\n")
        let pipe = Output()
        pipe.status("a")
        pipe.clearStatus()
        #expect(pipe.bytes.isEmpty)
    }

    @Test("a reader that has gone calls the command off; a full disk is told")
    func broken() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        let output = Output(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        try output.write([1])
        #expect(performing: { try output.flush() }, throws: { ($0 as? Failure)?.kind == .cancelled })
        #expect(output.isBroken)

        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let disk = Output(descriptor: full)
        try disk.write([1])
        #expect(performing: { try disk.flush() }, throws: { ($0 as? Failure)?.kind == .disk })
    }
}
