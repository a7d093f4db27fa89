import Synchronization

/// Asks the nodes until one answers.
final class ElasticsearchClient: Sendable {
    let transport: CurlTransport
    let pool: Mutex<NodePool>
    let sniffing: Mutex<Sniffing>
    private let policy: RetryPolicy
    let clock = ContinuousClock()
    private let watch = Mutex<Task<Void, Never>?>(nil)
    let living = Mutex(LivingNodes())

    init(_ settings: ElasticsearchSettings, policy: RetryPolicy = RetryPolicy()) throws(Failure) {
        transport = try CurlTransport(settings)
        // Many Kelps that start together should not all begin with the same node.
        pool = Mutex(NodePool(settings.nodes, startingAfter: Int.random(in: 0..<settings.nodes.count)))
        sniffing = Mutex(Sniffing(settings))
        var policy = policy
        policy.attempts = max(policy.attempts, settings.nodes.count + 1)
        self.policy = policy
    }

    /// How the nodes are, and those that the cluster names and that cannot be asked from here.
    var nodes: [NodeStatus] {
        let nodes = pool.withLock(\.nodes).map {
            NodeStatus(address: $0.address.shown, trouble: $0.trouble?.sentence, since: $0.trouble?.since)
        }
        return nodes + sniffing.withLock(\.leftOut)
    }

    /// Which nodes are away, or hang, where others answer, or why the cluster's nodes are not known.
    var notice: SafeText? {
        pool.withLock { $0.notice } ?? living.withLock { $0.notice(at: clock.now) } ?? sniffing.withLock(\.notice)
    }

    /// The answer, whatever its status; after several attempts where that is safe and may help.
    func send(_ request: NodeRequest) async throws(TransportFailure) -> NodeResponse {
        sniffIfDue()
        var tried: Set<NodeAddress> = []
        var attempt = 0
        while true {
            // Who has called it off already would else race against the answer.
            if Task.isCancelled { throw TransportFailure.calledOff }
            attempt += 1
            let result = request.isReading ? await askSeveral(request, &tried) : await ask(request, next(&tried))
            let pause = policy.pause(
                after: attempt, result, isIdempotent: request.isIdempotent, chance: Double.random(in: 0...1))
            guard let pause else { return try result.get() }
            let isOtherLeft = tried.count < pool.withLock { $0.nodes.count }
            // A node that has not been tried need not wait for the one that failed.
            if !(isOtherLeft && result.isFailure) { try await rest(pause) }
        }
    }

    private func next(_ tried: inout Set<NodeAddress>) -> NodeAddress {
        let node = pool.withLock { $0.next(at: clock.now, tried: tried) }
        tried.insert(node)
        return node
    }

    func ask(_ request: NodeRequest, _ node: NodeAddress) async -> Result<NodeResponse, TransportFailure> {
        let (number, answer) = transport.start(request, to: node)
        return note(await answer.answer { self.transport.cancel(number) }, of: node)
    }

    /// Takes in what an answer says of the node.
    private func note(
        _ answer: Result<NodeResponse, TransportFailure>, of node: NodeAddress
    ) -> Result<NodeResponse, TransportFailure> {
        switch answer {
        case .success: pool.withLock { $0.markAlive(node) }
        case .failure(let error) where error.kind != .cancelled: markDead(node, because: error.sentence)
        case .failure: break
        }
        return answer
    }

    private func rest(_ pause: Duration) async throws(TransportFailure) {
        do {
            try await clock.sleep(for: pause)
        } catch {
            throw TransportFailure.calledOff
        }
    }

    func close() {
        watch.withLock { $0 }?.cancel()
        transport.close()
    }
}

extension ElasticsearchClient {
    /// What comes of asking several nodes.
    private enum News {
        case answer(NodeAddress, Result<NodeResponse, TransportFailure>)
        /// Who was asked last has been silent for a while.
        case silence
        /// It was looked which nodes live.
        case looked
        case nothing
    }

    /// Asks a node, and a further one each time those that were asked have been silent for a while. The first answer that
    /// is not only that the node is busy counts; who was silent until then is out of turn until it answers a probe.
    ///
    /// A node that answers may itself wait for one that hangs and holds a copy of the data: the cluster takes half a minute to give
    /// that one up. So whoever is asked second also tells which nodes live, and the question is asked once more, of their copies.
    private func askSeveral(
        _ request: NodeRequest, _ tried: inout Set<NodeAddress>
    ) async -> Result<NodeResponse, TransportFailure> {
        let first = next(&tried)
        let hasOthers = pool.withLock { $0.nodes.count } > 1
        // Where there is no other node, nor another copy, there is nothing to wait for.
        guard hasOthers || request.isForCopies else { return await ask(request, first) }
        let (number, answer) = transport.start(preferringLiving(request), to: first, patience: policy.hedgeTime)
        // Mostly it is there soon: all that follows is for when it is not.
        if let soon = await answer.answerUntilLate({ self.transport.cancel(number) }) { return note(soon, of: first) }
        return await withTaskGroup(of: News.self) { group in
            var asked = [first]
            func add(_ node: NodeAddress, _ request: NodeRequest) {
                asked.append(node)
                group.addTask { .answer(node, await self.ask(request, node)) }
            }
            func listen() {
                group.addTask {
                    do { try await self.clock.sleep(for: self.policy.hedgeTime) } catch { return .nothing }
                    return .silence
                }
            }
            group.addTask { .answer(first, self.note(await answer.answer { self.transport.cancel(number) }, of: first)) }
            group.addTask { .silence }
            defer { group.cancelAll() }
            while let news = await group.next() {
                switch news {
                case .nothing: break
                case .silence:
                    let other = pool.withLock { $0.spare(at: clock.now, tried: tried) }
                    if let other {
                        tried.insert(other)
                        add(other, preferringLiving(request))
                        listen()
                    }
                    guard request.isForCopies else { continue }
                    let ends = looking(by: asked)
                    group.addTask {
                        for await _ in ends {}
                        return .looked
                    }
                case .looked:
                    guard let sight = living.withLock({ $0.current(at: clock.now) }) else { continue }
                    add(sight.by, request.preferring(sight.nodes))
                case .answer(let node, let result):
                    if let place = asked.firstIndex(of: node) { asked.remove(at: place) }
                    if !result.isAnswer, !asked.isEmpty, !Task.isCancelled { continue }
                    if result.isAnswer, node != first, asked.contains(first) { pass(over: first) }
                    return result
                }
            }
            return .failure(.calledOff)
        }
    }

    private func markDead(_ node: NodeAddress, because sentence: SafeText) {
        pool.withLock { $0.markDead(node, at: clock.now, because: sentence, since: .now) }
        sniffing.withLock { $0.hurry() }
        watchDead()
    }

    /// It may be silent or only slower: a probe tells which.
    private func pass(over node: NodeAddress) {
        pool.withLock { $0.pass(over: node, at: clock.now) }
        watchDead()
    }

    private func watchDead() {
        guard pool.withLock({ $0.beginWatch() }) else { return }
        let probing = Task { [weak self] in
            while let pause = self?.pauseBeforeProbe() {
                do { try await Task.sleep(for: pause) } catch { return }
                await self?.probe()
            }
        }
        watch.withLock { $0 = probing }
    }

    private func pauseBeforeProbe() -> Duration? {
        pool.withLock { $0.nextProbe(at: clock.now) }.map { max(.zero, $0.at - clock.now) }
    }

    private func probe() async {
        guard let (node, _) = pool.withLock({ $0.nextProbe(at: clock.now) }) else { return }
        var request = NodeRequest(.head, "/")
        request.timeout = .seconds(3)
        _ = await ask(request, node)
    }
}

extension Result<NodeResponse, TransportFailure> {
    fileprivate var isFailure: Bool {
        if case .failure = self { true } else { false }
    }

    /// Whether a node did what it was asked, or said why not.
    fileprivate var isAnswer: Bool {
        if case .success(let response) = self { !response.isBusy } else { false }
    }
}
