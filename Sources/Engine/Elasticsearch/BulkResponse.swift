/// The answer to a bulk: what became of each operation, in the order of the bulk.
struct BulkResponse: Hashable, Sendable {
    struct Item: Hashable, Sendable {
        var action = ""
        var status = 0
        var error: ErrorReason?
        /// The place of the change in the shard's history.
        var sequenceNumber: Int64?
    }

    /// How much of the answer is asked for: the rest would be most of it.
    enum Extent {
        /// What became of each operation.
        case items
        /// Whether all was done, in a few bytes.
        case verdict

        /// For the query of the request.
        var filter: String {
            switch self {
            case .items: "filter_path=errors,items.*.status,items.*.error,items.*._seq_no"
            case .verdict: "filter_path=errors"
            }
        }
    }

    /// What became of each operation; none where only the verdict was asked for.
    private(set) var items: [Item] = []
    /// Whether not all was done.
    private(set) var hasErrors = true

    /// - Throws: where the bytes are no JSON, or not the answer to so many operations.
    init(_ bytes: [UInt8], count: Int, _ extent: Extent = .items) throws(JSONError) {
        items.reserveCapacity(count)
        var verdict: String?
        var cursor = JSONCursor(bytes)
        guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
        while let key = try cursor.nextKey() {
            switch key {
            case "errors": verdict = try cursor.scalar()
            case "items":
                guard try cursor.enterArray() else { continue }
                while try cursor.hasElement() { items.append(try BulkResponse.item(&cursor)) }
            default: try cursor.skip()
            }
        }
        try cursor.end()
        hasErrors = verdict != "false"
        if extent == .verdict, items.isEmpty {
            // Only these two words are known to mean something.
            if verdict == "true" || verdict == "false" { return }
        }
        guard items.count == count else {
            throw JSONError("it tells of \(items.count) operations and not of \(count)", at: 0, in: bytes)
        }
    }

    private static func item(_ cursor: inout JSONCursor) throws(JSONError) -> Item {
        var item = Item()
        guard try cursor.enterObject() else { return item }
        while let action = try cursor.nextKey() {
            item.action = action
            guard try cursor.enterObject() else { continue }
            while let key = try cursor.nextKey() {
                switch key {
                case "status": item.status = Int(try cursor.integer() ?? 0)
                case "error": item.error = try ErrorReason.read(&cursor)
                case "_seq_no": item.sequenceNumber = try cursor.sequenceNumber()
                default: try cursor.skip()
                }
            }
        }
        return item
    }
}

extension BulkResponse {
    /// Whether an error says that the cluster is in no state for it: closed to writes, or full of shards.
    static func isPassing(_ type: String) -> Bool { type.contains("block") || type == "validation_exception" }
}

extension BulkResponse.Item {
    /// What it means to whoever wrote. What is not known to be done or impossible is to be tried again.
    var outcome: WriteOutcome {
        switch status {
        case 200..<300 where error == nil: .done
        case 404 where action == "delete" && error == nil: .done
        // Something newer is there already.
        case 409: .done
        case 400 where BulkResponse.isPassing(error?.type ?? ""): .tryAgain(reason)
        case 400, 413: .refused(reason)
        default: .tryAgain(reason)
        }
    }

    /// Whether the index has too much to do.
    var isOverload: Bool { status == 429 && error?.type.contains("block") != true }

    /// Why, with the status.
    var reason: SafeText { "HTTP \(status): \(error?.sentence ?? "without a reason")" }
}
