/// What a search did and why, in lines for a person; nothing is written unless somebody asked.
final class SearchTrace {
    private(set) var lines: [SafeText] = []
    private let isWanted: Bool

    init(isWanted: Bool) { self.isWanted = isWanted }

    func add(_ line: @autoclosure () -> SafeText) {
        if isWanted { lines.append(line()) }
    }
}
