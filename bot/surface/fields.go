// Fields and lengths that forms of several capabilities share.

package surface

// The fields of the form; they are also the names in the store's FieldErrors, but for those of a job.
const (
	FieldTitle       = "title"
	FieldTopics      = "topics"
	FieldOtherTopics = "other_topics"
)

// The longest texts of an asset, in characters; see store.Asset. maxAssetTopics bounds its topics.
const (
	MaxAssetTitle   = 150
	MaxAssetSummary = 500
	MaxAssetPrompt  = 200
	MaxAssetURL     = 2000
	maxAssetTopics  = 50
)

// Fields of the joining form; the settings form uses the same names, which are those of the store's
// field errors.
const (
	FieldPersonas = "personas"
	FieldAt       = "at"
)

// The fields of the card's forms.
const (
	FieldReason = "reason"
	FieldNote   = "note"
)

// The fields of the form; they are also the names in the store's FieldErrors.
const (
	FieldKind    = "kind"
	FieldName    = "name"
	FieldWhy     = "why"
	FieldConsent = "consent"
)

// The longest texts the form takes, in characters.
const (
	MaxReferNeed = 200
	MaxReferWhy  = 1000
)

// RelationCommunity is the relationship of people who met at an event.
const RelationCommunity = "community"

// Further fields of the settings form, beside those of the joining form.
const (
	FieldNetworks = "networks"
)

// The fields of the forms; they are also the names in the store's FieldErrors.
const (
	FieldText = "text"
)
