import CRdKafka

/// A librdkafka producer with a thread of its own.
public actor KafkaProducer {
    private let executor = ThreadExecutor()
    /// The producer's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private var client: KafkaClient?
    private let trouble: KafkaTrouble
    private var sentSinceServed = 0
    private var lastCause: SafeText?
    private var refused = 0
    private var firstRefusal: Failure?

    /// How many records the brokers have acknowledged.
    public private(set) var acknowledged = 0

    /// Makes a producer, without waiting for the brokers.
    public init(configuration: KafkaConfiguration) throws(Failure) {
        client = try KafkaClient(configuration, kind: .producer)
        trouble = KafkaTrouble(configuration: configuration)
    }

    /// Hands a record to the library, waiting while its queue is full.
    ///
    /// - Parameters:
    ///   - partition: chosen by the key if `nil`.
    ///   - value: `nil` makes a tombstone.
    ///   - timestamp: now if `nil`.
    /// - Throws: a failure of kind `.badData` if the library does not take the record (too large, unknown partition), `.cancelled`
    ///   while waiting. What the brokers refuse later is thrown by `flush`.
    public func send(
        topic: TopicName, partition: Int32? = nil, key: [UInt8]?, value: [UInt8]?, headers: [Record.Header] = [],
        timestamp: Timestamp? = nil
    ) async throws(Failure) {
        let record = OutgoingRecord(
            topic: topic, partition: partition, key: key, value: value, headers: headers, timestamp: timestamp)
        sentSinceServed += 1
        if sentSinceServed >= 1000 { try serve(within: .zero) }
        while true {
            let code = record.hand(to: try openClient())
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { return }
            guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                throw Failure(.badData, "A record for \(topic) cannot be sent: \(String(cString: rd_kafka_err2str(code)))")
            }
            if Task.isCancelled { throw Failure(.cancelled, "Sending was called off") }
            try serve(within: .milliseconds(100))
            await Task.yield()
        }
    }

    /// Waits until the brokers have acknowledged everything.
    ///
    /// - Throws: a failure of kind `.unavailable` if they have not in time, of kind `.badData` if they refused records for good
    ///   since the last flush.
    public func flush(timeout: Duration) async throws(Failure) {
        let end = ContinuousClock.now + timeout
        while true {
            let left = Int(rd_kafka_outq_len(try openClient().handle))
            if left == 0 { break }
            if Task.isCancelled { throw Failure(.cancelled, "Sending was called off") }
            if ContinuousClock.now >= end {
                let why = lastCause ?? trouble.silence(after: timeout)
                throw Failure(.unavailable, "\(left) records are not acknowledged yet: \(why)")
            }
            try serve(within: .milliseconds(100))
            await Task.yield()
        }
        defer { (refused, firstRefusal) = (0, nil) }
        guard let firstRefusal else { return }
        throw Failure(firstRefusal.kind, "\(refused) records were not delivered, the first because: \(firstRefusal.sentence)")
    }

    /// Lets go of the connections within 3 s; what was not flushed may be lost.
    public nonisolated func close() async {
        await run(within: .milliseconds(2500)) { await self.letGo() }
    }

    private func letGo() { client = nil }

    private func openClient() throws(Failure) -> KafkaClient {
        guard let client else { throw Failure(.cancelled, "The Kafka producer is closed") }
        return client
    }

    /// Takes in what the brokers answered, waiting for the first answer.
    private func serve(within timeout: Duration) throws(Failure) {
        sentSinceServed = 0
        let client = try openClient()
        var wait = timeout
        while let event = client.nextEvent(within: wait) {
            defer { rd_kafka_event_destroy(event) }
            wait = .zero
            if rd_kafka_event_type(event) == RD_KAFKA_EVENT_DR {
                while let message = rd_kafka_event_message_next(event) { count(message.pointee.err) }
            } else if let text = rd_kafka_event_error_string(event) {
                lastCause = trouble.sentence(rd_kafka_event_error(event), reason: String(cString: text))
            }
        }
    }

    private func count(_ code: rd_kafka_resp_err_t) {
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            acknowledged += 1
        } else {
            refused += 1
            // The time-out is message.timeout.ms, five minutes unless the user says otherwise.
            let isGone = code == RD_KAFKA_RESP_ERR__MSG_TIMED_OUT
            let why = isGone ? lastCause : nil
            firstRefusal =
                firstRefusal
                ?? Failure(isGone ? .unavailable : .badData, why ?? SafeText(String(cString: rd_kafka_err2str(code))))
        }
    }
}

/// A record on its way into librdkafka's queue.
private struct OutgoingRecord {
    let topic: TopicName
    let partition: Int32?
    let key: [UInt8]?
    let value: [UInt8]?
    let headers: [Record.Header]
    let timestamp: Timestamp?

    /// Copies the record into the queue.
    func hand(to client: KafkaClient) -> rd_kafka_resp_err_t {
        topic.rawValue.withCString { topic in
            withBytes(key) { key in
                withBytes(value) { value in
                    var fields = [
                        field(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },
                        field(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = partition ?? -1 },
                        field(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = RD_KAFKA_MSG_F_COPY },
                        field(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = timestamp?.milliseconds ?? 0 },
                        field(RD_KAFKA_VTYPE_KEY) { ($0.mem.ptr, $0.mem.size) = key },
                        field(RD_KAFKA_VTYPE_VALUE) { ($0.mem.ptr, $0.mem.size) = value },
                    ]
                    let list = makeHeaders()
                    if let list { fields.append(field(RD_KAFKA_VTYPE_HEADERS) { $0.headers = list }) }
                    let error = rd_kafka_produceva(client.handle, fields, fields.count)
                    defer { rd_kafka_error_destroy(error) }
                    // The library takes the headers only along with the record.
                    if error != nil, let list { rd_kafka_headers_destroy(list) }
                    return rd_kafka_error_code(error)
                }
            }
        }
    }

    private func makeHeaders() -> OpaquePointer? {
        if headers.isEmpty { return nil }
        let list = rd_kafka_headers_new(headers.count)
        for header in headers {
            withBytes(header.name) { name in
                withBytes(header.value) { value in
                    _ = rd_kafka_header_add(list, name.0, name.1, value.0, value.1)
                }
            }
        }
        return list
    }

    private func field(_ type: rd_kafka_vtype_t, _ set: (inout rd_kafka_vu_s.__Unnamed_union_u) -> Void) -> rd_kafka_vu_t {
        var field = rd_kafka_vu_t()
        field.vtype = type
        set(&field.u)
        return field
    }

    /// For librdkafka a null pointer is null, and empty bytes are any pointer with a length of 0.
    private func withBytes<Result>(_ bytes: [UInt8]?, _ body: ((UnsafeMutableRawPointer?, Int)) -> Result) -> Result {
        guard let bytes else { return body((nil, 0)) }
        return (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            body((UnsafeMutableRawPointer(mutating: buffer.baseAddress), bytes.count))
        }
    }
}
