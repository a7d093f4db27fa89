/// Does a piece of work and then, however that went, lets go of what it needed.
/// - Throws: what the work throws.
public func finally<Value>(
    _ letGo: () async -> Void, _ work: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    let value: Value
    do throws(Failure) {
        value = try await work()
    } catch {
        await letGo()
        throw error
    }
    await letGo()
    return value
}
