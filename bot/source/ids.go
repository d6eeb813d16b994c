// Ids: the actions, callbacks and commands that this capability alone uses.

package source

// Sources of the library.
const (
	actSourcePage  = "source_page"
	actSourceFirst = "source_first"
	actSourceMenu  = "source_menu"
	actSourceAdd   = "source_add"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbSourceAddress = "source_address"
	cbSource        = "source"
	cbSourceRemove  = "source_remove"
)
