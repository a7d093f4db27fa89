import CCurl
import Synchronization

/// Speaks HTTP with the nodes by libcurl's multi interface: connections that are kept, any number of requests at once, all on the
/// thread of the `EventLoop`.
actor CurlTransport {
    /// Counts the requests.
    typealias Number = Int

    private struct Transfer {
        var curl: CurlTransfer
        var answer: PendingAnswer
        /// When whoever asked wants to know that there is no answer yet.
        var lateAt: ContinuousClock.Instant?
    }

    /// As many transfers are kept for the next requests as there may be connections.
    private static let mostIdle = 64

    nonisolated private let lastNumber = Atomic<Number>(0)
    private let multi: UnsafeMutableRawPointer
    private let settings: ElasticsearchSettings
    private var transfers: [Number: Transfer] = [:]
    /// Those that went well, for the next requests of their shapes; what was used last comes last.
    private var idle: [CurlTransfer] = []
    private var isClosed = false
    private lazy var socketIsReady: EventLoop.Watcher = { [weak self] socket, readiness in
        self?.assumeIsolated { $0.turn(socket, readiness) }
    }
    private lazy var alarm = EventLoop.Alarm { [weak self] in self?.assumeIsolated { $0.turn() } }
    /// Rings when the first answer is late, or before.
    private lazy var lateAlarm = EventLoop.Alarm { [weak self] in self?.assumeIsolated { $0.noteLate() } }
    private var nextLate: ContinuousClock.Instant?

    nonisolated var unownedExecutor: UnownedSerialExecutor { EventLoop.shared.asUnownedSerialExecutor() }

    init(_ settings: ElasticsearchSettings) throws(Failure) {
        guard isCurlReady, let multi = curl_multi_init() else { throw Failure(.defect, "libcurl cannot be set up") }
        self.multi = multi
        self.settings = settings
        kelp_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
        kelp_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 64)
        kelp_multi_set_callbacks(multi, watchSocket, setAlarm, Unmanaged.passUnretained(self).toOpaque())
    }

    isolated deinit {
        for transfer in transfers.values { curl_multi_remove_handle(multi, transfer.curl.handle) }
        // From here on there is nobody to be called.
        kelp_multi_set_callbacks(multi, nil, nil, nil)
        curl_multi_cleanup(multi)
    }

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
        let number = lastNumber.add(1, ordering: .relaxed).newValue
        let answer = PendingAnswer()
        let lateAt = patience.map { ContinuousClock.now + $0 }
        run { $0.start(number, request, node, answer, lateAt) }
        return (number, answer)
    }

    /// Stops a request that was started; its answer is that it was called off.
    nonisolated func cancel(_ number: Number) { run { $0.finish(number, .failure(.calledOff)) } }

    /// Ends what is under way. Whatever is asked afterwards is cancelled.
    nonisolated func close() {
        run { transport in
            transport.isClosed = true
            for number in transport.transfers.keys { transport.finish(number, .failure(.calledOff)) }
            transport.idle = []
        }
    }

    /// In the order of the calls, which tasks would not keep.
    nonisolated private func run(_ work: @escaping @Sendable (isolated CurlTransport) -> Void) {
        EventLoop.shared.run { self.assumeIsolated(work) }
    }
}

extension CurlTransport {
    private func start(
        _ number: Number, _ request: NodeRequest, _ node: NodeAddress, _ answer: PendingAnswer,
        _ lateAt: ContinuousClock.Instant?
    ) {
        if isClosed { return answer.take(.failure(.calledOff)) }
        do throws(TransportFailure) {
            let curl = try transfer(number, request, node)
            transfers[number] = Transfer(curl: curl, answer: answer, lateAt: lateAt)
            curl_multi_add_handle(multi, curl.handle)
            if let lateAt { ring(noLaterThan: lateAt) }
            turn()
        } catch {
            answer.take(.failure(error))
        }
    }

    private func transfer(_ number: Number, _ request: NodeRequest, _ node: NodeAddress) throws(TransportFailure) -> CurlTransfer
    {
        let shape = CurlTransfer.Shape(request, to: node)
        guard let place = idle.lastIndex(where: { $0.shape == shape }) else {
            return try CurlTransfer(request, shape, number: number, settings: settings)
        }
        let curl = idle.remove(at: place)
        curl.begin(request, number: number)
        return curl
    }

    /// Lets libcurl do what there is to do without a socket being ready.
    private func turn() { turn(CURL_SOCKET_BAD, []) }

    /// Lets libcurl read and write.
    private func turn(_ socket: curl_socket_t, _ readiness: EventLoop.Readiness) {
        var events: Int32 = 0
        if readiness.contains(.reading) { events |= CURL_CSELECT_IN }
        if readiness.contains(.writing) { events |= CURL_CSELECT_OUT }
        if readiness.contains(.failure) { events |= CURL_CSELECT_ERR }
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, events, &running)
        finishTransfers()
    }

    private func finishTransfers() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = kelp_message_result(message)
            guard let curl = CurlTransfer.of(handle) else { continue }
            finish(curl.number, curl.outcome(code))
        }
    }

    private func finish(_ number: Number, _ result: Result<NodeResponse, TransportFailure>) {
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        curl_multi_remove_handle(multi, transfer.curl.handle)
        if case .success = result { keep(transfer.curl) }
        transfer.answer.take(result)
    }

    private func keep(_ curl: CurlTransfer) {
        curl.rest()
        if idle.count == CurlTransport.mostIdle { idle.removeFirst() }
        idle.append(curl)
    }

    private func ring(noLaterThan time: ContinuousClock.Instant) {
        if let nextLate, nextLate <= time { return }
        nextLate = time
        EventLoop.shared.set(lateAlarm, at: time)
    }

    /// Tells of the answers that are late.
    private func noteLate() {
        let now = ContinuousClock.now
        nextLate = nil
        for (number, transfer) in transfers {
            guard let lateAt = transfer.lateAt else { continue }
            if lateAt > now {
                ring(noLaterThan: lateAt)
            } else {
                transfers[number]?.lateAt = nil
                transfer.answer.noteLate()
            }
        }
    }

    fileprivate func watch(_ socket: curl_socket_t, for readiness: EventLoop.Readiness) {
        EventLoop.shared.watch(socket, for: readiness, socketIsReady)
    }

    fileprivate func wake(after milliseconds: Int) {
        EventLoop.shared.set(alarm, at: milliseconds < 0 ? nil : .now + .milliseconds(milliseconds))
    }
}

// What libcurl calls, on the loop's thread, from within the calls above.

private func watchSocket(
    _ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ what: Int32, _ own: UnsafeMutableRawPointer?,
    _ unused: UnsafeMutableRawPointer?
) -> Int32 {
    guard let own, what != CURL_POLL_REMOVE else {
        EventLoop.shared.unwatch(socket)
        return 0
    }
    let readiness: EventLoop.Readiness =
        switch what {
        case CURL_POLL_IN: .reading
        case CURL_POLL_OUT: .writing
        case CURL_POLL_INOUT: [.reading, .writing]
        default: []
        }
    Unmanaged<CurlTransport>.fromOpaque(own).takeUnretainedValue().assumeIsolated { $0.watch(socket, for: readiness) }
    return 0
}

private func setAlarm(_ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ own: UnsafeMutableRawPointer?) -> Int32 {
    guard let own else { return 0 }
    Unmanaged<CurlTransport>.fromOpaque(own).takeUnretainedValue().assumeIsolated { $0.wake(after: milliseconds) }
    return 0
}

/// libcurl wants to be set up once, before anything else.
private let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
