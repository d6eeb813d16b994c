// Shares and points: levels, caps, proofs, withdrawals, and boards that follow.

package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func kit(id store.EmployeeID, asset store.AssetID) store.OpenShare {
	return store.OpenShare{Employee: id, Asset: asset, Network: store.LinkedIn, Text: "Worth reading.", OwnWords: true,
		Variant: -1, Disclosure: "I work here."}
}

// rulesOf lists the rules and points of entries, such as "share_declared 5".
func rulesOf(entries []store.Entry) (list []string) {
	for _, e := range entries {
		list = append(list, fmt.Sprintf("%s %d", e.Rule, e.Points))
	}
	return list
}

func TestShare_LevelsAndPoints(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U1", a.ID)
	storetest.MustDeliver(t, db)
	open := kit("U1", a.ID)
	open.Delivery = key
	s := must(db.OpenShare(open))
	if s.Level != store.Opened || s.Token == "" || must(storetest.Ask1(db, (*store.Query).Delivery,
		key)).Picks[0].Answer != "opened" {
		t.Errorf("opened %+v", s)
	}
	if stats := must(storetest.Ask(db, (*store.Query).Stats)); stats.Shares != 0 {
		t.Errorf("an opened text counts as %d shares", stats.Shares)
	}
	open.Text = "Other words."
	if again := must(db.OpenShare(open)); again.ID != s.ID || again.Text != "Other words." || again.Token != s.Token {
		t.Errorf("opened again %+v", again)
	}
	for i, want := range [][]string{{"share_declared 5", "own_words 5"}, nil} {
		got, paid, err := db.DeclareShare("U1", s.ID)
		if diff := cmp.Diff(want, rulesOf(paid)); err != nil || diff != "" || got.Level != store.Declared {
			t.Errorf("declared %d: %+v %v\n%s", i, got, err, diff)
		}
	}
	if stats := must(storetest.Ask(db, (*store.Query).Stats)); stats.Shares != 1 {
		t.Errorf("one post counts as %d shares", stats.Shares)
	}
	open.Text = "Too late."
	if again := must(db.OpenShare(open)); again.Text != "Other words." {
		t.Error("a declared text was replaced")
	}
	const post = "https://www.linkedin.com/posts/ada-1?utm_source=x#top"
	for i, want := range [][]string{{"share_proven 5"}, nil} {
		got, paid, err := db.ProveShare("U1", s.ID, post)
		if diff := cmp.Diff(want, rulesOf(paid)); err != nil || diff != "" || got.Level != store.Proven {
			t.Errorf("proven %d: %+v %v\n%s", i, got, err, diff)
		}
	}
	if got := must(db.Asset(a.ID)); got.Shares != 1 {
		t.Errorf("asset counts %d shares", got.Shares)
	}
	if d := must(storetest.Ask1(db, (*store.Query).Delivery, key)); d.Picks[0].Answer != "shared" {
		t.Errorf("pick answered %q", d.Picks[0].Answer)
	}
	if sent := storetest.MustDeliver(t, db); len(sent) != 2 || sent["moment/U1/first"].Kind != store.MsgMoment {
		t.Errorf("the rewrite and the first share: %v", sent)
	}
	if byToken := must(storetest.Ask1(db, (*store.Query).ShareByToken, s.Token)); byToken.ID != s.ID {
		t.Error("not found by token")
	}
	score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", time.Now()))
	if score.Week != 15 || score.All != 15 || score.RankMonth != 1 || score.ActiveMonth != 1 {
		t.Errorf("score %+v", score)
	}
}

func TestShare_WithdrawAndDeclareAnew(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	s := must(db.OpenShare(kit("U1", a.ID)))
	for round := range 2 {
		if _, paid, err := db.ProveShare("U1", s.ID, "https://linkedin.com/posts/ada-1"); err != nil || len(paid) != 3 {
			t.Fatalf("round %d: paid %v, %v", round, paid, err)
		}
		got, reversed, err := db.WithdrawShare("U1", s.ID)
		if err != nil || len(reversed) != 3 || got.Level != store.Opened || got.PostURL != "" {
			t.Errorf("withdrawn as %+v with %v, %v", got, reversed, err)
		}
		if _, again, err := db.WithdrawShare("U1", s.ID); err != nil || len(again) != 0 {
			t.Errorf("withdrawn twice: %v %v", again, err)
		}
		if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1",
			time.Now())); score.All != 0 || score.ActiveMonth != 0 {
			t.Errorf("score after the withdrawal %+v", score)
		}
	}
	if got := must(db.Asset(a.ID)).Shares; got != 0 {
		t.Errorf("asset counts %d shares", got)
	}
	if n := len(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 100))); n != 12 {
		t.Errorf("the ledger has %d lines, want 12", n)
	}
}

// Own words are paid to whoever says them first, and once.
func TestShare_OwnWordsSaidBefore(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	const mine = "I sat in that office for ten years before anybody asked me what I would change."
	first, second := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	for i, row := range []struct {
		who   store.EmployeeID
		asset store.AssetID
		on    store.Network
		text  string
		paid  int
	}{
		{"U1", first.ID, store.LinkedIn, mine, 10},
		{"U1", first.ID, store.X, mine, 5},
		{"U2", first.ID, store.LinkedIn, "So true: " + strings.ToUpper(mine), 5},
		{"U2", first.ID, store.X, "My first week here was spent under a desk with a torch and a very patient electrician.",
			10},
		{"U1", second.ID, store.LinkedIn, mine + " Yes.", 5},
		{"U3", second.ID, store.LinkedIn, mine, 5},
		{"U4", second.ID, store.LinkedIn, "Nobody believed the second graph until we printed it twice and hung it in the " +
			"kitchen.", 10},
	} {
		if _, err := db.Employee(row.who); err != nil {
			storetest.MustAdvocate(t, db, row.who, string(row.who))
		}
		open := kit(row.who, row.asset)
		open.Network, open.Text = row.on, row.text
		_, paid, err := db.DeclareShare(row.who, must(db.OpenShare(open)).ID)
		sum := 0
		for _, e := range paid {
			sum += e.Points
		}
		if err != nil || sum != row.paid {
			t.Errorf("share %d earned %d, want %d: %v", i, sum, row.paid, err)
		}
	}
}

func TestShare_CapPerDay(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	var last store.Share
	for i := range 4 {
		a := storetest.MustAsset(t, db, nil)
		s := must(db.OpenShare(kit("U1", a.ID)))
		declared, paid, err := db.DeclareShare("U1", s.ID)
		if err != nil || (len(paid) > 0) != (i < 3) {
			t.Errorf("share %d paid %v, %v", i, paid, err)
		}
		last = declared
	}
	if _, paid, err := db.ProveShare("U1", last.ID, "https://linkedin.com/posts/4"); err != nil || len(paid) != 0 {
		t.Errorf("the proof of an unpaid share paid %v, %v", paid, err)
	}
}

func TestShare_Refusals(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	storetest.MustEmployee(t, db, "U3", "Cyd")
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Networks = []store.Network{store.LinkedIn, store.Email} })
	_, err := db.OpenShare(kit("U3", a.ID))
	wantErr(t, err, store.Denied, "Join first")
	_, err = db.OpenShare(store.OpenShare{Employee: "U1", Asset: a.ID, Network: store.X, Text: "\x00", Variant: 7,
		Disclosure: strings.Repeat("d", 999)})
	wantFields(t, err, "text", "network", "disclosure")
	_, err = db.OpenShare(kit("U1", "nope"))
	wantErr(t, err, store.NotFound, "does not exist")
	s := must(db.OpenShare(kit("U1", a.ID)))
	_, _, err = db.DeclareShare("U2", s.ID)
	wantErr(t, err, store.NotFound, "does not exist")
	for _, url := range []string{"", "linkedin.com/x", "https://evil.example/linkedin.com/x",
		"https://linkedin.com.evil.example/x", "https://www.linkedin.com/", "javascript:alert(1)"} {
		_, _, err = db.ProveShare("U1", s.ID, url)
		wantFields(t, err, "post_url")
	}
	other := must(db.OpenShare(kit("U2", a.ID)))
	if _, _, err = db.ProveShare("U2", other.ID, "https://www.linkedin.com/posts/same/?utm_source=a"); err != nil {
		t.Fatal(err)
	}
	_, _, err = db.ProveShare("U1", s.ID, "http://linkedin.com/posts/same")
	wantFields(t, err, "post_url")
	if got := must(db.Share(s.ID)); got.Level != store.Opened {
		t.Error("a refused proof declared the share")
	}
	draft := must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
	_, _, err = db.AlreadyShared("U1", draft.ID, store.X)
	wantErr(t, err, store.NotFound, "does not exist")
}

// A proof is a post of the network it is said to be on, in the forms in which that network copies it.
func TestProveShare_Addresses(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	for network, forms := range map[store.Network]struct{ good, bad []string }{
		store.LinkedIn: {
			[]string{"https://www.linkedin.com/posts/ada-stone_go-activity-7123456789012345678-AbCd?utm_source=share&rcm=A",
				"https://de.linkedin.com/feed/update/urn:li:activity:7123456789012345678/", "https://lnkd.in/p/dAbC1",
				"https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7123456789012345678"},
			[]string{"https://www.linkedin.com/in/ada", "https://www.linkedin.com/posts/", "https://www.linkedin.com/feed/",
				"https://lnkd.in/e4AbCd", "https://linkedin.com.evil.example/posts/a",
				"https://evil.example/linkedin.com/posts/a"}},
		store.X: {[]string{"https://x.com/ada/status/1730000000000000000?s=20",
			"https://mobile.twitter.com/ada/status/17/photo/1",
			"https://x.com/i/web/status/17"},
			[]string{"https://x.com/ada/status/", "https://x.com/ada", "https://x.com/ada/status/me", "https://t.co/abc",
				"https://x.com/posts/1"}},
		store.Bluesky: {[]string{"https://bsky.app/profile/ada.bsky.social/post/3kabc",
			"https://bsky.app/profile/did:plc:ab12/post/3kabd"},
			[]string{"https://bsky.app/profile/ada.bsky.social", "https://bsky.app/profile/ada.bsky.social/post/"}},
		store.Threads: {[]string{"https://www.threads.net/@ada.s/post/C1a-b_2", "https://www.threads.com/t/C1a"},
			[]string{"https://www.threads.net/@ada.s", "https://www.threads.net/ada/post/C1"}},
		store.Facebook: {[]string{"https://www.facebook.com/ada/posts/pfbid0AbC",
			"https://m.facebook.com/story.php?story_fbid=12&id=3",
			"https://www.facebook.com/permalink.php?story_fbid=pfbid0x&id=100",
			"https://www.facebook.com/groups/go/permalink/12/",
			"https://www.facebook.com/share/p/1AbC/", "https://www.facebook.com/photo/?fbid=12&set=a.1"},
			[]string{"https://www.facebook.com/ada", "https://www.facebook.com/permalink.php?id=100", "https://fb.me/ada",
				"https://www.facebook.com/groups/go"}},
		store.Mastodon: {[]string{"https://mastodon.social/@ada/111222333444555666",
			"https://hachyderm.io/@ada@fosstodon.org/111222333444555667"},
			[]string{"https://example.com/anything", "https://mastodon.social/@ada", "http://mastodon.social/@ada/111222333",
				"https://mastodon.social/@ada/about"}},
		store.Reddit: {[]string{"https://www.reddit.com/r/golang/comments/1abc/a_title/", "https://redd.it/1abd",
			"https://www.reddit.com/r/golang/s/AbC1"},
			[]string{"https://www.reddit.com/r/golang", "https://www.reddit.com/user/ada"}},
		store.WhatsApp: {nil, []string{"https://wa.me/1"}},
		store.CopyOnly: {[]string{"https://forum.example.com/t/12"}, []string{"https://forum.example.com/"}},
	} {
		open := kit("U1", a.ID)
		open.Network = network
		s := must(db.OpenShare(open))
		for _, address := range forms.bad {
			_, _, err := db.ProveShare("U1", s.ID, address)
			wantFields(t, err, "post_url")
		}
		for _, address := range forms.good {
			if got, _, err := db.ProveShare("U1", s.ID, address); err != nil || got.PostURL != address {
				t.Errorf("%s: %v", address, err)
			}
		}
	}
}

func TestWhoShared_LeadersByNameOthersCounted(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	a := storetest.MustAsset(t, db, nil)
	for i, leader := range []bool{false, true, false, true} {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		if leader {
			if _, err := db.ImportPeople([]store.PersonImport{{ID: id, Leader: new(true)}}, store.Operator); err != nil {
				t.Fatal(err)
			}
		}
		storetest.MustShare(t, db, id, a.ID)
	}
	if _, _, err := db.AlreadyShared("U0", a.ID, store.X); err != nil {
		t.Fatal(err)
	}
	var leaders []store.EmployeeID
	var others int
	err := db.View(func(q *store.Query) error { leaders, others = q.WhoShared(a.ID, ""); return nil })
	if diff := cmp.Diff([]store.EmployeeID{"U3", "U1"}, leaders); err != nil || diff != "" || others != 2 {
		t.Errorf("leaders %v, %d others, %v", leaders, others, err)
	}
	// Whoever leads the reader's own team is named first, a leader or not.
	err = db.View(func(q *store.Query) error { leaders, others = q.WhoShared(a.ID, "U2"); return nil })
	if diff := cmp.Diff([]store.EmployeeID{"U2", "U3", "U1"}, leaders); err != nil || diff != "" || others != 1 {
		t.Errorf("leaders %v, %d others, %v", leaders, others, err)
	}
	if n := len(must(db.SharesOf("U0", 10))); n != 2 {
		t.Errorf("%d shares of U0", n)
	}
}

// Double clicks and several devices: however many declare at once, it is paid once.
func TestDeclareShare_ConcurrentlyPaysOnce(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := must(db.OpenShare(kit("U1", storetest.MustAsset(t, db, nil).ID)))
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if _, _, err := db.DeclareShare("U1", s.ID); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := rulesOf(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 10))); len(got) != 2 {
		t.Errorf("paid %v", got)
	}
}

func TestReverseEntry(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	s := storetest.MustShare(t, db, "U2", storetest.MustAsset(t, db, nil).ID)
	entry := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U2", 1))[0]
	_, err := db.ReverseEntry("U2", entry.ID, "mine")
	wantErr(t, err, store.Denied, "program managers")
	_, err = db.ReverseEntry("U1", entry.ID, "")
	wantErr(t, err, store.Invalid, "reason")
	_, err = db.ReverseEntry("U1", "nope", "x")
	wantErr(t, err, store.NotFound, "does not exist")
	first := must(db.ReverseEntry("U1", entry.ID, "posted to the wrong page"))
	if again := must(db.ReverseEntry("U1", entry.ID, "again")); again.ID != first.ID || first.Points != -5 ||
		first.Reverses != entry.ID {
		t.Errorf("reversed as %+v, again %+v", first, again)
	}
	if _, paid, err := db.ProveShare("U2", s.ID, "https://linkedin.com/posts/r"); err != nil || len(paid) != 0 {
		t.Errorf("the proof of a reversed share paid %v, %v", paid, err)
	}
	_, err = db.ReverseEntry("U1", first.ID, "x")
	wantErr(t, err, store.Invalid, "cannot be reversed")
	if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U2", time.Now())); score.All != 0 {
		t.Errorf("score %+v", score)
	}
}

func TestShare_ConfidentialPhraseStopsIt(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustRole(t, db, "C1", "Cora", store.Compliance)
	a := storetest.MustAsset(t, db, nil)
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Confidential = []string{"Project Falcon = not public yet"} })
	open := kit("U1", a.ID)
	open.Text = "Proud of project-f\u200balcon!"
	_, err := db.OpenShare(open)
	wrong, ok := errors.AsType[*store.Error](err)
	if !ok || wrong.Fields["text"] != `"Project Falcon" must not be posted (not public yet). Ask Cora.` {
		t.Errorf("a code name in disguise: %v", err)
	}
	open.Text = "Proud of the falconry club!"
	must(db.OpenShare(open))
	settings := must(db.Settings())
	settings.Confidential = []string{"a = everything"}
	if err := db.SaveSettings(store.Operator, settings); store.KindOf(err) != store.Invalid {
		t.Errorf("a phrase that is in everything was saved: %v", err)
	}
}
