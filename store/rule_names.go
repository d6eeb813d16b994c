// The names under which the ledger pays, so that every room reads the same rule from an entry.

package store

// The rules of the ledger; what each pays is in PointRules.
const (
	RuleShareDeclared     = "share_declared"
	RuleOwnWords          = "own_words"
	RuleShareProven       = "share_proven"
	RuleReferralAccepted  = "referral_accepted"
	RuleReferralInterview = "referral_interview" // interview of a candidate, meeting with a client
	RuleReferralHired     = "referral_hired"     // hire or deal
)

// TokenLength is the length in characters of a share's link token: 64 random bits in base32.
const TokenLength = 13
