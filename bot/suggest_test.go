// Tests of suggesting: from a command, a message and Home into the queue, and what its author sees of it.

package bot

import (
	"strings"
	"testing"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestSuggest_IntoTheQueue(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ada, ben := h.joined(t, "ada"), h.joined(t, "ben")
		ada.types("/vouch suggest http://blog.example.com/moved?utm_source=x because  it is *great*")
		h.pass(pageTime)
		if v := ada.Modal().Values; v[fieldTitle][inputValue]["value"] != "How we moved & why" || v[fieldWhy][inputValue]["value"] != "because  it is *great*" {
			t.Errorf("prefilled with %v", v)
		}
		if got := ada.submits(slacksim.Values{fieldWhy: " \u202e"}); !strings.Contains(got[fieldWhy], "why colleagues") {
			t.Errorf("errors %v", got)
		}
		if got := ada.submits(slacksim.Values{fieldWhy: "It is great", fieldOtherTopics: "Go, go"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		wantWords(t, ada.modalSays(), "Suggested", "working hours", "10 points")
		waiting := must(h.db.AssetsBy(store.InReview, 9, ""))(t)
		if len(waiting) != 1 || waiting[0].Review.Suggested != ada.id || waiting[0].Prompt != "It is great" || waiting[0].Summary != "What went well." ||
			waiting[0].Canon == "" || waiting[0].Source != sourceSuggestion {
			t.Fatalf("in the queue: %+v", waiting)
		}
		ben.types("/vouch suggest http://www.blog.example.com/moved")
		h.pass(pageTime)
		wantWords(t, ben.modalSays(), "Already there", "waiting for review")
		wantWords(t, ada.homeSays(), "1 suggestion")
		ada.pressHome("What became of them")
		wantWords(t, ada.modalSays(), "How we moved &amp; why", "waits for the curators since")
	})
}

func TestSuggest_FromAMessage(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ben := h.joined(t, "ben")
		for text, want := range map[string]any{
			"look <https://example.com/b?x=1&y=2|this> and https://example.com/c": "https://example.com/b?x=1&y=2",
			"nothing here": nil,
		} {
			m := must(ben.Say(t.Context(), general, text))(t)
			if acked := must(ben.MessageShortcut(t.Context(), shortcutSuggest, m))(t); !acked {
				t.Fatal("not acknowledged")
			}
			h.pass(1)
			if got := ben.Modal().Values[fieldURL][inputValue]["value"]; got != want {
				t.Errorf("%q gives the address %v, want %v", text, got, want)
			}
			if err := ben.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		cleo := h.actor(t, "cleo")
		m := must(ben.Say(t.Context(), general, "https://example.com/d"))(t)
		must(cleo.MessageShortcut(t.Context(), shortcutSuggest, m))(t)
		h.pass(1)
		wantWords(t, cleo.modalSays(), "haven't joined yet")
		cleo.pressModal("Join")
		if got := cleo.Modal().CallbackID; got != cbJoin {
			t.Errorf("Join opens %q", got)
		}
	})
}

func TestFirstLink(t *testing.T) {
	for name, c := range map[string]struct{ text, blocks, want string }{
		"in the text":             {"see <https://a.example/x?a=1&amp;b=2|label>", "", "https://a.example/x?a=1&b=2"},
		"in rich text":            {"", `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"see "},{"type":"link","url":"https://b.example/"}]}]}]`, "https://b.example/"},
		"in a section":            {"", `[{"type":"section","text":{"type":"mrkdwn","text":"*<https://c.example/y|Y>*"}}]`, "https://c.example/y"},
		"a button is no content":  {"", `[{"type":"actions","elements":[{"type":"button","url":"https://d.example/","text":{"type":"plain_text","text":"Open"}}]}]`, ""},
		"a picture is no content": {"", `[{"type":"image","image_url":"https://e.example/p.png","alt_text":"x"}]`, ""},
		"another scheme":          {"<mailto:a@b.example|mail> <ftp://x.example>", `[{"type":"link","url":"javascript:x"}]`, ""},
		"blocks of another form":  {"", `{"type":7}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (rawMessage{Text: c.text, Blocks: []byte(c.blocks)}).firstLink(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTypedSuggestion(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                                     {"", ""},
		"https://a.example/x":                  {"https://a.example/x", ""},
		"<https://a.example/x|a.example> read": {"https://a.example/x", "read"},
		"read https://a.example/x":             {"", "read https://a.example/x"},
		"javascript:x why":                     {"", "javascript:x why"},
		"https://a.example/\u00a0why  not":     {"https://a.example/", "why  not"},
	} {
		if address, why := typedSuggestion(text); address != want[0] || why != want[1] {
			t.Errorf("%q gives %q and %q", text, address, why)
		}
	}
}

func TestSuggestedPage_Fits(t *testing.T) {
	page := suggestedPage{URL: "https://x.example/" + strings.Repeat("a", 1900), Canon: "https://x.example/" + strings.Repeat("b", 1900), Kind: store.Article, Summary: strings.Repeat("é", 500)}
	if text := page.metadata(); len(text) > maxMetadata || !strings.Contains(text, "aaaa") {
		t.Errorf("%d bytes", len(text))
	}
}

func TestSentIn_Pages(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		for range itemsPerPage {
			must(h.db.SuggestAsset(ada.id, storetest.AnAsset(nil)))(t)
			for _, a := range must(h.db.AssetsBy(store.InReview, 9, ""))(t) {
				must(h.db.PublishAsset(store.Operator, a.ID))(t)
			}
		}
		storetest.MustStory(t, h.db, ada.id, nil)
		ada.types("/vouch suggest")
		ada.pressModal("See")
		wantWords(t, ada.modalSays(), "Your story", "live since", "Older")
		ada.pressModal("Older")
		says := ada.modalSays()
		if strings.Contains(says, "Your story") || strings.Count(says, "Your suggestion") != 1 {
			t.Errorf("the second page says\n%s", says)
		}
	})
}
