// Tests of curating: a page becomes an asset, mistakes are shown where they are, and what is withdrawn disappears
// everywhere.

package content_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCurate_Add(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/moved?utm_source=x&a=1")
		v := dev.Modal()
		if title := v.Values[surface.FieldTitle][block.InputValue]["value"]; title != "How we moved & why" {
			t.Errorf("the title begins as %v", title)
		}
		for _, step := range []string{"whom", "words", "when"} {
			dev.PressesModal("asset_step_" + step)
		}
		got := dev.Submits(slacksim.Values{
			surface.FieldOtherTopics: "Go, platform ,go", surface.FieldNetworks: []string{"linkedin", "x"},
			"variants": "One.\n\nTwo & <three>.\n\n\n", "prompt": "What did you move?", "expires_at": "2000-02-01",
		})
		if got != nil {
			t.Fatalf("errors %v", got)
		}
		bottest.WantWords(t, dev.ModalSays(), "Published", "is live")
		live := h.Live(t)
		if len(live) != 1 {
			t.Fatalf("%d assets are live", len(live))
		}
		a := live[0]
		want := store.Asset{
			Kind: a.Kind, Title: "How we moved & why", Summary: "What went well.", URL: a.URL, Canon: a.Canon, Image: a.Image,
			ImageAlt: "A van",
			Topics:   a.Topics, Networks: []store.Network{store.LinkedIn, store.X},
			Variants: []store.Variant{{Text: "One."}, {Text: "Two & <three>."}},
			Prompt:   "What did you move?", Source: surface.SourceSlack, CreatedBy: dev.Id,
		}
		got2 := store.Asset{
			Kind: a.Kind, Title: a.Title, Summary: a.Summary, URL: a.URL, Canon: a.Canon, Image: a.Image, ImageAlt: a.ImageAlt,
			Topics: a.Topics, Networks: a.Networks, Variants: a.Variants, Prompt: a.Prompt, Source: a.Source,
			CreatedBy: a.CreatedBy,
		}
		if diff := cmp.Diff(want, got2); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if !slices.Contains(a.Topics, "go") || !slices.Contains(a.Topics, "platform") ||
			!a.ExpiresAt.Equal(time.Date(2000, 2, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("topics %v, expires %v", a.Topics, a.ExpiresAt)
		}

		dev.Types("/vouch add http://www.blog.example.com/moved?a=1")
		h.Pass(12000000000)
		bottest.WantWords(t, dev.ModalSays(), "Already there", "How we moved &amp; why", "Edit it")
		dev.PressesModal("Edit it")
		dev.Submits(slacksim.Values{surface.FieldTitle: "How we moved twice"})
		bottest.WantWords(t, dev.ModalSays(), "Saved")
		if live := h.Live(t); len(live) != 1 || live[0].Title != "How we moved twice" {
			t.Errorf("live are %+v", live)
		}
	})
}

func TestCurate_AddByHand(t *testing.T) {
	for address, says := range map[string]string{
		"http://blog.example.com/gone": "could not be read", "http://blog.example.com/slow": "could not be read",
	} {
		t.Run(address, func(t *testing.T) {
			bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
				defer h.WantNoComplaint(t)
				dev.Adds(address)
				bottest.WantWords(t, dev.ModalSays(), says, "fill in the form yourself")
				dev.PressesModal("When")
				got := dev.Submits(slacksim.Values{surface.FieldTitle: "By hand", "expires_at": "1999-01-01"})
				if !strings.Contains(got["expires_at"], "expired already") {
					t.Errorf("errors %v", got)
				}
				dev.Submits(slacksim.Values{"expires_at": "", "publish_at": "2000-01-04"})
				bottest.WantWords(t, dev.ModalSays(), "Scheduled", "goes live")
				if len(h.Live(t)) != 0 {
					t.Error("live at once")
				}
				h.Pass(24 * time.Hour)
				if live := h.Live(t); len(live) != 1 || live[0].URL != address {
					t.Errorf("live are %+v", live)
				}
			})
		})
	}
}

func TestCurate_AddressRefused(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Types("/vouch add not-an-address")
		if got := dev.Modal().Values["url"][block.InputValue]["value"]; got != nil && got != "" {
			t.Errorf("prefilled with %v", got)
		}
		got := dev.Submits(slacksim.Values{"url": "https://example.com/" + strings.Repeat("x", 2100)})
		if got["url"] == "" || dev.Modal().Title != "Add content" || len(h.Live(t)) != 0 {
			t.Errorf("errors %v in %q", got, dev.Modal().Title)
		}
	})
}

func TestCurate_ClosedWhileReading(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		dev.Types("/vouch add")
		dev.Submits(slacksim.Values{"url": "http://blog.example.com/slow"})
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.Pass(2 * 12000000000)
		if got := h.Texts("dev"); len(got) != 0 || dev.Modal() != nil {
			t.Errorf("dev sees %q", got)
		}
		for _, entry := range h.Sim.Log(0, "api_error") {
			if !strings.Contains(entry.Text, "not_found") {
				t.Errorf("Slack complains: %v", entry)
			}
		}
	})
}

func TestCurate_OnlyCurators(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch add https://x.example/a"), "Only curators and program managers")
		for _, id := range []string{surface.ActAddContent, surface.ActContent, "content_state", "content_older",
			surface.ActContentMenu} {
			if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
				Action: dispatch.Action{ID: id, Value: "withdraw x"}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		if err := h.Db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{ada.Id}, nil); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch add <http://blog.example.com/a|blog.example.com/a>")
		h.Pass(12000000000)
		if address := ada.Modal().Values["url"][block.InputValue]["value"]; address != "http://blog.example.com/a" {
			t.Errorf("prefilled with %v", address)
		}
	})
}

func TestCurate_Withdraw(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 1)}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		h.Pass(2 * time.Hour)
		asset := h.Live(t)[0]
		id, title := string(asset.ID), asset.Title
		ada.Presses(ada.Digest(), "do:"+id, "Save")
		dev := h.Person(t, "dev")
		dev.HomeSays()
		dev.PressesHome("Manage content")
		bottest.WantWords(t, dev.ModalSays(), "Manage content", title)
		dev.PressesModal(surface.ActContentMenu, "withdraw"+" "+id)
		if got := dev.Submits(slacksim.Values{surface.FieldReason: " \u202e "}); !strings.Contains(got[surface.FieldReason],
			"Say why") {
			t.Errorf("errors %v", got)
		}
		dev.Submits(slacksim.Values{surface.FieldReason: "Old <numbers>."})
		bottest.WantWords(t, dev.ModalSays(), "Withdrawn", title)
		bottest.WantWords(t, ada.Digest().Words(), "This was withdrawn.")
		bottest.WantWords(t, ada.Card("You had saved").Text, title, "Old &lt;numbers&gt;.")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(dev.ModalSays(), title) {
			t.Error("the list below still shows it")
		}
		if got := dev.Submits(slacksim.Values{"query": "  " + strings.ToUpper(title[:6])}); got != nil {
			t.Errorf("errors %v", got)
		}
		dev.PressesModal("content_state", string(store.Withdrawn))
		bottest.WantWords(t, dev.ModalSays(), title, "Old &lt;numbers&gt;.")
		dev.Submits(slacksim.Values{"query": "nothing like it"})
		bottest.WantWords(t, dev.ModalSays(), "Nothing here.")
		dev.Submits(slacksim.Values{"query": title[:6]})
		dev.PressesModal(surface.ActContentMenu, "publish"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "is live", "Nothing here.")
		if strings.Contains(ada.Digest().Words(), "This was withdrawn.") {
			t.Error("the digest still says withdrawn")
		}
	})
}

func TestCurate_EditedByTwo(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		asset := storetest.MustAsset(t, h.Db, nil)
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		other := asset
		other.Title = "Changed by somebody else"
		bottest.Must(h.Db.EditAsset(store.Operator, other))(t)
		if got := dev.Submits(slacksim.Values{surface.FieldTitle: "Changed by Dev"}); !strings.Contains(
			got[surface.FieldKind], "changed this item meanwhile") {
			t.Errorf("errors %v", got)
		}
		if now := bottest.Must(h.Db.Asset(asset.ID))(t); now.Title != other.Title {
			t.Errorf("the title became %q", now.Title)
		}
	})
}

func TestCurate_EditKeepsWhatIsNotShown(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		long := strings.TrimSpace(strings.Repeat("word ", 590))
		asset := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: "One.\n\nStill one."}, {Text: long}, {Text: long + "!"}}
			a.Language, a.Campaign, a.ExpiresAt = "en", "Spring", time.Date(2000, 3, 1, 17, 45, 0, 0, time.UTC)
			a.Kind, a.Job = store.Job, &store.JobFacts{Department: "Engineering", Location: "Berlin", Closed: false}
		})
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		if got := dev.Submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		if diff := cmp.Diff(asset, bottest.Must(h.Db.Asset(asset.ID))(t)); diff != "" {
			t.Errorf("saving without a change changes\n%s", diff)
		}
		// Nor does it with all steps shown.
		bottest.Must(0, dev.CloseModal(t.Context()))(t)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		for _, step := range []string{"job", "whom", "words", "when", "picture"} {
			dev.PressesModal("asset_step_" + step)
		}
		if got := dev.Submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		if diff := cmp.Diff(asset, bottest.Must(h.Db.Asset(asset.ID))(t)); diff != "" {
			t.Errorf("saving all steps changes\n%s", diff)
		}
	})
}
