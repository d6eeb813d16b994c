// The demo in a real browser: a curator fills the library by hand, as a newcomer would who follows the demo's own
// hints.

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"vouch/store"
	"vouch/store/storetest"
)

// browser is a real one that shows the demo's console.
type browser struct {
	tb  testing.TB
	ctx context.Context
}

// mustBrowser opens the console as a person, or skips the test where no Chromium is installed; where
// VOUCH_REQUIRE_BROWSER is set, as in continuous integration, a missing one fails it.
func mustBrowser(tb testing.TB, address string) *browser {
	tb.Helper()
	path := ""
	for _, name := range []string{os.Getenv("VOUCH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); path == "" && name != "" && err == nil {
			path = found
		}
	}
	switch {
	case path == "" && os.Getenv("VOUCH_REQUIRE_BROWSER") != "":
		tb.Fatal("no Chromium found, and VOUCH_REQUIRE_BROWSER is set")
	case path == "":
		tb.Skip("no Chromium found: install chromium, or name one in VOUCH_CHROMIUM")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.UserDataDir(tb.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update",
			true))
	allocator, stop := chromedp.NewExecAllocator(tb.Context(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	tb.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel(); stop() })
	b := &browser{tb, ctx}
	b.do(chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address))
	b.await(`document.querySelector(".conversation[aria-current]") && document.querySelector(".status.good")`)
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.tb.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.tb.Fatal(err)
	}
}

// await waits until a JavaScript condition holds.
func (b *browser) await(condition string) {
	b.tb.Helper()
	_, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](`new Promise((done, fail) => {
		const late = setTimeout(() => fail(new Error("still not true after 30 s")), 30000);
		const look = () => (`+condition+`) ? (clearTimeout(late), done(true)) : setTimeout(look, 15);
		look();
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		shown, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body.innerText.slice(0, 3000)`))
		b.tb.Fatalf("%s: %v\nThe page shows:\n%s", condition, err, shown)
	}
}

// says waits until the window on top says words.
func (b *browser) says(words ...string) {
	b.tb.Helper()
	for _, w := range words {
		b.await(fmt.Sprintf(`document.querySelector(".dialog.modal")?.textContent.includes(%q)`, w))
	}
}

// click waits until an element is on screen with nothing over it, and clicks its middle.
func (b *browser) click(selector string) {
	b.tb.Helper()
	middle := fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		if (!e || e.disabled) return null;
		e.scrollIntoView({ block: "nearest" });
		const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
		return r.width > 0 && e.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
	})()`, selector)
	b.await(middle + " !== null")
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](middle))
	if err != nil || len(at) != 2 {
		b.tb.Fatalf("clicking %s: %v %v", selector, at, err)
	}
	b.do(chromedp.MouseClickXY(at[0], at[1]))
}

// sends types a line into the composer and presses Enter, as a keyboard does: one event with its text.
func (b *browser) sends(line string) {
	b.tb.Helper()
	b.await(`!document.querySelector(".dialog")`)
	b.click("#composer-text")
	b.do(chromedp.KeyEvent(line))
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		press := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			press.Text = "\r"
		}
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, press); err != nil {
			b.tb.Fatal(err)
		}
	}
}

// closes closes the whole window.
func (b *browser) closes() {
	b.tb.Helper()
	b.click("[data-key=modal-x]")
	b.await(`!document.querySelector(".dialog")`)
}

func TestBrowser_CuratorFillsTheLibrary(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	origin := strings.TrimSuffix(d.workspace.APIURL(), "/api/")
	b := mustBrowser(t, origin+"/#/chloe/C0GENERAL")

	b.sends("/vouch sources")
	b.click(".modal [data-action=source_add]")
	b.click(".modal [data-block=address] input")
	b.do(chromedp.KeyEvent(origin + demoBlogFeed))
	b.click("[data-key=modal-submit]")
	b.says("Found:", "The sensor that lied for a year", "Publish without review")
	if sources, err := d.app.DB.Sources(); err != nil || len(sources) != 1 { // the calendar
		t.Errorf("%d sources are saved before anybody said so, error %v", len(sources), err)
	}
	b.click("[data-key=modal-submit]")
	b.says("Source added", "new (waiting for review)")
	b.closes()

	queue, err := storetest.Ask3(d.app.DB, (*store.Query).ReviewQueue, "U0CHLOE", 1, "")
	if err != nil || len(queue.Items) == 0 {
		t.Fatalf("nothing waits for Chloé: %v", err)
	}
	first := queue.Items[0]
	b.sends("/vouch review")
	b.says(first.Title)
	b.click(".modal [data-action=review_approve]")
	b.says(first.Title+" is live.", "wait")
	if a, err := d.app.DB.Asset(first.ID); err != nil || a.State != store.Live {
		t.Errorf("%s is %s, error %v", a.Title, a.State, err)
	}
	b.closes()

	b.sends("/vouch library " + first.Title)
	b.says("Library", first.Title, "Share")
	b.closes()

	link := "https://example.com/a-good-read"
	b.sends("Worth a look: " + link)
	b.await(fmt.Sprintf(`document.querySelector(".message:last-child")?.textContent.includes(%q)`, link))
	b.do(chromedp.Focus(chromedp.CSS(".message:last-child")))
	b.click(".message:last-child .tool[aria-label='More actions']")
	b.await(`[...document.querySelectorAll(".menu-item")].some((e) => e.textContent.includes("Suggest as content") && (e.id = "suggest-it"))`)
	b.click("#suggest-it")
	b.says("Suggest content")
	b.await(fmt.Sprintf(`document.querySelector(".modal [data-block=url] input")?.value === %q`, link))
	b.closes()
}
