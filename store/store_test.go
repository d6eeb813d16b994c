// Opening, closing, committing: every way a file can be wrong, and verbs that fail beside verbs that do not.

package store_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"vouch/store"
	"vouch/store/storetest"
)

// wantErr fails unless err is of kind and its sentence for people holds words.
func wantErr(tb testing.TB, err error, kind store.Kind, words string) {
	tb.Helper()
	if store.KindOf(err) != kind {
		tb.Errorf("error %v is %q, want %q", err, store.KindOf(err), kind)
		return
	}
	var e *store.Error
	if errors.As(err, &e) && !strings.Contains(e.Msg, words) {
		tb.Errorf("message %q does not say %q", e.Msg, words)
	}
}

// wantFields fails unless err is Invalid with exactly these fields.
func wantFields(tb testing.TB, err error, fields ...string) {
	tb.Helper()
	var e *store.Error
	if !errors.As(err, &e) || e.Kind != store.Invalid {
		tb.Errorf("error %v is not Invalid", err)
		return
	}
	var got []string
	for field, sentence := range e.Fields {
		got = append(got, field)
		if !strings.HasSuffix(sentence, ".") {
			tb.Errorf("%s: %q is not a sentence", field, sentence)
		}
	}
	slices.Sort(got)
	slices.Sort(fields)
	if diff := cmp.Diff(fields, got); diff != "" {
		tb.Errorf("wrong fields (-want +got):\n%s", diff)
	}
}

// must fails the test on an error and returns the value.
func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("unexpected error: %v", err))
	}
	return v
}

func TestOpen_RefusesWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	good := filepath.Join(folder, "good.db")
	db := storetest.MustOpenAt(t, good)
	copied := func(name string, change func(*bbolt.Tx) error) string {
		path := filepath.Join(folder, name)
		f := must(os.Create(path))
		must(db.Backup(f))
		_ = f.Close()
		b := must(bbolt.Open(path, 0o600, nil))
		if err := b.Update(change); err != nil {
			t.Fatal(err)
		}
		_ = b.Close()
		return path
	}
	write := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := copied("newer.db", func(b *bbolt.Tx) error {
		return b.Bucket([]byte("meta")).Put([]byte("layout"), binary.BigEndian.AppendUint32(nil, 99))
	})
	foreign := filepath.Join(folder, "foreign.db")
	b := must(bbolt.Open(foreign, 0o600, nil))
	if err := b.Update(func(b *bbolt.Tx) error { _, err := b.CreateBucket([]byte("other")); return err }); err != nil {
		t.Fatal(err)
	}
	_ = b.Close()
	whole := must(os.ReadFile(newer))
	for _, c := range []struct {
		name, path string
		key        []byte
		kind       store.Kind
		cause      error
		words      string
	}{
		{"in use", good, storetest.Key, store.Conflict, store.ErrLocked, "control socket"},
		{"newer release", newer, storetest.Key, store.Conflict, store.ErrNewer, "newer"},
		{"another program's file", foreign, storetest.Key, store.Invalid, store.ErrForeign, "not a Vouch database"},
		{"a text", write("text.db", []byte("hello")), storetest.Key, store.Invalid, store.ErrForeign, "not a Vouch database"},
		{"zeroed pages", write("zero.db", append(bytes.Repeat([]byte{0}, 8192), whole[8192:]...)), storetest.Key,
			store.Invalid, store.ErrCorrupt, "damaged"},
		{"another key", copied("key.db", func(*bbolt.Tx) error { return nil }), bytes.Repeat([]byte{1}, 32), store.Denied,
			store.ErrKey, "old key"},
		{"short key", filepath.Join(folder, "new.db"), []byte("short"), store.Invalid, store.ErrKey, "32 bytes"},
		{"missing folder", filepath.Join(folder, "no", "such.db"), storetest.Key, store.NotFound, os.ErrNotExist,
			"Create it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			opened, err := store.Open(store.Options{Path: c.path, Key: c.key, Timeout: 50 * time.Millisecond})
			if err == nil {
				_ = opened.Close()
			}
			wantErr(t, err, c.kind, c.words)
			if !errors.Is(err, c.cause) {
				t.Errorf("cause of %v is not %v", err, c.cause)
			}
		})
	}
}

func TestOpen_KeepsWhatWasWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := must(store.Open(store.Options{Path: path, Key: storetest.Key}))
	want := storetest.MustAdvocate(t, db, "U1", "Ada Stone")
	for range 2 {
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := db.Join("U1", store.JoinForm{})
	wantErr(t, err, store.Internal, "could not")
	if _, err := db.Employee("U1"); store.KindOf(err) != store.Internal {
		t.Errorf("a read after Close gives %v", err)
	}
	db = storetest.MustOpenAt(t, path)
	if diff := cmp.Diff(want, storetest.MustGet(t, db, "U1")); diff != "" {
		t.Errorf("changed by reopening (-want +got):\n%s", diff)
	}
}

func TestBuckets_OfTheFileAreThoseOfTheNouns(t *testing.T) {
	db := storetest.MustOpen(t)
	var exist []string
	if err := db.Tamper(func(b *bbolt.Tx) error {
		return b.ForEach(func(name []byte, _ *bbolt.Bucket) error { exist = append(exist, string(name)); return nil })
	}); err != nil {
		t.Fatal(err)
	}
	named := slices.Sorted(slices.Values(store.BucketNames))
	if diff := cmp.Diff(named, exist); diff != "" {
		t.Errorf("buckets (-nouns +file):\n%s", diff)
	}
}

// MustFirstLayout makes a file of layout 1 with one digest that waits to be sent.
func MustFirstLayout(tb testing.TB, path string) {
	tb.Helper()
	db := storetest.MustOpenAt(tb, path)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	plan := store.DigestPlan{Employee: "U1", Date: "2026-03-02",
		Picks: []store.Pick{pick(storetest.MustAsset(tb, db, nil))}}
	must(db.RecordDigests([]store.DigestPlan{plan}))
	d, _, err := db.TodaysDelivery("U1", "2026-03-02")
	m := must(storetest.Ask1(db, (*store.Query).Message, d.Key))
	err = errors.Join(err, db.Tamper(func(b *bbolt.Tx) error {
		byPerson, err := b.CreateBucket([]byte("deliveries_by_person"))
		return errors.Join(err,
			byPerson.Put([]byte("U1\x002026-03-02"), []byte(d.Key)),
			b.Bucket([]byte("deliveries")).Put([]byte(d.Key), append([]byte{1}, must(json.Marshal(d))...)),
			b.Bucket([]byte("messages")).Put([]byte(m.Key), append([]byte{1}, must(json.Marshal(m))...)),
			b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 1}))
	}), db.Close())
	if err != nil {
		tb.Fatal(err)
	}
}

// MustPlainWords makes a file in which words about a referred person are not sealed.
func MustPlainWords(tb testing.TB, path string) {
	tb.Helper()
	db := storetest.MustOpenAt(tb, path)
	storetest.MustRole(tb, db, "R1", "Ria", store.Recruiter)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	r := storetest.MustReferral(tb, db, "U1", "Zed Zulu", "zed@zulu.example")
	must(db.MoveReferral("R1", r.ID, store.Declined, "x", r.Version))
	err := errors.Join(db.Tamper(func(b *bbolt.Tx) error {
		kept, key := b.Bucket([]byte("referrals")), []byte(r.ID)
		value := bytes.Replace(kept.Get(key), []byte(`"stage":"declined","by"`),
			[]byte(`"stage":"declined","reason":"too loud","by"`), 1)
		value = bytes.Replace(value, []byte(`"relationship"`), []byte(`"need":"a quiet desk","relationship"`), 1)
		return errors.Join(kept.Put(key, value), b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 3}))
	}), db.Close())
	if err != nil {
		tb.Fatal(err)
	}
}

// Each migration has a row: what the file was before, and what must hold after.
func TestMigrations(t *testing.T) {
	rows := []struct {
		name   string
		before func(tb testing.TB, path string)
		check  func(t *testing.T, db *store.DB)
	}{
		{"1: an empty file gets the first layout", func(testing.TB, string) {}, func(t *testing.T, db *store.DB) {
			storetest.MustAdvocate(t, db, "U1", "Ada")
		}},
		{"2: a digest kept as JSON is the same when packed", MustFirstLayout, func(t *testing.T, db *store.DB) {
			d, found, err := db.TodaysDelivery("U1", "2026-03-02")
			if err != nil || !found || len(d.Picks) != 1 || d.Picks[0].Reason != "because it is new" || d.Employee != "U1" {
				t.Errorf("delivery %+v: %v", d, err)
			}
			if m := must(storetest.Ask1(db, (*store.Query).Message,
				d.Key)); m.Ref != d.Key || m.To != "U1" || m.State != store.Pending {
				t.Errorf("message %+v", m)
			}
		}},
	}
	rows = append(rows, rows[1])
	rows[2].name = "3: pages withdrawn long ago are not brought back by a source"
	rows[2].before = func(tb testing.TB, path string) {
		db := storetest.MustOpenAt(tb, path)
		a := storetest.MustAsset(tb, db, func(a *store.Asset) { a.URL = "https://blog.example.com/gone" })
		must(db.WithdrawAsset(store.Operator, a.ID, "Wrong."))
		if err := errors.Join(db.Tamper(func(b *bbolt.Tx) error {
			return errors.Join(b.DeleteBucket([]byte("assets_gone")), b.DeleteBucket([]byte("sources")),
				b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 2}))
		}), db.Close()); err != nil {
			tb.Fatal(err)
		}
	}
	rows[2].check = func(t *testing.T, db *store.DB) {
		s := mustSource(t, db, nil)
		if r := reading(t, db, s.ID, store.Poll{Items: []store.PollItem{anItem("gone", nil)}}); r.New != 0 || r.Known != 1 {
			t.Errorf("reading %+v", r)
		}
	}
	rows = append(rows, rows[1])
	rows[3].name = "4: a plain need and reason are sealed"
	rows[3].before = MustPlainWords
	rows[3].check = func(t *testing.T, db *store.DB) {
		r := must(storetest.Ask1(db, (*store.Query).ReferralsOf, "U1"))[0]
		if r.Need != "a quiet desk" || r.History[1].Reason != "too loud" {
			t.Errorf("read back: %+v", r)
		}
		wantGone(t, "the file", must(os.ReadFile(db.Path())), "a quiet desk", "too loud")
	}
	rows = append(rows, rows[1])
	rows[4].name = "5: what was kept by team is gone"
	rows[4].before = func(tb testing.TB, path string) {
		db := storetest.MustOpenAt(tb, path)
		storetest.MustAdvocate(tb, db, "U1", "Ada")
		if err := errors.Join(db.Tamper(func(b *bbolt.Tx) error {
			sums, err := b.CreateBucket([]byte("team_totals"))
			return errors.Join(err, sums.Put([]byte("all\x00Sales"), []byte("x")),
				b.Bucket([]byte("tallies")).Put([]byte("team\x00Sales"), []byte{0, 0, 0, 0, 0, 0, 0, 1}),
				b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 4}))
		}), db.Close()); err != nil {
			tb.Fatal(err)
		}
	}
	rows[4].check = func(t *testing.T, db *store.DB) {
		if r := must(db.Check(t.Context())); len(r.Problems) > 0 {
			t.Errorf("after the migration: %v", r.Problems)
		}
		// A bucket that the schema does not name would keep the file from being opened again.
		if err := db.Tamper(func(b *bbolt.Tx) error {
			if b.Bucket([]byte("team_totals")) != nil {
				return errors.New("the sums are still there")
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
	}
	rows = append(rows, rows[1])
	rows[5].name = "6: referrals that were late before are counted"
	rows[5].before = func(tb testing.TB, path string) {
		db := storetest.MustOpenAt(tb, path)
		storetest.MustAdvocate(tb, db, "U1", "Ada")
		r := storetest.MustReferral(tb, db, "U1", "Jane Doe", "jane@example.com")
		_, _, err := db.TickReferrals(r.SubmittedAt.AddDate(0, 1, 0))
		if err := errors.Join(err, db.Tamper(func(b *bbolt.Tx) error {
			return errors.Join(b.Bucket([]byte("tallies")).Delete([]byte("late")),
				b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 5}))
		}), db.Close()); err != nil {
			tb.Fatal(err)
		}
	}
	rows[5].check = func(t *testing.T, db *store.DB) {
		if p := must(storetest.Ask(db, (*store.Query).Pulse)); p.Late != 1 {
			t.Errorf("the pulse is %+v, want one late referral", p)
		}
	}
	rows = append(rows, rows[1])
	rows[6].name = "7: the people of a department are counted"
	rows[6].before = func(tb testing.TB, path string) {
		db := storetest.MustOpenAt(tb, path)
		storetest.MustEmployee(tb, db, "U1", "Ada")
		must(db.ImportPeople([]store.PersonImport{{ID: "U1", Department: "Bakery"}}, store.Operator))
		if err := errors.Join(db.Tamper(func(b *bbolt.Tx) error {
			return errors.Join(b.Bucket([]byte("tallies")).Delete([]byte("department\x00Bakery")),
				b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 6}))
		}), db.Close()); err != nil {
			tb.Fatal(err)
		}
	}
	rows[6].check = func(t *testing.T, db *store.DB) {
		if lanes := must(storetest.Ask(db, (*store.Query).Lanes)); !slices.Equal(lanes, []string{"Bakery"}) {
			t.Errorf("departments %q", lanes)
		}
		storetest.MustCheck(t, db)
	}
	rows = append(rows, rows[1])
	rows[7].name = "8: who joined has agreed to the first policy, and shares as before"
	rows[7].before = mustBeforePolicy
	rows[7].check = func(t *testing.T, db *store.DB) {
		storetest.MustCheck(t, db)
		must(db.OpenShare(kit("U1", must(db.LiveAssets())[0].ID)))
		must(db.SubmitReferral(storetest.ASubmission("U1", "Zed", "zed@x.com")))
		at, agreed := must2(storetest.Find2(db, (*store.Query).HasAcknowledged, "U1", 1))
		if joined := storetest.MustGet(t, db, "U1").JoinedAt; !agreed || !at.Equal(joined) {
			t.Errorf("agreed %v at %v, joined at %v", agreed, at, joined)
		}
		_, err := db.SubmitReferral(storetest.ASubmission("N1", "Yan", "yan@x.com"))
		wantErr(t, err, store.Conflict, "Read the policy first")
		// No manager has read it. What else they save changes nothing in that; reading it asks everybody anew.
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Picks = 4 })
		if s := must(db.Settings()); s.Policy.IsRead() || s.Policy.Version != 1 {
			t.Errorf("an upgrade read the policy: version %d", s.Policy.Version)
		}
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Confirm("policy") })
		if s := must(db.Settings()); !s.Policy.IsRead() || s.Policy.Version != 2 {
			t.Errorf("a manager read version %d", s.Policy.Version)
		}
		_, err = db.SubmitReferral(storetest.ASubmission("U1", "Xan", "xan@x.com"))
		wantErr(t, err, store.Conflict, "Read the policy first")
		must(0, db.Acknowledge("U1", 2))
		must(db.SubmitReferral(storetest.ASubmission("U1", "Xan", "xan@x.com")))
		last := must(storetest.Ask(db, func(q *store.Query) []store.AuditEntry { return q.Audit(1, 0) }))
		if !strings.Contains(last[0].Detail, "policy.version: 1 -> 2") {
			t.Errorf("the audit says %+v", last)
		}
	}
	if len(rows) != store.Migrations {
		t.Fatalf("%d rows for %d migrations", len(rows), store.Migrations)
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "vouch.db")
			r.before(t, path)
			r.check(t, storetest.MustOpenAt(t, path))
		})
	}
}

func TestCommit_UndoesOnlyTheVerbThatFails(t *testing.T) {
	db := storetest.MustOpen(t)
	var group sync.WaitGroup
	for i := range 60 {
		group.Go(func() {
			key := fmt.Sprintf("shared-%d", i/3)
			defer func() {
				if p := recover(); (p != nil) != (i%3 == 2) {
					t.Errorf("verb %d: panic %v", i, p)
				}
			}()
			err := db.Change(key, fmt.Sprintf("from %d", i), func() error {
				switch i % 3 {
				case 1:
					return &store.Error{Kind: store.Invalid, Msg: "No."}
				case 2:
					panic("broken verb")
				}
				return nil
			})
			if (err != nil) != (i%3 == 1) {
				t.Errorf("verb %d: error %v", i, err)
			}
		})
	}
	group.Wait()
	for i := 0; i < 60; i += 3 {
		if got, want := db.Program(fmt.Sprintf("shared-%d", i/3)), fmt.Sprintf("from %d", i); got != want {
			t.Errorf("key %d holds %q, want %q", i/3, got, want)
		}
	}
}

// A copy of the file taken between two verbs is what a crash at that moment leaves behind.
func TestCommit_IsDurableWhenTheVerbReturns(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "vouch.db")
	db := storetest.MustOpenAt(t, path)
	a := storetest.MustAsset(t, db, nil)
	for i := range 5 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		storetest.MustShare(t, db, id, a.ID)
		crashed := filepath.Join(folder, fmt.Sprintf("crash-%d.db", i))
		if err := os.WriteFile(crashed, must(os.ReadFile(path)), 0o600); err != nil {
			t.Fatal(err)
		}
		after := storetest.MustOpenAt(t, crashed)
		if got := must(storetest.Ask2(after, (*store.Query).EntriesOf, id, 10)); len(got) != 1 || got[0].Points != 5 {
			t.Errorf("after a crash the ledger of %s is %v", id, got)
		}
	}
}

// MustListFree tells whether the file at path names its free pages. Each of the first two pages holds a meta record: at
// byte 48 the page of the list, or ones for none, at 64 the transaction, which is larger in the newer record.
func MustListFree(tb testing.TB, path string) bool {
	tb.Helper()
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var newest, list uint64
	for page := range 2 {
		head := make([]byte, 72)
		if _, err := f.ReadAt(head, int64(page*os.Getpagesize())); err != nil {
			tb.Fatal(err)
		}
		if id := binary.NativeEndian.Uint64(head[64:]); id >= newest {
			newest, list = id, binary.NativeEndian.Uint64(head[48:])
		}
	}
	return list != math.MaxUint64
}

// Whenever the program is killed, the next start must not scan a large file.
func TestCommit_ListsFreePages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpenAt(t, path)
		nothing := func() error { return nil }
		if err := db.Change("a", "b", nothing); err != nil || !MustListFree(t, path) {
			t.Errorf("a short list is not written with the commit (%v)", err)
		}
		err := db.Tamper(func(b *bbolt.Tx) error {
			purged, err := b.CreateBucket([]byte("purged"))
			for i := range 10_000 {
				err = errors.Join(err, purged.Put(fmt.Append(nil, i), make([]byte, 3000)))
			}
			return err
		})
		err = errors.Join(err, db.Tamper(func(b *bbolt.Tx) error { return b.DeleteBucket([]byte("purged")) }),
			db.Change("a", "c", nothing))
		if err != nil || MustListFree(t, path) {
			t.Errorf("a long list makes the commit slow (%v)", err)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if !MustListFree(t, path) {
			t.Error("a long list is not written in a quiet moment")
		}
	})
}
