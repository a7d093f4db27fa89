import Engine

/// Something that is to be done outside, as a value that can be compared. What it brings comes back as an `Event`.
enum Effect: Hashable, Sendable {
    case open
    case search(Search)
    case listIndexes
    /// Reads which fields the indexes have; none are all of them.
    case listFields([IndexName])
    case listValues(ValueQuestion)
    case explain(SearchRequest, String)
    case keepQuery(String)
    case forgetQuery(String)
    case saveQuery(SavedQuery)
    case deleteSavedQuery(String)
    /// Gets the document that an event wrote.
    case lookUp(DocumentKey, for: LiveEvent.ID)
    /// Reads the record again that wrote a document.
    case readRecord(RecordPosition, of: DocumentKey)
    /// Looks for the record that wrote a document, where the index does not say which one did.
    case findRecord(Hit, of: DocumentKey)
    /// What is being got for the screen is wanted no more.
    case stopFetching
    /// Lets the stream go on elsewhere.
    case seek(SeekTarget)
    case copy([UInt8])
    case export(Export)
    case stopExport
    case repaint
    case suspend
    /// Ends the program with an exit status.
    case quit(status: Int32)
}
