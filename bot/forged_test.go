// Forged values: whatever id somebody puts into a button, they learn nothing of items that were never published.

package bot_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouch/bot/dispatch"
	"vouch/store"
	"vouch/store/storetest"
)

func TestActions_ForgedValuesShowNothingUnpublished(t *testing.T) {
	const title = "Quiet Merger"
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	b := mustUnconnected(t, db)
	hide := func(publish bool, change func(*store.Asset)) store.AssetID {
		a := storetest.AnAsset(func(a *store.Asset) { a.Title = title; change(a) })
		a, err := db.AddAsset(store.Operator, a, publish)
		if err != nil {
			t.Fatal(err)
		}
		return a.ID
	}
	suggested := storetest.AnAsset(func(a *store.Asset) { a.Title, a.Review = title, &store.Review{Why: title} })
	suggested, err := db.SuggestAsset("U2", suggested)
	if err != nil {
		t.Fatal(err)
	}
	hidden := map[string]store.AssetID{
		"a draft": hide(false, func(*store.Asset) {}),
		"a draft event": hide(false, func(a *store.Asset) {
			a.Kind, a.Event = store.Event, &store.EventFacts{StartsAt: time.Now().Add(time.Hour), Slots: 3}
		}),
		"a scheduled":  hide(true, func(a *store.Asset) { a.PublishAt = time.Now().Add(time.Hour) }),
		"a suggestion": suggested.ID,
	}
	forms := []string{"%", "% 1", "% 1 queue", "shared:%", "more:%", "not:%", "topic:%", "topic:%:go", "network:%",
		"often:%:weekly", "edit %", "more %", "withdraw %", "publish %", "who %", "content %"}
	for name, id := range hidden {
		for _, key := range b.RouteKeys() {
			if key.Kind != dispatch.KindAction {
				continue
			}
			for _, form := range forms {
				// Leaving is one of the buttons; whoever left is refused everything.
				if _, err := db.Join("U1", store.JoinForm{Personas: []store.PersonaID{"engineering"}}); err != nil {
					t.Fatal(err)
				}
				value := strings.ReplaceAll(form, "%", string(id))
				h, in := b.Find(dispatch.Interaction{Kind: dispatch.KindAction, User: "U1", At: time.Now(),
					Action: dispatch.Action{ID: key.Key, Value: value}, View: dispatch.View{Metadata: value}})
				reply, err := h(t.Context(), in)
				shown, cannot := json.Marshal([]any{
					reply.Text, reply.Blocks, reply.Open, reply.Push, reply.Update, reply.Replace, reply.Options,
				})
				if cannot != nil {
					t.Fatal(cannot)
				}
				if strings.Contains(string(shown), title) || err != nil && strings.Contains(err.Error(), title) {
					t.Errorf("%s with %q of %s shows its title", key.Key, form, name)
				}
				if taste, err := db.TasteOf("U1"); err != nil || len(taste.Topics) > 0 {
					t.Fatalf("%s with %q of %s taught something: %+v, %v", key.Key, form, name, taste, err)
				}
			}
		}
	}
}
