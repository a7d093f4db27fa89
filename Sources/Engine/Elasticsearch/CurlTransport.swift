import CCurl
import Synchronization

/// Speaks HTTP with the nodes by libcurl's multi interface: one thread, connections that are kept, any number of requests at once.
///
/// Requests come in by an inbox and not by calls of the actor, because the actor's thread sleeps inside libcurl while it waits for
/// the network: what is put into the inbox wakes it, and is seen at once.
actor CurlTransport {
    private enum Errand {
        case start(Int, NodeRequest, NodeAddress, CheckedContinuation<Result<NodeResponse, TransportFailure>, Never>)
        case cancel(Int)
    }

    private struct Inbox: ~Copyable {
        var errands: [Errand] = []
        /// A cancellation can be faster than the start that it is meant for.
        var calledOff: Set<Int> = []
        var nextNumber = 0
        /// Whether the thread will look into the inbox by itself.
        var isDriven = false
        var isClosed = false
    }

    private struct Transfer {
        var curl: CurlTransfer
        var continuation: CheckedContinuation<Result<NodeResponse, TransportFailure>, Never>
    }

    nonisolated private let executor = ThreadExecutor()
    nonisolated private let inbox = Mutex(Inbox())
    // Only `curl_multi_wakeup`, which may be called from anywhere, touches it outside the actor's thread.
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer
    private let settings: ElasticsearchSettings
    private var transfers: [Int: Transfer] = [:]

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
        let number = inbox.withLock { inbox in
            inbox.nextNumber += 1
            return inbox.nextNumber
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                post(.start(number, request, node, continuation))
            }
        } onCancel: {
            inbox.withLock { _ = $0.calledOff.insert(number) }
            post(.cancel(number))
        }
        inbox.withLock { _ = $0.calledOff.remove(number) }
        return try result.get()
    }

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
            // Sleeps until the network or the inbox has something, or libcurl wants its turn.
            if !transfers.isEmpty { curl_multi_poll(multi, nil, 0, 10_000, nil) }
        }
    }

    /// Whether there is anything to do.
    private func takeErrands() -> Bool {
        let (errands, isClosed) = inbox.withLock { inbox in
            defer { inbox.errands.removeAll(keepingCapacity: true) }
            inbox.isDriven = !inbox.errands.isEmpty || (!transfers.isEmpty && !inbox.isClosed)
            return (inbox.errands, inbox.isClosed)
        }
        for errand in errands { take(errand, isClosed: isClosed) }
        if isClosed { for number in transfers.keys { finish(number, .failure(cancelled)) } }
        return !errands.isEmpty || !transfers.isEmpty
    }

    private func take(_ errand: Errand, isClosed: Bool) {
        switch errand {
        case .cancel(let number): finish(number, .failure(cancelled))
        case .start(let number, let request, let node, let continuation):
            let isCalledOff = isClosed || inbox.withLock { $0.calledOff.contains(number) }
            if isCalledOff { return continuation.resume(returning: .failure(cancelled)) }
            do throws(TransportFailure) {
                let curl = try CurlTransfer(request, to: node, settings: settings)
                transfers[number] = Transfer(curl: curl, continuation: continuation)
                curl_multi_add_handle(multi, curl.handle)
            } catch {
                continuation.resume(returning: .failure(error))
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

    private func finish(_ number: Int, _ result: Result<NodeResponse, TransportFailure>) {
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        curl_multi_remove_handle(multi, transfer.curl.handle)
        transfer.continuation.resume(returning: result)
    }

    private var cancelled: TransportFailure { TransportFailure(.cancelled, "the request was called off") }
}

/// libcurl wants to be set up once, before anything else.
private let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
