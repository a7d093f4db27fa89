import Conformance
import Engine
import Foundation

// Random and broken queries through the parser, the live matcher and the embedded index, and on the servers that ELASTICSEARCH_URL and
// OPENSEARCH_URL name: `Fuzz [MINUTES [SEED]]`. A crash leaves the text that did it in a file, which is named at the start; what takes more than
// 100 ms, what a server refuses, and what index and matcher disagree about, is told at the end.

func fuzz() async throws -> Bool {
    let arguments = CommandLine.arguments
    let minutes = arguments.dropFirst().first.flatMap(Double.init) ?? 1
    let seed = arguments.dropFirst(2).first.flatMap(UInt64.init) ?? UInt64.random(in: 0...UInt64.max)
    let folder = FileManager.default.temporaryDirectory.appending(path: "kelp-fuzz-\(seed)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    FileHandle.standardError.write(Data("seed \(seed); the query being tried is in \(folder.path())/query.txt\n".utf8))
    let addresses = ["ELASTICSEARCH_URL", "OPENSEARCH_URL"].compactMap { name in
        ProcessInfo.processInfo.environment[name].map { (name, $0) }
    }
    var fuzzer = try await Fuzzer(seed: seed, folder: folder, addresses: addresses)
    let isClean = try await fuzzer.run(for: .seconds(minutes * 60))
    if isClean { try FileManager.default.removeItem(at: folder) }
    return isClean
}

exit(try await fuzz() ? 0 : 1)
