// Ids: the actions, callbacks and commands that this capability alone uses.

package persona

// Personas. actPersonaKeep answers the news of a changed one.
const (
	actPersonaAdd     = "persona_add"
	actPersonaMenu    = "persona_menu"
	actPersonaPreview = "persona_preview"
	actPersonaGroups  = "persona_groups"
	actPersonaKeep    = "persona_keep"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbPersona       = "persona"
	cbPersonaDelete = "persona_delete"
)
