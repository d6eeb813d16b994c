// Assets: valid or told why not, published, expired and withdrawn with every delivered copy corrected.

package store_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func TestAddAsset(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustRole(t, db, "U2", "Cleo", store.Curator)
	bad := store.Asset{Kind: "poem", Title: strings.Repeat("🙂", 3000), URL: "ftp://x", Image: "javascript:alert(1)",
		Personas: []store.PersonaID{"x"},
		Networks: []store.Network{"x1"}, Variants: slices.Repeat([]store.Variant{{Text: "a"}}, 16),
		Prompt:  strings.Repeat("p", 300),
		Summary: strings.Repeat("s", 600), ExpiresAt: time.Now().Add(-time.Hour), Author: "U9",
		Audiences: []store.Audience{"dogs"}, Truth: strings.Repeat("t", 201), Angles: []string{strings.Repeat("a", 76)}}
	_, err := db.AddAsset("U2", bad, true)
	wantFields(t, err, "kind", "title", "url", "image", "personas", "audiences", "truth", "angles", "networks",
		"image_alt", "variants", "prompt", "summary", "expires_at", "author")
	_, err = db.AddAsset("U1", storetest.AnAsset(nil), true)
	wantErr(t, err, store.Denied, "program managers and curators")
	_, err = db.AddAsset("U2", store.Asset{}, true)
	wantFields(t, err, "kind", "title", "url")

	version := db.LiveVersion()
	a := must(db.AddAsset("U2", storetest.AnAsset(func(a *store.Asset) {
		a.Title, a.Topics = " A\u202e\x07 title ", []string{"Go", " go", "Ada"}
	}), true))
	if a.State != store.Live || a.Title != "A title" || !cmp.Equal(a.Topics, []string{"ada", "go"}) || a.LiveAt.IsZero() ||
		a.Canon != a.URL {
		t.Errorf("added %+v", a)
	}
	if db.LiveVersion() == version {
		t.Error("a new live asset did not move the version of the library")
	}
	version = db.LiveVersion()
	review := must(db.AddAsset("U2", storetest.AnAsset(nil), false))
	if review.State != store.InReview || db.LiveVersion() != version {
		t.Errorf("unpublished asset is %s, library moved %v", review.State, db.LiveVersion() != version)
	}
	_, err = db.AddAsset("U2", storetest.AnAsset(func(x *store.Asset) { x.Canon = a.Canon }), true)
	wantFields(t, err, "url")
	if live := must(db.LiveAssets()); len(live) != 1 || live[0].ID != a.ID {
		t.Errorf("live assets: %v", live)
	}
}

func TestAddAsset_ToldAtTheField(t *testing.T) {
	db := storetest.MustOpen(t)
	yesterday := time.Now().Add(-25 * time.Hour)
	for name, c := range map[string]struct {
		change func(*store.Asset)
		field  string
	}{
		"publishing on a day that is over": {func(a *store.Asset) { a.PublishAt = yesterday }, "publish_at"},
		"expiring before it is published": {func(a *store.Asset) {
			a.PublishAt, a.ExpiresAt = time.Now().Add(48*time.Hour), time.Now().Add(24*time.Hour)
		}, "expires_at"},
		"a picture that nobody described": {func(a *store.Asset) {
			a.Image, a.ImageAlt = "https://x.example/a.png",
				" "
		}, "image_alt"},
		"the same suggested text twice": {func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: "Read this."},
				{Text: "read  this. "}}
		}, "variants"},
		"a suggested text longer than allowed": {func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: strings.Repeat("x", 3001)}}
		}, "variants"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := db.AddAsset(store.Operator, storetest.AnAsset(c.change), true)
			wantFields(t, err, c.field)
		})
	}
	// The first moment of today, in whatever zone, is what the form sends for today.
	today := storetest.MustAsset(t, db, func(a *store.Asset) { a.PublishAt = time.Now().Add(-23 * time.Hour) })
	if today.State != store.Live {
		t.Errorf("published today it is %s", today.State)
	}
	got := must(db.AddAssets(store.Operator,
		[]store.Asset{storetest.AnAsset(func(a *store.Asset) { a.Image = "https://x.example/a.png" })}, true))
	if a := must(db.Asset(got.Added[0])); a.Image != "" {
		t.Error("an import took a picture that nobody described")
	}
}

func TestEditAsset_KeepsAPublishingDayThatIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		a := storetest.MustAsset(t, db, func(a *store.Asset) { a.PublishAt = time.Now() })
		time.Sleep(72 * time.Hour)
		a.Title = "Corrected"
		a = must(db.EditAsset(store.Operator, a))
		a.PublishAt = a.PublishAt.Add(time.Hour)
		_, err := db.EditAsset(store.Operator, a)
		wantFields(t, err, "publish_at")
	})
}

func TestAddAssets_SkipsWithReasons(t *testing.T) {
	db := storetest.MustOpen(t)
	list := []store.Asset{storetest.AnAsset(nil), {Title: "No address", Kind: store.Article}, storetest.AnAsset(nil)}
	list = append(list, list[0])
	got := must(db.AddAssets(store.Operator, list, false))
	if len(got.Added) != 2 || len(got.Skipped) != 2 || got.Skipped[0].Index != 1 ||
		got.Skipped[1].Reason != "The library already has this page." {
		t.Errorf("first import: %+v", got)
	}
	if again := must(db.AddAssets(store.Operator, list, false)); len(again.Added) != 0 || len(again.Skipped) != 4 {
		t.Errorf("second import: %+v", again)
	}
	first := must(db.AssetsBy(store.InReview, 1, ""))
	rest := must(db.AssetsBy(store.InReview, 10, first[0].ID))
	if first[0].ID != got.Added[1] || len(rest) != 1 || rest[0].ID != got.Added[0] {
		t.Errorf("newest first: %v then %v", first, rest)
	}
}

func TestEditAsset(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	must(db.OpenShare(store.OpenShare{Employee: "U1", Asset: a.ID, Network: store.X, Text: "x", Variant: 1}))
	edit := must(db.Asset(a.ID))
	edit.Title = "Better"
	edit.Variants = []store.Variant{{Text: "New"}, edit.Variants[1]}
	edit.Shares, edit.State = 99, store.Withdrawn
	got := must(db.EditAsset(store.Operator, edit))
	if got.Title != "Better" || got.Version != 2 || got.Shares != 0 || got.State != store.Live ||
		got.Variants[1].Used != 1 || got.Variants[0].Used != 0 {
		t.Errorf("edited to %+v", got)
	}
	_, err := db.EditAsset(store.Operator, edit)
	wantErr(t, err, store.Conflict, "meanwhile")
	_, err = db.EditAsset("U1", got)
	wantErr(t, err, store.Denied, "curators")
	if same := must(db.EditAsset(store.Operator, got)); same.Version != 2 {
		t.Error("an edit that changes nothing made a version")
	}
	_, err = db.EditAsset(store.Operator, store.Asset{ID: "nope"})
	wantErr(t, err, store.NotFound, "does not exist")
}

func TestWithdrawAsset_CorrectsEveryCopy(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustManager(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	storetest.MustAdvocate(t, db, "U3", "Cyd")
	a, b := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U2", a.ID, b.ID)
	storetest.MustPlan(t, db, "U3", b.ID)
	storetest.MustDeliver(t, db)
	must(db.SaveFeedback("U3", a.ID, store.Saved, "", ""))
	// Who posted it is told as well, in the same commit; who only opened the text has nothing to take down.
	storetest.MustAdvocate(t, db, "U4", "Dee")
	storetest.MustShare(t, db, "U4", a.ID)
	storetest.MustDeliver(t, db)
	must(db.OpenShare(store.OpenShare{Employee: "U1", Asset: a.ID, Network: store.X, Text: "x", Variant: -1}))
	for range 2 {
		w := must(db.WithdrawAsset("U1", a.ID, "A number was wrong"))
		if w.State != store.Withdrawn || w.StateBy != "U1" || w.StateReason != "A number was wrong" {
			t.Errorf("withdrawn as %+v", w)
		}
	}
	sent := storetest.MustDeliver(t, db)
	var keys []string
	for k, m := range sent {
		keys = append(keys, k)
		if m.Kind == store.MsgRewrite && m.Ref != key {
			t.Errorf("rewrites %s", m.Ref)
		}
	}
	slices.Sort(keys)
	if diff := cmp.Diff([]string{"asset_notice/" + string(a.ID) + "/2/U3", "asset_notice/" + string(a.ID) + "/2/U4",
		"rewrite/" + key + "/" + string(a.ID) + "/2"}, keys); diff != "" {
		t.Errorf("messages after the withdrawal:\n%s", diff)
	}
	if saved := must(storetest.Ask1(db, (*store.Query).SavedAssets, "U3")); len(saved) != 0 {
		t.Errorf("a withdrawn asset is still saved: %v", saved)
	}
	_, err := db.OpenShare(store.OpenShare{Employee: "U2", Asset: a.ID, Network: store.X, Text: "x", Variant: -1})
	wantErr(t, err, store.Conflict, "withdrawn")
	_, err = db.WithdrawAsset("U2", b.ID, "")
	wantErr(t, err, store.Denied, "curators")
	back := must(db.PublishAsset("U1", a.ID))
	if back.State != store.Live || len(must(db.LiveAssets())) != 2 {
		t.Errorf("published again as %+v", back)
	}
	if same := must(db.PublishAsset("U1", a.ID)); same.Version != back.Version {
		t.Error("publishing twice made a version")
	}
}

func TestPublishAsset_NotTwiceTheSamePage(t *testing.T) {
	db := storetest.MustOpen(t)
	a := storetest.MustAsset(t, db, nil)
	must(db.WithdrawAsset(store.Operator, a.ID, "old"))
	storetest.MustAsset(t, db, func(b *store.Asset) { b.URL = a.URL })
	_, err := db.PublishAsset(store.Operator, a.ID)
	wantFields(t, err, "url")
}

func TestTickAssets(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	now := time.Now()
	later := storetest.MustAsset(t, db, func(a *store.Asset) {
		a.PublishAt, a.ExpiresAt = now.Add(time.Hour),
			now.Add(48*time.Hour)
	})
	ends := storetest.MustAsset(t, db, func(a *store.Asset) { a.ExpiresAt = now.Add(2 * time.Hour) })
	storetest.MustPlan(t, db, "U1", ends.ID, later.ID)
	storetest.MustDeliver(t, db)
	if later.State != store.Scheduled {
		t.Errorf("the later one is %s", later.State)
	}
	for _, step := range []struct {
		after              time.Duration
		published, expired int
	}{{0, 0, 0}, {time.Hour, 1, 0}, {time.Hour, 0, 0}, {3 * time.Hour, 0, 1}, {50 * time.Hour, 0, 1},
		{99 * time.Hour, 0, 0}} {
		published, expired, err := db.TickAssets(now.Add(step.after))
		if err != nil || published != step.published || expired != step.expired {
			t.Errorf("after %s: %d published, %d expired, %v", step.after, published, expired, err)
		}
	}
	if sent := storetest.MustDeliver(t, db); len(sent) != 1 {
		t.Errorf("after expiring sent %v", sent)
	}
}
