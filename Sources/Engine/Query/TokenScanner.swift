/// One pass over composed UTF-8: a word that is being read, and before it the CJK run that it may belong to.
///
/// A word is held back until it ends because only then is it known whether it is all Hangul (part of a CJK run) or not (a
/// token by itself), and whether the full stop or apostrophe in it was followed by a letter.
struct TokenScanner {
    typealias Sink = (UnsafeBufferPointer<UInt8>, Tokenizer.Kind, Range<Int>) -> Bool

    /// A CJK character with the marks on it.
    private struct Unit {
        /// Where it ends in `folded`; it starts where the unit or word before it ends.
        var start: Int
        var end: Int
        var source: Range<Int>
    }

    /// The word that is being read.
    private struct Word {
        var start: Int
        var firstUnit: Int
        var source: Range<Int>
        var last: CharacterClass
        var isHangul = true
        var hasContent = false
        var length = 0
        /// A separator that belongs to the word if what follows fits.
        var middle: (mark: Int, sourceEnd: Int, kind: CharacterClass)?

        /// Whether a letter, digit, underscore or syllable goes on with this word.
        func accepts(_ kind: CharacterClass) -> Bool {
            guard let middle else {
                return last != .emoji && last != .regionalIndicator && (last == .spaceless) == (kind == .spaceless)
            }
            return last.canPrecede(middle.kind) && kind.canPrecede(middle.kind) && (last == .digit) == (kind == .digit)
        }
    }

    /// As long as Elasticsearch lets a word be; what is longer is cut.
    private static let longestWord = 255

    private let isIndexing: Bool
    private var folded: [UInt8] = []
    private var units: [Unit] = []
    private var word: Word?
    private var isStopped = false

    init(isIndexing: Bool) {
        self.isIndexing = isIndexing
        folded.reserveCapacity(64)
    }

    mutating func scan(_ utf8: UnsafeBufferPointer<UInt8>, _ sink: Sink) {
        var index = 0
        while index < utf8.count, !isStopped {
            let (scalar, end) = decodeScalar(utf8, at: index)
            let letter = fold(scalar)
            take(letter, CharacterClass(letter), index..<end, sink)
            index = end
        }
        endWord(sink)
        endRun(units.count, sink)
    }

    private mutating func take(_ scalar: UInt32, _ kind: CharacterClass, _ source: Range<Int>, _ sink: Sink) {
        switch kind {
        case .letter, .spaceless, .digit, .connector, .hangul: join(scalar, kind, source, sink)
        case .middleOfLetters, .middleOfNumbers, .middleOfBoth: takeMiddle(scalar, kind, source, sink)
        case .ideograph:
            endWord(sink)
            folded.append(utf8Of: scalar)
            units.append(Unit(start: units.last?.end ?? 0, end: folded.count, source: source))
        case .mark: takeMark(scalar, source)
        case .emoji, .regionalIndicator: takeEmoji(scalar, kind, source, sink)
        case .other:
            endWord(sink)
            endRun(units.count, sink)
        }
    }

    /// A letter, digit, underscore or syllable.
    private mutating func join(_ scalar: UInt32, _ kind: CharacterClass, _ source: Range<Int>, _ sink: Sink) {
        if let open = word, !open.accepts(kind) || open.length >= Self.longestWord { endWord(sink) }
        var open = word ?? Word(start: folded.count, firstUnit: units.count, source: source, last: kind)
        word = nil
        if open.middle != nil { open.isHangul = false }
        open.middle = nil
        let start = folded.count
        folded.append(utf8Of: scalar)
        if kind == .hangul {
            units.append(Unit(start: start, end: folded.count, source: source))
        } else {
            open.isHangul = false
        }
        open.hasContent = open.hasContent || kind != .connector
        open.last = kind
        open.length += 1
        open.source = open.source.lowerBound..<source.upperBound
        word = open
    }

    /// A full stop, apostrophe, comma or the like: part of the word only between two letters or two digits.
    private mutating func takeMiddle(_ scalar: UInt32, _ kind: CharacterClass, _ source: Range<Int>, _ sink: Sink) {
        guard let open = word, open.middle == nil, open.last.canPrecede(kind) else {
            endWord(sink)
            return endRun(units.count, sink)
        }
        word?.middle = (folded.count, open.source.upperBound, kind)
        folded.append(utf8Of: scalar)
        word?.source = open.source.lowerBound..<source.upperBound
    }

    /// A mark belongs to what stands before it.
    private mutating func takeMark(_ scalar: UInt32, _ source: Range<Int>) {
        guard word != nil || !units.isEmpty else { return }
        let end = folded.count
        folded.append(utf8Of: scalar)
        if let last = units.indices.last, units[last].end == end {
            units[last].end = folded.count
            units[last].source = units[last].source.lowerBound..<source.upperBound
        }
        if let open = word { word?.source = open.source.lowerBound..<source.upperBound }
    }

    /// An emoji is a word; one after a joiner, or the second letter of a flag, belongs to the one before it.
    private mutating func takeEmoji(_ scalar: UInt32, _ kind: CharacterClass, _ source: Range<Int>, _ sink: Sink) {
        let isJoined =
            switch word?.last {
            case .emoji: kind == .emoji && folded.suffix(3).elementsEqual([0xE2, 0x80, 0x8D])
            case .regionalIndicator: kind == .regionalIndicator
            default: false
            }
        if !isJoined { endWord(sink) }
        var open = word ?? Word(start: folded.count, firstUnit: units.count, source: source, last: kind)
        folded.append(utf8Of: scalar)
        open.last = .emoji
        if kind == .regionalIndicator && !isJoined { open.last = .regionalIndicator }
        open.isHangul = false
        open.hasContent = true
        open.source = open.source.lowerBound..<source.upperBound
        word = open
    }

    private mutating func endWord(_ sink: Sink) {
        guard var open = word else { return }
        word = nil
        if let middle = open.middle {
            folded.removeSubrange(middle.mark...)
            open.source = open.source.lowerBound..<middle.sourceEnd
        }
        if !open.isHangul {
            endRun(open.firstUnit, sink, keepsText: true)
            if open.hasContent { emit(word: open, sink) }
            folded.removeAll(keepingCapacity: true)
            units.removeAll(keepingCapacity: true)
        } else if open.middle != nil {
            endRun(units.count, sink)
        }
    }

    private mutating func emit(word: Word, _ sink: Sink) {
        emit(word.start..<folded.count, .word, word.source, sink)
        guard isIndexing else { return }
        for unit in units.dropFirst(word.firstUnit) { emit(unit.start..<unit.end, .inside, unit.source, sink) }
    }

    /// Hands out the first `count` units as pairs, or a lone one as itself.
    private mutating func endRun(_ count: Int, _ sink: Sink, keepsText: Bool = false) {
        if count == 1 { emit(units[0].start..<units[0].end, .single, units[0].source, sink) }
        for second in units.indices.prefix(count).dropFirst() {
            let (left, right) = (units[second - 1], units[second])
            emit(left.start..<right.end, .pair, left.source.lowerBound..<right.source.upperBound, sink)
        }
        if count > 1, isIndexing {
            let last = units[count - 1]
            emit(last.start..<last.end, .inside, last.source, sink)
        }
        guard !keepsText else { return }
        folded.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
    }

    private mutating func emit(_ range: Range<Int>, _ kind: Tokenizer.Kind, _ source: Range<Int>, _ sink: Sink) {
        guard !isStopped else { return }
        let goesOn = folded.withUnsafeBufferPointer { sink(UnsafeBufferPointer(rebasing: $0[range]), kind, source) }
        isStopped = !goesOn
    }
}
