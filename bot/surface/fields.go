// Fields and lengths that forms of several capabilities share.

package surface

// Fields of forms. They are also the names in the store's FieldErrors, but for those of a job and of the cards.
const (
	FieldTitle       = "title"
	FieldTopics      = "topics"
	FieldOtherTopics = "other_topics"
	FieldPersonas    = "personas"
	FieldAudiences   = "audiences"
	FieldNetworks    = "networks"
	FieldAt          = "at"
	FieldReason      = "reason"
	FieldNote        = "note"
	FieldKind        = "kind"
	FieldName        = "name"
	FieldWhy         = "why"
	FieldConsent     = "consent"
	FieldText        = "text"
)

// The longest texts that forms take, in characters, see store.Asset; maxAssetTopics bounds its topics.
const (
	MaxAssetTitle   = 150
	MaxAssetSummary = 500
	MaxAssetPrompt  = 200
	MaxAssetURL     = 2000
	maxAssetTopics  = 50
	MaxReferNeed    = 200
	MaxReferWhy     = 1000
)

// RelationCommunity is the relationship of people who met at an event.
const RelationCommunity = "community"
