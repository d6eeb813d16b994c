// The buckets of the file by name; the package comment draws the map and says what each holds.

package store

// bucket is one top-level bucket.
type bucket int

// Derived buckets come after the others, so that Check can walk them as one range; the names below stand in the same order. A new
// bucket needs a migration that creates it, and a line in the package comment, which a test compares.
const (
	meta bucket = iota
	program
	employeeBucket
	tasteBucket
	answerBucket
	assetBucket
	deliveryBucket
	receiptBucket
	messageBucket
	shareBucket
	entryBucket
	referralBucket
	boardPostBucket
	boardScheduleBucket
	sourceBucket
	storyBucket
	attendanceBucket
	membershipBucket
	channels
	auditBucket

	firstDerived
	employeesByName = iota - 1
	employeesByRole
	employeesByDue
	firstPoints
	savers
	assetsByState
	assetsByCanon
	assetsBySeq
	assetsByTime
	assetsBySource
	assetsGone
	assetsBySuggester
	sourcesByTime
	storiesByPerson
	storiesByState
	attendancesByPerson
	attendancesByTime
	receiptsByPlace
	receiptsByAsset
	receiptsByRef
	messagesReady
	messagesSending
	messagesByPerson
	sharesByTriple
	sharesByPerson
	sharesByAsset
	sharesByToken
	sharesByPost
	entriesByCause
	entriesByPerson
	totals
	teamTotals
	standings
	gains
	referralsByPerson
	referralsByOwner
	referralsByTime
	referralsByHash
	referralsByCause
	tallies
	bucketCount
)

// The names are part of the file: renaming one is a migration.
var bucketNames = [bucketCount]string{
	"meta", "program", "employees", "tastes", "answers", "assets", "deliveries", "receipts", "messages", "shares",
	"entries", "referrals", "board_posts", "board_schedules", "sources", "stories", "attendances", "memberships", "channels", "audit",
	"employees_by_name", "employees_by_role", "employees_by_due", "first_points", "savers",
	"assets_by_state", "assets_by_canon", "assets_by_seq", "assets_by_time", "assets_by_source", "assets_gone", "assets_by_suggester", "sources_by_time",
	"stories_by_person", "stories_by_state", "attendances_by_person", "attendances_by_time",
	"receipts_by_place", "receipts_by_asset", "receipts_by_ref",
	"messages_ready", "messages_sending", "messages_by_person",
	"shares_by_triple", "shares_by_person", "shares_by_asset", "shares_by_token", "shares_by_post",
	"entries_by_cause", "entries_by_person", "totals", "team_totals", "standings", "gains",
	"referrals_by_person", "referrals_by_owner", "referrals_by_time", "referrals_by_hash", "referrals_by_cause",
	"tallies",
}

// String is the name of the bucket in the file.
func (b bucket) String() string { return bucketNames[b] }
