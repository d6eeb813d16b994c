// One tab of a real browser that shows the console: opening it, clicking and typing as a person does, waiting for what
// it shows.

package slacksim_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"
)

// page is one tab of a real browser that shows the console. It collects what must not happen.
type page struct {
	tb     testing.TB
	ctx    context.Context
	origin string

	mu       sync.Mutex
	problems []string
}

// mustChromium finds the browser or skips the test; where VOUCH_REQUIRE_BROWSER is set, as in continuous integration, a
// missing browser fails it.
func mustChromium(tb testing.TB) string {
	tb.Helper()
	for _, name := range []string{os.Getenv("VOUCH_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); name != "" && err == nil {
			return found
		}
	}
	if os.Getenv("VOUCH_REQUIRE_BROWSER") != "" {
		tb.Fatal("no Chromium found, and VOUCH_REQUIRE_BROWSER is set")
	}
	tb.Skip("no Chromium found: install chromium, or name one in VOUCH_CHROMIUM")
	return ""
}

// mustPage opens the console at an address below the origin, in a window of the given size.
func mustPage(tb testing.TB, origin, hash string, width, height int64) *page {
	tb.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(mustChromium(tb)), chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.UserDataDir(tb.TempDir()), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update",
			true))
	allocator, stop := chromedp.NewExecAllocator(tb.Context(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	tb.Cleanup(func() { _ = chromedp.Cancel(ctx); cancel(); stop() })
	p := &page{tb: tb, ctx: ctx, origin: origin}
	mustNotFail(tb, chromedp.Listen(ctx, p.watch))
	p.do(chromedp.EmulateViewport(width, height), chromedp.Navigate(origin+"/"+hash))
	p.await(`document.querySelector(".conversation[aria-current]") && document.querySelector(".status.good")`)
	return p
}

// watch notes errors of the page and requests to anyone but the simulator.
func (p *page) watch(event any) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		problem = "exception: " + e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			problem += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		problem = fmt.Sprintf("console.%s was called", e.Type)
	case *log.EventEntryAdded:
		problem = "log: " + e.Entry.Text + " " + e.Entry.URL
	case *network.EventRequestWillBeSent:
		if address := e.Request.URL; !strings.HasPrefix(address, p.origin+"/") && !strings.HasPrefix(address, "data:") {
			problem = "request to " + address
		}
	}
	if problem != "" {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.problems = append(p.problems, problem)
	}
}

// step runs a subtest whose failures are its own.
func (p *page) step(t *testing.T, name string, do func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		whole := p.tb
		p.tb = t
		defer func() { p.tb = whole }()
		do(t)
	})
}

// clean fails the test when the page had an error or asked anyone else for anything.
func (p *page) clean() {
	p.tb.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if diff := cmp.Diff([]string(nil), p.problems); diff != "" {
		p.tb.Errorf("the page had problems: %s", diff)
	}
}

func (p *page) do(steps ...chromedp.Action[chromedp.Void]) {
	p.tb.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.tb.Fatal(err)
	}
}

// run evaluates JavaScript; a promise is waited for.
func (p *page) run(script string) (any, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[any](script, chromedp.EvalAwaitPromise))
}

// await waits until a JavaScript condition holds, looking at every frame the page draws.
func (p *page) await(condition string) {
	p.tb.Helper()
	_, err := p.run(`new Promise((done, fail) => {
		const late = setTimeout(() => fail(new Error("still not true after 60 s")), 60000);
		const look = () => (` + condition + `) ? (clearTimeout(late), done(true)) : setTimeout(look, 15);
		look();
	})`)
	if err != nil {
		shown, _ := p.run(`document.body.innerText.slice(0, 3000)`)
		p.tb.Fatalf("%s: %v\nThe page shows:\n%v", condition, err, shown)
	}
}

// text is true in the page while a selector's element contains words.
func text(selector, words string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].some((e) => e.textContent.includes(%q))`, selector, words)
}

// click waits until an element is on screen with nothing over it, and clicks its middle. When the page draws the
// element anew between press and release the browser gives the click to nobody, and a person clicks once more.
func (p *page) click(selector string) {
	p.tb.Helper()
	for range 3 {
		if p.clicked(selector) {
			return
		}
	}
	p.tb.Fatalf("clicking %s three times reached something else", selector)
}

// clicked is one click, and whether it reached the element.
func (p *page) clicked(selector string) bool {
	p.tb.Helper()
	_, err := p.run(fmt.Sprintf(`(() => {
		window.clickReached = false;
		document.addEventListener("click", (e) => { window.clickReached = Boolean(e.target.closest(%q)); }, { capture: true, once: true });
	})()`, selector))
	if err != nil {
		p.tb.Fatalf("watching for a click on %s: %v", selector, err)
	}
	middle := fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		if (!e) return null;
		e.scrollIntoView({ block: "nearest" });
		const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
		return r.width > 0 && e.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
	})()`, selector)
	p.await(middle + " !== null")
	at, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](middle))
	if err != nil || len(at) != 2 {
		p.tb.Fatalf("clicking %s: %v %v", selector, at, err)
	}
	p.do(chromedp.MouseClickXY(at[0], at[1]))
	reached, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("window.clickReached !== false"))
	if err != nil {
		p.tb.Fatalf("after clicking %s: %v", selector, err)
	}
	return reached
}

func (p *page) keys(keys ...string) {
	p.tb.Helper()
	for _, k := range keys {
		if k == kb.Enter {
			p.enter()
			continue
		}
		p.do(chromedp.KeyEvent(k))
	}
}

// enter presses Enter as a keyboard does: one event with its text, so that a page that handles the key gets no line
// break.
func (p *page) enter() {
	p.tb.Helper()
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		press := input.DispatchKeyEventParams{Type: kind, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
		if kind == input.DispatchKeyEventTypeKeyDown {
			press.Text = "\r"
		}
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, press)
		mustNotFail(p.tb, err)
	}
}
