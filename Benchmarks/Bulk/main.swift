import Engine
import Foundation

// Writes small documents through the engine, and prints how many a second: `BulkBenchmark URL INDEX COUNT BATCH`.
// With a folder in place of the URL it writes the same documents as bodies of `_bulk`, for curl; with `kafka:BROKERS`, as records of
// the topic INDEX, from the document BATCH on.

/// About 200 bytes, half of it Korean.
func document(_ number: Int, in index: IndexName) -> Document {
    let name = "비 오는 날 재즈 \(number % 997) jazz for a rainy night"
    let description = "chill, piano \(number % 31) 새벽 감성"
    let popularity = Int64(number * 7919 % 100_000)
    let createdAt = Timestamp(milliseconds: 1_700_000_000_000 + Int64(number) * 1000)
    let source =
        #"{"id":"\#(number)","name":"\#(name)","description":"\#(description)","created_at":\#(createdAt.milliseconds),"popularity":\#(popularity)}"#
    return Document(
        index: index, id: DocumentID("\(number)"), source: Array(source.utf8), name: name, description: description,
        createdAt: createdAt,
        popularity: popularity)
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let count = Int(arguments[3]), let batch = Int(arguments[4]) else {
    FileHandle.standardError.write(Data("usage: BulkBenchmark URL|FOLDER|kafka:BROKERS INDEX COUNT BATCH\n".utf8))
    exit(64)
}
let index = IndexName(arguments[2])
let documents = (0..<count).map { document($0, in: index) }

if arguments[1].hasPrefix("http") {
    let target = try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(arguments[1])))
    try await target.ping()
    let start = ContinuousClock.now
    for first in stride(from: 0, to: count, by: batch) {
        let operations = documents[first..<min(count, first + batch)].map { WriteOperation.index($0) }
        var batch = WriteBatch(operations: operations)
        batch.isWatched = false
        let outcomes = try await target.write(batch)
        guard outcomes.allSatisfy({ $0 == .done }) else { fatalError("\(outcomes.first { $0 != .done } ?? .done)") }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print("kelp: \(Int(Double(count) / seconds)) documents/s")
} else if arguments[1].hasPrefix("kafka:") {
    let brokers = String(arguments[1].dropFirst("kafka:".count))
    let producer = try KafkaProducer(configuration: KafkaConfiguration(brokers: brokers))
    for document in documents[min(batch, count)...] {
        try await producer.send(topic: TopicName(index.rawValue), key: Array(document.id.rawValue.utf8), value: document.source)
    }
    try await producer.flush(timeout: .seconds(60))
    await producer.close()
} else {
    for (number, first) in stride(from: 0, to: count, by: batch).enumerated() {
        var body = Data()
        for document in documents[first..<min(count, first + batch)] {
            // The path of the request names the index, as that of Kelp's bulks does.
            body += Data(#"{"index":{"_id":"\#(document.id.rawValue)"}}"#.utf8) + [0x0A]
            body += Data(document.source) + [0x0A]
        }
        try body.write(to: URL(filePath: "\(arguments[1])/\(number).ndjson"))
    }
}
