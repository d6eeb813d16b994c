// Clicks: how often the link of a share was opened on each day and by what, and who of today's visitors came before.

package store

import (
	"strconv"
	"time"

	"vouch/store/click"
	"vouch/store/kv"
	"vouch/store/share"
)

// hastyWindow is how soon after its text was handed out no person can have found a link in a post.
const hastyWindow = 3 * time.Second

// Landing is where a link leads.
type Landing struct {
	Share    Share
	Title    string // of the asset
	URL      string // of the asset, without anything added
	Campaign string
	State    AssetState // anything but Live: the link leads nowhere any more, and nothing was counted
	Class    ClickClass // as it was counted
}

// clickNoun is written by hand: as a table its values would repeat their keys.
var clickNoun = noun{bucket: click.Days, indexes: []*kv.Bucket{click.Totals}, rebuild: click.Rebuild,
	export: exportClicks, join: func(*tx, *kv.Rename[EmployeeID]) {}}

// errNoLink answers codes that were never handed out.
var errNoLink = notFound("This link does not exist.")

// waitingClick is a click and, once its verb has run, what became of it.
type waitingClick struct {
	Click
	share *clickedShare
	class ClickClass
}

// clickedShare is what the clicks of one verb on a share add up to.
type clickedShare struct {
	Landing
	asset Asset
	err   error // the code leads nowhere
	add   ClickCounts
}

// RecordClick counts one opening of a link and says where it leads. The first human click makes the share Engaged, and
// each of another visitor is paid to its sharer, see PointRules.Engaged. It returns once the click is on disk; a code
// that nobody was given is NotFound. Clicks that come while a commit is under way are counted by one verb.
func (db *DB) RecordClick(c Click) (l Landing, err error) {
	w := &waitingClick{Click: c}
	err = db.clicks.Do(w, func(take func() []*waitingClick) error {
		return change(db, func(t *tx) error { t.recordClicks(take()); return nil })
	})
	if err != nil && w.share == nil { // damage that one click meets must not fail the others
		err = change(db, func(t *tx) error { t.recordClicks([]*waitingClick{w}); return nil })
	}
	if err != nil {
		return l, err
	}
	l = w.share.Landing
	l.Class = w.class
	return l, w.share.err
}

// recordClicks counts clicks in their order, and writes each share once.
func (t *tx) recordClicks(list []*waitingClick) {
	day, found := t.programDay(), map[string]*clickedShare{}
	of := make([]*clickedShare, len(list))
	t.db.clicked.hidden.On(t.Tx, day, t.db.keys.Hash)
	for i, w := range list {
		id := t.Get(sharesByToken, w.Token)
		s := found[string(id)]
		if s == nil {
			s = &clickedShare{}
			s.Landing, s.asset, s.err = t.landing(id)
			found[string(id)] = s
		}
		if of[i] = s; s.err == nil && s.State == Live {
			c, unique := w.Click, false
			w.class, unique = t.classify(&c, &s.Share)
			s.add = s.add.Plus(w.class.One(unique))
		}
	}
	for _, s := range of {
		if s.add != (ClickCounts{}) {
			t.countClicks(&s.Share, &s.asset, day, s.add)
			s.add = ClickCounts{}
		}
	}
	for i, s := range of {
		list[i].share = s
	}
}

// OpenComposer gives the share whose sharer goes to their network's form, and remembers until the end of the day that
// this visitor is them: their own clicks count nothing.
func (db *DB) OpenComposer(token, visitor string) (Landing, error) {
	return write(db, func(t *tx) (Landing, error) {
		l, _, err := t.landing(t.Get(sharesByToken, token))
		if err == nil && visitor != "" {
			t.db.clicked.hidden.On(t.Tx, t.programDay(), t.db.keys.Hash)
			t.Put(click.Visitors, t.db.clicked.hidden.Key(ownVisitor(&l.Share), visitor), []byte{kv.Layout})
		}
		return l, err
	})
}

// landing finds where the link of a share leads; nil is a code that was never handed out.
func (t *tx) landing(id []byte) (l Landing, a Asset, err error) {
	if id == nil {
		return l, a, errNoLink
	}
	l.Share, _ = t.db.clicked.shares.Get(t.Tx, &shares, string(id))
	a, found := t.db.clicked.assets.Get(t.Tx, &assets, string(l.Share.Asset))
	if !found || a.URL == "" {
		return l, a, errNoLink
	}
	l.Title, l.URL, l.Campaign, l.State = a.Title, a.URL, a.Campaign, a.State
	return l, a, nil
}

// recentlyClicked are the shares and assets behind the links that were opened last, for the committer alone.
type recentlyClicked struct {
	shares kv.Recent[Share]
	assets kv.Recent[Asset]
	hidden click.Hidden
}

// programDay is the present day in the program's zone.
func (t *tx) programDay() LocalDate { return DateOf(t.now, Location(t.settings().TimeZone, "")) }

// ownVisitor is whom a visitor is compared with to find own clicks: a person, whichever of their links it is.
func ownVisitor(s *Share) string { return keyOf("own", string(s.Employee)) }

// classify says what a click is, and whether its visitor is new today.
func (t *tx) classify(c *Click, s *Share) (class ClickClass, unique bool) {
	if t.now.Sub(s.UpdatedAt) < hastyWindow && s.Level == Opened {
		c.Signs++
	}
	return t.db.clicked.hidden.Classify(t.Tx, c, ownVisitor(s), t.now)
}

// countClicks adds to the counts of a share and gives its sharer what follows from people: the level and the points.
func (t *tx) countClicks(s *Share, a *Asset, day LocalDate, add ClickCounts) {
	sum := click.Add(t.Tx, s.ID, day, add)
	if add.Human > 0 && s.EngagedAt.IsZero() {
		s.EngagedAt = t.now
		s.SettleLevel()
		shares.Save(t.Tx, s)
	}
	if add.Unique > 0 {
		t.tellSharer(s.Employee, ShareNews{Share: s.ID, What: NewsOpened, Count: add.Unique})
		t.payClicks(s, sum, a)
	}
}

// payClicks pays a declared share for the people who opened its link, up to the cap and as far as it was not paid yet.
// Like its proof, a share beyond the cap of a day earns nothing more.
func (t *tx) payClicks(s *Share, sum ClickCounts, a *Asset) (paid []Entry) {
	rules := t.settings().Points
	due := min(sum.Unique*rules.Engaged, rules.EngagedCap)
	if s.Level < Declared || a.Voluntary || due <= s.EngagedPaid || !t.wasPaid(s) {
		return nil
	}
	e := Entry{Employee: s.Employee, Points: due - s.EngagedPaid, Rule: RuleShareEngaged, Cause: engagedCause(s, due),
		Subject: a.Title}
	entry, wrote := t.award(e)
	if !wrote {
		return nil
	}
	s.EngagedPaid = due
	shares.Save(t.Tx, s)
	return append(paid, entry)
}

// engagedCause is unique per share, round and points paid so far.
func engagedCause(s *Share, due int) string {
	return keyOf(share.Cause(s, RuleShareEngaged), strconv.Itoa(due))
}

// ClicksOf returns all clicks on the link of a share.
func (q *Query) ClicksOf(id ShareID) ClickCounts { return click.Of(q.t.Tx, id) }

// EachClickDay visits the clicks of the days from first to last, both included and in the program's zone, by day.
func (q *Query) EachClickDay(first, last LocalDate, visit func(ShareID, LocalDate, ClickCounts)) {
	click.Each(q.t.Tx, first, last, visit)
}

// exportClicks writes the clicks on the links of those who are asked for.
func exportClicks(x *exporter) {
	x.pages("clicks", click.Days, func(t *tx, key string, raw []byte) (any, []EmployeeID) {
		row := click.Export(key, raw)
		s, _ := shares.Get(t.Tx, string(row.Share)) // one that was joined with another has none
		return row, []EmployeeID{s.Employee}
	})
}
