// Backups, restore, export, erasure, and a Check that finds what is wrong.

package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"vouch/store"
	"vouch/store/storetest"
)

// MustLife opens a database in which a bit of everything happened: U1 shared, referred and saved, M1 decided.
func MustLife(tb testing.TB) (db *store.DB, asset store.Asset) {
	tb.Helper()
	db = MustTeam(tb)
	asset = storetest.MustAsset(tb, db, func(a *store.Asset) { a.Author = "U1" })
	other := storetest.MustAsset(tb, db, nil)
	storetest.MustPlan(tb, db, "U1", asset.ID, other.ID)
	storetest.MustDeliver(tb, db)
	must(db.SaveFeedback("U1", other.ID, store.Saved, "", ""))
	storetest.MustShare(tb, db, "U1", asset.ID)
	storetest.MustShare(tb, db, "U2", asset.ID)
	r := storetest.MustReferral(tb, db, "U1", "Zed Zulu", "zed@zulu.example")
	must(db.MoveReferral("M1", r.ID, store.Accepted, "", r.Version))
	return db, asset
}

// MustBackup writes a copy of db and returns its path.
func MustBackup(tb testing.TB, db *store.DB) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "backup.db")
	f := must(os.Create(path))
	if n := must(db.Backup(f)); n == 0 {
		tb.Fatal("the backup is empty")
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return path
}

func TestBackup_VerifiesAndRestores(t *testing.T) {
	db, _ := MustLife(t)
	copied := MustBackup(t, db)
	if err := store.VerifyBackup(copied); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "vouch.db")
	running := must(store.Open(store.Options{Path: to, Key: storetest.Key}))
	wantErr(t, store.Restore(copied, to), store.Conflict, "Stop it first")
	if err := running.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(copied, to); err != nil {
		t.Fatal(err)
	}
	restored := storetest.MustOpenAt(t, to)
	if diff := cmp.Diff(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 99)), must(storetest.Ask2(restored,
		(*store.Query).EntriesOf, "U1", 99))); diff != "" {
		t.Errorf("ledger after the restore:\n%s", diff)
	}
	if left := must(filepath.Glob(to + "*")); len(left) != 1 {
		t.Errorf("the restore left %v", left)
	}
}

func TestVerifyBackup_FindsDamage(t *testing.T) {
	db, _ := MustLife(t)
	whole := must(os.ReadFile(MustBackup(t, db)))
	for name, content := range map[string][]byte{
		"cut in half": whole[:len(whole)/2], "empty": {}, "text": []byte("hello"), "zeroed": make([]byte, len(whole)),
		"everything but the first two pages overwritten": append(bytes.Clone(whole[:8192]),
			bytes.Repeat([]byte{0xAB}, len(whole)-8192)...),
	} {
		path := filepath.Join(t.TempDir(), "damaged.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := store.VerifyBackup(path); err == nil || store.KindOf(err) == store.Internal {
			t.Errorf("%s: %v", name, err)
		}
		if err := store.VerifyBackup(path); name == "cut in half" && !strings.Contains(err.Error(), "its pages need") {
			t.Errorf("%s was only found by reading past its end: %v", name, err)
		}
		to := filepath.Join(t.TempDir(), "vouch.db")
		if err := store.Restore(path, to); err == nil {
			t.Errorf("%s was restored", name)
		}
		if _, err := os.Stat(to); err == nil {
			t.Errorf("%s left a database", name)
		}
	}
	wantErr(t, store.VerifyBackup("/nowhere/x.db"), store.NotFound, "cannot be read")
}

// A commit takes pages that were free when the check began, which must not look like damage.
func TestCheck_BesideCommits(t *testing.T) {
	db := storetest.MustOpen(t)
	stop, stopped := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				stopped <- nil
				return
			default:
			}
			if _, err := db.AddAsset(store.Operator, storetest.AnAsset(nil), true); err != nil {
				stopped <- err
				return
			}
		}
	}()
	for range 10 {
		if report := must(db.Check(t.Context())); len(report.Problems) > 0 {
			t.Errorf("a sound database: %q", report.Problems)
			break
		}
	}
	close(stop)
	if err := <-stopped; err != nil {
		t.Fatal(err)
	}
}

func TestCheck_FindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		harm  func(b *bbolt.Tx) error
		words string
	}{
		"an index row is lost": {func(b *bbolt.Tx) error {
			k, _ := b.Bucket([]byte("employees_by_due")).Cursor().First()
			return b.Bucket([]byte("employees_by_due")).Delete(bytes.Clone(k))
		}, "employees_by_due"},
		"an index row too many": {func(b *bbolt.Tx) error {
			return b.Bucket([]byte("shares_by_token")).Put([]byte("x"),
				[]byte("y"))
		}, "should not be there"},
		"a board row lost": {func(b *bbolt.Tx) error {
			k, _ := b.Bucket([]byte("standings")).Cursor().First()
			return b.Bucket([]byte("standings")).Delete(bytes.Clone(k))
		}, "standings"},
		"an audit entry changed": {func(b *bbolt.Tx) error {
			k, v := b.Bucket([]byte("audit")).Cursor().First()
			return b.Bucket([]byte("audit")).Put(bytes.Clone(k), bytes.Replace(v, []byte("U1"), []byte("U2"), 1))
		}, "audit chain"},
		"an audit entry removed": {func(b *bbolt.Tx) error {
			cursor := b.Bucket([]byte("audit")).Cursor()
			cursor.First()
			k, _ := cursor.Next()
			return b.Bucket([]byte("audit")).Delete(bytes.Clone(k))
		}, "audit chain is broken at entry 2"},
		"two audit entries in another order": {func(b *bbolt.Tx) error {
			audit := b.Bucket([]byte("audit"))
			cursor := audit.Cursor()
			first, one := cursor.First()
			second, two := cursor.Next()
			first, second, one, two = bytes.Clone(first), bytes.Clone(second), bytes.Clone(one), bytes.Clone(two)
			return errors.Join(audit.Put(first, two), audit.Put(second, one))
		}, "audit chain is broken at entry 1"},
		"the last audit entry cut off": {func(b *bbolt.Tx) error {
			k, _ := b.Bucket([]byte("audit")).Cursor().Last()
			return b.Bucket([]byte("audit")).Delete(bytes.Clone(k))
		}, "entries"},
		"an unreadable value": {func(b *bbolt.Tx) error {
			return b.Bucket([]byte("assets")).Put([]byte("A"),
				[]byte("\x01{"))
		}, "assets"},
		"a sealed field moved": {func(b *bbolt.Tx) error {
			k, v := b.Bucket([]byte("referrals")).Cursor().First()
			return b.Bucket([]byte("referrals")).Put(bytes.Clone(k), bytes.Replace(v, []byte(`"email":`), []byte(`"phone":`), 1))
		}, "sealed"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "vouch.db")
			db := must(store.Open(store.Options{Path: path, Key: storetest.Key}))
			defer func() { _ = db.Close() }()
			for i, id := range []store.EmployeeID{"U1", "U2", "U3"} {
				storetest.MustManager(t, db, id, string(rune('A'+i)))
			}
			storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
			storetest.MustReferral(t, db, "U1", "Zed", "z@x.com")
			if report := must(db.Check(t.Context())); len(report.Problems) != 0 || report.Counts["shares"] != 1 {
				t.Fatalf("before: %+v", report)
			}
			if err := db.Tamper(c.harm); err != nil {
				t.Fatal(err)
			}
			report := must(db.Check(t.Context()))
			if !strings.Contains(strings.Join(report.Problems, "\n"), c.words) {
				t.Errorf("problems %q do not tell %q", report.Problems, c.words)
			}
		})
	}
}

// kindsIn counts the lines of an export by kind.
func kindsIn(tb testing.TB, export string) map[string]int {
	tb.Helper()
	kinds := map[string]int{}
	for line := range strings.Lines(export) {
		var l struct{ Kind string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			tb.Fatalf("line %q: %v", line, err)
		}
		kinds[l.Kind]++
	}
	return kinds
}

func TestExport(t *testing.T) {
	db, _ := MustLife(t)
	var all, personal, mine bytes.Buffer
	for _, c := range []struct {
		into     *bytes.Buffer
		scope    string
		personal bool
	}{{&all, store.ExportAll, false}, {&personal, store.ExportAll, true}, {&mine, "U1", true}} {
		if err := db.Export(c.into, c.scope, c.personal); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]int{"settings": 1, "personas": 1, "employee": 5, "taste": 2, "answer": 2, "asset": 2, "delivery": 1,
		"receipt": 1,
		"win":     2, "share": 2, "entry": 3, "referral": 1, "policy": 1,
		"acknowledgement": 5, "audit": len(must(storetest.Ask2(db, (*store.Query).Audit, 99, 0)))}
	if diff := cmp.Diff(want, kindsIn(t, all.String())); diff != "" {
		t.Errorf("everything:\n%s", diff)
	}
	want = map[string]int{"employee": 1, "taste": 1, "answer": 1, "asset": 1, "delivery": 1, "receipt": 1, "share": 1,
		"entry": 2, "referral": 1,
		"win": 1, "acknowledgement": 1}
	if diff := cmp.Diff(want, kindsIn(t, mine.String())); diff != "" {
		t.Errorf("mine:\n%s", diff)
	}
	if strings.Contains(all.String(), "Zulu") || !strings.Contains(personal.String(), "Zulu") {
		t.Error("personal data of candidates comes exactly when asked for")
	}
	wantErr(t, db.Export(&all, "U9", false), store.NotFound, "does not know")
}

func TestEraseEmployee_LeavesNoTraceButSums(t *testing.T) {
	db, asset := MustLife(t)
	var gone []store.EmployeeID
	db.OnGone(func(id store.EmployeeID) { gone = append(gone, id) })
	_, err := db.EraseEmployee("U2", "M1")
	wantErr(t, err, store.Denied, "program managers")
	live := db.LiveVersion()
	before := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.AllTime, Teams: true}))
	got := must(db.EraseEmployee("U1", "U1"))
	want := store.Erased{"employee": 1, "deliveries": 1, "receipts": 1, "messages": 5, "answers": 1, "shares": 1,
		"entries": 2, "referrals": 1,
		"stories": 0, "attendances": 0, "payouts": 0, "introductions": 0, "clearances": 0, "wins": 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("erased:\n%s", diff)
	}
	if !slices.Equal(gone, []store.EmployeeID{"U1"}) {
		t.Errorf("told of %q as erased", gone)
	}
	if db.LiveVersion() == live {
		t.Error("whoever caches the library goes on showing the author")
	}
	if entry := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0]; entry.Action != "employee.erase" ||
		!entry.Actor.IsErased() || string(entry.Actor) != entry.Subject {
		t.Errorf("the audit says %+v", entry)
	}
	// What they were told and their Home are replaced in Slack, and then nothing leads to their conversation.
	edits := 0
	for _, m := range must(db.ClaimMessages(time.Now(), 99)) {
		if m.Kind == store.MsgErased {
			edits++
			if home := m.Channel == "U1"; m.Channel == "" || home != (m.Ref == "") || m.To != "" {
				t.Errorf("the edit names neither a message nor Home: %+v", m)
			}
			if err := db.CompleteMessage(m.Key, "", ""); err != nil {
				t.Error(err)
			}
			if _, err := storetest.Ask1(db, (*store.Query).Message, m.Key); store.KindOf(err) != store.NotFound {
				t.Errorf("the edit stays: %v", err)
			}
		}
	}
	if edits != 2 {
		t.Errorf("%d edits, want one for each receipt and one of Home", edits)
	}
	var export bytes.Buffer
	if err := db.Export(&export, store.ExportAll, true); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(export.String()) {
		if !strings.HasPrefix(line, `{"kind":"audit"`) &&
			(strings.Contains(line, `"U1"`) || strings.Contains(line, "Ada Stone") || strings.Contains(line, "/U1")) {
			t.Errorf("left behind: %s", line)
		}
	}
	if a := must(db.Asset(asset.ID)); a.Shares != 2 || a.Author != "" {
		t.Errorf("asset after the erasure %+v", a)
	}
	after := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.AllTime, Teams: true}))
	if len(before.Rows) != len(after.Rows) {
		t.Error("team sums changed")
	}
	_, err = db.EraseEmployee("M1", "U1")
	wantErr(t, err, store.NotFound, "does not know")
	if r := must(storetest.Ask1(db, (*store.Query).ReferralsOwnedBy,
		"R1"))[0]; r.Person.Why != "" || r.Person.Name != "Zed Zulu" || r.Referrer == "U1" {
		t.Errorf("their words about the person stay: %+v", r)
	}
	must(db.EraseEmployee(store.Operator, "R1"))
	storetest.MustEmployee(t, db, "U1", "Ada Stone")
	if e := storetest.MustGet(t, db, "U1"); e.IsAdvocate() || !e.FirstPointsAt.IsZero() {
		t.Errorf("who comes back is new: %+v", e)
	}
}

func TestEraseEmployee_HandsReferralsToTheManagers(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed", "z@x.com")
	storetest.MustDeliver(t, db)
	must(db.EraseEmployee(store.Operator, r.Owner))
	if got := must(db.Referral(r.ID, "M1")); got.Owner != "" || got.Person.Name != "Zed" || got.Version != r.Version+1 {
		t.Errorf("after its owner went: %+v", got)
	}
	told := false
	for _, m := range storetest.MustDeliver(t, db) {
		told = told || m.Kind == store.MsgEscalation && m.To == "M1"
	}
	if !told {
		t.Error("the manager was not told")
	}
}

func TestAudit_NewestFirstInPages(t *testing.T) {
	db := storetest.MustOpen(t)
	for range 5 {
		storetest.MustAsset(t, db, nil)
	}
	first := must(storetest.Ask2(db, (*store.Query).Audit, 2, 0))
	rest := must(storetest.Ask2(db, (*store.Query).Audit, 9, first[1].Seq))
	if len(first) != 2 || first[0].Seq != 5 || len(rest) != 3 || rest[0].Seq != 3 || rest[0].Prev == "" ||
		rest[0].Hash != first[1].Prev {
		t.Errorf("pages %+v and %+v", first, rest)
	}
}

func TestSeed_TakesEverythingBackOnAnError(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	past := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	seed := func(fail bool) error {
		return db.Seed(func(s *store.Seeder) {
			s.At(past)
			s.People([]store.SlackUser{{ID: "U1", Name: "Ada"}, {ID: "R1", Name: "Rita"}})
			s.Employee(store.Employee{ID: "U1", Name: "Ada", JoinedAt: past})
			a := s.Asset(storetest.AnAsset(nil))
			s.Share(kit("U1", a.ID), store.Proven, "https://linkedin.com/posts/1")
			r := s.Referral(storetest.ASubmission("U1", "Zed", "z@x.com"))
			s.At(past.AddDate(0, 0, 2))
			s.Move(r.Referral.ID, store.Interview, "")
			if fail {
				s.Refuse(&store.Error{Kind: store.Invalid, Msg: "Stop."})
			}
		})
	}
	storetest.MustCompany(t, db)
	wantErr(t, seed(true), store.Invalid, "Stop")
	if stats := must(storetest.Ask(db,
		(*store.Query).Stats)); stats.Employees != 0 || stats.Shares != 0 || stats.Live != 0 {
		t.Errorf("a failed seeding left %+v", stats)
	}
	if err := seed(false); err != nil {
		t.Fatal(err)
	}
	week := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", past))
	if week.Week != 15+40 || must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())).Week != 0 {
		t.Errorf("score of that week %+v", week)
	}
	if _, ok := db.NextMessageAt(); ok {
		t.Error("messages of the past are sent now")
	}
}
