// The golden files of sharing.

package share

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestPointsFor_OwnPersonaFirst(t *testing.T) {
	a := store.Asset{TalkingPoints: []store.TalkingPoint{{Text: "all"}, {Persona: "sales", Text: "sales"},
		{Persona: "product", Text: "product"}}}
	for want, personas := range map[string][]store.PersonaID{"all": nil, "sales all": {"sales"},
		"product sales all": {"product", "sales"}} {
		if got := strings.Join(pointsFor(a, personas), " "); got != want {
			t.Errorf("for %v: %s, want %s", personas, got, want)
		}
	}
}

// goldenShareForm is Ada's form for an article with two suggestions.
func goldenShareForm(n store.Network, change func(*store.Asset)) *shareForm {
	asset := golden.Article()
	asset.Variants = []store.Variant{{Text: "Our builds got three times faster.\n\nHere is how.", Used: 2},
		{Text: "Waiting for builds is over & done."}}
	if change != nil {
		change(&asset)
	}
	return &shareForm{
		shareState: shareState{Asset: asset.ID, Network: n, Variant: -1, Offered: -1, Delivery: "digest/2026-03-02/U0ADA"},
		asset:      asset, networks: store.Networks, shared: map[store.Network]bool{store.X: true},
		disclosure: "I work at Northwind & Sons.",
		link:       "https://northwind.example/blog/builds?a=1&b=2&utm_source=" + string(n),
	}
}

func goldenShare(n store.Network, level store.Level) store.Share {
	return store.Share{ID: "01SHARE", Asset: "01ARTICLE", Network: n, Level: level,
		Text:  "Builds & waiting <are> over.\n\nI work at Northwind & Sons.",
		Token: "abcdefghijklm", DeclaredAt: golden.Now}
}

func TestGolden_Share(t *testing.T) {
	form := goldenShareForm(store.LinkedIn, nil)
	form.suggest(-1)
	form.ownPoints = 5
	zone := time.FixedZone("CET", 3600)
	form.later = laterTimes(surface.Member{Settings: golden.Settings(), Zone: zone, Rhythm: store.Rhythm{At: "09:30"}},
		golden.Now)
	golden.Modal(t, "share-form", shareFormView(form))
	form.first = true
	golden.Modal(t, "share-form-first", shareFormView(form))
	form.first = false
	form.stop, form.regulated = `"Project Falcon" must not be posted (`+golden.Hostile+`).`, "pensions"
	golden.Modal(t, "share-form-stopped", shareFormView(form))
	form.asked.State = store.ClearanceAsked
	golden.Modal(t, "share-form-asked", shareFormView(form))
	form.asked = store.Clearance{State: store.ClearanceRefused, DecidedBy: "U0CORA", Note: golden.Hostile}
	golden.Modal(t, "share-form-refused", shareFormView(form))
	form.stop, form.Later, form.wrong = "", true, "Choose a time that is still to come."
	golden.Modal(t, "share-form-later", shareFormView(form))
	golden.Message(t, "share-reminder", reminderContent(golden.Article()))

	own := goldenShareForm(store.X, func(a *store.Asset) { a.Prompt = "What did <you> wait for?" })
	own.keep(strings.Repeat("My own words. ", 30))
	own.offer()
	golden.Modal(t, "share-form-own-words-too-long", shareFormView(own))

	told := goldenShareForm(store.LinkedIn, func(a *store.Asset) {
		a.Truth, a.Angles = "It took us <two> years.", []string{"I built it", "I was against it"}
	})
	told.suggest(-1)
	golden.ShortForm(t, "share-form-angles", 3, shareFormView(told))
	told.Angle, told.ownPoints = "1", 5
	golden.Modal(t, "share-form-angle-chosen", shareFormView(told))
	told.Angle = noAngle
	golden.Modal(t, "share-form-angle-none", shareFormView(told))

	for _, n := range []store.Network{store.WhatsApp, store.Email} {
		roomy := goldenShareForm(n, nil)
		roomy.suggest(-1)
		golden.Modal(t, "share-form-"+string(n), shareFormView(roomy))
	}

	plain := goldenShareForm(store.CopyOnly, func(a *store.Asset) {
		a.Title, a.Summary, a.Variants = golden.Hostile, strings.Repeat("🎉", 500), nil
	})
	plain.suggest(-1)
	golden.Modal(t, "share-form-hostile-no-suggestions", shareFormView(plain))

	golden.Modal(t, "share-kit", shareKitView("", goldenShare(store.LinkedIn, store.Opened), golden.Article()))
	long := goldenShare(store.Facebook, store.Opened)
	long.Text = strings.Repeat("x", 2990)
	golden.Modal(t, "share-kit-longest", shareKitView("", long, golden.Article()))
	golden.Modal(t, "share-kit-email", shareKitView("", goldenShare(store.Email, store.Opened), golden.Article()))
	golden.Modal(t, "share-kit-copy-posted-before", shareKitView("", goldenShare(store.CopyOnly, store.Declared),
		golden.Article()))
	long.Network = store.WhatsApp
	golden.Modal(t, "share-kit-too-long-to-travel", shareKitView("", long, golden.Article()))
}

func TestGolden_Moments(t *testing.T) {
	a := golden.Story()
	a.Title = golden.Hostile
}

func TestGolden_Shared(t *testing.T) {
	paid := []store.Entry{{Points: 5, Rule: store.RuleShareDeclared}, {Points: 5, Rule: store.RuleOwnWords}}
	d := declaredShare{Share: goldenShare(store.LinkedIn, store.Declared), asset: golden.Story(), paid: paid,
		rules: golden.Settings().Points}
	d.OwnWords = true
	golden.Modal(t, "shared-paid", shareDeclaredView(d))
	d.again = true
	golden.Modal(t, "shared-pressed-twice", shareDeclaredView(d))
	d.again, d.OwnWords = false, false
	d.paid = paid[:1]
	golden.Modal(t, "shared-without-own-words", shareDeclaredView(d))
	d.paid = nil
	golden.Modal(t, "shared-over-the-cap", shareDeclaredView(d))
	d.again = true
	d.asset.State = store.Withdrawn
	golden.Modal(t, "shared-again-and-withdrawn", shareDeclaredView(d))
	d.Network, d.again = store.Email, false
	golden.Modal(t, "shared-without-address", shareDeclaredView(d))

	proven := goldenShare(store.LinkedIn, store.Proven)
	proven.PostURL = "https://www.linkedin.com/posts/ada|1>2"
	golden.Modal(t, "shared-proven", shareProvenView(proven, []store.Entry{{Points: 5, Rule: store.RuleShareProven}}))
	golden.Modal(t, "shared-proven-unpaid", shareProvenView(proven, nil))
	d.Share, d.again = proven, true
	golden.Modal(t, "shared-again-proven", shareDeclaredView(d))
	golden.Modal(t, "shared-undone", shareUndoneView(goldenShare(store.LinkedIn, store.Opened), golden.Article(),
		[]store.Entry{{Points: -5}, {Points: -5}}))
	golden.Modal(t, "shared-undone-unpaid", shareUndoneView(goldenShare(store.LinkedIn, store.Opened), golden.Article(),
		nil))
	golden.Modal(t, "shared-already", alreadySharedView(golden.Story(), store.Networks,
		map[store.Network]bool{store.LinkedIn: true}))
}

func TestGolden_StoryShared(t *testing.T) {
	form := &shareForm{shareState: shareState{Asset: "01ASSET", Network: store.X, Variant: 0, Offered: -1},
		asset:    golden.StoryAsset(),
		networks: []store.Network{store.X, store.CopyOnly}, disclosure: "I work at Northwind.", text: "Ada tells it well."}
	golden.Modal(t, "story-share-form", shareFormView(form))
	for _, network := range []store.Network{store.LinkedIn, store.X, store.Email} {
		golden.Modal(t, "story-share-"+string(network), shareKitView("",
			store.Share{ID: "01SHARE", Asset: "01ASSET", Network: network, Level: store.Opened,
				Text: "Ada tells it well.", Token: "abcdefghijklm"}, golden.StoryAsset()))
	}
}
