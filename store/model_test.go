// The model: random verbs against plain maps, with reopening, and Check after every life.

package store_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouch/store"
	"vouch/store/storetest"
)

// modelPerson is what the plain maps know of a person.
type modelPerson struct {
	joined, hidden, gone bool
	points, paidToday    int
	saved                []store.AssetID
}

// modelShare is what the plain maps know of a share.
type modelShare struct {
	id     store.ShareID
	level  store.Level
	earned int // points of this round
}

// world is a database and the plain maps that say what it should hold.
type world struct {
	path   string
	db     *store.DB
	people map[store.EmployeeID]*modelPerson
	shares map[string]*modelShare
	live   map[store.AssetID]bool
	assets []store.AssetID
}

func modelIDs() (ids []store.EmployeeID) {
	for i := range 5 {
		ids = append(ids, store.EmployeeID(fmt.Sprintf("U%d", i)))
	}
	return ids
}

func newWorld(t *rapid.T, folder string) *world {
	w := &world{path: filepath.Join(folder, "model.db"), people: map[store.EmployeeID]*modelPerson{},
		shares: map[string]*modelShare{}, live: map[store.AssetID]bool{}}
	_ = os.Remove(w.path)
	w.open(t)
	for _, id := range modelIDs() {
		must(w.db.SyncPeople([]store.SlackUser{{ID: id, Name: "Person " + string(id), TimeZone: "UTC"}}, false))
		w.people[id] = &modelPerson{}
	}
	return w
}

func (w *world) open(t *rapid.T) {
	opened, err := store.Open(store.Options{Path: w.path, Key: storetest.Key})
	if err != nil {
		t.Fatal(err)
	}
	w.db = opened
	if err := storetest.NameCompany(opened); err != nil {
		t.Fatal(err)
	}
}

func (w *world) close(t *rapid.T) {
	report, err := w.db.Check(t.Context())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("check: %v %v", report.Problems, err)
	}
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
}

func (w *world) advocate(id store.EmployeeID) bool { return w.people[id].joined && !w.people[id].gone }

// expect fails unless err has the kind the model foretells.
func expect(t *rapid.T, verb string, err error, kind store.Kind) {
	if store.KindOf(err) != kind {
		t.Fatalf("%s: error %v, the model says %q", verb, err, kind)
	}
}

// actions are the verbs of the model; the empty name is the comparison after each.
func (w *world) actions() map[string]func(*rapid.T) {
	all := w.peopleActions()
	maps.Copy(all, w.contentActions())
	return all
}

func (w *world) peopleActions() map[string]func(*rapid.T) {
	person := func(t *rapid.T) store.EmployeeID { return rapid.SampledFrom(modelIDs()).Draw(t, "person") }
	return map[string]func(*rapid.T){
		"join": func(t *rapid.T) {
			id := person(t)
			_, err := w.db.Join(id, store.JoinForm{})
			if w.people[id].gone {
				expect(t, "join", err, store.Denied)
				return
			}
			expect(t, "join", err, "")
			w.people[id].joined = true
		},
		"leave": func(t *rapid.T) {
			id := person(t)
			_, err := w.db.Leave(id)
			expect(t, "leave", err, "")
			w.people[id].joined = false
		},
		"deactivate or bring back": func(t *rapid.T) {
			id := person(t)
			w.people[id].gone = !w.people[id].gone
			must(w.db.SyncPeople([]store.SlackUser{{ID: id, Name: "Person " + string(id), TimeZone: "UTC",
				Deactivated: w.people[id].gone}}, false))
		},
		"hide on boards": func(t *rapid.T) {
			id := person(t)
			prefs := must(w.db.Employee(id)).Prefs
			prefs.BoardHidden = !w.people[id].hidden
			if _, err := w.db.SavePreferences(id, prefs); err == nil {
				w.people[id].hidden = prefs.BoardHidden
			}
		},
	}
}

func (w *world) contentActions() map[string]func(*rapid.T) {
	person := func(t *rapid.T) store.EmployeeID { return rapid.SampledFrom(modelIDs()).Draw(t, "person") }
	asset := func(t *rapid.T) store.AssetID {
		if len(w.assets) == 0 {
			t.SkipNow() // rapid takes another action: there is no asset yet
		}
		return rapid.SampledFrom(w.assets).Draw(t, "asset")
	}
	return map[string]func(*rapid.T){
		"add": func(*rapid.T) {
			a := must(w.db.AddAsset(store.Operator, storetest.AnAsset(nil), true))
			w.assets = append(w.assets, a.ID)
			w.live[a.ID] = true
		},
		"withdraw asset or publish": func(t *rapid.T) {
			id := asset(t)
			if w.live[id] = !w.live[id]; w.live[id] {
				must(w.db.PublishAsset(store.Operator, id))
			} else {
				must(w.db.WithdrawAsset(store.Operator, id, "x"))
			}
		},
		"save": func(t *rapid.T) {
			id, item := person(t), asset(t)
			answer := rapid.SampledFrom([]store.Feedback{store.Saved, store.Unsaved, store.Liked, store.Disliked}).Draw(t,
				"answer")
			w.feedback(t, id, item, answer)
		},
		"plan a digest": func(t *rapid.T) {
			plan := store.DigestPlan{Employee: person(t), Date: "2026-03-02", OnRequest: true,
				Picks: []store.Pick{{Asset: asset(t)}}}
			_, known, err := w.db.TodaysDelivery(plan.Employee, plan.Date)
			expect(t, "todays delivery", err, "")
			n := must(w.db.RecordDigests([]store.DigestPlan{plan}))
			if wants := w.advocate(plan.Employee) && w.live[plan.Picks[0].Asset]; !known && wants != (n == 1) {
				t.Fatalf("%d digests planned, the model says %v", n, wants)
			}
		},
		"deliver": func(*rapid.T) {
			for i, m := range must(w.db.ClaimMessages(time.Now(), 5)) {
				_ = w.db.CompleteMessage(m.Key, "D1", fmt.Sprintf("%d.%d", time.Now().UnixNano(), i))
			}
		},
		"share":   func(t *rapid.T) { w.declare(t, person(t), asset(t)) },
		"unshare": func(t *rapid.T) { w.withdraw(t, person(t), asset(t)) },
		"reopen":  func(t *rapid.T) { w.close(t); w.open(t) },
		"":        func(t *rapid.T) { w.compare(t) },
	}
}

func (w *world) feedback(t *rapid.T, id store.EmployeeID, item store.AssetID, answer store.Feedback) {
	_, err := w.db.SaveFeedback(id, item, answer, "", "")
	p := w.people[id]
	switch {
	case p.gone:
		expect(t, "feedback", err, store.Denied)
	case answer == store.Saved && !w.live[item]:
		expect(t, "feedback", err, store.Conflict)
	default:
		expect(t, "feedback", err, "")
		if answer == store.Saved && !slices.Contains(p.saved, item) {
			p.saved = append(p.saved, item)
		}
		if answer == store.Unsaved {
			p.saved = slices.DeleteFunc(p.saved, func(a store.AssetID) bool { return a == item })
		}
	}
}

func (w *world) declare(t *rapid.T, id store.EmployeeID, item store.AssetID) {
	key := string(id) + "/" + string(item)
	s, err := w.db.OpenShare(store.OpenShare{Employee: id, Asset: item, Network: store.X, Text: "x", Variant: -1})
	switch {
	case !w.advocate(id):
		expect(t, "open share", err, store.Denied)
		return
	case !w.live[item]:
		expect(t, "open share", err, store.Conflict)
		return
	}
	expect(t, "open share", err, "")
	if w.shares[key] == nil {
		w.shares[key] = &modelShare{id: s.ID, level: store.Opened}
	}
	known := w.shares[key]
	_, paid, err := w.db.DeclareShare(id, known.id)
	expect(t, "declare", err, "")
	if known.level == store.Opened {
		known.level = store.Declared
		if w.people[id].paidToday < 3 {
			w.people[id].paidToday++
			known.earned = 5
			w.people[id].points += 5
		}
		if len(paid) != known.earned/5 {
			t.Fatalf("paid %v, the model says %d", paid, known.earned)
		}
	}
}

func (w *world) withdraw(t *rapid.T, id store.EmployeeID, item store.AssetID) {
	known := w.shares[string(id)+"/"+string(item)]
	if known == nil {
		t.SkipNow() // rapid takes another action: it was never shared
	}
	_, _, err := w.db.WithdrawShare(id, known.id)
	expect(t, "withdraw", err, "")
	if known.earned > 0 {
		w.people[id].points -= known.earned
		w.people[id].paidToday--
	}
	known.level, known.earned = store.Opened, 0
}

// compare reads everything the maps know.
func (w *world) compare(t *rapid.T) {
	var board []string
	ids := modelIDs()
	slices.SortFunc(ids, func(a, b store.EmployeeID) int { return cmp.Compare(w.people[b].points, w.people[a].points) })
	for _, id := range ids {
		p := w.people[id]
		if w.advocate(id) && !p.hidden && p.points > 0 {
			board = append(board, fmt.Sprint(p.points))
		}
		if e := must(w.db.Employee(id)); e.IsAdvocate() != w.advocate(id) || e.NextDigest.IsZero() == w.advocate(id) {
			t.Fatalf("%s is %+v, the model says advocate %v", id, e, w.advocate(id))
		}
		if got := must(storetest.Ask2(w.db, (*store.Query).ScoreOf, id, time.Now())); got.All != p.points {
			t.Fatalf("%s has %d points, the model says %d", id, got.All, p.points)
		}
		var saved []store.AssetID
		for _, a := range must(storetest.Ask1(w.db, (*store.Query).SavedAssets, id)) {
			saved = append(saved, a.ID)
		}
		want := slices.DeleteFunc(slices.Clone(p.saved), func(a store.AssetID) bool { return !w.live[a] })
		if !slices.Equal(want, saved) {
			t.Fatalf("%s saved %v, the model says %v", id, saved, want)
		}
	}
	b := must(storetest.Ask1(w.db, (*store.Query).Board, store.BoardQuery{Span: store.AllTime}))
	if b.Active != len(board) || b.TooSmall != (len(board) < 3) {
		t.Fatalf("board of %d, the model says %d", b.Active, len(board))
	}
	var got []string
	for _, r := range b.Rows {
		got = append(got, fmt.Sprint(r.Points))
	}
	if diff := gocmp.Diff(board, got); len(board) >= 3 && diff != "" {
		t.Fatalf("board:\n%s", diff)
	}
}

func TestModel(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, folder)
		t.Repeat(w.actions())
		w.close(t)
	})
}
