import CCurl
import Synchronization

/// Speaks HTTP with the nodes by libcurl's multi interface: one thread, connections that are kept, any number of requests at once.
///
/// Requests come in by an inbox and not by calls of the actor, because the actor's thread sleeps inside libcurl while it waits for
/// the network: what is put into the inbox wakes it, and is seen at once.
actor CurlTransport {
    /// Counts the requests.
    typealias Number = Int

    private enum Errand {
        case start(Number, NodeRequest, NodeAddress, PendingAnswer, lateAt: ContinuousClock.Instant?)
        case cancel(Number)
    }

    private struct Inbox: ~Copyable {
        var errands: [Errand] = []
        var lastNumber: Number = 0
        /// Whether the thread will look into the inbox by itself.
        var isDriven = false
        var isClosed = false
    }

    private struct Transfer {
        var curl: CurlTransfer
        var answer: PendingAnswer
        /// When whoever asked wants to know that there is no answer yet.
        var lateAt: ContinuousClock.Instant?
    }

    nonisolated private let executor = ThreadExecutor()
    nonisolated private let inbox = Mutex(Inbox())
    // Only `curl_multi_wakeup`, which may be called from anywhere, touches it outside the actor's thread.
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer
    private let settings: ElasticsearchSettings
    private var transfers: [Number: Transfer] = [:]

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: ElasticsearchSettings) throws(Failure) {
        guard isCurlReady, let multi = curl_multi_init() else { throw Failure(.defect, "libcurl cannot be set up") }
        self.multi = multi
        self.settings = settings
        kelp_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
        kelp_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 64)
    }

    isolated deinit { curl_multi_cleanup(multi) }

    /// Asks a node and waits for its answer, whatever its status. A cancelled task stops the request.
    nonisolated func send(_ request: NodeRequest, to node: NodeAddress) async throws(TransportFailure) -> NodeResponse {
        let (number, answer) = start(request, to: node)
        return try await answer.answer { self.cancel(number) }.get()
    }

    /// Asks a node. The answer can be waited for at once or later.
    /// - Parameter patience: after which time without an answer it is late.
    nonisolated func start(
        _ request: NodeRequest, to node: NodeAddress, patience: Duration? = nil
    ) -> (Number, PendingAnswer) {
        let number = inbox.withLock { inbox in
            inbox.lastNumber += 1
            return inbox.lastNumber
        }
        let answer = PendingAnswer()
        post(.start(number, request, node, answer, lateAt: patience.map { .now + $0 }))
        return (number, answer)
    }

    /// Stops a request that was started; its answer is that it was called off.
    nonisolated func cancel(_ number: Number) { post(.cancel(number)) }

    /// Ends what is under way. Whatever is asked afterwards is cancelled.
    nonisolated func close() {
        inbox.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi)
    }

    nonisolated private func post(_ errand: Errand) {
        let isDriven = inbox.withLock { inbox in
            inbox.errands.append(errand)
            defer { inbox.isDriven = true }
            return inbox.isDriven
        }
        if isDriven {
            curl_multi_wakeup(multi)
        } else {
            Task { await drive() }
        }
    }
}

extension CurlTransport {
    /// Turns until there is nothing to do. The actor has no other calls that this could keep waiting.
    private func drive() {
        while takeErrands() {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishTransfers()
            // Sleeps until the network or the inbox has something, an answer is late, or libcurl wants its turn.
            if !transfers.isEmpty { curl_multi_poll(multi, nil, 0, noteLate().wholeMilliseconds, nil) }
        }
    }

    /// Tells of the answers that are late.
    /// - Returns: when the next one is, at most after 10 s.
    private func noteLate() -> Duration {
        let now = ContinuousClock.now
        var pause = Duration.seconds(10)
        for (number, transfer) in transfers {
            guard let lateAt = transfer.lateAt else { continue }
            pause = min(pause, max(.zero, lateAt - now))
            guard lateAt <= now else { continue }
            transfers[number]?.lateAt = nil
            transfer.answer.noteLate()
        }
        return pause
    }

    /// Whether there is anything to do.
    private func takeErrands() -> Bool {
        let (errands, isClosed) = inbox.withLock { inbox in
            defer { inbox.errands.removeAll(keepingCapacity: true) }
            inbox.isDriven = !inbox.errands.isEmpty || (!transfers.isEmpty && !inbox.isClosed)
            return (inbox.errands, inbox.isClosed)
        }
        for errand in errands { take(errand, isClosed: isClosed) }
        if isClosed { for number in transfers.keys { finish(number, .failure(.calledOff)) } }
        return !errands.isEmpty || !transfers.isEmpty
    }

    private func take(_ errand: Errand, isClosed: Bool) {
        switch errand {
        case .cancel(let number): finish(number, .failure(.calledOff))
        case .start(let number, let request, let node, let answer, let lateAt):
            if isClosed { return answer.take(.failure(.calledOff)) }
            do throws(TransportFailure) {
                let curl = try CurlTransfer(request, to: node, settings: settings)
                transfers[number] = Transfer(curl: curl, answer: answer, lateAt: lateAt)
                curl_multi_add_handle(multi, curl.handle)
            } catch {
                answer.take(.failure(error))
            }
        }
    }

    private func finishTransfers() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = kelp_message_result(message)
            guard let (number, transfer) = transfers.first(where: { $0.value.curl.handle == handle }) else { continue }
            finish(number, transfer.curl.outcome(code))
        }
    }

    private func finish(_ number: Number, _ result: Result<NodeResponse, TransportFailure>) {
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        curl_multi_remove_handle(multi, transfer.curl.handle)
        transfer.answer.take(result)
    }
}

/// libcurl wants to be set up once, before anything else.
private let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
