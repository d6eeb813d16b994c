// The browser console: its files and headers, and real Chromium driving it against the simulator and a small app.

package slacksim_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

func TestConsole_Serve(t *testing.T) {
	handler := mustWorld(t).Handler()
	get := func(path string, headers ...string) *httptest.ResponseRecorder {
		request := httptest.NewRequest(http.MethodGet, "http://127.0.0.1"+path, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			request.Header.Set(headers[i], headers[i+1])
		}
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		return answer
	}
	t.Run("the page may load nothing from elsewhere and stand in no frame", func(t *testing.T) {
		answer := get("/")
		policy := answer.Header().Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, rule) {
				t.Errorf("the policy %q lacks %q", policy, rule)
			}
		}
		if strings.Contains(policy, "unsafe") || answer.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("headers are too soft: %v", answer.Header())
		}
	})
	t.Run("a file the browser has is answered 304", func(t *testing.T) {
		first := get("/console/main.js")
		again := get("/console/main.js", "If-None-Match", first.Header().Get("ETag"))
		if first.Code != http.StatusOK || again.Code != http.StatusNotModified ||
			first.Header().Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("got %d then %d, type %q", first.Code, again.Code, first.Header().Get("Content-Type"))
		}
	})
	t.Run("nothing else is served", func(t *testing.T) {
		for _, path := range []string{"/console/none.js", "/console/../console.go", "/console/%2e%2e/console.go",
			"/elsewhere", "/console/main.js/x"} {
			if code := get(path).Code; code == http.StatusOK {
				t.Errorf("GET %s answers 200", path)
			}
		}
	})
}

func TestConsole_Files(t *testing.T) {
	entries, err := os.ReadDir("console")
	mustNotFail(t, err)
	for _, entry := range entries {
		content, err := os.ReadFile("console/" + entry.Name())
		mustNotFail(t, err)
		text := string(content)
		if lines := strings.Count(text, "\n"); lines > 450 {
			t.Errorf("%s has %d lines; 450 is the most", entry.Name(), lines)
		}
		if strings.HasSuffix(entry.Name(), ".js") && !strings.HasPrefix(text, "// ") ||
			strings.HasSuffix(entry.Name(), ".css") && !strings.HasPrefix(text, "/* ") {
			t.Errorf("%s does not open with a sentence about itself", entry.Name())
		}
		for _, unsafe := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
			`src="http`, `href="http`, "@import", "url("} {
			if strings.Contains(text, unsafe) {
				t.Errorf("%s contains %s", entry.Name(), unsafe)
			}
		}
	}
}

// askModal asks for a name, a colour and an optional remark; the app refuses the name "nobody".
func askModal() slack.ModalViewRequest {
	plain := func(words string) *slack.TextBlockObject {
		return slack.NewTextBlockObject("plain_text", words, false, false)
	}
	name := slack.NewInputBlock("name", plain("Name"), plain("Anyone but nobody."),
		slack.NewPlainTextInputBlockElement(plain("Who?"), "value").WithMaxLength(40))
	colour := slack.NewInputBlock("colour", plain("Colour"), nil, slack.NewOptionsSelectBlockElement("static_select",
		plain("Choose"), "value",
		slack.NewOptionBlockObject("red", plain("Red"), nil), slack.NewOptionBlockObject("green", plain("Green"), nil)))
	remark := slack.NewInputBlock("remark", plain("Remark"), nil, slack.NewPlainTextInputBlockElement(nil,
		"value").WithMultiline(true)).WithOptional(true)
	return slack.ModalViewRequest{Type: slack.VTModal, Title: plain("Ask"), Submit: plain("Send"), Close: plain("Cancel"),
		CallbackID: "ask",
		Blocks:     slack.Blocks{BlockSet: []slack.Block{name, colour, remark}}}
}

// scriptedApp answers /try with a modal, its submission with an error or a message with a button, and the button by
// rewriting the message; it publishes a Home. It acknowledges before it calls Slack, as every app should: on a busy
// machine a call can take longer than the three seconds a person waits.
func scriptedApp(tb testing.TB, api *slack.Client) func(*app, socketmode.Event) {
	ctx := tb.Context()
	button := func() slack.MsgOption {
		label := slack.NewTextBlockObject("plain_text", "Press me", false, false)
		return slack.MsgOptionBlocks(slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn",
			"*Saved* <script>alert(1)</script>", false, false), nil, nil),
			slack.NewActionBlock("buttons", slack.NewButtonBlockElement("press", "1", label)))
	}
	return func(a *app, e socketmode.Event) {
		var answer any
		var after func() error
		switch data := e.Data.(type) {
		case slack.SlashCommand:
			if data.Command == "/tell" {
				answer = map[string]any{"text": "Only you see this."}
				break
			}
			after = func() error {
				_, err := api.OpenViewContext(ctx, data.TriggerID, askModal())
				return err
			}
		case slack.InteractionCallback:
			switch {
			case data.Type == slack.InteractionTypeBlockActions:
				after = func() error {
					_, _, _, err := api.UpdateMessageContext(ctx, data.Channel.ID, data.Message.Timestamp,
						slack.MsgOptionText("Pressed, thanks.", false))
					return err
				}
			case data.Type == slack.InteractionTypeMessageAction:
				after = func() error {
					_, err := api.OpenViewContext(ctx, data.TriggerID, askModal())
					return err
				}
			case data.View.State.Values["name"]["value"].Value == "nobody":
				answer = slack.NewErrorsViewSubmissionResponse(map[string]string{"name": "Nobody is nobody."})
			default:
				after = func() error {
					_, _, err := api.PostMessageContext(ctx, data.User.ID, slack.MsgOptionText("Saved", false), button())
					return err
				}
			}
		case slackevents.EventsAPIEvent:
			if opened, ok := data.InnerEvent.Data.(*slackevents.AppHomeOpenedEvent); ok && opened.Tab == "home" {
				after = func() error { return publishHome(ctx, api, opened.User) }
			}
		}
		err := a.client.AckCtx(ctx, e.Request.EnvelopeID, answer)
		if after != nil {
			err = errors.Join(err, after())
		}
		if err != nil && ctx.Err() == nil {
			tb.Errorf("the app under the console: %v", err)
		}
	}
}

func publishHome(ctx context.Context, api *slack.Client, user string) error {
	header := slack.NewHeaderBlock(slack.NewTextBlockObject("plain_text", "Your week :tada:", true, false))
	_, err := api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user,
		View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: []slack.Block{header}}}})
	return err
}

// mustConsole runs a workspace with the scripted app and returns its origin.
func mustConsole(tb testing.TB) (*world, *app, string) {
	tb.Helper()
	mustChromium(tb)
	w := mustTCPWorld(tb)
	a := w.mustApp(tb, scriptedApp(tb, w.api))
	return w, a, strings.TrimSuffix(w.APIURL(), "/api/")
}

func TestConsole_Form(t *testing.T) {
	_, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	p.step(t, "typing a slash hints at commands and tab completes one", func(t *testing.T) {
		p.click("#composer-text")
		p.keys("/tr")
		p.await(text(".hint-row.active", "Try something"))
		p.keys(kb.Tab)
		p.await(`document.querySelector("#composer-text").value === "/try " && ` + text(".usage", "[what]"))
	})
	p.step(t, "the app's error stands at its field and keeps what was typed", func(t *testing.T) {
		p.keys(kb.Enter)
		p.await(`document.activeElement.closest("[data-block=name]")`)
		p.keys("nobody")
		p.click("[data-block=colour] .select-trigger")
		p.await(text(".option", "Green") + ` && document.activeElement.matches(".option-search")`)
		p.keys(kb.ArrowDown, kb.Enter)
		p.await(text("[data-block=colour] .chosen", "Green"))
		p.click("[data-key=modal-submit]")
		p.await(text("[data-block=name] .field-error", "Nobody is nobody."))
		p.await(`(() => { const f = document.querySelector("[data-block=name] input"); return f.value === "nobody" && f === document.activeElement &&
			document.getElementById(f.getAttribute("aria-describedby").split(" ").pop()).textContent.includes("Nobody"); })()`)
	})
	p.step(t, "a good submission closes the modal and the message arrives by itself", func(t *testing.T) {
		p.keys("!")
		p.click("[data-key=modal-submit]")
		p.await(`!document.querySelector(".dialog") && document.querySelector("[data-action=press]") && ` +
			text(".message strong", "Saved"))
	})
	p.step(t, "pressing a button changes the message without a reload", func(t *testing.T) {
		p.click("button[data-action=press]")
		p.await(`!document.querySelector("[data-action=press]") && ` + text(".message", "Pressed, thanks."))
	})
	p.clean()
}

func TestConsole_Message(t *testing.T) {
	w, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	_, _, err := w.api.PostMessageContext(soon(t), w.Person("ada").ID(), slack.MsgOptionText("Good morning", false))
	mustNotFail(t, err)
	p.await(text(".message", "Good morning"))
	p.step(t, "a reaction appears, and goes away at a second click", func(t *testing.T) {
		p.do(chromedp.Focus(chromedp.CSS(".message:last-child")))
		p.click(".message:last-child .tool[aria-label='Add reaction']")
		p.keys("rocket", kb.Enter)
		p.await(`document.querySelector(".reaction.mine")`)
		reacted := w.Person("ada").Inbox()
		if got := reacted[len(reacted)-1].Reactions; len(got) != 1 || got[0].Name != "rocket" {
			t.Errorf("the workspace knows the reactions %v", got)
		}
		p.click(".reaction.mine")
		p.await(`!document.querySelector(".reaction.mine")`)
	})
	p.step(t, "a message shortcut opens its modal, escape closes it", func(t *testing.T) {
		p.click(".message:last-child .tool[aria-label='More actions']")
		p.await(text(".menu-item", "Keep it"))
		p.keys(kb.Enter)
		p.await(`document.querySelector(".dialog.modal")`)
		_, err := p.run(`document.activeElement.blur()`)
		mustNotFail(t, err)
		p.keys(kb.Escape)
		p.await(`!document.querySelector(".dialog")`)
	})
	p.step(t, "emoji names in a link's label become emoji, digits come from a text font", func(t *testing.T) {
		_, _, err := w.api.PostMessageContext(soon(t), w.Person("ada").ID(),
			slack.MsgOptionText("<https://acme.example|:tada: news>", false))
		mustNotFail(t, err)
		p.await(text(".message a", "🎉 news"))
		font, err := p.run(`getComputedStyle(document.body).fontFamily`)
		mustNotFail(t, err)
		// An emoji font that is named gives Chromium its digits and blanks too, even after sans-serif.
		if fonts := fmt.Sprint(font); strings.Contains(fonts, "Emoji") {
			t.Errorf("the emoji font is named: %s", fonts)
		}
	})
	p.step(t, "an answer for one person says so", func(t *testing.T) {
		p.click("#composer-text")
		p.keys("/tell me", kb.Enter)
		p.await(text(".message.ephemeral", "Only visible to you") + " && " + text(".message.ephemeral", "Only you see this."))
	})
	p.clean()
}

func TestConsole_Place(t *testing.T) {
	w, a, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	p.step(t, "the Home tab shows what the app publishes", func(t *testing.T) {
		p.click("#tab-home")
		p.await(text(".home .header", "Your week 🎉"))
		p.click("#tab-about")
		p.await(`[...document.querySelectorAll(".facts > *")].every((e) => e.getBoundingClientRect().width >= 140)`)
		p.click("#tab-messages")
	})
	p.step(t, "another person sees their own messages", func(t *testing.T) {
		p.click(".person-button")
		p.keys("recruiter", kb.Enter)
		p.await(text(".person-name", "Cleo") +
			` && document.querySelector(".intro") && !document.querySelector(".message") && location.hash.startsWith("#/cleo/")`)
	})
	p.step(t, "what others write marks its conversation unread until one looks", func(t *testing.T) {
		_, err := w.Person("ben").Say(t.Context(), "general", "over to you @cleo")
		mustNotFail(t, err)
		p.await(text("[data-conversation=C0SIM00GEN].unread .badge", "1"))
		p.click("[data-conversation=C0SIM00GEN]")
		p.await(text(".message .mention-me", "@Cleo") + ` && !document.querySelector(".conversation.unread")`)
	})
	p.step(t, "a reload comes back to the same place", func(t *testing.T) {
		p.do(chromedp.Reload())
		p.await(text(".place-name", "general") + " && " + text(".person-name", "Cleo"))
	})
	p.step(t, "without the app a command fails by Slackbot", func(t *testing.T) {
		a.stop()
		p.await(`document.querySelector(".status.idle")`)
		p.click("#composer-text")
		p.keys("/try", kb.Enter)
		p.await(text(".message.ephemeral", `/try failed with the error "dispatch_failed"`))
	})
	p.clean()
}

func TestConsole_Keyboard(t *testing.T) {
	_, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ben", 1280, 900)
	tab := func(want string) {
		t.Helper()
		for range 40 {
			p.keys(kb.Tab)
			inside, err := p.run(`!document.querySelector(".dialog") || Boolean(document.activeElement.closest(".dialog"))`)
			if err != nil || inside != true {
				t.Fatalf("tab leaves the open modal: %v", err)
			}
			if found, err := p.run(fmt.Sprintf(`document.activeElement.matches(%q)`, want)); err != nil || found == true {
				return
			}
		}
		t.Fatalf("tab never reaches %s", want)
	}
	p.await(`document.activeElement.id === "composer-text"`)
	p.keys("/try", kb.Enter)
	p.await(`document.activeElement.closest("[data-block=name]")`)
	p.keys("Grace")
	tab("[data-block=colour] .select-trigger")
	p.keys(kb.ArrowDown)
	p.await(text(".option.active", "Red") + ` && document.activeElement.matches(".option-search")`)
	p.keys("gre", kb.Enter)
	p.await(`document.activeElement.closest("[data-block=colour]") && ` + text("[data-block=colour] .chosen", "Green"))
	tab("[data-key=modal-submit]")
	tab("[data-key=modal-x]") // focus stays inside the modal and comes round
	tab("[data-key=modal-submit]")
	p.keys(kb.Enter)
	p.await(`!document.querySelector(".dialog") && document.querySelector("[data-action=press]")`)
	p.await(`document.activeElement.id === "composer-text"`)
	tab("#topbar button, #sidebar button")
	tab("button[data-action=press]")
	visible, err := p.run(`getComputedStyle(document.activeElement).outlineStyle !== "none"`)
	if err != nil || visible != true {
		t.Error("the focused button has no visible focus")
	}
	p.keys(kb.Enter)
	p.await(text(".message", "Pressed, thanks."))
	p.clean()
}

func TestConsole_Narrow(t *testing.T) {
	_, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 390, 844)
	fits := func(where string) {
		t.Helper()
		if width, err := p.run(`document.documentElement.scrollWidth`); err != nil || width != 390.0 {
			t.Errorf("%s is %v wide", where, width)
		}
	}
	fits("the conversation")
	p.await(`getComputedStyle(document.querySelector("#sidebar")).visibility === "hidden"`)
	p.click("[data-key=drawer]")
	p.await(`document.querySelector("#sidebar").getBoundingClientRect().left === 0`)
	fits("the drawer")
	_, err := p.run(`document.activeElement.blur()`)
	mustNotFail(t, err)
	p.keys(kb.Escape)
	p.await(`getComputedStyle(document.querySelector("#sidebar")).visibility === "hidden"`)
	p.click("[data-key=drawer]")
	p.await(`document.querySelector("#sidebar").getBoundingClientRect().left === 0`)
	p.click("[data-conversation=C0SIM00GEN]")
	p.await(`getComputedStyle(document.querySelector("#sidebar")).visibility === "hidden" && ` +
		text(".place-name", "general"))
	p.click("#composer-text")
	p.keys("/try now", kb.Enter)
	p.await(`document.querySelector(".dialog.modal")`)
	fits("the modal")
	p.keys(kb.Escape)
	p.await(`!document.querySelector(".dialog")`)
	for scheme, background := range map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(25, 28, 27)"} {
		_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		mustNotFail(t, err)
		p.await(fmt.Sprintf(`getComputedStyle(document.body).backgroundColor === %q`, background))
	}
	p.click("[aria-label^=Theme]")
	p.await(`document.documentElement.dataset.theme === "light"`)
	p.clean()
}

// everyBlock holds the blocks an app sends, with what must not become HTML or a dangerous link. %s is a picture's
// address.
const everyBlock = `[
 {"type":"header","text":{"type":"plain_text","text":"Title :tada:"}},
 {"type":"section","text":{"type":"mrkdwn","text":"*bold* <https://example.com|a link> <javascript:alert(1)|bad> &lt;img src=x onerror=alert(1)&gt; <!date^1767265200^{date_num} {time}|then>"},
  "fields":[{"type":"mrkdwn","text":"*Owner*\nBen"}],"accessory":{"type":"image","image_url":"%[1]s","alt_text":"A picture"}},
 {"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"first","style":{"italic":true}}]}]}]},
 {"type":"markdown","text":"## Heading\n- **one**\n- two"},
 {"type":"data_visualization","title":"Shares","chart":{"type":"pie","segments":[{"label":"A","value":3},{"label":"B","value":1}]}},
 {"type":"data_visualization","title":"Week","chart":{"type":"bar","axis_config":{"categories":["Mon","Tue"]},"series":[{"name":"S","data":[{"label":"Mon","value":1},{"label":"Tue","value":2}]}]}},
 {"type":"data_table","caption":"Standings","page_size":1,"rows":[[{"type":"raw_text","text":"Who"}],[{"type":"raw_text","text":"Ada"}],[{"type":"raw_text","text":"Ben"}]]},
 {"type":"card","title":{"type":"plain_text","text":"A card"},"body":{"type":"mrkdwn","text":"with _words_"}},
 {"type":"context","elements":[{"type":"mrkdwn","text":"small print"}]},
 {"type":"divider"}]`

func TestConsole_Blocks(t *testing.T) {
	w, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	var blocks slack.Blocks
	mustNotFail(t, json.Unmarshal(fmt.Appendf(nil, everyBlock, origin+"/console/icon.svg"), &blocks))
	_, _, err := w.api.PostMessageContext(soon(t), w.Person("ada").ID(), slack.MsgOptionText("All", false),
		slack.MsgOptionBlocks(blocks.BlockSet...))
	mustNotFail(t, err)
	p.await(`document.querySelector(".message .card")`)
	for name, condition := range map[string]string{
		"emphasis and emoji": text(".message .header", "Title 🎉") + " && " + text(".text strong", "bold"),
		"links leave nothing " +
			"behind": `document.querySelector('.text a[href="https://example.com/"], .text a[href="https://example.com"]').rel.includes("noopener")`,
		"a script address is no " +
			"link": `![...document.querySelectorAll("a")].some((a) => a.href.startsWith("javascript")) && ` +
			text(".text", "bad"),
		"escaped HTML stays text": text(".text", "<img src=x onerror=alert(1)>") +
			` && !document.querySelector("img[src=x]")`,
		"a date stands in the reader's zone": text(".text time", "2026-01-01 12:00 PM"),
		"rich text lists":                    text(".rich ol li em", "first"),
		"Markdown": text(".markdown .heading", "Heading") + " && " +
			text(".markdown li strong", "one") + " || " + text(".message-body", "Heading"),
		"charts, readable without seeing " +
			"them": `document.querySelectorAll(".chart path.slice").length === 2 && document.querySelectorAll(".chart rect.bar").length === 2 && document.querySelectorAll(".chart table").length === 2`,
		"data tables show a page": text(".data-table", "1–1 of 2") +
			` && document.querySelectorAll(".data-table tbody tr").length === 1`,
		"pictures load and are " +
			"described": `(() => { const i = document.querySelector(".accessory img"); return i.complete && i.naturalWidth > 0 && i.alt === "A picture"; })()`,
		"nothing is left undrawn": `!document.querySelector(".message .unknown")`,
	} {
		p.step(t, name, func(*testing.T) { p.await(condition) })
	}
	p.clean()
}

func TestConsole_Mrkdwn(t *testing.T) {
	_, _, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	for _, row := range []struct{ name, source, want string }{
		{"emphasis", "*a* _b_ ~c~ `d`", "<strong>a</strong> <em>b</em> <s>c</s> <code>d</code>"},
		{"marks inside words mean nothing", "snake_case_word 2*3*4", "snake_case_word 2*3*4"},
		{"marks around spaces mean nothing", "a * b * c", "a * b * c"},
		{"nested emphasis", "*_x_*", "<strong><em>x</em></strong>"},
		{"code keeps its marks", "`*x*`", "<code>*x*</code>"},
		{"code blocks", "a ```x\n<y>``` b", "a <pre>x\n&lt;y&gt;</pre> b"},
		{"quotes", "> one\ntwo", "<blockquote>one</blockquote>two"},
		{"escapes", "&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"},
		{"an unfinished link is text", "<https://x", "&lt;https://x"},
		{"unknown emoji stay", ":no_such_thing:", ":no_such_thing:"},
		{"people by name", "<@U0SIM00BEN>", "<span class=\"mention\">@Ben</span>"},
		{"everyone is a mention, not a call", "<!channel>", "<span class=\"mention mention-me\">@channel</span>"},
	} {
		p.step(t, row.name, func(t *testing.T) {
			got, err := p.run(
				fmt.Sprintf(
					`import("/console/text.js").then((m) => { const d = document.createElement("div"); d.append(...m.mrkdwn(%q)); return d.innerHTML; })`, row.source))
			mustNotFail(t, err)
			if diff := cmp.Diff(any(row.want), got); diff != "" {
				t.Errorf("%q: %s", row.source, diff)
			}
		})
	}
	p.clean()
}
