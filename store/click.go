// Clicks: how often the link of a share was opened on each day and by what, and who of today's visitors came before.

package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"strconv"
	"strings"
	"time"

	"vouch/store/click"
	"vouch/store/kv"
	"vouch/store/share"
)

// repeatWindow is how long a visitor who opens the same link again is not counted again; web analytics use the same.
const repeatWindow = 30 * time.Minute

// hastyWindow is how soon after its text was handed out no person can have found a link in a post.
const hastyWindow = 3 * time.Second

// SuspectAt is how many signs make a Scanner of what looks like a person; see Click.Signs.
const SuspectAt = 2

// Click is one request for the link of a share.
type Click struct {
	Token string
	Class ClickClass // Human for whatever may be a person; RecordClick finds out what it is
	// Visitor tells visitors apart, such as a network and a browser. It is hashed and never kept. "" is nobody: no visitor
	// is remembered, so none comes twice.
	Visitor string
	Signs   int // how many signs of a program a Human request shows
}

// Landing is where a link leads.
type Landing struct {
	Share    Share
	Title    string // of the asset
	URL      string // of the asset, without anything added
	Campaign string
	State    AssetState // anything but Live: the link leads nowhere any more, and nothing was counted
	Class    ClickClass // as it was counted
}

// The buckets of clicks. A row of clicks takes about 50 bytes however many clicks there were.
var (
	clickDays     = kv.NewBucket("click_days")     // day, share -> ClickCounts (packed)
	clickTotals   = kv.NewBucket("click_totals")   // share -> ClickCounts (packed), the sum of its days
	clickVisitors = kv.NewBucket("click_visitors") // day -> salt; day, hash -> when the visitor was last counted
)

// clickNoun is written by hand: as a table its values would repeat their keys.
var clickNoun = noun{bucket: clickDays, indexes: []*kv.Bucket{clickTotals}, rebuild: rebuildClicks,
	export: exportClicks, join: func(*tx, *joining) {}}

// unpackClicks reads counts; nothing is zero.
func unpackClicks(raw []byte) ClickCounts {
	c, err := click.Unpack(raw)
	if err != nil {
		kv.Fail("clicks: %w", err)
	}
	return c
}

// dayKey begins the keys of a day.
func dayKey(day LocalDate) string {
	key, err := click.DayKey(day)
	if err != nil {
		kv.Fail("clicks: %w", err)
	}
	return key
}

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
			w.class, unique = t.classify(&c, &s.Share, day)
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
			day := t.programDay()
			t.Put(clickVisitors, t.visitorKey(day, ownVisitor(&l.Share), visitor), []byte{kv.Layout})
		}
		return l, err
	})
}

// landing finds where the link of a share leads; nil is a code that was never handed out.
func (t *tx) landing(id []byte) (l Landing, a Asset, err error) {
	if id == nil {
		return l, a, errNoLink
	}
	l.Share, _ = t.db.clicked.shares.get(t.Tx, &shares, string(id))
	a, found := t.db.clicked.assets.get(t.Tx, &assets, string(l.Share.Asset))
	if !found || a.URL == "" {
		return l, a, errNoLink
	}
	l.Title, l.URL, l.Campaign, l.State = a.Title, a.URL, a.Campaign, a.State
	return l, a, nil
}

// recentlyClicked are the shares and assets behind the links that were opened last, for the committer alone.
type recentlyClicked struct {
	shares recentlyRead[Share]
	assets recentlyRead[Asset]
	hidden struct { // the hash of the last salt
		salt string
		mac  hash.Hash
	}
}

// recentlyRead keeps values that are asked for again and again: to compare the bytes costs less than to decode them.
type recentlyRead[T any] map[string]struct {
	raw   string
	value T
}

// maxRecentlyRead bounds what is kept; then it begins anew.
const maxRecentlyRead = 10_000

// get is Table.Get. What it returns shares its lists with later answers.
func (r *recentlyRead[T]) get(t *kv.Tx, tb *kv.Table[T], key string) (v T, found bool) {
	raw := t.Get(tb.Bucket, key)
	if raw == nil {
		return v, false
	}
	if kept, known := (*r)[key]; known && kept.raw == string(raw) {
		return kept.value, true
	}
	if *r == nil || len(*r) >= maxRecentlyRead {
		*r = recentlyRead[T]{}
	}
	v = tb.Decode(raw)
	(*r)[key] = struct {
		raw   string
		value T
	}{string(raw), v}
	return v, true
}

// programDay is the present day in the program's zone.
func (t *tx) programDay() LocalDate { return DateOf(t.now, Location(t.settings().TimeZone, "")) }

// ownVisitor is whom a visitor is compared with to find own clicks: a person, whichever of their links it is.
func ownVisitor(s *Share) string { return keyOf("own", string(s.Employee)) }

// classify says what a click is, and whether its visitor is new today.
func (t *tx) classify(c *Click, s *Share, day LocalDate) (class ClickClass, unique bool) {
	if c.Class != Human {
		return c.Class, false
	}
	if t.now.Sub(s.UpdatedAt) < hastyWindow && s.Level == Opened {
		c.Signs++
	}
	switch {
	case c.Signs >= SuspectAt:
		return Scanner, false
	case c.Visitor == "":
		return Human, true
	case t.Get(clickVisitors, t.visitorKey(day, ownVisitor(s), c.Visitor)) != nil:
		return Own, false
	}
	key := t.visitorKey(day, c.Token, c.Visitor)
	if last := t.Get(clickVisitors, key); last != nil {
		unpacked := kv.Unpack(last[1:])
		// A clock that went back is no reason to count twice.
		if t.now.Sub(unpacked.Time()) < repeatWindow {
			return Repeat, false
		}
		class = Human
	} else {
		class, unique = Human, true
	}
	p := kv.NewPacker(10)
	p.Time(t.now)
	t.Put(clickVisitors, key, p.Bytes())
	return class, unique
}

// visitorHash is how many bytes of a hash are kept: of a million visitors of a day, two have the same once in ten
// million days.
const visitorHash = 8

// visitorKey is where a visitor of one link is remembered. Without the day's salt nobody can tell whether a visitor is
// behind it, and the salt is gone with its day.
func (t *tx) visitorKey(day LocalDate, what, visitor string) string {
	at := dayKey(day)
	salt := t.Get(clickVisitors, at)
	if salt == nil {
		t.dropSalts(at)
		salt = make([]byte, sha256.Size)
		_, _ = rand.Read(salt) // never fails since Go 1.24
		t.Put(clickVisitors, at, salt)
	}
	// The key of the program is in no backup, so a salt that is in one tells nothing either.
	hidden := &t.db.clicked.hidden
	if hidden.salt != string(salt) {
		hidden.salt, hidden.mac = string(salt), hmac.New(sha256.New, []byte(t.db.keys.Hash("visitors", string(salt))))
	}
	mac := hidden.mac
	mac.Reset()
	mac.Write([]byte(kv.Join(what, visitor)))
	return at + string(mac.Sum(nil)[:visitorHash])
}

// dropSalts deletes the salts of the days before; what they hid is removed by the purge.
func (t *tx) dropSalts(today string) {
	for from := ""; ; {
		day := today
		t.Scan(clickVisitors, "", from, func(key string, _ []byte) bool { day = key[:click.DayKeySize]; return false })
		if day >= today {
			return
		}
		t.Delete(clickVisitors, day)
		from = day + strings.Repeat("\xff", visitorHash+1) // behind the visitors of that day
	}
}

// countClicks adds to the counts of a share and gives its sharer what follows from people: the level and the points.
func (t *tx) countClicks(s *Share, a *Asset, day LocalDate, add ClickCounts) {
	key := dayKey(day) + string(s.ID)
	t.Put(clickDays, key, unpackClicks(t.Get(clickDays, key)).Plus(add).Pack())
	sum := unpackClicks(t.Get(clickTotals, string(s.ID))).Plus(add)
	t.Put(clickTotals, string(s.ID), sum.Pack())
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

// joinClicks adds the clicks of a share to those of the one it was joined with.
func (t *tx) joinClicks(from, to ShareID) {
	var days []string
	t.Scan(clickDays, "", "", func(key string, _ []byte) bool {
		if key[click.DayKeySize:] == string(from) {
			days = append(days, key)
		}
		return true
	})
	sum := unpackClicks(t.Get(clickTotals, string(from))).Plus(unpackClicks(t.Get(clickTotals, string(to))))
	if len(days) == 0 {
		return
	}
	for _, key := range days {
		kept := key[:click.DayKeySize] + string(to)
		t.Put(clickDays, kept, unpackClicks(t.Get(clickDays, kept)).Plus(unpackClicks(t.Get(clickDays, key))).Pack())
		t.Delete(clickDays, key)
	}
	t.Put(clickTotals, string(to), sum.Pack())
	t.Delete(clickTotals, string(from))
}

// payClicks pays a declared share for the people who opened its link, up to the cap and as far as it was not paid yet.
// Like its proof, a share beyond the cap of a day earns nothing more.
func (t *tx) payClicks(s *Share, sum ClickCounts, a *Asset) (paid []Entry) {
	rules := t.settings().Points
	due := min(sum.Unique*rules.Engaged, rules.EngagedCap)
	if s.Level < Declared || due <= s.EngagedPaid || !t.wasPaid(s) {
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
func (q *Query) ClicksOf(id ShareID) ClickCounts {
	return unpackClicks(q.t.Get(clickTotals, string(id)))
}

// EachClickDay visits the clicks of the days from first to last, both included and in the program's zone, by day.
func (q *Query) EachClickDay(first, last LocalDate, visit func(ShareID, LocalDate, ClickCounts)) {
	end := dayKey(last)
	q.t.Scan(clickDays, "", dayKey(first), func(key string, raw []byte) bool {
		if key[:click.DayKeySize] > end {
			return false
		}
		visit(ShareID(key[click.DayKeySize:]), click.KeyDay(key), unpackClicks(raw))
		return true
	})
}

// rebuildClicks sums the days again.
func rebuildClicks(t *kv.Tx, c *kv.Check) {
	sums := map[string]ClickCounts{}
	t.Scan(clickDays, "", "", func(key string, raw []byte) bool {
		share := key[click.DayKeySize:]
		sums[share] = sums[share].Plus(unpackClicks(raw))
		c.Count(clickDays)
		return true
	})
	for share, sum := range sums {
		c.Derive([]kv.Row{clickTotals.Row(share, string(sum.Pack()))}, nil)
	}
}

// exportedClicks are the clicks of one share on one day in an export.
type exportedClicks struct {
	Share ShareID   `json:"share"`
	Day   LocalDate `json:"day"`
	ClickCounts
}

// exportClicks writes the clicks on the links of those who are asked for.
func exportClicks(x *exporter) {
	x.pages("clicks", clickDays, func(t *tx, key string, raw []byte) (any, []EmployeeID) {
		id := ShareID(key[click.DayKeySize:])
		s, _ := shares.Get(t.Tx, string(id)) // one that was joined with another has none
		return exportedClicks{id, click.KeyDay(key), unpackClicks(raw)}, []EmployeeID{s.Employee}
	})
}
