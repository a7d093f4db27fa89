/// Brings the documents of a file into an index. What cannot be one is kept with the dead letters, and the rest goes on.
public struct Importer: Sendable {
    /// How far an import has come.
    public struct Progress: Hashable, Sendable {
        /// How much of the file has been read.
        public var bytesRead = 0
        /// How long the file is; `nil` for standard input and pipes.
        public var totalBytes: Int?
        /// Documents that are in the index.
        public var imported = 0
        /// Documents that were refused.
        public var refused = 0

        /// Makes progress that is none yet.
        public init(totalBytes: Int? = nil) { self.totalBytes = totalBytes }
    }

    private let index: any SearchIndex
    private let name: IndexName
    private let decoder: DocumentDecoder
    private let format: ImportFormat?

    /// Makes an importer.
    /// - Parameters:
    ///   - index: where the documents go.
    ///   - name: the index there that they belong to.
    ///   - idField: the field that holds a document's id; one without it is called after its file and line.
    ///   - format: how the file is written; guessed where it is `nil`.
    public init(index: any SearchIndex, into name: IndexName, idField: String = "id", format: ImportFormat? = nil) {
        self.index = index
        self.name = name
        decoder = DocumentDecoder(idField: idField)
        self.format = format
    }

    /// Imports one file.
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - onRefused: hears of everything that was refused, by line.
    ///   - onProgress: hears how far it is after each batch.
    /// - Returns: what became of all.
    /// - Throws: `.noInput` or `.notAllowed` if the file cannot be read, `.cancelled` between two batches, and what the index throws.
    public func run(
        _ path: String, onRefused: (DeadLetter) -> Void = { _ in }, onProgress: (Progress) -> Void = { _ in }
    ) async throws(Failure) -> Progress {
        var reader = try ImportReader(path: path, format: format)
        let label = Importer.label(of: reader.name)
        var batch = ImportBatch(index: index, name: name, file: reader.name, progress: Progress(totalBytes: reader.totalBytes))
        while let items = try reader.next() {
            for item in items {
                do throws(DocumentDecoder.Refusal) {
                    batch.add(try document(of: item, label: label), line: item.line)
                } catch {
                    onRefused(batch.refuse(item.bytes, line: item.line, error))
                }
                if batch.isFull {
                    try await batch.write(onRefused)
                    batch.progress.bytesRead = reader.bytesRead
                    onProgress(batch.progress)
                }
            }
        }
        // What the index refuses of the last batch needs another one.
        while !batch.isEmpty { try await batch.write(onRefused) }
        batch.progress.bytesRead = reader.bytesRead
        onProgress(batch.progress)
        return batch.progress
    }

    /// What ids begin with that are made of a file and a line.
    /// - Parameter file: its name as dead letters have it.
    static func label(of file: String) -> String {
        file == ImportReader.standardInput ? "stdin" : String(file.split(separator: "/").last ?? "file")
    }

    private func document(of item: ImportedItem, label: String) throws(DocumentDecoder.Refusal) -> Document {
        if let problem = item.problem { throw DocumentDecoder.Refusal(.notJSON, problem) }
        return try decoder.decode(item.bytes, index: name, fallbackID: DocumentID("\(label)-\(item.line)"))
    }
}
