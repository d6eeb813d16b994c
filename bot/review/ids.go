// Ids: the actions, callbacks and commands that this capability alone uses.

package review

// Reviewing what waits for approval.
const (
	actReviewApprove = "review_approve"
	actReviewReject  = "review_reject"
	actReviewSkip    = "review_skip"
	actReviewAccept  = "review_accept"
	actReviewKeep    = "review_keep"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbReviewReject = "review_reject"
)
