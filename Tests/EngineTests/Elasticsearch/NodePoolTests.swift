import Testing

@testable import Engine

@Suite("Node pool") struct NodePoolTests {
    private let start = ContinuousClock.now

    private let n = (0..<3).compactMap { try? NodeAddress("http://n\($0):9200") }

    private func pool(_ count: Int) throws -> NodePool { NodePool(Array(n.prefix(count))) }

    @Test("asks one node after the other")
    func turns() throws {
        var pool = try pool(3)
        #expect((0..<7).map { _ in pool.next(at: start) } == [n[0], n[1], n[2], n[0], n[1], n[2], n[0]])
    }

    @Test("leaves out a dead node until it answers, and doubles the pause before each probe")
    func rests() throws {
        var pool = try pool(2)
        for pause in [1, 2, 4, 5, 5] {
            pool.markDead(n[0], at: start, because: "gone", since: Timestamp(milliseconds: 5))
            #expect((0..<3).map { _ in pool.next(at: start + .seconds(60)) } == [n[1], n[1], n[1]])
            let probe = pool.nextProbe(at: start)
            #expect(probe?.address == n[0] && probe?.at == start + .seconds(pause))
        }
        #expect(pool.notice == "1 of 2 nodes of the index does not answer: http://n0:9200; asked again every 5 s")
        #expect(pool.nodes[0].trouble?.sentence == "gone")
        #expect(pool.nodes[0].trouble?.since == Timestamp(milliseconds: 5))
        pool.markAlive(n[0])
        let probe = pool.nextProbe(at: start)
        #expect(pool.nodes[0].trouble == nil && pool.notice == nil && probe == nil)
        #expect(Set((0..<2).map { _ in pool.next(at: start) }) == [n[0], n[1]])
    }

    @Test("leaves out a node that was slower than another, but says nothing of it until it gives no answer to a probe")
    func slower() throws {
        var pool = try pool(2)
        pool.pass(over: n[0], at: start)
        #expect((0..<2).map { _ in pool.next(at: start) } == [n[1], n[1]])
        #expect(pool.notice == nil && pool.nodes[0].trouble == nil)
        let probe = pool.nextProbe(at: start)
        #expect(probe?.address == n[0] && probe?.at == start + .seconds(1))
        pool.markDead(n[0], at: start, because: "gone", since: .now)
        #expect(pool.notice != nil)
    }

    @Test("where all are dead, asks the one that has rested longest")
    func allDead() throws {
        var pool = try pool(3)
        for (index, delay) in [(0, 2), (1, 0), (2, 1)] {
            pool.markDead(n[index], at: start + .milliseconds(delay), because: "gone", since: .now)
        }
        #expect(pool.next(at: start) == n[1])
        #expect(pool.next(at: start, tried: [n[1]]) == n[2])
        #expect(pool.next(at: start, tried: Set(n)) == n[1])
    }

    @Test("does not ask again who was tried, as long as there are others")
    func tried() throws {
        var pool = try pool(3)
        #expect(pool.next(at: start, tried: [n[0], n[1]]) == n[2])
        pool.markDead(n[2], at: start, because: "gone", since: .now)
        #expect(pool.next(at: start, tried: [n[0], n[1]]) == n[2])
    }
}

@Suite("Retry policy") struct RetryPolicyTests {
    private static let policy = RetryPolicy()
    typealias Outcome = Result<NodeResponse, TransportFailure>

    private static func answer(_ status: Int, after: Duration? = nil) -> Outcome {
        var response = NodeResponse(status: status)
        response.retryAfter = after
        return .success(response)
    }

    private static func failed(_ kind: TransportFailure.Kind) -> Outcome { .failure(TransportFailure(kind, "x")) }

    @Test(
        "tries again what may help and cannot be done twice",
        arguments: [
            (answer(200), true, nil), (answer(404), true, nil), (answer(500), true, nil), (answer(429), true, .milliseconds(50)),
            (answer(502), true, .milliseconds(50)), (answer(503), true, .milliseconds(50)),
            (answer(504), true, .milliseconds(50)),
            (answer(429), false, .milliseconds(50)), (answer(503), false, nil), (failed(.unreachable), false, .milliseconds(50)),
            (failed(.brokenOff), true, .milliseconds(50)), (failed(.brokenOff), false, nil), (failed(.timedOut), true, nil),
            (failed(.untrusted), true, nil), (failed(.cancelled), true, nil),
            (answer(429, after: .seconds(3)), true, .seconds(3)), (answer(503, after: .seconds(60)), true, nil),
        ] as [(Outcome, Bool, Duration?)])
    func worth(outcome: Outcome, isIdempotent: Bool, pause: Duration?) {
        #expect(RetryPolicyTests.policy.pause(after: 1, outcome, isIdempotent: isIdempotent, chance: 0.5) == pause)
    }

    @Test("waits longer each time, by chance, up to a limit, and not for ever")
    func grows() {
        var policy = RetryPolicy()
        policy.attempts = 20
        let busy = RetryPolicyTests.answer(503)
        let pauses = (1...20).map { policy.pause(after: $0, busy, isIdempotent: true, chance: 1) }
        #expect(pauses.prefix(4) == [.milliseconds(100), .milliseconds(200), .milliseconds(400), .milliseconds(800)])
        #expect(pauses[18] == .seconds(5))
        #expect(pauses[19] == nil)
        #expect(policy.pause(after: 3, busy, isIdempotent: true, chance: 0) == .zero)
    }
}
