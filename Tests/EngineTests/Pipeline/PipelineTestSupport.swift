import Engine
import Testing

let playlists: TopicName = "playlist_created"
let playlist: IndexName = "playlist"
let routes: Pipeline.Routes = [playlists: playlist]

func partition(_ number: Int32 = 0) -> TopicPartition { TopicPartition(playlists, number) }

/// A record as it comes from a producer.
func record(_ offset: Int64, _ value: String?, key: String? = nil, partition number: Int32 = 0) -> Record {
    Record(
        partition: partition(number), offset: Offset(offset), timestamp: .now, key: key.map { Array($0.utf8) },
        value: value.map { Array($0.utf8) })
}

/// Records of documents with their offset as id.
func records(_ count: Int, partition number: Int32 = 0, padding: Int = 0) -> [Record] {
    let text = String(repeating: "x", count: padding)
    return (0..<Int64(count)).map { record($0, #"{"id":"\#(number)-\#($0)","name":"n\#(text)"}"#, partition: number) }
}

/// Waits for a condition, for longer than any machine should need.
func eventually(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async -> Bool
) async {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if await isSo() { return }
        try? await Task.sleep(for: .milliseconds(2))
    }
    Issue.record(what, sourceLocation: sourceLocation)
}

extension Pipeline {
    /// Runs in a task of its own.
    func start() -> Task<Result<Void, Failure>, Never> {
        Task {
            do throws(Failure) {
                return .success(try await run())
            } catch {
                return .failure(error)
            }
        }
    }
}

extension Task where Success == Result<Void, Engine.Failure>, Failure == Never {
    /// Calls it off, as SIGTERM does, and waits.
    func stop() async throws {
        cancel()
        try await value.get()
    }
}
