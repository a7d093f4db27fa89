extension Duration {
    /// In milliseconds, rounded up, and no longer than C can say.
    var wholeMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        let milliseconds = Double(seconds) * 1000 + Double(attoseconds) / 1e15
        return Int32(min(max(0, milliseconds.rounded(.up)), Double(Int32.max)))
    }
}
