import CMicrohttpd

// What libmicrohttpd calls, on its thread. A closure literal could be isolated to an actor and trap there; these cannot.

func notifyConnection(
    _ closure: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ code: MHD_ConnectionNotificationCode
) {
    guard let closure, let pointer, let context else { return }
    let server = Unmanaged<HTTPServer>.fromOpaque(closure).takeUnretainedValue()
    if code == .CONNECTION_NOTIFY_STARTED {
        let connection = HTTPConnection(ConnectionHandle(pointer), server: server)
        server.open(connection)
        context.pointee = Unmanaged.passRetained(connection).toOpaque()
    } else if let opaque = context.pointee {
        let connection = Unmanaged<HTTPConnection>.fromOpaque(opaque).takeRetainedValue()
        connection.close()
        server.close(connection)
        context.pointee = nil
    }
}

func receiveTarget(
    _ closure: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ pointer: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    if let target { connection(pointer)?.receiveTarget(String(cString: target)) }
    return nil
}

/// Called when the headers are there, for each part of the body, at the end of the request, and when the connection is resumed.
func handleRequest(
    _ closure: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
    _ version: UnsafePointer<CChar>?, _ data: UnsafePointer<CChar>?, _ size: UnsafeMutablePointer<Int>?,
    _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let pointer, let method, let version, let size, let context, let connection = connection(pointer) else { return .NO }
    if context.pointee == nil {
        // Any pointer would do: it tells the first call of a request from the others.
        context.pointee = UnsafeMutableRawPointer(pointer)
        let head = readHead(pointer, method: String(cString: method), version: String(cString: version))
        return connection.receiveHead(head).map { queue($0, on: connection, pointer) } ?? .YES
    }
    if size.pointee > 0 {
        connection.receiveBody(UnsafeRawBufferPointer(start: data, count: size.pointee))
        size.pointee = 0
        return .YES
    }
    return connection.proceed().map { queue($0, on: connection, pointer) } ?? .YES
}

func completeRequest(
    _ closure: UnsafeMutableRawPointer?, _ pointer: OpaquePointer?, _ context: UnsafeMutablePointer<UnsafeMutableRawPointer?>?,
    _ reason: MHD_RequestTerminationCode
) {
    guard let context, context.pointee != nil else { return }
    context.pointee = nil
    connection(pointer)?.complete()
}

private func connection(_ pointer: OpaquePointer?) -> HTTPConnection? {
    kelp_http_context(pointer).map { Unmanaged<HTTPConnection>.fromOpaque($0).takeUnretainedValue() }
}

private func readHead(_ pointer: OpaquePointer, method: String, version: String) -> RequestHead {
    var head = RequestHead()
    head.method = method
    head.version = version
    withUnsafeMutablePointer(to: &head) {
        _ = MHD_get_connection_values_n(pointer, .HEADER_KIND, takeHeader, UnsafeMutableRawPointer($0))
    }
    return head
}

private func takeHeader(
    _ closure: UnsafeMutableRawPointer?, _ kind: MHD_ValueKind, _ name: UnsafePointer<CChar>?, _ nameLength: Int,
    _ value: UnsafePointer<CChar>?, _ valueLength: Int
) -> MHD_Result {
    closure?.assumingMemoryBound(to: RequestHead.self).pointee.take(
        UnsafeRawBufferPointer(start: name, count: nameLength), UnsafeRawBufferPointer(start: value, count: valueLength))
    return .YES
}

private func queue(_ answer: HTTPResponse, on connection: HTTPConnection, _ pointer: OpaquePointer) -> MHD_Result {
    let response = answer.body.withUnsafeBytes { kelp_http_response($0.baseAddress, $0.count) }
    guard let response else { return .NO }
    defer { MHD_destroy_response(response) }
    MHD_add_response_header(response, "Content-Type", "application/json")
    for header in answer.headers { MHD_add_response_header(response, header.name.rawValue, header.value) }
    if answer.isLast || connection.isDraining { MHD_add_response_header(response, "Connection", "close") }
    connection.respond()
    return MHD_queue_response(pointer, UInt32(answer.status), response)
}
