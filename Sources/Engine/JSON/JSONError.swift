/// The first place where bytes are no JSON.
public struct JSONError: Error, Hashable, Sendable {
    /// Where, in bytes from 0.
    public var offset: Int
    /// In which line, from 1.
    public var line: Int
    /// What is wrong there, as a clause: `a string is not closed`.
    public var problem: SafeText

    init(_ problem: SafeText, at offset: Int, in bytes: [UInt8]) {
        self.offset = offset
        self.problem = problem
        line = bytes[..<offset].reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }

    /// What is wrong and where, in one sentence without a full stop; the line where there are several.
    public var sentence: SafeText {
        line == 1 ? "not JSON: \(problem) at byte \(offset)" : "not JSON: \(problem) at byte \(offset) (line \(line))"
    }
}
