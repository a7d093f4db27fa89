import Synchronization

/// Asks the nodes until one answers.
final class ElasticsearchClient: Sendable {
    private let transport: CurlTransport
    private let pool: Mutex<NodePool>
    private let policy: RetryPolicy
    private let clock = ContinuousClock()

    init(_ settings: ElasticsearchSettings, policy: RetryPolicy = RetryPolicy()) throws(Failure) {
        transport = try CurlTransport(settings)
        // Many Kelps that start together should not all begin with the same node.
        pool = Mutex(NodePool(settings.nodes, startingAfter: Int.random(in: 0..<settings.nodes.count)))
        var policy = policy
        policy.attempts = max(policy.attempts, settings.nodes.count + 1)
        self.policy = policy
    }

    /// How the nodes are.
    var nodes: [NodeStatus] {
        pool.withLock { pool in
            pool.nodes.map {
                NodeStatus(address: $0.address.shown, trouble: $0.trouble?.sentence, since: $0.trouble?.since)
            }
        }
    }

    /// The answer, whatever its status; after several attempts where that is safe and may help.
    func send(_ request: NodeRequest) async throws(TransportFailure) -> NodeResponse {
        var tried: Set<Int> = []
        var attempt = 0
        while true {
            attempt += 1
            let (index, address) = pool.withLock { pool in
                let index = pool.next(at: clock.now, tried: tried)
                return (index, pool.nodes[index].address)
            }
            let result = await ask(request, index, address)
            tried.insert(index)
            let chance = Double.random(in: 0...1)
            guard let pause = policy.pause(after: attempt, result, isIdempotent: request.isIdempotent, chance: chance) else {
                return try result.get()
            }
            let isOtherLeft = tried.count < pool.withLock { $0.nodes.count }
            // A node that has not been tried need not wait for the one that failed.
            if !(isOtherLeft && result.isFailure) { try await rest(pause) }
        }
    }

    private func ask(
        _ request: NodeRequest, _ index: Int, _ address: NodeAddress
    ) async -> Result<NodeResponse, TransportFailure> {
        do throws(TransportFailure) {
            let response = try await transport.send(request, to: address)
            pool.withLock { $0.markAlive(index) }
            return .success(response)
        } catch {
            if error.kind != .cancelled {
                pool.withLock { $0.markDead(index, at: clock.now, because: error.sentence, since: .now) }
            }
            return .failure(error)
        }
    }

    private func rest(_ pause: Duration) async throws(TransportFailure) {
        do {
            try await clock.sleep(for: pause)
        } catch {
            throw TransportFailure(.cancelled, "the request was called off")
        }
    }

    func close() { transport.close() }
}

extension Result {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }
}
