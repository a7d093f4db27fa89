import CRdKafka

#if canImport(Glibc)
    import Glibc
#endif

extension Record {
    /// Copies a record out of librdkafka's memory.
    init(copying message: UnsafePointer<rd_kafka_message_t>, partition: TopicPartition) {
        var kind = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &kind)
        // Part by part, not by another initializer: its copy would cost a count for each part.
        self.partition = partition
        offset = Offset(message.pointee.offset)
        timestamp = kind == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : Timestamp(milliseconds: milliseconds)
        key = copyBytes(message.pointee.key, message.pointee.key_len)
        value = copyBytes(message.pointee.payload, message.pointee.len)
        headers = copyHeaders(message)
    }
}

/// In librdkafka null is a null pointer, and empty bytes are a pointer with a length of 0.
private func copyBytes(_ start: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
    start.map { Array(UnsafeRawBufferPointer(start: $0, count: count)) }
}

private func copyHeaders(_ message: UnsafePointer<rd_kafka_message_t>) -> [Record.Header] {
    var list: OpaquePointer?
    guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
    var headers: [Record.Header] = []
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var size = 0
    while rd_kafka_header_get_all(list, headers.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR, let start = name {
        let bytes = UnsafeRawBufferPointer(start: start, count: strlen(start))
        headers.append(Record.Header(name: Array(bytes), value: copyBytes(value, size)))
    }
    return headers
}
