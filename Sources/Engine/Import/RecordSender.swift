/// Produces the lines of files as records of a topic.
public struct RecordSender: Sendable {
    /// What a line is.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// The value of a record.
        case lines
        /// A record as `kelp tail --format jsonl` writes it: key, headers and timestamp as well.
        case jsonl
    }

    private let producer: KafkaProducer
    private let topic: TopicName
    private let format: Format
    private let keyField: FieldPath?

    /// - Parameters:
    ///   - producer: what sends; it is to be flushed afterwards.
    ///   - keyField: in `.lines`, the field of a JSON value that becomes the record's key; without one there is no key.
    public init(producer: KafkaProducer, topic: TopicName, format: Format = .lines, keyField: FieldPath? = nil) {
        self.producer = producer
        self.topic = topic
        self.format = format
        self.keyField = keyField
    }

    /// Hands the records of one file to the producer.
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - onRefused: hears of each line that cannot be sent, by its number from 1, and why.
    ///   - onSent: hears after each piece of the file how many records of it were handed over.
    /// - Returns: how many records were handed over.
    /// - Throws: `.noInput` or `.notAllowed` if the file cannot be read, `.cancelled`, and what the producer throws.
    public func run(
        _ path: String, onRefused: (Int, SafeText) -> Void, onSent: (Int) -> Void = { _ in }
    ) async throws(Failure) -> Int {
        let file = try InputFile(path: path)
        var splitter = LineSplitter()
        var sent = 0
        var isAtEnd = false
        while !isAtEnd {
            let chunk = try file.read()
            isAtEnd = chunk.isEmpty
            for item in isAtEnd ? splitter.finish() : splitter.split(chunk) {
                if Task.isCancelled { throw Failure(.cancelled, "producing was called off") }
                if let problem = try await send(item) { onRefused(item.line, problem) } else { sent += 1 }
            }
            onSent(sent)
        }
        return sent
    }

    /// - Returns: why the line cannot be a record, if it cannot.
    private func send(_ item: ImportedItem) async throws(Failure) -> SafeText? {
        if let problem = item.problem { return problem }
        let record: RecordLine
        do throws(RecordLine.Problem) {
            record = format == .lines ? RecordLine(value: item.bytes, keyField: keyField) : try RecordLine(json: item.bytes)
        } catch {
            return error.sentence
        }
        do throws(Failure) {
            try await producer.send(
                topic: topic, key: record.key, value: record.value, headers: record.headers, timestamp: record.timestamp)
            return nil
        } catch {
            guard error.kind == .badData else { throw error }
            return error.sentence
        }
    }
}
