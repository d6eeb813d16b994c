// The golden files of sharing.

package bot

import (
	"strings"
	"testing"

	"vouch/store"
)

// goldenShareForm is Ada's form for an article with two suggestions.
func goldenShareForm(n store.Network, change func(*store.Asset)) *shareForm {
	asset := goldenArticle()
	asset.Variants = []store.Variant{{Text: "Our builds got three times faster.\n\nHere is how.", Used: 2}, {Text: "Waiting for builds is over & done."}}
	if change != nil {
		change(&asset)
	}
	return &shareForm{
		shareState: shareState{Asset: asset.ID, Network: n, Variant: -1, Offered: -1, Delivery: "digest/2026-03-02/U0ADA"},
		asset:      asset, networks: store.Networks, shared: map[store.Network]bool{store.X: true}, disclosure: "I work at Northwind & Sons.",
		link: "https://northwind.example/blog/builds?a=1&b=2&utm_source=" + string(n),
	}
}

func goldenShare(n store.Network, level store.Level) store.Share {
	return store.Share{ID: "01SHARE", Asset: "01ARTICLE", Network: n, Level: level, Text: "Builds & waiting <are> over.\n\nI work at Northwind & Sons.",
		Token: "abcdefghijklm", DeclaredAt: goldenNow}
}

func TestGolden_Share(t *testing.T) {
	form := goldenShareForm(store.LinkedIn, nil)
	form.suggest(-1)
	form.ownPoints = 5
	goldenModal(t, "share-form", shareFormView(form))

	own := goldenShareForm(store.X, func(a *store.Asset) { a.Prompt = "What did <you> wait for?" })
	own.keep(strings.Repeat("My own words. ", 30))
	own.offer()
	goldenModal(t, "share-form-own-words-too-long", shareFormView(own))

	for _, n := range []store.Network{store.WhatsApp, store.Email} {
		roomy := goldenShareForm(n, nil)
		roomy.suggest(-1)
		goldenModal(t, "share-form-"+string(n), shareFormView(roomy))
	}

	plain := goldenShareForm(store.CopyOnly, func(a *store.Asset) { a.Title, a.Summary, a.Variants = hostile, strings.Repeat("🎉", 500), nil })
	plain.suggest(-1)
	goldenModal(t, "share-form-hostile-no-suggestions", shareFormView(plain))

	goldenModal(t, "share-kit", shareKitView(goldenShare(store.LinkedIn, store.Opened), goldenArticle()))
	long := goldenShare(store.Facebook, store.Opened)
	long.Text = strings.Repeat("x", 2990)
	goldenModal(t, "share-kit-longest", shareKitView(long, goldenArticle()))
	goldenModal(t, "share-kit-email", shareKitView(goldenShare(store.Email, store.Opened), goldenArticle()))
	goldenModal(t, "share-kit-copy-posted-before", shareKitView(goldenShare(store.CopyOnly, store.Declared), goldenArticle()))
	long.Network = store.WhatsApp
	goldenModal(t, "share-kit-too-long-to-travel", shareKitView(long, goldenArticle()))
}

func TestGolden_Shared(t *testing.T) {
	paid := []store.Entry{{Points: 5, Rule: store.RuleShareDeclared}, {Points: 5, Rule: store.RuleOwnWords}}
	d := declaredShare{Share: goldenShare(store.LinkedIn, store.Declared), asset: goldenStory(), paid: paid, rules: goldenSettings().Points}
	d.OwnWords = true
	goldenModal(t, "shared-paid", shareDeclaredView(d))
	d.again = true
	goldenModal(t, "shared-pressed-twice", shareDeclaredView(d))
	d.again, d.OwnWords = false, false
	d.paid = paid[:1]
	goldenModal(t, "shared-without-own-words", shareDeclaredView(d))
	d.paid = nil
	goldenModal(t, "shared-over-the-cap", shareDeclaredView(d))
	d.again = true
	d.asset.State = store.Withdrawn
	goldenModal(t, "shared-again-and-withdrawn", shareDeclaredView(d))
	d.Network, d.again = store.Email, false
	goldenModal(t, "shared-without-address", shareDeclaredView(d))

	proven := goldenShare(store.LinkedIn, store.Proven)
	proven.PostURL = "https://www.linkedin.com/posts/ada|1>2"
	goldenModal(t, "shared-proven", shareProvenView(proven, []store.Entry{{Points: 5, Rule: store.RuleShareProven}}))
	goldenModal(t, "shared-proven-unpaid", shareProvenView(proven, nil))
	d.Share, d.again = proven, true
	goldenModal(t, "shared-again-proven", shareDeclaredView(d))
	goldenModal(t, "shared-undone", shareUndoneView(goldenShare(store.LinkedIn, store.Opened), []store.Entry{{Points: -5}, {Points: -5}}))
	goldenModal(t, "shared-undone-unpaid", shareUndoneView(goldenShare(store.LinkedIn, store.Opened), nil))
	goldenModal(t, "shared-already", alreadySharedView(goldenStory(), store.Networks, map[store.Network]bool{store.LinkedIn: true}))
}
