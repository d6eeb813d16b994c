// The life of an asset: added, published, withdrawn, and what the clock does with it.

package store

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"vouch/store/asset"
	"vouch/store/kv"
	"vouch/store/term"
	"vouch/store/text"
)

// AddResult tells what AddAssets did, in input order.
type AddResult struct {
	Added   []AssetID
	Skipped []Skip // duplicates and invalid rows
}

// AddAsset adds an asset, in review. With publish it is live or scheduled at once where no colleague can approve it:
// what the command line adds, and what somebody adds who runs the library alone. An asset with a regulated topic waits
// for compliance all the same. Only curators and program managers may. Fields of its FieldErrors: title, summary, url,
// kind, topics, personas, audiences, networks, variants, prompt, truth, angles, image, image_alt, disclosure, author,
// campaign, publish_at, embargo_until, expires_at, talking_points (of a persona: "talking_points.<persona>").
func (db *DB) AddAsset(actor EmployeeID, a Asset, publish bool) (Asset, error) {
	return writeBy(db, actor, curating, func(t *tx) (Asset, error) {
		a.FromSource, a.SourceKey = "", "" // only a source's own reading brings these
		a.Story, a.Internal = "", false    // only its author makes a story
		asset.RequireDate(&a)
		a.Review = nil
		if err := t.addAsset(actor, &a, publish); err != nil {
			return a, err
		}
		t.audit(actor, "asset.add", string(a.ID), string(a.State))
		return a, nil
	})
}

// addAsset gives an asset its id and number and its first state. Counts never come from outside. Of a.Review only who
// suggested the asset and why is taken; somebody's own suggestion is not their approval.
func (t *tx) addAsset(actor EmployeeID, a *Asset, publish bool) error {
	a.ID = ""
	if err := t.checkAsset(a); err != nil {
		return err
	}
	a.ID, a.Seq = AssetID(t.newID()), uint32(t.NextNumber("asset"))
	a.CreatedBy, a.CreatedAt, a.Version = actor, t.now, 1
	// Counts and times of an imported row are somebody else's.
	a.Shares, a.Saves, a.Sentence, a.LiveAt = 0, 0, Variant{}, zeroTime
	for i := range a.Variants {
		a.Variants[i] = Variant{Text: a.Variants[i].Text}
	}
	a.StateReason, a.StateBy, a.StateAt = "", actor, t.now
	switch regulated := t.settings().Regulates(a.Topics); {
	case publish && regulated:
		t.askCompliance(actor, a)
	case publish && !t.needsColleague(actor, a):
		t.goLive(a)
	default:
		r := t.reviewAnew(a)
		a.State, a.Review = InReview, &r
	}
	t.saveAsset(a)
	return nil
}

// goLive makes a live, or scheduled when its time has not come. Under an embargo it can be read but is not live for
// anybody's count of days: freshness begins with its end.
func (t *tx) goLive(a *Asset) {
	if a.PublishAt.After(t.now) {
		a.State = Scheduled
		return
	}
	a.State = Live
	if a.IsEmbargoed(t.now) {
		return
	}
	a.EmbargoUntil = zeroTime
	if a.LiveAt.IsZero() {
		a.LiveAt = t.now
	}
}

// AddAssets adds many in one commit and says of each that was not taken why: what is already there and what is invalid
// is skipped. Without publish they wait in review. A picture that nobody described is left out rather than its item:
// files and feeds rarely say what their pictures show.
func (db *DB) AddAssets(actor EmployeeID, list []Asset, publish bool) (AddResult, error) {
	return writeBy(db, actor, curating, func(t *tx) (r AddResult, err error) {
		for i, a := range list {
			if text.Line(a.ImageAlt) == "" {
				a.Image = ""
			}
			a.FromSource, a.SourceKey = "", ""
			a.Review = nil
			if err := t.addAsset(actor, &a, publish); err != nil {
				r.Skipped = append(r.Skipped, Skip{Index: i, Title: text.Cut(text.Line(a.Title), asset.MaxTitle),
					Reason: sentence(err)})
				continue
			}
			r.Added = append(r.Added, a.ID)
		}
		if len(r.Added) > 0 {
			t.audit(actor, "asset.import", "assets", text.Count(len(r.Added), "asset", "assets"))
		}
		return r, nil
	})
}

// sentence is what people may read of err.
func sentence(err error) string {
	return cmp.Or(WordsOf(err), "This was not taken.")
}

// PublishAsset makes an asset live, or scheduled when its time has not come; also one that was withdrawn or has
// expired, once its end lies ahead. Of what waits for review, and of what never got through one, publishing is
// approving, with the same rules; an asset with a regulated topic goes to compliance first. Publishing twice changes
// nothing.
func (db *DB) PublishAsset(actor EmployeeID, id AssetID) (Asset, error) {
	return writeBy(db, actor, curating, func(t *tx) (Asset, error) {
		a, err := t.asset(id)
		if err != nil || a.State == Live || a.State == Scheduled {
			return a, err
		}
		if s, told := stories.Get(t.Tx, string(a.Story)); a.Story != "" && (!told || s.State == StoryWithdrawn) {
			return a, conflict("Its author has taken this story back.")
		}
		a.Voluntary = a.Voluntary && a.State != Withdrawn // a fact sheet that comes back is an item as others are
		if a.State == InReview {
			return t.approve(actor, a)
		}
		if t.needsColleague(actor, &a) || (a.Review != nil && a.LiveAt.IsZero()) {
			// Approvals of before it was sent back, withdrawn or expired do not count any more.
			r := t.reviewAnew(&a)
			r.Regulated = a.Approval().Regulated
			a.State, a.Review = InReview, &r
			return t.approve(actor, a)
		}
		old := a
		if err := t.checkAsset(&a); err != nil {
			return old, err
		}
		a.StateReason, a.StateBy, a.StateAt = "", actor, t.now
		if t.settings().Regulates(a.Topics) {
			t.askCompliance(actor, &a)
		} else {
			t.goLive(&a)
		}
		a.Version++
		t.saveAsset(&a)
		t.rewriteAsset(&a)
		t.audit(actor, "asset.publish", string(a.ID), string(a.State))
		return a, nil
	})
}

// WithdrawAsset takes an asset out, with the reason people are told. Every copy delivered in the last 30 days is
// rewritten, and those who had saved or posted it are told. Withdrawing twice changes nothing.
func (db *DB) WithdrawAsset(actor EmployeeID, id AssetID, reason string) (Asset, error) {
	return writeBy(db, actor, curating, func(t *tx) (Asset, error) {
		a, err := t.asset(id)
		if err != nil || a.State == Withdrawn {
			return a, err
		}
		t.retire(&a, Withdrawn, actor, text.Cut(text.Line(reason), maxShort))
		t.audit(actor, "asset.withdraw", string(a.ID), a.StateReason)
		return a, nil
	})
}

// retire ends the life of an asset and corrects what was delivered of it.
func (t *tx) retire(a *Asset, state AssetState, actor EmployeeID, reason string) {
	a.State, a.StateReason, a.StateBy, a.StateAt = state, reason, actor, t.now
	a.Version++
	t.saveAsset(a)
	t.rewriteAsset(a)
	var told []EmployeeID
	for _, key := range t.Keys(savers, kv.Join(string(a.ID), ""), 0) {
		told = append(told, EmployeeID(kv.Split(key, 2)[1]))
	}
	// What expired was right when it was posted; what was withdrawn may not stand any more.
	if state == Withdrawn {
		told = append(told, t.sharersOf(a.ID)...)
		if s, isStory := stories.Get(t.Tx, string(a.Story)); isStory {
			t.checkWins(s.Author)
		}
	}
	for _, id := range text.Unique(told) {
		if at, signed := t.attendance(id, a.ID); signed && at.IsComing() {
			continue // they hear of the event itself
		}
		t.noticeAsset(a, id)
	}
}

// noticeAsset tells an advocate that an asset they saved or shared is gone; once per change of the asset.
func (t *tx) noticeAsset(a *Asset, id EmployeeID) {
	if e, found := employees.Get(t.Tx, string(id)); found && e.IsAdvocate() {
		t.enqueue(Message{Key: keyOf("asset_notice", string(a.ID), strconv.Itoa(a.Version), string(id)),
			Kind: MsgAssetNotice, Ref: string(a.ID), To: e.ID})
	}
}

// keyOf is a key of the outbox, a cause or a subject: its parts with slashes between them.
func keyOf(parts ...string) string { return term.Key(parts...) }

// TickAssets does what fell due by now: scheduled assets go live, embargoes end, live ones expire with the same
// corrections as a withdrawal, and so do those that nobody approved in time. An embargo that ends counts as published.
func (db *DB) TickAssets(now time.Time) (published, expired int, err error) {
	type result struct{ published, expired int }
	r, err := tick(db, func(t *tx) (r result, err error) {
		due := t.Due(assetsByTime, now, 0)
		slices.SortFunc(due, cmp.Compare[string])
		for _, id := range due {
			a := assets.Must(t.Tx, id)
			if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(now) {
				waited := a.State == InReview
				if t.retire(&a, Expired, "", ""); waited {
					t.tellReview(&a, "")
				}
				r.expired++
				continue
			}
			// The clock of the caller and the time of the transaction may differ by a moment; what is due is due.
			if a.State == Scheduled {
				a.State, a.StateBy, a.StateAt = Live, "", t.now
			}
			lifted := !a.EmbargoUntil.IsZero() && !a.EmbargoUntil.After(now)
			if lifted {
				a.EmbargoUntil = zeroTime
			}
			if a.LiveAt.IsZero() && a.EmbargoUntil.IsZero() {
				a.LiveAt = t.now
			}
			a.Version++
			t.saveAsset(&a)
			if lifted {
				t.rewriteAsset(&a)
			}
			r.published++
		}
		return r, nil
	})
	return r.published, r.expired, err
}
