// Tests of curating: a page becomes an asset, mistakes are shown where they are, and what is withdrawn disappears everywhere.

package bot

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/storetest"
)

// page is what the web of these tests shows at every address but /gone and /slow.
const page = `<html lang="en"><head><title>Plain</title><meta property="og:title" content="How we <b>moved</b> &amp; why">
<meta property="og:description" content="What went well."><meta property="og:image" content="/p.png"><meta property="og:image:alt" content="A van">
<meta property="article:tag" content="Hiring"></head><body>Hello</body></html>`

// withCurator runs a test with Dev, who manages the program, and a web of pages.
func withCurator(t *testing.T, do func(t *testing.T, h *harness, dev actor)) {
	web := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			http.NotFound(w, r)
		case "/slow":
			<-r.Context().Done()
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = fmt.Fprint(w, page)
		}
	}
	server := &http.Server{Handler: http.HandlerFunc(web)}
	config := func(c *Config) {
		pipe := slacksim.NewPipe()
		go func() { _ = server.Serve(pipe) }()
		c.Fetcher = feed.NewFetcher(feed.Options{Dial: pipe.DialContext})
	}
	withHarness(t, setup{config: config}, func(t *testing.T, h *harness) {
		t.Cleanup(func() { _ = server.Close() })
		do(t, h, h.actor(t, "dev"))
	})
}

// adds goes from the command to the form of the page at address.
func (a actor) adds(address string) {
	a.tb.Helper()
	a.types("/vouch add")
	if got := a.submits(slacksim.Values{fieldURL: address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.pass(pageTime)
}

// live are the live assets.
func (h *harness) live(tb testing.TB) []store.Asset {
	tb.Helper()
	return must(h.db.LiveAssets())(tb)
}

func TestCurate_Add(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.adds("http://blog.example.com/moved?utm_source=x&a=1")
		v := dev.Modal()
		if title := v.Values[fieldTitle][inputValue]["value"]; title != "How we moved & why" {
			t.Errorf("the title begins as %v", title)
		}
		got := dev.submits(slacksim.Values{
			fieldOtherTopics: "Go, platform ,go", fieldNetworks: []string{"linkedin", "x"},
			fieldVariants: "One.\n\nTwo & <three>.\n\n\n", fieldPrompt: "What did you move?", fieldExpiresAt: "2000-02-01",
		})
		if got != nil {
			t.Fatalf("errors %v", got)
		}
		wantWords(t, dev.modalSays(), "Published", "is live")
		live := h.live(t)
		if len(live) != 1 {
			t.Fatalf("%d assets are live", len(live))
		}
		a := live[0]
		want := store.Asset{
			Kind: a.Kind, Title: "How we moved & why", Summary: "What went well.", URL: a.URL, Canon: a.Canon, Image: a.Image, ImageAlt: "A van",
			Topics: a.Topics, Networks: []store.Network{store.LinkedIn, store.X}, Variants: []store.Variant{{Text: "One."}, {Text: "Two & <three>."}},
			Prompt: "What did you move?", Source: sourceSlack, CreatedBy: dev.id,
		}
		got2 := store.Asset{
			Kind: a.Kind, Title: a.Title, Summary: a.Summary, URL: a.URL, Canon: a.Canon, Image: a.Image, ImageAlt: a.ImageAlt,
			Topics: a.Topics, Networks: a.Networks, Variants: a.Variants, Prompt: a.Prompt, Source: a.Source, CreatedBy: a.CreatedBy,
		}
		if diff := cmp.Diff(want, got2); diff != "" {
			t.Errorf("-want +got\n%s", diff)
		}
		if !slices.Contains(a.Topics, "go") || !slices.Contains(a.Topics, "platform") || !a.ExpiresAt.Equal(time.Date(2000, 2, 1, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("topics %v, expires %v", a.Topics, a.ExpiresAt)
		}

		dev.types("/vouch add http://www.blog.example.com/moved?a=1")
		h.pass(pageTime)
		wantWords(t, dev.modalSays(), "Already there", "How we moved &amp; why", "Edit it")
		dev.pressModal("Edit it")
		dev.submits(slacksim.Values{fieldTitle: "How we moved twice"})
		wantWords(t, dev.modalSays(), "Saved")
		if live := h.live(t); len(live) != 1 || live[0].Title != "How we moved twice" {
			t.Errorf("live are %+v", live)
		}
	})
}

func TestCurate_AddByHand(t *testing.T) {
	for address, says := range map[string]string{
		"http://blog.example.com/gone": "could not be read", "http://blog.example.com/slow": "could not be read",
	} {
		t.Run(address, func(t *testing.T) {
			withCurator(t, func(t *testing.T, h *harness, dev actor) {
				defer h.wantNoComplaint(t)
				dev.adds(address)
				wantWords(t, dev.modalSays(), says, "fill in the form yourself")
				got := dev.submits(slacksim.Values{fieldTitle: "By hand", fieldExpiresAt: "1999-01-01"})
				if !strings.Contains(got[fieldExpiresAt], "expired already") {
					t.Errorf("errors %v", got)
				}
				dev.submits(slacksim.Values{fieldExpiresAt: "", fieldPublishAt: "2000-01-04"})
				wantWords(t, dev.modalSays(), "Scheduled", "goes live")
				if len(h.live(t)) != 0 {
					t.Error("live at once")
				}
				h.pass(24 * time.Hour)
				if live := h.live(t); len(live) != 1 || live[0].URL != address {
					t.Errorf("live are %+v", live)
				}
			})
		})
	}
}

func TestCurate_AddressRefused(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.types("/vouch add not-an-address")
		if got := dev.Modal().Values[fieldURL][inputValue]["value"]; got != nil && got != "" {
			t.Errorf("prefilled with %v", got)
		}
		got := dev.submits(slacksim.Values{fieldURL: "https://example.com/" + strings.Repeat("x", 2100)})
		if got[fieldURL] == "" || dev.Modal().Title != "Add content" || len(h.live(t)) != 0 {
			t.Errorf("errors %v in %q", got, dev.Modal().Title)
		}
	})
}

func TestCurate_ClosedWhileReading(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		dev.types("/vouch add")
		dev.submits(slacksim.Values{fieldURL: "http://blog.example.com/slow"})
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.pass(2 * pageTime)
		if got := h.texts("dev"); len(got) != 0 || dev.Modal() != nil {
			t.Errorf("dev sees %q", got)
		}
		for _, entry := range h.sim.Log(0, "api_error") {
			if !strings.Contains(entry.Text, "not_found") {
				t.Errorf("Slack complains: %v", entry)
			}
		}
	})
}

func TestCurate_OnlyCurators(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		wantWords(t, ada.types("/vouch add https://x.example/a"), "Only curators and program managers")
		for _, id := range []string{actAddContent, actContent, actContentState, actContentOlder, actContentMenu} {
			if _, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: id, Value: "withdraw x"}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		if err := h.db.GrantRole(store.Operator, ada.id, store.Curator); err != nil {
			t.Fatal(err)
		}
		ada.types("/vouch add <http://blog.example.com/a|blog.example.com/a>")
		h.pass(pageTime)
		if address := ada.Modal().Values[fieldURL][inputValue]["value"]; address != "http://blog.example.com/a" {
			t.Errorf("prefilled with %v", address)
		}
	})
}

func TestCurate_Withdraw(t *testing.T) {
	withHarness(t, setup{db: library(t, 1)}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		h.pass(2 * time.Hour)
		asset := h.live(t)[0]
		id, title := string(asset.ID), asset.Title
		ada.press(ada.digest(), "do:"+id, actSave)
		dev := h.actor(t, "dev")
		dev.homeSays()
		dev.pressHome("Manage content")
		wantWords(t, dev.modalSays(), "Manage content", title)
		dev.pressModal(actContentMenu, contentWithdraw+" "+id)
		if got := dev.submits(slacksim.Values{fieldReason: " \u202e "}); !strings.Contains(got[fieldReason], "Say why") {
			t.Errorf("errors %v", got)
		}
		dev.submits(slacksim.Values{fieldReason: "Old <numbers>."})
		wantWords(t, dev.modalSays(), "Withdrawn", title)
		wantWords(t, ada.digest().Words(), "This was withdrawn.")
		wantWords(t, ada.card("You had saved").Text, title, "Old &lt;numbers&gt;.")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(dev.modalSays(), title) {
			t.Error("the list below still shows it")
		}
		dev.pressModal(actContentState, string(store.Withdrawn))
		wantWords(t, dev.modalSays(), title, "Old &lt;numbers&gt;.")
		dev.pressModal(actContentMenu, contentPublish+" "+id)
		wantWords(t, dev.modalSays(), "is live", "Nothing here.")
		if strings.Contains(ada.digest().Words(), "This was withdrawn.") {
			t.Error("the digest still says withdrawn")
		}
	})
}

func TestCurate_EditedByTwo(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		asset := storetest.MustAsset(t, h.db, nil)
		dev.homeSays()
		dev.pressHome(actContent)
		dev.pressModal(actContentMenu, contentEdit+" "+string(asset.ID))
		other := asset
		other.Title = "Changed by somebody else"
		must(h.db.EditAsset(store.Operator, other))(t)
		if got := dev.submits(slacksim.Values{fieldTitle: "Changed by Dev"}); !strings.Contains(got[fieldURL], "changed this item meanwhile") {
			t.Errorf("errors %v", got)
		}
		if now := must(h.db.Asset(asset.ID))(t); now.Title != other.Title {
			t.Errorf("the title became %q", now.Title)
		}
	})
}

func TestCurate_EditKeepsWhatIsNotShown(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		long := strings.TrimSpace(strings.Repeat("word ", 590))
		asset := storetest.MustAsset(t, h.db, func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: "One.\n\nStill one."}, {Text: long}, {Text: long + "!"}}
			a.Language, a.Campaign, a.ExpiresAt = "en", "Spring", time.Date(2000, 3, 1, 17, 45, 0, 0, time.UTC)
			a.Kind, a.Job = store.Job, &store.JobFacts{Department: "Engineering", Location: "Berlin", Closed: false}
		})
		dev.homeSays()
		dev.pressHome(actContent)
		dev.pressModal(actContentMenu, contentEdit+" "+string(asset.ID))
		if got := dev.submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		if diff := cmp.Diff(asset, must(h.db.Asset(asset.ID))(t)); diff != "" {
			t.Errorf("saving without a change changes\n%s", diff)
		}
	})
}

func TestReadVariants(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		dashed bool
		want   []string
	}{
		"nothing":                    {"\n \n", false, nil},
		"blank lines part":           {"One.\nStill one.\n\n\nTwo.", false, []string{"One.\nStill one.", "Two."}},
		"dashes part, blank do not":  {"One.\n\nStill one.\n — \nTwo.", false, []string{"One.\n\nStill one.", "Two."}},
		"one text of two paragraphs": {"One.\n\nStill one.", true, []string{"One.\n\nStill one."}},
		"Windows line ends":          {"One.\r\n\r\nTwo.", false, []string{"One.", "Two."}},
		"control characters":         {"O\u0007ne.\u202e", false, []string{"One."}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, v := range readVariants(c.text, c.dashed) {
				got = append(got, v.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}
