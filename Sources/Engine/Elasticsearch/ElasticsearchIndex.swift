import Synchronization

/// The index on Elasticsearch or OpenSearch, or on whatever speaks like them.
///
/// Nothing is asked before the first call, so that a server that is down is a failure of that call and not of the start.
public final class ElasticsearchIndex: SearchIndex {
    /// What was learnt from the server.
    struct Knowledge: Sendable {
        var dialect: Dialect?
        /// The fields of the indexes.
        var fields = IndexMemory<[IndexName: IndexFields]>(length: memory)
        /// Whether a document has neither name nor description.
        var nameless = IndexMemory<Bool>(length: memory)
        /// Indexes that were there, and when.
        var present: [IndexName: ContinuousClock.Instant] = [:]
        /// How many bulks may be under way at once.
        var lanes = BulkLanes()
        /// Which bulks are under way, and which wait for one to be answered.
        var turns = BulkTurns()
        /// Whether bulks are asked for more than whether all was done.
        var detail = BulkDetail()
        /// The last walk through many pages, for the page after it.
        var walk: DeepPaging.Walk?
        /// What was written lately, until a search has seen it.
        var unseen = UnseenWrites()
    }

    let settings: ElasticsearchSettings
    let client: ElasticsearchClient
    let knowledge = Mutex(Knowledge())

    /// How long what was learnt of an index is believed.
    static let memory = Duration.seconds(10)

    /// Sets up a client; nothing is sent yet.
    /// - Throws: `.configuration` where there are no nodes.
    public convenience init(_ settings: ElasticsearchSettings) throws(Failure) {
        try self.init(settings, policy: RetryPolicy())
    }

    init(_ settings: ElasticsearchSettings, policy: RetryPolicy) throws(Failure) {
        guard !settings.nodes.isEmpty else { throw Failure(.configuration, "no node of Elasticsearch is named") }
        self.settings = settings
        client = try ElasticsearchClient(settings, policy: policy)
    }

    /// The product and its version once they are known.
    public var backend: SafeText { knowledge.withLock { $0.dialect?.name } ?? "elasticsearch" }

    /// Whether `write` is allowed.
    public var isWritable: Bool { !settings.isReadOnly }

    /// How the nodes are: which of them give no answer, why and since when. Those that the cluster names and that cannot be asked from
    /// here are among them, with the reason.
    public var nodes: [NodeStatus] { client.nodes }

    /// Asks the cluster now which nodes it has (`GET /_nodes/http`); `nodes` tells them afterwards.
    ///
    /// By itself this is done beside the first question, every five minutes that something is asked in, and soon after a node has given
    /// no answer.
    /// - Throws: why the cluster does not tell, or that none of its nodes can be asked from here.
    public func sniff() async throws(Failure) { try await client.sniff() }

    /// As many as there may be bulks.
    public var writesAtOnce: Int { knowledge.withLock { $0.lanes.limit } }

    /// The server takes a document's source alone.
    public var readsTexts: Bool { false }

    /// Which nodes give no answer, while others do.
    public var notice: SafeText? { client.notice }

    /// What must stay on the screen: that certificates are not verified, that the product is unknown.
    public var warnings: [SafeText] {
        var warnings: [SafeText] = []
        if settings.tls.isVerificationSkipped && settings.nodes.contains(where: \.isEncrypted) {
            warnings.append("certificates are not verified: anybody on the way can read and change everything")
        }
        if let notice = knowledge.withLock({ $0.dialect?.notice }) { warnings.append(notice) }
        return warnings
    }

    /// Asks the server who it is: the cheapest way to know whether it can be reached.
    public func ping() async throws(Failure) {
        let dialect = try await greet()
        knowledge.withLock { $0.dialect = dialect }
    }

    /// Elasticsearch keeps no positions: the consumer group does.
    public func positions() async throws(Failure) -> [TopicPartition: Offset]? { nil }

    /// Ends what is under way and closes the connections, within about a second.
    public func close() async {
        let walk = knowledge.withLock { knowledge in
            defer { knowledge.walk = nil }
            return knowledge.walk
        }
        // A server that is gone must not keep the program from its end.
        if let walk, walk.pointInTime != nil { await run(within: .seconds(1)) { await self.close(walk) } }
        client.close()
    }
}

extension ElasticsearchIndex {
    /// Who the server is, asked once.
    func dialect() async throws(Failure) -> Dialect {
        if let known = knowledge.withLock({ $0.dialect }) { return known }
        let dialect = try await greet()
        knowledge.withLock { $0.dialect = dialect }
        return dialect
    }

    /// The parameter that has a node answer of the indexes by what it knows itself.
    var ownState: String {
        get async throws(Failure) { try await dialect().asksLeader ? "local=true&" : "" }
    }

    private func greet() async throws(Failure) -> Dialect {
        let request = question(.get, "/")
        let response = try await send(request)
        // Who may search need not be allowed to ask for the version.
        if response.status == 403 { return Dialect(greeting: []) }
        guard response.isSuccess else { throw APIError(response, to: request).failure }
        if response.contentType.hasPrefix("text/html") { throw APIError.unreadable(response, to: request, "a web page") }
        return Dialect(greeting: response.body)
    }

    func question(_ method: NodeRequest.Method, _ path: String, _ json: [UInt8] = []) -> NodeRequest {
        var request = NodeRequest(method, path, json: json)
        request.timeout = settings.searchTimeout
        return request
    }

    /// The answer, whatever its status.
    func send(_ request: NodeRequest) async throws(Failure) -> NodeResponse {
        do throws(TransportFailure) {
            return try await client.send(request)
        } catch {
            throw error.failure
        }
    }

    /// The answer, if it says yes.
    func ask(_ request: NodeRequest) async throws(Failure) -> NodeResponse {
        let response = try await send(request)
        guard response.isSuccess else { throw APIError(response, to: request).failure }
        return response
    }

    /// Reads an answer; what cannot be read is a failure that says whose answer it is.
    func read<Value>(
        _ response: NodeResponse, to request: NodeRequest, _ body: ([UInt8]) throws(JSONError) -> Value
    ) throws(Failure) -> Value {
        do throws(JSONError) {
            return try body(response.body)
        } catch {
            throw APIError.unreadable(response, to: request, error.sentence)
        }
    }
}
