// Suggestions: pages that employees want in the library, and what became of them.

package store

import (
	"cmp"
	"fmt"
	"slices"

	"vouch/store/text"
)

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
		why := text.Line(a.review().Why)
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
