import Engine
import Foundation

// A Kafka inside this process, fed with the demo's events until it is ended: `Feed RATE` prints where it listens.

let arguments = CommandLine.arguments
guard arguments.count == 2, let rate = Double(arguments[1]) else {
    FileHandle.standardError.write(Data("usage: Feed EVENTS-A-SECOND\n".utf8))
    exit(64)
}
let broker = try DemoBroker(topics: DemoFeed.topics)
FileHandle.standardOutput.write(Data("\(broker.brokers)\n".utf8))
try await DemoFeed(configuration: broker.configuration, backlog: 0, rate: rate).run()
broker.close()
