// Ids: the actions, callbacks and commands that this capability alone uses.

package persona

// Personas.
const (
	actPersonaAdd     = "persona_add"
	actPersonaMenu    = "persona_menu"
	actPersonaPreview = "persona_preview"
	actPersonaGroups  = "persona_groups"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbPersona       = "persona"
	cbPersonaDelete = "persona_delete"
	cbPersonaMove   = "persona_move"
)
