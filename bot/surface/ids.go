// Ids that several capabilities use (commands, actions and callbacks, each with one meaning), and the fields and
// lengths that their forms share.

package surface

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	CmdVouch = "/vouch"
	CmdRefer = "/refer"
)

// Action ids carry no data: a button's data is its value, a view's its private metadata.
// A link button still sends an action; actLink is the id of those that only open their link.
const (
	ActJoin     = "join"
	ActLeave    = "leave"
	ActSettings = "settings"
	ActHelp     = "help"
	ActRecorded = "recorded" // what the program keeps about people
	ActMyData   = "my_data"  // what is kept about the reader, a copy of it, and its erasure
	ActPolicy   = "policy"   // what people agree to

	ActShare       = "share"
	ActSharePosted = "share_posted"
	ActDigest      = "digest"
	ActSave        = "save"
	ActUnsave      = "unsave"
	ActRefer       = "refer"
	ActAddContent  = "add_content"
	ActRhythmKept  = "rhythm_kept" // the digest comes as often as before
)

// Home and its lists, one's own points, pausing. actReferral opens one referral for its referrer, owner or a manager.
const (
	ActMe       = "me"
	ActPause    = "pause"
	ActResume   = "resume"
	ActList     = "list"
	ActNewer    = "newer"
	ActOlder    = "older"
	ActReferral = "referral"

	ActIntroduce  = "introduce"   // opens the form; the value is the asset of a post, or empty
	ActIntro      = "intro"       // opens an introduction
	ActReferIntro = "refer_intro" // refers who was introduced
)

// What managers run: leaderboards, roles, the program's settings, personas.
const (
	ActBoardAdmin = "board_admin"
	ActOutcomes   = "outcomes" // what came of referrals and waits for a decision
	ActRoles      = "roles"
	ActProgram    = "program"
	ActPersonas   = "personas"
	ActBonuses    = "bonuses" // to approve and to pay
	ActAudit      = "audit"   // who did what
	// ActProgramSection opens the form of one of store.SettingSections, its value.
	ActProgramSection = "program_section"
)

// The library's content.
const (
	ActContent     = "content"
	ActContentMenu = "content_menu"
	ActContentMore = "content_more"
	ActReport      = "report" // all figures of a period
	ActCoverage    = "coverage"
	ActLessonDesk  = "lesson_desk" // to change the lessons
	ActHealth      = "health"
	ActCampaigns   = "campaigns"
	ActCrisis      = "crisis"
	ActPulse       = "pulse"      // what advocates answered, in sums
	ActReview      = "review"     // what waits for approval
	ActClearances  = "clearances" // texts that wait for compliance
	ActSources     = "sources"    // the feeds of the library
)

// Employees' own content: suggestions and stories. The values of actions on a story are the story and the version of
// its text.
const (
	ActSuggest   = "suggest"
	ActStory     = "story"
	ActStoryRead = "story_read" // an asset that is a story
	ActStoryOpen = "story_open" // one's own
	ActStories   = "stories"    // the curators' list
)

// Topics that are offered while somebody types: those of what is live, and all the program knows.
const (
	ActSuggestTopic = "suggest_topic"
)

// Events.
const (
	ActAttend    = "attend"
	ActAttendOff = "attend_off"
	ActEventMet  = "event_met"
)

// Callback ids of modals.
const (
	CBLibrary  = "library"
	CBSettings = "settings"
	CBDigest   = "digest"
	CBList     = "list"
)

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
