import Engine
import Foundation

// Searches of the embedded index: `EmbeddedBenchmark fill FOLDER COUNT`, then `EmbeddedBenchmark search FOLDER RATE ROUNDS`, which indexes
// RATE more documents a second meanwhile: one search begins where the one before it ended. `pace FOLDER RATE SEARCHES SECONDS` asks so many
// searches a second at fixed times instead. `write FOLDER RATE SECONDS` only writes. `fill URL/INDEX COUNT` writes the same documents into an index of a server. `type FOLDER TEXT…` asks
// for each text as it is typed, and tells how each letter's search went.

let arguments = CommandLine.arguments
switch (arguments.count, arguments.dropFirst().first) {
case (4, "fill") where arguments[2].hasPrefix("http"): try await fill(server: arguments[2], count: Int(arguments[3]) ?? 100_000)
case (4, "fill"): try await fill(folder: arguments[2], count: Int(arguments[3]) ?? 1_000_000)
case (5, "search"): try await measure(folder: arguments[2], rate: Int(arguments[3]) ?? 0, rounds: Int(arguments[4]) ?? 1)
case (6, "pace"):
    try await pace(
        folder: arguments[2], rate: Int(arguments[3]) ?? 0, searches: Int(arguments[4]) ?? 100, seconds: Int(arguments[5]) ?? 60)
case (5, "write"): try await writeAlone(folder: arguments[2], rate: Int(arguments[3]) ?? 0, seconds: Int(arguments[4]) ?? 60)
case (4..., "type"): try await type(Array(arguments[3...]), in: arguments[2])
default:
    let usage = """
        usage: EmbeddedBenchmark fill FOLDER COUNT | search FOLDER RATE ROUNDS | pace FOLDER RATE SEARCHES SECONDS
               | write FOLDER RATE SECONDS | type FOLDER TEXT…

        """
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}

func fill(folder: String, count: Int) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .writer)
    var writing = Duration.zero
    for first in stride(from: 0, to: count, by: 2_000) {
        let batch = WriteBatch(operations: (first..<min(count, first + 2_000)).map { .index(document($0)) })
        let start = ContinuousClock.now
        _ = try await target.write(batch)
        writing += ContinuousClock.now - start
        if (first + 2_000).isMultiple(of: 100_000) {
            say(
                "filled \(first + 2_000): \(Int(Double(first + 2_000) / (writing / .seconds(1)))) documents/s; \(size(of: folder)); \(memory())"
            )
        }
    }
    await target.close()
    say("closed: \(size(of: folder)); \(memory())")
}

func fill(server: String, count: Int) async throws {
    let (url, name) = (server.prefix(upTo: server.lastIndex(of: "/") ?? server.endIndex), server.split(separator: "/").last ?? "")
    let target = try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(String(url))))
    for first in stride(from: 0, to: count, by: 2_000) {
        let operations = (first..<min(count, first + 2_000)).map { number in
            var document = document(number)
            document.index = IndexName(String(name))
            return WriteOperation.index(document)
        }
        let outcomes = try await target.write(WriteBatch(operations: operations))
        guard outcomes.allSatisfy({ $0 == .done }) else { fatalError("a document was refused") }
    }
    await target.close()
}

func size(of folder: String) -> String {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.sorted().compactMap { name in
        let size = (try? FileManager.default.attributesOfItem(atPath: folder + "/" + name))?[.size] as? Int
        return size.flatMap { $0 > 0 ? "\(name) \($0 / 1_000_000) MB" : nil }
    }.joined(separator: ", ")
}

func memory() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let lines = status.split(separator: "\n").filter { $0.hasPrefix("VmRSS") || $0.hasPrefix("VmHWM") || $0.hasPrefix("RssAnon") }
    return lines.map { $0.split(whereSeparator: \.isWhitespace).prefix(2).joined(separator: " ") + " kB" }.joined(separator: ", ")
}

/// Prints at once, also into a file.
func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
