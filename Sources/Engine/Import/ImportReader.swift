/// Reads the items of a file one piece at a time.
struct ImportReader {
    /// What standard input is called in messages.
    static let standardInput = "standard input"

    /// What the file is called in messages and ids.
    let name: String
    /// How long the file is, where that is known.
    let totalBytes: Int?
    /// How much of it has been read.
    private(set) var bytesRead = 0

    private let file: InputFile
    private let format: ImportFormat?
    private var splitter: (any ItemSplitter)?
    private var isAtEnd = false

    /// Opens a file.
    /// - Parameter path: `-` is standard input.
    init(path: String, format: ImportFormat?) throws(Failure) {
        file = try InputFile(path: path)
        name = path == "-" ? ImportReader.standardInput : path
        totalBytes = file.size
        self.format = format
    }

    /// The next items, possibly none; `nil` at the end of the file.
    mutating func next() throws(Failure) -> [ImportedItem]? {
        if isAtEnd { return nil }
        var chunk = try file.read()
        bytesRead += chunk.count
        var splitter = self.splitter ?? begin(&chunk)
        self.splitter = nil  // so that what it holds of an item is added to in place
        var items = splitter.split(chunk)
        if chunk.isEmpty {
            isAtEnd = true
            items += splitter.finish()
        }
        self.splitter = splitter
        return items
    }

    private func begin(_ chunk: inout [UInt8]) -> any ItemSplitter {
        // A byte order mark at the start of a file is an editor's doing, not the document's.
        if chunk.starts(with: [0xEF, 0xBB, 0xBF]) { chunk.removeFirst(3) }
        switch format ?? .guess(name: name, start: chunk) {
        case .lines: return LineSplitter()
        case .json: return JSONSplitter()
        case .csv: return CSVSplitter()
        }
    }
}
