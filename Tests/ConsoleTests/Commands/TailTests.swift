import Engine
import Synchronization
import Testing

@testable import Console

@Suite("Tail") struct TailTests {
    private static let left = TopicPartition("t", 0)
    private static let right = TopicPartition("t", 1)

    private static let gap = TopicPartition("t", 2)

    private static func record(_ partition: TopicPartition, _ offset: Int64, _ value: String) -> Record {
        Record(partition: partition, offset: Offset(offset), value: Array(value.utf8))
    }

    /// Runs a tail over what a source brings.
    private func run(
        _ polls: [Polled], start: StartPosition = .beginning, ends: [TopicPartition: Range<Int64>]?, query: String? = nil
    ) async throws -> (output: String, errors: String, source: ScriptedSource) {
        let source = ScriptedSource(polls)
        let output = Output()
        let errors = Output()
        let configuration = try Configuration.load(file: nil, environment: ["HOME": "/h"], options: [:])
        let filter = try query.map { RecordFilter(query: try parsedQuery($0, fields: .documents), configuration: configuration) }
        var tail = Tail(
            source: source, start: start, ends: ends, filter: filter, format: .table,
            invocation: Invocation(
                arguments: Arguments(), configuration: configuration, environment: [:], output: output, errors: errors))
        try await tail.run()
        return (String(decoding: output.bytes, as: UTF8.self), String(decoding: errors.bytes, as: UTF8.self), source)
    }

    @Test("stops at what was the end of every partition, and writes nothing beyond it")
    func untilEnd() async throws {
        let result = try await run(
            [
                Polled(events: [.assigned([Self.left, Self.right])]),
                Polled(records: [
                    Self.record(Self.left, 0, "a"), Self.record(Self.left, 1, "b"), Self.record(Self.left, 2, "late"),
                ]),
                Polled(records: [Self.record(Self.right, 3, "c")]),
                Polled(events: [.reachedEnd(Self.right, next: 6)]),
                Polled(records: [Self.record(Self.gap, 0, "d"), Self.record(Self.gap, 2, "late, and 1 was compacted away")]),
            ], ends: [Self.left: 0..<2, Self.right: 0..<6, Self.gap: 0..<2])
        #expect(result.output == "\tt\t0\t0\t\ta\n\tt\t0\t1\t\tb\n\tt\t1\t3\t\tc\n\tt\t2\t0\t\td\n")
        #expect(result.source.assigned == [Self.left: .beginning, Self.right: .beginning])
    }

    @Test("has nothing to wait for where nothing is there, or from the end")
    func empty() async throws {
        #expect(try await run([], ends: [Self.left: 5..<5]).output.isEmpty)
        #expect(try await run([], start: .end, ends: [Self.left: 0..<5]).output.isEmpty)
    }

    @Test("lets through what a query finds")
    func query() async throws {
        let records = [#"{"name":"jazz"}"#, #"{"name":"rock"}"#, "no JSON", #"{"name":"Jazz piano"}"#]
        let result = try await run(
            [Polled(records: records.enumerated().map { Self.record(Self.left, Int64($0), $1) })], ends: [Self.left: 0..<4],
            query: "name:jazz -since:2000")
        #expect(result.output == "\tt\t0\t0\t\t{\"name\":\"jazz\"}\n\tt\t0\t3\t\t{\"name\":\"Jazz piano\"}\n")
    }

    @Test("tells trouble on standard error and goes on")
    func trouble() async throws {
        let result = try await run(
            [Polled(records: [Self.record(Self.left, 0, "a")], events: [.trouble("it is \("\u{1B}") down")])],
            ends: [Self.left: 0..<1])
        #expect(result.errors == "kelp: it is \\e down\n")
        #expect(result.output == "\tt\t0\t0\t\ta\n")
    }
}

/// Brings what the test has written down, then nothing.
private final class ScriptedSource: RecordSource {
    private let state: Mutex<(polls: [Polled], assigned: [TopicPartition: StartPosition])>

    init(_ polls: [Polled]) { state = Mutex((polls, [:])) }

    var assigned: [TopicPartition: StartPosition] { state.withLock { $0.assigned } }

    func poll(max: Int, timeout: Duration) async throws(Failure) -> Polled {
        let next = state.withLock { $0.polls.isEmpty ? nil : $0.polls.removeFirst() }
        guard let next else { throw Failure(.defect, "the tail did not stop") }
        return next
    }

    func assign(_ starts: [TopicPartition: StartPosition]) async throws(Failure) { state.withLock { $0.assigned = starts } }
    func unassign() async throws(Failure) {}
    func pause(_ partitions: Set<TopicPartition>) async throws(Failure) {}
    func resume(_ partitions: Set<TopicPartition>) async throws(Failure) {}
    func commit(_ next: [TopicPartition: Offset]) async throws(Failure) {}
    func close() async {}
}
