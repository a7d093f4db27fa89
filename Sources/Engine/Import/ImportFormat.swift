/// How documents are written in a file.
public enum ImportFormat: String, Hashable, Sendable, CaseIterable {
    /// One JSON object a line.
    case lines = "ndjson"
    /// A JSON array of objects, or objects one after the other, over as many lines as they like.
    case json
    /// Comma-separated values as in RFC 4180, with the fields' names in the first row.
    case csv

    /// Guesses the format from a file's name and its first bytes.
    static func guess(name: String, start: [UInt8]) -> ImportFormat {
        let name = name.lowercased()
        if name.hasSuffix(".csv") { return .csv }
        if name.hasSuffix(".ndjson") || name.hasSuffix(".jsonl") { return .lines }
        let lines = start.split(separator: UInt8(ascii: "\n"), maxSplits: 64).lazy.compactMap { $0.first { $0 > 0x20 } }
        switch lines.first {
        case UInt8(ascii: "["): return .json
        // An object that goes on in the next line has no brace there, and must have something.
        case UInt8(ascii: "{"): return lines.dropFirst().first.map { $0 == UInt8(ascii: "{") } ?? true ? .lines : .json
        default:
            let header = start.prefix { $0 != UInt8(ascii: "\n") }
            return header.contains(UInt8(ascii: ",")) ? .csv : .lines
        }
    }
}

/// One document as a file has it, or what could not be one.
struct ImportedItem: Hashable, Sendable {
    /// The line it begins in, from 1.
    var line: Int
    /// Its JSON; what came, if it has a problem.
    var bytes: [UInt8]
    /// Why it cannot be a document, where that is known before it is decoded.
    var problem: SafeText?
}

/// Cuts a file that comes in pieces into items.
protocol ItemSplitter {
    /// Takes in a piece.
    /// - Returns: the items that are complete now.
    mutating func split(_ chunk: [UInt8]) -> [ImportedItem]
    /// Takes in the end of the file.
    mutating func finish() -> [ImportedItem]
}

/// What an item may have at most, in bytes: one that is longer is refused instead of filling the memory.
let longestItem = 64_000_000

/// The problem of an item that is too long.
let tooLong: SafeText = "it is longer than 64 MB"

/// How much of an item is kept that is too long.
let keptOfTooLong = 1000
