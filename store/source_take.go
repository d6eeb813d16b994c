// Items of a source become assets: new ones are taken within the source's caps, known ones are compared, never changed
// behind the back of whoever approved them, and closed when they are gone.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store/asset"
)

const (
	// maxItemAge is how old an item may be to come in: a blog of ten years is not news, and its newest come first anyway.
	// Jobs are open however old their post is.
	maxItemAge = 365 * 24 * time.Hour
)

// An intake is the items of one reading on their way into the library.
type intake struct {
	t       *tx
	s       *Source
	active  int // assets of the source that take one of its places
	today   LocalDate
	seen    map[AssetID]bool
	twins   map[string]bool // texts of the source's items by asset.TwinKey; nil until something new comes
	left    map[string]int  // reason: how many
	later   int             // left out now that may come in later
	doubt   string          // why missing jobs were not closed yet
	persona map[PersonaID]bool
	result  PollResult
}

// newIntake counts the places that are taken.
func (t *tx) newIntake(s *Source, p *Poll) *intake {
	n := (&Query{t}).SourceItems(s.ID)
	in := &intake{
		t: t, s: s, active: n.Live + n.Waiting, today: DateOf(t.now, Location(t.settings().TimeZone, "UTC")),
		seen: map[AssetID]bool{}, left: map[string]int{}, persona: map[PersonaID]bool{},
	}
	for _, persona := range t.personas() {
		in.persona[persona.ID] = true
	}
	if s.Day != in.today {
		s.Day, s.Taken = in.today, 0
	}
	return in
}

func (in *intake) leave(reason string) { in.left[reason]++ }

// leaveForLater is leave for what may come in at a later reading.
func (in *intake) leaveForLater(reason string) {
	in.leave(reason)
	in.later++
}

// ordered cleans the items and sorts them, the newest first, so that the caps keep the same ones in whatever order a
// source lists them; an item that is there twice stays once.
func (in *intake) ordered(items []PollItem) []PollItem {
	list := make([]PollItem, 0, len(items))
	for _, item := range items {
		item.Asset.Tidy(in.s.ID, func(id PersonaID) bool { return in.persona[id] })
		list = append(list, item)
	}
	slices.SortFunc(list, func(a, b PollItem) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.Asset.SourceKey, b.Asset.SourceKey),
			cmp.Compare(a.Asset.Canon, b.Asset.Canon), cmp.Compare(a.Asset.SourceSum, b.Asset.SourceSum))
	})
	keys, pages := map[string]bool{}, map[string]bool{}
	return slices.DeleteFunc(list, func(item PollItem) bool {
		a := &item.Asset
		reason := a.Unusable()
		if reason == "" && (keys[a.SourceKey] || pages[a.Canon]) {
			reason = "the same page twice"
		}
		if reason == "" {
			keys[a.SourceKey], pages[a.Canon] = true, true
			return false
		}
		in.leave(reason)
		// Listed is listed, however badly: its job is not gone.
		if old, found := in.find(a); found {
			in.seen[old.ID] = true
		}
		return true
	})
}

func (in *intake) take(item PollItem) {
	a := item.Asset
	old, found := in.find(&a)
	switch {
	case !found:
		in.add(&a, item.Published)
	case old.FromSource != in.s.ID && !in.isOrphan(&old):
		in.result.Known++
		in.seen[old.ID] = true
	case old.ComesBack(&a, in.t.now):
		in.reopen(&old, &a)
	default:
		in.result.Known++
		in.seen[old.ID] = true
		in.meet(&old, &a)
	}
}

// find looks for an item that was taken before, see asset.FindItem.
func (in *intake) find(a *Asset) (Asset, bool) { return asset.FindItem(in.t.Tx, in.s.ID, a) }

// isOrphan tells an asset of a source that was removed; the source that lists it now takes it over.
func (in *intake) isOrphan(a *Asset) bool {
	if a.FromSource == "" {
		return false
	}
	_, found := sources.Get(in.t.Tx, string(a.FromSource))
	return !found
}

// hasPlace tells whether the caps let one more in, and notes why not.
func (in *intake) hasPlace() bool {
	switch {
	case in.active >= in.s.LiveAtOnce:
		in.leaveForLater(fmt.Sprintf("over the limit of %d in the library at once", in.s.LiveAtOnce))
	case in.s.Taken >= in.s.PerDay:
		in.leaveForLater(fmt.Sprintf("over the limit of %d a day, the next ones follow tomorrow", in.s.PerDay))
	default:
		return true
	}
	return false
}

func (in *intake) place(a *Asset) {
	in.active++
	in.s.Taken++
	in.seen[a.ID] = true
}

func (in *intake) add(a *Asset, published time.Time) {
	if a.Job == nil && !published.IsZero() && in.t.now.Sub(published) > maxItemAge {
		in.leave("older than a year")
		return
	}
	if twin := asset.TwinKey(a); twin != "" {
		if in.twins == nil {
			in.readTwins()
		}
		if in.twins[twin] {
			in.leave("the same text as another item of this source")
			return
		}
	}
	if !in.hasPlace() {
		return
	}
	publish := in.s.AutoApprove && !in.t.settings().Regulates(a.Topics)
	a.Source, a.Published = in.s.Address, published
	a.Review = nil
	if !publish {
		a.Review = &Review{AskedAt: in.t.now}
	}
	if err := in.t.addAsset("", a, publish); err != nil {
		in.leave(strings.TrimSuffix(sentence(err), "."))
		return
	}
	in.place(a)
	in.result.New++
	if publish {
		in.result.Live++
	}
	if twin := asset.TwinKey(a); twin != "" {
		in.twins[twin] = true
	}
}

// readTwins reads what the source brought so far. It takes a moment for a source of years, so it happens only when
// something new is there.
func (in *intake) readTwins() {
	in.twins = map[string]bool{}
	for _, a := range asset.Brought(in.t.Tx, in.s.ID) {
		if twin := asset.TwinKey(&a); twin != "" {
			in.twins[twin] = true
		}
	}
}

// manyMissing is from how many missing jobs on an answer without most of them is doubted.
const manyMissing = 3

// closedReason is what people read about a job that is gone.
const closedReason = "This job is closed."

// meet compares a known item with what the source says now. In review it follows the source, unless a curator has
// written in it; what people approved stays, and the source's words are proposed beside it.
func (in *intake) meet(old, a *Asset) {
	if !old.IsActive() {
		return
	}
	// A source that names no time any more says nothing new about it; only an event has one.
	if a.Event == nil || old.Kind != Event {
		a.Event = old.Event
		a.SourceSum = asset.Sum(a)
	}
	own := asset.Sum(old) != old.SourceSum
	changed := old.FromSource != a.FromSource || old.SourceKey != a.SourceKey
	if old.FromSource != a.FromSource {
		in.active++
	}
	old.FromSource, old.SourceKey = a.FromSource, a.SourceKey
	if !a.SourceEnds.Equal(old.SourceEnds) {
		// A deadline is a fact and no wording; one that lies behind would end what a person may just be looking at.
		if old.ExpiresAt.Equal(old.SourceEnds) && (a.ExpiresAt.IsZero() || a.ExpiresAt.After(in.t.now)) {
			old.ExpiresAt = a.ExpiresAt
		}
		old.SourceEnds, changed = a.SourceEnds, true
	}
	if a.SourceSum != old.SourceSum {
		// Equal words under another sum were summed up by an earlier release.
		if old.Proposed != nil || asset.Sum(old) != a.SourceSum {
			in.result.Changed++
			in.follow(old, a, own)
		}
		old.SourceSum, changed = a.SourceSum, true
	}
	if changed {
		in.t.saveAsset(old)
	}
}

// follow takes over changed words where nobody has approved or written others, and proposes them elsewhere.
func (in *intake) follow(old, a *Asset, own bool) {
	old.Version++ // a card that shows the old words must not decide about the new ones
	old.SourceVersion = old.Version
	if old.State == InReview && !own {
		in.copyWords(old, a)
		// Other words need another approval; the answer times count anew for it.
		if r := old.Approval(); r.ApprovedBy != "" {
			r.ApprovedBy, r.SecondBy, r.AskedAt, r.NudgedAt, r.EscalatedAt = "", "", in.t.now, zeroTime, zeroTime
			old.Review = &r
		}
		return
	}
	old.Proposed = a.Proposal(in.t.now)
	if asset.Sum(old) == a.SourceSum {
		old.Proposed = nil // the source has come round to what was approved
	}
}

// copyWords takes over what the source says, and where it says it.
func (in *intake) copyWords(old, a *Asset) {
	old.SayAs(a.Proposal(in.t.now))
	if in.t.Get(assetsByCanon, a.Canon) == nil {
		old.URL, old.Canon = a.URL, a.Canon
	}
}

// reopen brings a job back that was closed, through review: much may have changed meanwhile.
func (in *intake) reopen(old, a *Asset) {
	in.seen[old.ID] = true
	if in.t.Get(assetsByCanon, old.Canon) != nil || in.t.Get(assetsByCanon, a.Canon) != nil {
		in.result.Known++
		return
	}
	if !in.hasPlace() {
		return
	}
	in.copyWords(old, a)
	old.ExpiresAt, old.SourceEnds, old.SourceSum = a.ExpiresAt, a.SourceEnds, a.SourceSum
	old.FromSource, old.SourceKey, old.Proposed = a.FromSource, a.SourceKey, nil
	if old.Job != nil {
		old.Close(false)
	}
	old.State, old.StateReason, old.StateBy, old.StateAt = InReview, "", "", in.t.now
	review := in.t.reviewAnew(old)
	if old.Review != nil {
		review.Regulated = old.Review.Regulated
	}
	old.Review = &review
	old.Version++
	old.SourceVersion = old.Version
	in.t.saveAsset(old)
	in.place(old)
	in.result.Back++
}

// closeMissing closes the jobs that the answer lacks. An answer that lacks most of them at once is more often a mistake
// of the board than the end of its jobs: it is believed when it comes a second time in a row.
func (in *intake) closeMissing() {
	var open int
	var missing []Asset
	for _, a := range asset.Brought(in.t.Tx, in.s.ID) {
		if !a.IsActive() || (a.Job == nil && a.Kind != Job) {
			continue
		}
		if open++; !in.seen[a.ID] {
			missing = append(missing, a)
		}
	}
	doubtful := len(missing) >= manyMissing && 2*len(missing) > open
	if doubtful && in.s.Doubts == 0 {
		in.s.Doubts = len(missing)
		in.doubt = fmt.Sprintf("%d of %d jobs were missing; they are closed if they still are at the next reading.",
			len(missing), open)
		return
	}
	in.s.Doubts = 0
	for i := range missing {
		a := &missing[i]
		a.Close(true)
		in.t.retire(a, Withdrawn, "", closedReason)
		in.result.Closed++
	}
}
