import CRdKafka
import Synchronization

/// The last lines that librdkafka logged. They go nowhere by themselves: the screen may be up.
final class KafkaLog: Sendable {
    private static let capacity = 50
    private let lines = Mutex<[String]>([])

    /// The lines, the oldest first.
    var last: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { lines in
            if lines.count == KafkaLog.capacity { lines.removeFirst() }
            lines.append(line)
        }
    }

    /// Makes librdkafka log here; the log must outlive the handle that is made of the configuration.
    func attach(to conf: OpaquePointer?) {
        rd_kafka_conf_set_opaque(conf, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(conf, keepLine)
    }
}

/// File scope, because librdkafka calls it on its own threads.
private func keepLine(
    _ handle: OpaquePointer?, _ level: Int32, _ facility: UnsafePointer<CChar>?, _ text: UnsafePointer<CChar>?
) {
    guard let handle, let text, let opaque = rd_kafka_opaque(handle) else { return }
    Unmanaged<KafkaLog>.fromOpaque(opaque).takeUnretainedValue().append(String(cString: text))
}
