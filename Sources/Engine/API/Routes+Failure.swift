extension Routes {
    /// What a client is told when the index cannot do what it was asked: 502 where the index is the one to be mended, 503 where it
    /// cannot be reached for now, 504 where it took too long, and 500 only where Kelp is wrong.
    func response(to failure: Failure) -> HTTPResponse {
        switch failure.kind {
        // A search's query is plain text and its parameters are checked: what is left to be wrong is the index's name.
        case .usage, .noInput: .problem(404, failure.sentence)
        case .badData, .configuration, .notAllowed: .problem(502, failure.sentence)
        case .unavailable, .disk: .problem(503, failure.sentence, headers: [.retry(after: 5)])
        case .tryAgain: .problem(504, failure.sentence, headers: [.retry(after: 1)])
        case .cancelled: .problem(503, "The request was called off: the server is stopping, or it took too long.")
        case .defect: .problem(500, failure.sentence)
        }
    }
}
