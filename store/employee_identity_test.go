// Joining two ids of one person: everything goes over, whatever noun holds it, and nothing is counted twice.

package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// heir is the new id of leaver. It has other characters, so that neither is found inside the other.
const heir store.EmployeeID = "W0HEIR"

// mentions counts the keys by bucket that hold an id, or whose value does; conversations are no ids of people.
func mentions(db *store.DB, id store.EmployeeID) map[string]int {
	found := map[string]int{}
	for key, value := range db.Dump() {
		bucket, _, _ := strings.Cut(key, ": ")
		if strings.Contains(strings.ReplaceAll(key+value, "D"+string(id), ""), string(id)) {
			found[bucket]++
		}
	}
	return found
}

func TestJoinIdentity_NoBucketForgetsAnything(t *testing.T) {
	db := MustMention(t)
	storetest.MustDeliver(t, db)
	before, score := mentions(db, leaver), must(storetest.Ask2(db, (*store.Query).ScoreOf, leaver, time.Now()))
	storetest.MustSync(t, db, store.SlackUser{ID: heir, Name: "Lea Ver", TimeZone: "UTC", OtherNames: []string{oddName}})
	if joined := must(db.JoinIdentity(store.Operator, leaver, heir)); !joined {
		t.Fatal("nothing was joined")
	}
	// The person's own record remembers the id, and the audit is a chain.
	left := slices.Sorted(maps.Keys(mentions(db, leaver)))
	if !slices.Equal(left, []string{"audit", "earlier_ids", "employees"}) {
		t.Errorf("the old id is left in %q", left)
	}
	after := mentions(db, heir)
	for bucket, n := range before {
		// The conversation is asked for anew; what was said about events and stories is joined with the person.
		if bucket != "channels" && bucket != "audit" && after[bucket] < n {
			t.Errorf("%s: %d mentioned the old id, %d the new one", bucket, n, after[bucket])
		}
	}
	e := storetest.MustGet(t, db, heir)
	if !e.IsAdvocate() || !e.Has(store.Manager) || !e.Has(store.Recruiter) || e.Department != "Sales" {
		t.Errorf("the person is %+v", e)
	}
	if got := must(storetest.Ask2(db, (*store.Query).ScoreOf, heir, time.Now())); got != score || score.All == 0 {
		t.Errorf("points before and after: %+v, %+v", score, got)
	}
	dump := db.Dump()
	if joined := must(db.JoinIdentity(store.Operator, leaver, heir)); joined || len(differences(dump, db.Dump())) > 0 {
		t.Errorf("joining again changes %q", differences(dump, db.Dump()))
	}
	// Slack goes on listing the closed account.
	storetest.MustSync(t, db, store.SlackUser{ID: leaver, Name: "Lea Ver", Deactivated: true})
	if _, err := db.Employee(leaver); store.KindOf(err) != store.NotFound {
		t.Errorf("the old id is somebody again: %v", err)
	}
}

// Somebody took part under both ids before anybody noticed.
func TestJoinIdentity_AddsUp(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada Stone")
	both, old, new := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	act := func(id store.EmployeeID, alone store.Asset) {
		for _, a := range []store.Asset{both, alone} {
			storetest.MustShare(t, db, id, a.ID)
			must(db.SaveFeedback(id, a.ID, store.Saved, "", ""))
		}
	}
	act("U1", old)
	storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "Ada Stone", Deactivated: true})
	storetest.MustAdvocate(t, db, "W1", "Ada Stone")
	act("W1", new)
	was, is := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now())), must(storetest.Ask2(db,
		(*store.Query).ScoreOf, "W1", time.Now()))
	must(db.JoinIdentity(store.Operator, "U1", "W1"))
	if got := must(storetest.Ask2(db, (*store.Query).ScoreOf, "W1",
		time.Now())); got.All != was.All+is.All || got.Month != was.Month+is.Month {
		t.Errorf("%+v and %+v make %+v", was, is, got)
	}
	if list := must(db.SharesOf("W1", 0)); len(list) != 3 {
		t.Errorf("%d shares, want one of each item", len(list))
	}
	if list := must(storetest.Ask1(db, (*store.Query).SavedAssets, "W1")); len(list) != 3 {
		t.Errorf("%d saved items, want each once", len(list))
	}
	for _, a := range []store.Asset{both, old, new} {
		if got := must(db.Asset(a.ID)); got.Shares != 1 || got.Saves != 1 {
			t.Errorf("an item counts %d shares and %d saves of one person", got.Shares, got.Saves)
		}
	}
}

func TestJoinIdentity_Refusals(t *testing.T) {
	db := MustTeam(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "W1", Name: "Gone", Deactivated: true})
	for name, c := range map[string]struct {
		actor, old, new store.EmployeeID
		kind            store.Kind
		words           string
	}{
		"the same id":           {store.Operator, "U1", "U1", store.Invalid, "are the same"},
		"an unknown old id":     {store.Operator, "U9", "U1", store.NotFound, "nobody with the id U9"},
		"an unknown new id":     {store.Operator, "U1", "W9", store.NotFound, "does not know W9 yet"},
		"a deactivated new id":  {store.Operator, "U1", "W1", store.Denied, "deactivated"},
		"two active advocates":  {store.Operator, "U1", "U2", store.Conflict, "two people"},
		"somebody who may not":  {"U2", "U1", "R1", store.Denied, "Only program managers"},
		"what is no id at all":  {store.Operator, "\n<@U1>", "U1", store.NotFound, "nobody with the id <@U1>"},
		"the program in person": {store.Operator, "", "U1", store.NotFound, "nobody"},
	} {
		joined, err := db.JoinIdentity(c.actor, c.old, c.new)
		if joined || store.KindOf(err) != c.kind || !strings.Contains(store.WordsOf(err), c.words) {
			t.Errorf("%s: %v, %v", name, joined, err)
		}
	}
}

// What Slack says about ids: a second one beside the first, and one that took another's place in the whole list.
func TestSyncPeople_FollowsANewId(t *testing.T) {
	user := func(id, name string) store.SlackUser {
		return store.SlackUser{ID: store.EmployeeID(id), Name: name, TimeZone: "UTC"}
	}
	second := user("W1", "Ada Stone")
	second.OtherID = "U1"
	for name, c := range map[string]struct {
		list  []store.SlackUser
		joins bool
	}{
		"a second id":                {[]store.SlackUser{user("U1", "Ada Stone"), second, user("U2", "Bob Moon")}, true},
		"an id in another's place":   {[]store.SlackUser{user("W1", "Ada Stone"), user("U2", "Bob Moon")}, true},
		"the old id is listed still": {[]store.SlackUser{user("U1", "Ada Stone"), user("W1", "Ada Stone")}, false},
		"two of the name came":       {[]store.SlackUser{user("W1", "Ada Stone"), user("W2", "Ada Stone")}, false},
		"another name":               {[]store.SlackUser{user("W1", "Ada Stein")}, false},
		"no id of an organisation":   {[]store.SlackUser{user("U3", "Ada Stone")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			db := MustTeam(t)
			a := storetest.MustAsset(t, db, nil)
			storetest.MustShare(t, db, "U1", a.ID)
			must(db.SyncPeople(append(c.list, user("M1", "Max Mann"), user("R1", "Rita Rose"), user("R2", "Rob Reed")), true))
			joined := slices.ContainsFunc(must(db.Employees()), func(e store.Employee) bool {
				return e.ID == "W1" && e.IsAdvocate() && len(must(db.SharesOf("W1", 0))) == 1
			})
			if joined != c.joins {
				t.Errorf("joined: %v, want %v", joined, c.joins)
			}
		})
	}
}

// Messages name who thanked by their place, which stays.
func TestJoinIdentity_KeepsThePlacesOfThanks(t *testing.T) {
	db := MustTeam(t)
	for _, id := range []store.EmployeeID{"A1", "B2"} {
		storetest.MustManager(t, db, id, "Name of "+string(id))
	}
	storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	win := must(storetest.Ask1(db, (*store.Query).WinsOf, "U1"))[0]
	must(db.Thank("A1", win.ID))
	must(db.Thank("B2", win.ID))
	storetest.MustSync(t, db, store.SlackUser{ID: "A1", Name: "Name of A1", Deactivated: true})
	storetest.MustEmployee(t, db, "C3", "Name of A1")
	must(db.JoinIdentity(store.Operator, "A1", "C3"))
	got := must(storetest.Ask1(db, (*store.Query).AnyWin, win.ID)).Thanks
	if !slices.Equal(got, []store.EmployeeID{"C3", "B2"}) {
		t.Errorf("thanked by %v", got)
	}
}
