// Editing an asset: what changes, who sees the change, and when an edit needs another approval.

package store

import (
	"slices"
	"strconv"

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
	if err := old.keepsStory(&a); err != nil {
		return old, err
	}
	requireDate(&a)
	if err := t.checkAsset(&a); err != nil {
		return old, err
	}
	for i := range a.Variants {
		a.Variants[i].Used = old.usedOf(a.Variants[i].Text)
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
	if !looksSame(&a, &old) {
		t.rewriteAsset(&a)
	}
	detail := "version " + strconv.Itoa(a.Version)
	if a.State == InReview && old.State != InReview {
		detail += ", back in review"
	}
	t.audit(actor, action, string(a.ID), detail)
	return a, nil
}

// reviewEdit does what an edit means for approvals. Who edits what a curator has approved answers for the words from
// then on; compliance must be somebody else.
func (t *tx) reviewEdit(actor EmployeeID, old, a *Asset) {
	sameText := sameWords(old, a)
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

// sameWords tells whether what people read of two versions, or are given to post, is the same.
func sameWords(a, b *Asset) bool {
	words := func(x *Asset) Asset {
		w := Asset{Kind: x.Kind, Title: x.Title, Summary: x.Summary, URL: x.URL, Image: x.Image, ImageAlt: x.ImageAlt, Prompt: x.Prompt,
			Truth: x.Truth, Angles: x.Angles, Disclosure: x.Disclosure, Job: x.Job, Event: x.Event, TalkingPoints: x.TalkingPoints}
		for _, v := range x.Variants {
			w.Variants = append(w.Variants, Variant{Text: v.Text})
		}
		return w
	}
	return text.SameJSON(words(a), words(b))
}

// looksSame tells whether a delivered message would show a and b alike. Suggested texts, topics and audiences steer
// what comes next; an edit of them must not rewrite thousands of messages that stay as they are.
func looksSame(a, b *Asset) bool {
	shown := func(x *Asset) Asset {
		return Asset{Kind: x.Kind, Title: x.Title, Summary: x.Summary, URL: x.URL, Author: x.Author, Image: x.Image, ImageAlt: x.ImageAlt, Job: x.Job,
			Event: x.Event, EmbargoUntil: x.EmbargoUntil, State: x.State}
	}
	return text.SameJSON(shown(a), shown(b))
}

// usedOf is how often a suggested text was handed out, 0 for a new one; an edit must not reset the rotation.
func (a *Asset) usedOf(text string) int {
	if i := slices.IndexFunc(a.Variants, func(v Variant) bool { return v.Text == text }); i >= 0 {
		return a.Variants[i].Used
	}
	return 0
}
