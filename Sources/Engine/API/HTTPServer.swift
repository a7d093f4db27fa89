import CMicrohttpd
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// An HTTP/1.1 server on libmicrohttpd, which receives and sends on the thread of the `EventLoop`. While an answer is being found its
/// connection sleeps.
///
/// It lives until `stop`, whoever holds it.
public final class HTTPServer: Sendable {
    /// Finds the answer to a request; cancelled when the answer took too long or the server stops.
    public typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse

    private struct Running {
        var daemon: Daemon
        var watch: Task<Void, Never>
    }

    /// The port it listens on.
    public let port: UInt16
    let limits: HTTPLimits
    let handler: Handler
    /// By which names it may be called; `nil` if by any.
    let hosts: AllowedHosts?
    private let running = Mutex<Running?>(nil)
    private let connections = Mutex<[ObjectIdentifier: HTTPConnection]>([:])
    private let bodyBytes = Atomic(0)
    private let isDrainingNow = Atomic(false)
    private let isClosingNow = Atomic(false)

    /// Begins to listen and to answer.
    public static func start(
        on address: ListenAddress, limits: HTTPLimits = HTTPLimits(), handler: @escaping Handler
    ) throws(Failure) -> HTTPServer {
        try start(on: address.open(), limits, hosts: nil, handler)
    }

    /// Serves the routes. Beyond loopback they must want a key; without one, only who calls the server by a name of this machine is
    /// answered.
    public static func start(
        on address: ListenAddress, limits: HTTPLimits = HTTPLimits(), routes: Routes
    ) throws(Failure) -> HTTPServer {
        let socket = try address.open()
        guard socket.isLoopback || routes.key != nil else {
            Glibc.close(socket.descriptor)
            throw Failure(
                .configuration,
                "\(address.host) can be reached from outside this machine: set an API key, or listen on 127.0.0.1.")
        }
        let hosts = routes.key == nil ? AllowedHosts(listeningOn: address.host) : nil
        return try start(on: socket, limits, hosts: hosts) { await routes.respond(to: $0) }
    }

    /// Lets a suspended connection go on, on the loop's thread.
    func resume(_ connection: ConnectionHandle) { running.withLock { $0 }?.daemon.resume(connection) }

    private static func start(
        on socket: ListenAddress.Socket, _ limits: HTTPLimits, hosts: AllowedHosts?, _ handler: @escaping Handler
    ) throws(Failure) -> HTTPServer {
        var limits = limits
        limits.connections = min(limits.connections, grantedFiles(for: limits.connections))
        limits.connectionsPerClient = min(limits.connections, limits.connectionsPerClient)
        let server = HTTPServer(port: socket.port, limits: limits, hosts: hosts, handler: handler)
        let callbacks = kelp_http_callbacks(
            handle: handleRequest, completed: completeRequest, notify: notifyConnection, target: receiveTarget)
        let owner = Unmanaged.passRetained(server)
        let daemon = kelp_http_start(
            socket.descriptor, UInt32(limits.connections), UInt32(limits.connectionsPerClient), callbacks, owner.toOpaque())
        guard let daemon else {
            owner.release()
            Glibc.close(socket.descriptor)
            throw Failure(.unavailable, "The HTTP server cannot start: the system gives it no event queue.")
        }
        let running = Running(
            daemon: Daemon(daemon), watch: Task(executorPreference: EventLoop.shared) { await server.watch() })
        server.running.withLock { $0 = running }
        EventLoop.shared.run { running.daemon.attend() }
        return server
    }

    private init(port: UInt16, limits: HTTPLimits, hosts: AllowedHosts?, handler: @escaping Handler) {
        self.port = port
        self.hosts = hosts
        self.limits = limits
        self.handler = handler
    }
}

extension HTTPServer {
    /// Takes no more connections, lets the requests at hand be answered, and closes everything.
    /// - Parameter grace: how long the answers may take; those that take longer become 503.
    public func stop(grace: Duration = .seconds(5)) async {
        guard !isDrainingNow.exchange(true, ordering: .sequentiallyConsistent) else { return }
        guard let running = running.withLock({ $0 }) else { return }
        // Now clients are turned away; the number stays taken while the library may still know it.
        let listening = await onLoop { MHD_quiesce_daemon(running.daemon.pointer) }
        shutdown(listening, Int32(SHUT_RDWR))
        await waitForAnswers(grace)
        // From here on no connection is suspended, or its lock says so to the loop below.
        isClosingNow.store(true, ordering: .sequentiallyConsistent)
        await onLoop { for connection in self.openConnections { connection.abandon(HTTPServer.stopping) } }
        await waitForAnswers(.seconds(1))
        running.watch.cancel()
        await running.watch.value
        await onLoop { running.daemon.stop() }
        Glibc.close(listening)
        Unmanaged.passUnretained(self).release()
    }

    private func onLoop<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await Task(executorPreference: EventLoop.shared) { work() }.value
    }

    /// Looks every 10 ms, in a task of its own so that a caller who was cancelled waits too.
    private func waitForAnswers(_ patience: Duration) async {
        let end = ContinuousClock.now + patience
        await Task {
            while openConnections.contains(where: \.isBusy), ContinuousClock.now < end {
                try? await Task.sleep(for: .milliseconds(10))
            }
        }.value
    }

    static let stopping = HTTPResponse.problem(503, "The server is stopping.", isLast: true)

    /// How many connections are open.
    public var connectionCount: Int { connections.withLock { $0.count } }

    /// Whether each answer is the last of its connection.
    var isDraining: Bool { isDrainingNow.load(ordering: .relaxed) }

    /// Whether no request is handled any more.
    var isClosing: Bool { isClosingNow.load(ordering: .sequentiallyConsistent) }

    /// How many bytes of bodies are held.
    var heldBytes: Int { bodyBytes.load(ordering: .relaxed) }

    private var openConnections: [HTTPConnection] { connections.withLock { Array($0.values) } }
}

extension HTTPServer {
    func open(_ connection: HTTPConnection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = connection }
    }

    func close(_ connection: HTTPConnection) {
        connections.withLock { $0[ObjectIdentifier(connection)] = nil }
        running.withLock { $0 }?.daemon.noteRoom()
    }

    /// Whether there is room for so many more bytes of bodies; if so they are counted.
    func reserve(_ count: Int) -> Bool {
        if bodyBytes.add(count, ordering: .relaxed).newValue <= limits.bodies { return true }
        release(count)
        return false
    }

    func release(_ count: Int) { bodyBytes.subtract(count, ordering: .relaxed) }
}

extension HTTPServer {
    /// libmicrohttpd only knows of silence: a byte a second keeps a connection open, and a suspended one is never looked at.
    private func watch() async {
        let shortest = min(limits.idle, limits.request, limits.handling, limits.hungUp, limits.response)
        let pause = min(.milliseconds(250), max(shortest / 4, .milliseconds(10)))
        while (try? await Task.sleep(for: pause)) != nil {
            let connections = openConnections
            let now = ContinuousClock.now
            for connection in connections { connection.watch(now) }
            thin(connections)
        }
    }

    /// Closes those that have waited longest when half of the connections are taken, so that idle ones keep nobody out.
    private func thin(_ connections: [HTTPConnection]) {
        let excess = connections.count - limits.connections / 2
        guard excess > 0 else { return }
        let idle = connections.compactMap { connection in connection.idleDeadline.map { (connection, $0) } }
        for (connection, _) in idle.sorted(by: { $0.1 < $1.1 }).prefix(excess) { connection.closeIfIdle() }
    }
}

/// How many connections the system's limit on open files leaves, after raising it as far as it is allowed.
private func grantedFiles(for wanted: Int) -> Int {
    // For the index, Kafka, logs, and the threads' own.
    let others = 256
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
    let needed = rlim_t(wanted + others)
    if limit.rlim_cur < needed {
        limit.rlim_cur = min(needed, limit.rlim_max)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return limit.rlim_cur >= needed ? wanted : max(Int(limit.rlim_cur) - others, Int(limit.rlim_cur) / 2)
}

/// The library's daemon, which does something only when it is called.
// All calls but the one that started it are made on the loop's thread.
private final class Daemon: @unchecked Sendable {
    let pointer: OpaquePointer
    private var isStopped = false
    private lazy var alarm = EventLoop.Alarm { [weak self] in self?.turn() }

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    /// Begins to attend to clients.
    func attend() {
        EventLoop.shared.watch(kelp_http_epoll(pointer), for: .reading) { [weak self] _, _ in self?.turn() }
        turn()
    }

    /// Lets a suspended connection go on. Without a thread of its own the library notices it with its next turn only.
    func resume(_ connection: ConnectionHandle) {
        MHD_resume_connection(connection.pointer)
        EventLoop.shared.set(alarm, at: .now)
    }

    /// A connection was closed: where there were too many, the library listens again from its next turn on, and not before.
    func noteRoom() { EventLoop.shared.run { self.turn() } }

    private func turn() {
        guard !isStopped else { return }
        MHD_run(pointer)
        var milliseconds: UInt64 = 0
        // What it has left for later has its turn after the others.
        let isMore = MHD_get_timeout(pointer, &milliseconds) == .YES
        EventLoop.shared.set(alarm, at: isMore ? .now + .milliseconds(milliseconds) : nil)
    }

    /// Nothing may be suspended.
    func stop() {
        EventLoop.shared.unwatch(kelp_http_epoll(pointer))
        EventLoop.shared.set(alarm, at: nil)
        isStopped = true
        MHD_stop_daemon(pointer)
    }
}
