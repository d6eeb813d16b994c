// The library: how assets are kept, found by state and by canonical address, read and edited; and what employees
// suggest.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"vouch/store/asset"
	"vouch/store/kv"
	"vouch/store/text"
)

// The table of assets, see package asset.
var (
	assets                                     = asset.Table
	assetsByState, assetsByCanon, assetsByTime = asset.ByState, asset.ByCanon, asset.ByTime
	assetsBySuggester                          = asset.BySuggester
	goneRow, assetsOf, assetsIn                = asset.GoneRow, asset.CountOf, asset.CountIn
)

const proposedRow = asset.ProposedRow

// saveAsset writes an asset whose content or state changed, and tells readers of the library.
func (t *tx) saveAsset(a *Asset) {
	old, existed := assets.Get(t.Tx, string(a.ID))
	if !existed {
		assets.Replace(t.Tx, nil, a)
	} else {
		assets.Replace(t.Tx, &old, a)
	}
	if a.State == Live || (existed && old.State == Live) {
		t.liveChanged = true
	}
	if existed {
		t.followEvent(a)
	}
	if a.IsOpening() && !(existed && old.IsOpening()) {
		t.followJob(a)
	}
	if a.Awaits() || (existed && old.Awaits()) {
		t.NextNumber(reviewNumber)
	}
}

// saveCounts writes an asset of which only running counts changed.
func (t *tx) saveCounts(a *Asset) { assets.Rewrite(t.Tx, a) }

// errNoAsset answers questions about an asset that does not exist, or not for the one who asks.
var errNoAsset = notFound("This item does not exist.")

// asset reads an asset or says that there is none.
func (t *tx) asset(id AssetID) (Asset, error) {
	a, found := assets.Get(t.Tx, string(id))
	if !found {
		return a, errNoAsset
	}
	a.Withhold()
	t.noteHold(&a)
	return a, nil
}

// seenAsset is asset for what everybody may know of: what is live or was. Ids in buttons may be forged.
func (t *tx) seenAsset(id AssetID) (Asset, error) {
	a, err := t.asset(id)
	if err == nil && a.State != Live && a.LiveAt.IsZero() {
		return Asset{}, notFound("This item does not exist.")
	}
	return a, err
}

// liveAsset is asset for those that may be shared.
func (t *tx) liveAsset(id AssetID) (Asset, error) {
	a, err := t.seenAsset(id)
	if err != nil {
		return a, err
	}
	if a.State == Live && !a.IsEmbargoed(t.now) {
		return a, t.refuseHeld(&a)
	}
	switch a.State {
	case Live:
		until := a.EmbargoUntil.In(Location(t.settings().TimeZone, ""))
		return a, conflict("This item is under embargo. It can be shared from " +
			until.Format("Monday, 2 January 2006, 15:04 MST") + " on.")
	case InReview:
		return a, conflict("This item is being reviewed again and cannot be shared at the moment.")
	case Withdrawn:
		return a, conflict("This item was withdrawn and cannot be shared any more.")
	case Expired:
		return a, conflict("This item has expired and cannot be shared any more.")
	}
	return a, conflict("This item is not published at the moment.")
}

// Asset returns one asset in whatever state.
func (q *Query) Asset(id AssetID) Asset { return end(q.t.asset(id)) }

// AssetFor is Asset for somebody who wants to read or share it. What never was live, or is only for others, does not
// exist for them.
func (q *Query) AssetFor(reader EmployeeID, id AssetID) Asset {
	a, e := end(q.t.seenAsset(id)), end(q.t.employee(reader))
	if !a.IsVisibleTo(&e) {
		kv.Abort(errNoAsset)
	}
	return a
}

// FindAsset is Asset for what may be gone by now.
func (q *Query) FindAsset(id AssetID) (Asset, bool) {
	a, found := assets.Get(q.t.Tx, string(id))
	q.t.noteHold(&a)
	return a, found
}

// AssetByCanonical returns the asset of a page, by its canonical address; false when the library has none. What expired
// or was withdrawn is not found, because the page may be added anew.
func (q *Query) AssetByCanonical(address string) (Asset, bool) { return q.t.assetAt(address) }

// assetAt is the asset of a page that is in the library.
func (t *tx) assetAt(canonical string) (a Asset, found bool) {
	id := t.Get(assetsByCanon, canonical)
	if id == nil {
		return a, false
	}
	return assets.Must(t.Tx, string(id)), true
}

// LiveAssets returns every live asset that is not on hold, oldest first.
func (q *Query) LiveAssets() []Asset {
	return slices.DeleteFunc(assets.Under(q.t.Tx, assetsByState, string(Live), 0), func(a Asset) bool {
		_, held := q.t.holdOn(&a)
		return held
	})
}

// AssetsBy returns at most limit assets in a state that were created before the asset before ("": from the newest),
// newest first.
func (q *Query) AssetsBy(state AssetState, limit int, before AssetID) []Asset {
	return assets.UnderBack(q.t.Tx, assetsByState, string(state), string(before), limit)
}

func exportAsset(_ *tx, a *Asset, _ exportScope) (any, []EmployeeID) {
	return *a, []EmployeeID{a.Author, a.CreatedBy}
}

// eraseFromAssets makes a person anonymous where they wrote, suggested, added or decided.
func eraseFromAssets(t *tx, e *erasure) {
	asset.EraseFrom(t.Tx, e.id, e.ghost)
	// Authors are shown with live items, so whoever caches the library must read it again.
	t.liveChanged = true
}

// A liveCache holds the live assets that digests showed lately, so that a morning reads each of them once.
type liveCache struct {
	version uint64 // see DB.LiveVersion
	assets  map[AssetID]liveAsset
}

// liveAsset is the part of a live asset that a taste remembers.
type liveAsset struct {
	seq    uint32
	topics []string
}

func (c *liveCache) find(t *tx, id AssetID) bool {
	if _, known := c.assets[id]; known {
		return true
	}
	a, found := assets.Get(t.Tx, string(id))
	if !found || a.State != Live || a.IsEmbargoed(t.now) {
		return false
	}
	if _, held := t.holdOn(&a); held {
		return false
	}
	if c.assets == nil {
		c.assets = map[AssetID]liveAsset{}
	}
	c.assets[id] = liveAsset{a.Seq, a.Topics}
	return true
}

// liveAssets is the cache of today's live assets, empty after any of them changed. Only a verb that runs alone in the
// committer may use it: the version moves after a commit, so a change in the same transaction would go unseen.
func (db *DB) liveAssets() *liveCache {
	if version := db.live.Load(); db.cache.version != version {
		db.cache = liveCache{version: version}
	}
	return &db.cache
}

// checkAsset cleans an asset and tells by field what is wrong with it.
func (t *tx) checkAsset(a *Asset) error {
	var was *Asset
	if old, existed := assets.Get(t.Tx, string(a.ID)); existed {
		was = &old
	}
	wrong := asset.Check(a, was, t.now, t.hasPersona)
	// The index has no expired and withdrawn items, so a page may be added again after them.
	if other := t.Get(assetsByCanon, a.Canon); other != nil && string(other) != string(a.ID) {
		wrong.Set("url", "The library already has this page.")
	}
	// A credited author is named to readers, so it must be somebody we know; guests may write too.
	if a.Author != "" && t.Get(employees.Bucket, string(a.Author)) == nil {
		wrong.Set("author", "The author is not a person of the workspace.")
	}
	if was != nil && was.Event != nil && a.Event == nil && len(t.coming(a.ID)) > 0 {
		wrong.Set("kind", "People have signed up for this event, so it must stay one. Withdraw it if it does not take place.")
	}
	return wrong.Err()
}

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
	a.Shares, a.Saves, a.Sentence, a.Version, a.Review = old.Shares, old.Saves, old.Sentence, old.Version, old.Review
	a.Story, a.FromSource, a.SourceKey, a.SourceSum, a.SourceEnds = old.Story, old.FromSource, old.SourceKey,
		old.SourceSum, old.SourceEnds
	a.Internal, a.Voluntary, a.SourceVersion = old.Internal, old.Voluntary, old.SourceVersion
	if err := old.KeepsStory(&a); err != nil {
		return old, err
	}
	asset.RequireDate(&a)
	if err := t.checkAsset(&a); err != nil {
		return old, err
	}
	for i := range a.Variants {
		a.Variants[i] = old.VariantOf(a.Variants[i].Text)
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
	_, was := t.holdOn(&old)
	if _, is := t.holdOn(&a); is != was || !asset.LooksSame(&a, &old) {
		t.rewriteAsset(&a)
	}
	detail := "version " + strconv.Itoa(a.Version) + ": " + old.Changes(&a)
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
	return write(db, func(t *tx) (Asset, error) { return t.suggestAsset(actor, a) })
}

func (t *tx) suggestAsset(actor EmployeeID, a Asset) (Asset, error) {
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
		return a, conflict(fmt.Sprintf("%d of your suggestions wait for an answer already. Suggest more when the curators "+
			"have looked at them.", open))
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
