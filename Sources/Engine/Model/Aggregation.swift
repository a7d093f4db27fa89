/// A stretch of time and how many documents fall into it.
public struct HistogramBucket: Hashable, Sendable {
    /// Where it starts; it ends where the next one starts.
    public var start: Timestamp
    /// How many documents.
    public var count: Int

    /// Makes a bucket.
    public init(start: Timestamp, count: Int) {
        self.start = start
        self.count = count
    }
}

/// A value of a field and how many documents have it.
public struct TopValue: Hashable, Sendable {
    /// The value as text.
    public var value: String
    /// How many documents.
    public var count: Int

    /// Makes a value.
    public init(_ value: String, count: Int) {
        self.value = value
        self.count = count
    }
}
