import CMicrohttpd
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// One client's connection, from one request to the next.
///
/// The library drives it by the callbacks of `HTTPCallbacks`; the answer comes from a task, and the server's watch ends
/// what takes too long. Whoever is first to answer a request wins, so that a connection is resumed exactly once.
final class HTTPConnection: Sendable {
    private enum Phase {
        /// Nothing of a request was seen yet.
        case idle
        case receiving
        /// Suspended, until the task has found the answer.
        case handling
        /// The answer is there for the library to take.
        case answered(HTTPResponse)
        case responding
        case closed
    }

    private struct State {
        var phase = Phase.idle
        /// When the watch ends the phase.
        var deadline: ContinuousClock.Instant
        var target = ""
        var head = RequestHead()
        var body: [UInt8] = []
        /// Decided while the body is still coming, and said at its end.
        var refusal: HTTPResponse?
        var task: Task<Void, Never>?
    }

    private let server: HTTPServer
    private let handle: ConnectionHandle
    private let state: Mutex<State>

    init(_ handle: ConnectionHandle, server: HTTPServer) {
        self.server = server
        self.handle = handle
        state = Mutex(State(deadline: .now + server.limits.idle))
    }
}

extension HTTPConnection {
    /// The first line of a request is there.
    func receiveTarget(_ target: String) {
        state.withLock { state in
            state.target = target
            state.phase = .receiving
            state.deadline = .now + server.limits.request
        }
    }

    /// The headers are there. Gives an answer if the body is not wanted.
    func receiveHead(_ head: RequestHead) -> HTTPResponse? {
        state.withLock { $0.head = head }
        return head.refusal(bodyLimit: server.limits.body, hosts: server.hosts)
    }

    /// A part of the body is there. What is too much is read and forgotten, because most clients only listen after they have sent.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            guard state.refusal == nil else { return }
            if state.body.count + bytes.count > server.limits.body {
                state.refusal = RequestHead.tooLarge(server.limits.body)
            } else if !server.reserve(bytes.count) {
                state.refusal = .problem(503, "Too many large requests at once.", headers: [.retry(after: 1)], isLast: true)
            } else {
                state.body.append(contentsOf: bytes)
                return
            }
            forgetBody(&state)
        }
    }

    /// The request is there, or its answer. Gives the answer, or suspends the connection until there is one.
    func proceed() -> HTTPResponse? {
        state.withLock { state in
            switch state.phase {
            case .answered(let response): return response
            case .receiving:
                if let refusal = state.refusal { return refusal }
                if server.isClosing { return HTTPServer.stopping }
                state.phase = .handling
                state.deadline = .now + server.limits.handling
                handle.suspend()
                state.task = start(request(&state))
                return nil
            case .idle, .handling, .responding, .closed: return nil
            }
        }
    }

    private func request(_ state: inout State) -> HTTPRequest {
        let head = state.head
        return HTTPRequest(
            method: head.method, target: state.target, contentType: head.contentType, authorization: head.authorization,
            apiKey: head.apiKey, body: state.body)
    }

    private func start(_ request: HTTPRequest) -> Task<Void, Never> {
        Task(executorPreference: EventLoop.shared) { self.answer(await self.server.handler(request)) }
    }

    /// Ends the wait for an answer by this one, if it is the first.
    private func answer(_ response: HTTPResponse) {
        let isFirst = state.withLock { state in
            guard case .handling = state.phase else { return false }
            state.phase = .answered(response)
            state.task = nil
            return true
        }
        if isFirst { server.resume(handle) }
    }

    /// Whether the server wants each answer to be the last of its connection.
    var isDraining: Bool { server.isDraining }

    /// The answer is on its way.
    func respond() {
        state.withLock { state in
            state.phase = .responding
            state.deadline = .now + server.limits.response
        }
    }

    /// The answer was fetched, or the connection broke.
    func complete() {
        state.withLock { state in
            forgetBody(&state)
            state.refusal = nil
            state.phase = .idle
            state.deadline = .now + server.limits.idle
        }
    }

    /// The socket is about to be closed by the library.
    func close() {
        state.withLock { $0.phase = .closed }
    }

    private func forgetBody(_ state: inout State) {
        server.release(state.body.count)
        state.body = []
    }
}

extension HTTPConnection {
    /// Whether a request is there and its answer is not yet fetched.
    var isBusy: Bool {
        state.withLock { state in
            switch state.phase {
            case .handling, .answered, .responding: true
            case .idle, .receiving, .closed: false
            }
        }
    }

    /// When it began to wait for a request, as its deadline says; `nil` if it does not wait.
    var idleDeadline: ContinuousClock.Instant? {
        state.withLock { state in
            if case .idle = state.phase { state.deadline } else { nil }
        }
    }

    /// Ends what has gone on for too long, and what nobody may be waiting for.
    func watch(_ now: ContinuousClock.Instant) {
        hasten(now)
        guard state.withLock({ $0.deadline <= now }) else { return }
        abandon(.problem(504, "The answer took too long.", isLast: true))
        cut { if case .handling = $0 { false } else { true } }
    }

    /// Gives a search whose client has ended its side only a while more: it may have left, or only have nothing more to ask and listen
    /// still, which nobody can tell apart. The library does not look at a connection that is suspended. A write goes on, because there are
    /// clients that send one and do not wait.
    private func hasten(_ now: ContinuousClock.Instant) {
        state.withLock { state in
            guard case .handling = state.phase, state.head.method == "GET", handle.isHungUp else { return }
            state.deadline = min(state.deadline, now + server.limits.hungUp)
        }
    }

    /// Closes it if it still waits for a request.
    func closeIfIdle() {
        cut { if case .idle = $0 { true } else { false } }
    }

    /// Answers in place of the task, and calls the task off.
    func abandon(_ response: HTTPResponse) {
        let task = state.withLock { $0.task }
        answer(response)
        task?.cancel()
    }

    /// Under the lock the socket cannot be closed, nor its number be given to another.
    private func cut(where isCut: (Phase) -> Bool) {
        state.withLock { state in
            switch state.phase {
            case .closed, .answered: break
            case let phase where isCut(phase): handle.shutDown()
            default: break
            }
        }
    }
}

/// The library's side of a connection.
// The library is called on the loop's thread only, and the descriptor is good for as long as the connection lives.
struct ConnectionHandle: @unchecked Sendable {
    /// Linux's POLLRDHUP, a GNU name that Swift does not see.
    private static let hungUp: Int16 = 0x2000

    let pointer: OpaquePointer
    private let descriptor: Int32

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
        descriptor = kelp_http_descriptor(pointer)
    }

    func suspend() { MHD_suspend_connection(pointer) }
    /// Whether the client has ended its side, as it does when it leaves, and may do when it has sent all it has to say.
    var isHungUp: Bool {
        var watched = pollfd(fd: descriptor, events: ConnectionHandle.hungUp, revents: 0)
        return poll(&watched, 1, 0) > 0
    }
    /// Wakes the library, which finds the connection closed.
    func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
