import CRdKafka

extension KafkaConsumer {
    /// How long a look-up of offsets or a commit may take.
    private static let patience = Duration.seconds(5)

    /// Begins reading these partitions. A member gets exactly these; a browser adds them to what it reads, or starts them anew.
    ///
    /// - Throws: a failure of kind `.unavailable` or `.tryAgain` if the brokers do not say where a time or the group's commit is;
    ///   the same call may be made again.
    public nonisolated func assign(_ starts: [TopicPartition: StartPosition]) async throws(Failure) {
        wake()
        try await begin(starts)
    }

    /// The offset after the last record that each partition holds now, asked of the brokers for at most 5 s.
    ///
    /// - Throws: a failure of kind `.unavailable` or `.tryAgain` if they do not say.
    public nonisolated func ends(of partitions: Set<TopicPartition>) async throws(Failure) -> [TopicPartition: Offset] {
        wake()
        return try await lookUpEnds(of: partitions)
    }

    /// Gives up all partitions.
    public nonisolated func unassign() async throws(Failure) {
        wake()
        try await giveUp()
    }

    /// Stops fetching from the partitions; `poll` must still be called.
    public nonisolated func pause(_ partitions: Set<TopicPartition>) async throws(Failure) {
        wake()
        try await setFetching(false, partitions)
    }

    /// Goes on fetching.
    public nonisolated func resume(_ partitions: Set<TopicPartition>) async throws(Failure) {
        wake()
        try await setFetching(true, partitions)
    }

    /// Commits, for each partition, the offset to read next, and waits up to 5 s for the group's answer. A browser does nothing.
    ///
    /// - Throws: a failure of kind `.tryAgain` or `.unavailable` if it is not certain that the group has them.
    public nonisolated func commit(_ next: [TopicPartition: Offset]) async throws(Failure) {
        guard case .member = role, !next.isEmpty else { return }
        wake()
        try await send(next)
    }

    private func begin(_ wanted: [TopicPartition: StartPosition]) throws(Failure) {
        let client = try openClient()
        let offsets = try offsets(of: wanted, from: client)
        switch role {
        case .member:
            forgetPartitions()
            try check(withPartitionList(offsets) { rd_kafka_assign(client.handle, $0) }, "be assigned its partitions")
        case .browser:
            let again = wanted.keys.filter { starts[$0] != nil }
            for partition in again { positions[partition] = nil }
            try drop(again, from: client)
            try add(offsets, to: client)
        }
        starts.merge(wanted) { $1 }
    }

    /// All at once: partition by partition would be a round trip each. The end is what Kafka calls the time -1.
    private func lookUpEnds(of partitions: Set<TopicPartition>) throws(Failure) -> [TopicPartition: Offset] {
        if partitions.isEmpty { return [:] }
        let ends = try lookUp(partitions.map { ($0, LogicalOffset.end) }, "end", from: try openClient())
        return Dictionary(ends.map { ($0, Offset($1)) }) { $1 }
    }

    private func drop(_ partitions: some Collection<TopicPartition>, from client: KafkaClient) throws(Failure) {
        if partitions.isEmpty { return }
        try check(
            withPartitionList(partitions.map { ($0, LogicalOffset.none) }) { rd_kafka_incremental_unassign(client.handle, $0) })
        paused.subtract(partitions)
    }

    private func add(_ offsets: [(TopicPartition, Int64)], to client: KafkaClient) throws(Failure) {
        try check(withPartitionList(offsets) { rd_kafka_incremental_assign(client.handle, $0) })
    }

    /// Reads on from the oldest record where the next offset does not exist. librdkafka has given these partitions up, and a
    /// seek does not bring them back, so they are assigned anew; a member can only be assigned all of its partitions at once.
    func restartGonePartitions(of client: KafkaClient) {
        defer { gone = [] }
        if isRevoking { return }
        var offsets = gone.map { ($0, LogicalOffset.beginning) }
        let wasPaused = paused
        do throws(Failure) {
            switch role {
            case .browser:
                try drop(gone, from: client)
                try add(offsets, to: client)
            case .member:
                offsets += try self.offsets(of: starts.filter { !gone.contains($0.key) }, from: client).map {
                    ($0, positions[$0] ?? $1)
                }
                try check(withPartitionList(offsets) { rd_kafka_assign(client.handle, $0) }, "go on from the oldest record")
            }
            try setFetching(false, wasPaused)
        } catch {
            tell(error.sentence)
        }
    }

    private func giveUp() throws(Failure) {
        let client = try openClient()
        forgetPartitions()
        try check(rd_kafka_assign(client.handle, nil), "give up its partitions")
    }

    private func setFetching(_ isFetching: Bool, _ partitions: Set<TopicPartition>) throws(Failure) {
        let client = try openClient()
        if partitions.isEmpty { return }
        if isFetching { paused.subtract(partitions) } else { paused.formUnion(partitions) }
        let code = withPartitionList(partitions.map { ($0, LogicalOffset.none) }) {
            isFetching ? rd_kafka_resume_partitions(client.handle, $0) : rd_kafka_pause_partitions(client.handle, $0)
        }
        try check(code, isFetching ? "go on reading" : "pause")
    }

    /// The answer is waited for on a queue of its own: librdkafka's own blocking commit has no limit while brokers are down.
    private func send(_ next: [TopicPartition: Offset]) throws(Failure) {
        let client = try openClient()
        let answers = rd_kafka_queue_new(client.handle)
        defer { rd_kafka_queue_destroy(answers) }
        let code = withPartitionList(next.map { ($0.key, $0.value.rawValue) }) {
            rd_kafka_commit_queue(client.handle, $0, answers, nil, nil)
        }
        try check(code, "commit")
        guard let answer = rd_kafka_queue_poll(answers, KafkaConsumer.patience.wholeMilliseconds) else {
            throw Failure(
                .unavailable, "The consumer group's broker did not confirm the commit within 5 s; it is sent when it is back")
        }
        defer { rd_kafka_event_destroy(answer) }
        try check(rd_kafka_event_error(answer), "commit")
        for entry in entries(rd_kafka_event_topic_partition_list(answer)) { try check(entry.err, "commit") }
    }

    private func offsets(
        of wanted: [TopicPartition: StartPosition], from client: KafkaClient
    ) throws(Failure) -> [(TopicPartition, Int64)] {
        var offsets: [(TopicPartition, Int64)] = []
        var times: [(TopicPartition, Int64)] = []
        var committed: [(TopicPartition, Int64)] = []
        for (partition, start) in wanted {
            switch start {
            case .beginning: offsets.append((partition, LogicalOffset.beginning))
            case .end: offsets.append((partition, LogicalOffset.end))
            case .tail(let count): offsets.append((partition, LogicalOffset.tail(count)))
            case .offset(let offset): offsets.append((partition, offset.rawValue))
            case .committed: committed.append((partition, LogicalOffset.none))
            case .time(let time): times.append((partition, max(0, time.milliseconds)))
            }
        }
        if !times.isEmpty { offsets += try lookUp(times, "offset of a time", from: client) }
        return offsets + (try lookUp(committed: committed, from: client))
    }

    private func lookUp(
        _ times: [(TopicPartition, Int64)], _ what: SafeText, from client: KafkaClient
    ) throws(Failure) -> [(TopicPartition, Int64)] {
        try withPartitionList(times) { (list) throws(Failure) in
            let code = rd_kafka_offsets_for_times(client.handle, list, KafkaConsumer.patience.wholeMilliseconds)
            try check(code, "look up the \(what)")
            return try entries(list).map { (entry) throws(Failure) in
                try check(entry.err, "look up the \(what) in \(TopicPartition(entry))")
                return (TopicPartition(entry), entry.offset)
            }
        }
    }

    /// What the group has committed, else the oldest record. Asked here and not left to librdkafka, for which no commit is an error.
    private func lookUp(
        committed partitions: [(TopicPartition, Int64)], from client: KafkaClient
    ) throws(Failure) -> [(TopicPartition, Int64)] {
        if partitions.isEmpty { return [] }
        if role == .browser { return partitions.map { ($0.0, LogicalOffset.beginning) } }
        return try withPartitionList(partitions) { (list) throws(Failure) in
            let code = rd_kafka_committed(client.handle, list, KafkaConsumer.patience.wholeMilliseconds)
            try check(code, "look up what its group has committed")
            return try entries(list).map { (entry) throws(Failure) in
                try check(entry.err, "look up what its group has committed in \(TopicPartition(entry))")
                return (TopicPartition(entry), entry.offset >= 0 ? entry.offset : LogicalOffset.beginning)
            }
        }
    }

    private func check(_ error: OpaquePointer?) throws(Failure) {
        guard let error else { return }
        defer { rd_kafka_error_destroy(error) }
        throw Failure(
            .tryAgain, "The Kafka consumer cannot be assigned partitions: \(String(cString: rd_kafka_error_string(error)))")
    }

    private func check(_ code: rd_kafka_resp_err_t, _ deed: SafeText) throws(Failure) {
        // Nothing to commit is no error.
        if code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NO_OFFSET { return }
        let isGone = code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT
        let reason = String(cString: rd_kafka_err2str(code))
        throw Failure(isGone ? .unavailable : .tryAgain, "The Kafka consumer cannot \(deed): \(reason)")
    }
}
