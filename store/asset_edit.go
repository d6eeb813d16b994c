// Editing an asset: what changes, who sees the change, and when an edit needs another approval; and suggestions: pages
// that employees want in the library, and what became of them.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vouch/store/asset"
	"vouch/store/audit"
	"vouch/store/text"
)

// EditAsset replaces the content of an asset; a must carry the version that was read. Its counts stay. When readers
// would see the difference, every copy delivered in the last 30 days is rewritten.
//
// Its state stays too, with one exception: other words on a published asset with a regulated topic, and an edit that
// gives a published asset such a topic or takes it away, put it back into review until compliance has approved; its
// copies say so. Fields of its FieldErrors: those of AddAsset.
func (db *DB) EditAsset(actor EmployeeID, a Asset) (Asset, error) {
	return writeBy(db, actor, curating, func(t *tx) (Asset, error) {
		old, err := t.asset(a.ID)
		if err != nil {
			return a, err
		}
		if a.Version != old.Version {
			return old, conflict(t.whoChanged(actor, &old))
		}
		return t.edit(actor, old, a, "asset.edit")
	})
}

func (t *tx) edit(actor EmployeeID, old, a Asset, action string) (Asset, error) {
	// Callers may hold a copy from minutes ago, so everything that is not content comes from the file.
	a.Seq, a.CreatedBy, a.CreatedAt, a.LiveAt = old.Seq, old.CreatedBy, old.CreatedAt, old.LiveAt
	a.State, a.StateReason, a.StateBy, a.StateAt = old.State, old.StateReason, old.StateBy, old.StateAt
	a.Shares, a.Saves, a.Version, a.Review = old.Shares, old.Saves, old.Version, old.Review
	a.Story, a.FromSource, a.SourceKey, a.SourceSum, a.SourceEnds = old.Story, old.FromSource, old.SourceKey, old.SourceSum, old.SourceEnds
	a.Internal, a.SourceVersion = old.Internal, old.SourceVersion
	if err := old.KeepsStory(&a); err != nil {
		return old, err
	}
	asset.RequireDate(&a)
	if err := t.checkAsset(&a); err != nil {
		return old, err
	}
	for i := range a.Variants {
		a.Variants[i].Used = old.UsedOf(a.Variants[i].Text)
	}
	if a.State == Scheduled {
		t.goLive(&a)
	}
	if text.SameJSON(a, old) {
		return old, nil
	}
	t.reviewEdit(actor, &old, &a)
	a.Version++
	t.saveAsset(&a)
	if !asset.LooksSame(&a, &old) {
		t.rewriteAsset(&a)
	}
	// Which fields, and not their texts: those may be a colleague's own words, and the log is for ever.
	detail := "version " + strconv.Itoa(a.Version) + ": " + strings.Join(audit.Fields(old, a), ", ")
	if a.State == InReview && old.State != InReview {
		detail += ", back in review"
	}
	t.audit(actor, action, string(a.ID), detail)
	return a, nil
}

// reviewEdit does what an edit means for approvals. Who edits what a curator has approved answers for the words from
// then on; compliance must be somebody else.
func (t *tx) reviewEdit(actor EmployeeID, old, a *Asset) {
	sameText := asset.SameWords(old, a)
	if a.State == InReview {
		if r := a.Review; r != nil && r.ApprovedBy != "" && !sameText {
			fresh := *r
			if fresh.ApprovedBy = actor; t.needsColleague(actor, a) {
				fresh.ApprovedBy = ""
			}
			a.Review = &fresh
		}
		return
	}
	was, is := t.settings().Regulates(old.Topics), t.settings().Regulates(a.Topics)
	if a.State != Live && a.State != Scheduled || (!was && !is) || (was && is && sameText) {
		return
	}
	t.askCompliance(actor, a)
	a.StateReason, a.StateBy, a.StateAt = "", actor, t.now
}

// maxOpenSuggestions is how many suggestions of one person may wait for an answer.
const maxOpenSuggestions = 10

// maxSuggestedTopics bounds the topics of a suggestion: they help the curators, who may give an item more.
const maxSuggestedTopics = 5

// SuggestAsset puts a page into the review queue in the name of an advocate; nobody approves their own, whatever their
// role. Their reason, a.Review.Why, is a note for the reviewers and never among the words that colleagues are given.
// The same page suggested twice by the same person is returned as it stands. Fields of its FieldErrors: those of
// AddAsset, why.
func (db *DB) SuggestAsset(actor EmployeeID, a Asset) (Asset, error) {
	return write(db, func(t *tx) (Asset, error) {
		if _, err := t.advocate(actor); err != nil {
			return a, err
		}
		if known, found := t.assetAt(cmp.Or(a.Canon, a.URL)); found {
			if known.State == InReview && known.Review != nil && known.Review.Suggested == actor {
				return known, nil
			}
			return known, conflict("The library has this page already.")
		}
		open := 0
		for _, other := range t.suggestionsOf(actor) {
			if other.State == InReview {
				open++
			}
		}
		if open >= maxOpenSuggestions {
			return a, conflict(fmt.Sprintf("%d of your suggestions wait for an answer already. Suggest more when the curators have looked at them.", open))
		}
		if n := len(text.Topics(a.Topics)); n > maxSuggestedTopics {
			return a, FieldErrors{"topics": fmt.Sprintf("Choose at most %d topics; these are %d.", maxSuggestedTopics, n)}.Err()
		}
		why := text.Line(a.Approval().Why)
		if text.Longer(why, maxShort) {
			return a, FieldErrors{"why": "Shorten this to 200 characters."}.Err()
		}
		a.Story, a.Internal, a.Review = "", false, &Review{AskedAt: t.now, Suggested: actor, Why: why}
		if err := t.addAsset(actor, &a, false); err != nil {
			return a, err
		}
		t.audit(actor, "asset.suggest", string(a.ID), "")
		return a, nil
	})
}

// suggestionsOf lists what a person suggested, newest first. Stories are not among them: they have a list of their own.
func (t *tx) suggestionsOf(id EmployeeID) []Asset {
	list := assets.UnderBack(t.Tx, assetsBySuggester, string(id), "", 0)
	return slices.DeleteFunc(list, func(a Asset) bool { return a.Story != "" })
}

// SuggestionsOf returns what a person suggested for the library, newest first, at most limit of them.
func (q *Query) SuggestionsOf(id EmployeeID, limit int) []Asset {
	list := q.t.suggestionsOf(id)
	return list[:min(len(list), limit)]
}
