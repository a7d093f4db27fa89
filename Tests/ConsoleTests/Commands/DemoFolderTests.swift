import Engine
import Foundation
import Testing

@testable import Console

@Suite("The demo's folder") struct DemoFolderTests {
    @Test("is removed, and so is one that was left behind, but not one in use or somebody's own")
    func removal() throws {
        let base = NSTemporaryDirectory() + "/kelp-folders-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: base) }
        let used = try DemoFolder.make(in: base)
        let abandoned = base + "/kelp-demo-abandoned"
        try FileManager.default.createDirectory(atPath: abandoned + "/inside", withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: abandoned + "/demo.lock", contents: nil)
        let young = base + "/kelp-demo-young"
        try FileManager.default.createDirectory(atPath: young, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: base + "/kelp-demo-file", contents: nil)

        let other = try DemoFolder.make(in: base)
        #expect(!FileManager.default.fileExists(atPath: abandoned))
        for path in [used.path, other.path, young, base + "/kelp-demo-file"] {
            #expect(FileManager.default.fileExists(atPath: path), "\(path)")
        }
        used.remove()
        other.remove()
        #expect(!FileManager.default.fileExists(atPath: used.path))
        #expect(!FileManager.default.fileExists(atPath: other.path))
    }

    @Test("a place that takes no folder is told in a sentence")
    func refusal() {
        #expect(throws: Failure.self) { try DemoFolder.make(in: "/proc") }
    }
}
