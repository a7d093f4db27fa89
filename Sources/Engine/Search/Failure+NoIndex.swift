extension Failure {
    /// There is no index of that name: which one was probably meant, else what to do, else which there are.
    /// - Parameters:
    ///   - names: by what documents can be searched.
    ///   - hint: what makes such an index, where no name is near.
    public static func noIndex(_ name: IndexName, among names: [IndexName], hint: SafeText? = nil) -> Failure {
        let near = nearestNames(to: name.rawValue, in: names.map(\.rawValue))
        if !near.isEmpty { return Failure(.usage, "there is no index \(name): did you mean \(near.joined(separator: " or "))?") }
        if let hint { return Failure(.usage, "there is no index \(name): \(hint)") }
        let some: SafeText =
            names.isEmpty
            ? ", nor any other to be seen: import a file or read from Kafka first"
            : ": there are \(names.prefix(10).map(\.rawValue).joined(separator: ", "))"
        return Failure(.usage, "there is no index \(name)" + some)
    }
}
