// Ids: the actions, callbacks and commands that this capability alone uses.

package library

// Topics that are offered while somebody types: those of what is live, and all the program knows.
const (
	actLibraryTopic = "library_topic"
)
