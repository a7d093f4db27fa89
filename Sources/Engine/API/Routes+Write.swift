extension Routes {
    /// Indexes one document.
    func write(_ request: HTTPRequest, to name: IndexName) async -> HTTPResponse {
        guard index.isWritable else {
            return .problem(403, "This server only reads: the index \(name) stays as it is.")
        }
        let document: Document
        do throws(IndexRequestBody.Refusal) {
            document = try decode(IndexRequestBody(request), name)
        } catch {
            switch error {
            case .notText: return .problem(400, "There was an error parsing the body")
            case .issues(let issues): return ValidationIssue.response(issues)
            }
        }
        return await write(document)
    }

    private func decode(_ body: IndexRequestBody, _ name: IndexName) throws(IndexRequestBody.Refusal) -> Document {
        do throws(DocumentDecoder.Refusal) {
            return try DocumentDecoder(idField: "id").decode(body.json, index: name, fallbackID: nil)
        } catch {
            throw .issues([unusable(error.reason, body.json, at: error.kind == .badID ? [.name("body"), .name("id")] : nil)])
        }
    }

    private func write(_ document: Document) async -> HTTPResponse {
        do throws(Failure) {
            switch try await index.write(WriteBatch(operations: [.index(document)])).first {
            case .done: return done(document.index)
            case .tryAgain(let reason): return .problem(503, reason, headers: [.retry(after: 1)])
            case .refused(let reason): return ValidationIssue.response([unusable(reason, document.source)])
            case nil: return .problem(500, "The index gave no answer for the document: this is a defect of Kelp.")
            }
        } catch {
            return error.kind == .usage
                ? ValidationIssue.response([unusable(error.sentence, document.source)]) : response(to: error)
        }
    }

    private func unusable(_ reason: SafeText, _ json: [UInt8], at location: [ValidationIssue.Step]? = nil) -> ValidationIssue {
        .unusable(location ?? [.name("body")], reason, input: IndexRequestBody.echo(json))
    }

    private func done(_ name: IndexName) -> HTTPResponse {
        HTTPResponse(200, JSONBody.object("message", name.rawValue + " 인덱싱 성공"))
    }
}
