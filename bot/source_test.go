// Tests of sources: an address is read before it is saved, a saved one is read by itself, and nobody waits for a slow one.

package bot

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/digest/feed"
	"vouch/store"
)

// sourceWeb is what the web of these tests holds: a body by path. A path it does not have is missing, "/slow" never answers.
type sourceWeb struct {
	mu     sync.Mutex
	bodies map[string]string
	asked  map[string]int
}

func (w *sourceWeb) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	body, known := w.bodies[r.URL.Path]
	w.asked[r.URL.Path]++
	w.mu.Unlock()
	switch {
	case strings.HasPrefix(r.Host, "hop."):
		http.Redirect(out, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
	case r.URL.Path == "/slow":
		<-r.Context().Done()
	case !known:
		http.NotFound(out, r)
	default:
		_, _ = fmt.Fprint(out, body)
	}
}

// put changes what stands at a path; "" takes it away.
func (w *sourceWeb) put(path, body string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bodies[path] = body; body == "" {
		delete(w.bodies, path)
	}
}

// rss is a feed of articles with these titles.
func rss(titles ...string) string {
	text := `<rss version="2.0"><channel><title>Engineering blog</title><link>http://blog.example.com/</link>`
	for _, title := range titles {
		text += fmt.Sprintf("<item><title>%s</title><description>All about it: %s.</description><link>http://blog.example.com/%s</link><guid>%s</guid></item>",
			title, title, strings.ReplaceAll(title, " ", "-"), title)
	}
	return text + "</channel></rss>"
}

// greenhouse is a board's list with these job numbers.
func greenhouse(numbers ...int) string {
	var jobs []string
	for _, n := range numbers {
		jobs = append(jobs, fmt.Sprintf(`{"id":%d,"internal_job_id":%d,"title":"Engineer %d","absolute_url":"http://jobs.example.com/%d",`+
			`"location":{"name":"Berlin"},"departments":[{"name":"Platform"}],"content":"You build."}`, n, n, n, n))
	}
	return `{"jobs":[` + strings.Join(jobs, ",") + `]}`
}

// withSources runs a test with Dev, who manages the program, and a web of sources.
func withSources(t *testing.T, do func(t *testing.T, h *harness, web *sourceWeb, dev actor)) {
	web := &sourceWeb{bodies: map[string]string{"/feed": rss("One", "Two"), "/jobs": greenhouse(1, 2),
		"/page": `<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>`}, asked: map[string]int{}}
	server := &http.Server{Handler: web}
	config := func(c *Config) {
		pipe := slacksim.NewPipe()
		go func() { _ = server.Serve(pipe) }()
		c.Fetcher = feed.NewFetcher(feed.Options{Dial: pipe.DialContext})
	}
	withHarness(t, setup{config: config}, func(t *testing.T, h *harness) {
		t.Cleanup(func() { _ = server.Close() })
		do(t, h, web, h.actor(t, "dev"))
	})
}

// finds goes from the list of sources over an address to what stands in its place.
func (a actor) finds(address string) {
	a.tb.Helper()
	a.types("/vouch sources")
	a.pressModal(actSourceAdd)
	if got := a.submits(slacksim.Values{fieldAddress: address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.pass(30 * time.Second)
}

// sources reads all sources.
func (h *harness) sources(tb testing.TB) []store.Source {
	tb.Helper()
	return must(h.db.Sources())(tb)
}

func TestSource_AddReadReview(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, dev actor) {
		defer h.wantNoComplaint(t)
		dev.finds("http://blog.example.com/feed#top")
		wantWords(t, dev.modalSays(), "Feed at", "Found:* 2 items", "One", "Two")
		if len(h.sources(t)) != 0 {
			t.Error("it is saved before anybody said so")
		}
		got := dev.submits(slacksim.Values{fieldName: " ", fieldPerDay: "many", fieldLiveAtOnce: "0", fieldRules: "one => topic: x\nnonsense"})
		wantWords(t, got[fieldPerDay], "whole number")
		wantWords(t, got[fieldLiveAtOnce], "whole number")
		wantWords(t, got[fieldRules], "Line 2: write words")
		got = dev.submits(slacksim.Values{fieldName: " ", fieldPerDay: "5", fieldLiveAtOnce: "50", fieldRules: ""})
		wantWords(t, got[fieldName], "Give it a name")
		if got := dev.submits(slacksim.Values{fieldName: "Our blog", fieldTopics: "Company, news", fieldRules: "one => topic: first, persona: engineering"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.pass(time.Second)
		wantWords(t, dev.modalSays(), "Source added", "2 items: 2 new (waiting for review)", "waits for review")
		waiting := must(h.db.AssetsBy(store.InReview, 10, ""))(t)
		if len(waiting) != 2 {
			t.Fatalf("%d items wait", len(waiting))
		}
		for _, a := range waiting {
			if want := map[string]string{"One": "company first news", "Two": "company news"}[a.Title]; strings.Join(a.Topics, " ") != want {
				t.Errorf("%s has the topics %v, want %s", a.Title, a.Topics, want)
			}
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantWords(t, dev.modalSays(), "Our blog", "2 wait for review", "Active", "2 items: 2 new")

		web.put("/feed", rss("One", "Two", "Three"))
		h.pass(70 * time.Minute)
		if waiting = must(h.db.AssetsBy(store.InReview, 10, ""))(t); len(waiting) != 3 || waiting[0].Title != "Three" {
			t.Errorf("an hour later %d items wait", len(waiting))
		}
		wantWords(t, dev.homeSays(), "1 feed or board", "3 wait for review")
	})
}

func TestSource_AddressThatIsNone(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, dev actor) {
		defer h.wantNoComplaint(t)
		dev.types("/vouch sources http://blog.example.com/page")
		dev.submits(nil)
		h.pass(time.Second)
		wantWords(t, dev.modalSays(), "it names a feed")
		if address := dev.Modal().Values[fieldAddress][inputValue]["value"]; address != "http://blog.example.com/feed" {
			t.Errorf("the form suggests %v", address)
		}
		dev.submits(nil)
		h.pass(time.Second)
		dev.submits(nil)
		h.pass(time.Second)
		wantWords(t, dev.modalSays(), "Source added", "2 new")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		for address, says := range map[string]string{
			"http://blog.example.com/gone": "does not exist (404)", "http://blog.example.com/slow": "in time",
			"http://hop.example.com/": "private network",
		} {
			dev.finds(address)
			wantWords(t, dev.modalSays(), says)
			if v := dev.Modal(); v.CallbackID != cbSourceAddress || v.Values[fieldAddress][inputValue]["value"] != address {
				t.Errorf("after %s the form is %q with %v", address, v.CallbackID, v.Values)
			}
			if err := dev.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		dev.types("/vouch sources")
		dev.pressModal(actSourceAdd)
		for address, says := range map[string]string{
			"http://10.0.0.1/feed": "private network", "http://user:pass@blog.example.com/feed": "user name or password", "http://127.1/feed": "private network",
			"http://blog.example.com/feed": "there already, as Engineering blog",
		} {
			if got := dev.submits(slacksim.Values{fieldAddress: address}); !strings.Contains(got[fieldAddress], says) {
				t.Errorf("%s: %v", address, got)
			}
		}
		if n := len(h.sources(t)); n != 1 {
			t.Errorf("there are %d sources", n)
		}
	})
}

func TestSource_MenuOfOne(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, dev actor) {
		defer h.wantNoComplaint(t)
		dev.finds("http://blog.example.com/feed")
		dev.submits(nil)
		h.pass(time.Second)
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := string(h.sources(t)[0].ID)

		web.put("/feed", rss("One", "Two", "Three"))
		dev.pressModal(actSourceMenu, sourceRead+" "+id)
		wantWords(t, dev.modalSays(), "3 items: 1 new (waiting for review), 2 known")
		web.put("/feed", "")
		dev.pressModal(actSourceMenu, sourceRead+" "+id)
		wantWords(t, dev.modalSays(), "could not be read: The server says this address does not exist", "*Broken* since", "next try")
		wantWords(t, dev.homeSays(), "1 broken")

		dev.pressModal(actSourceMenu, sourcePause+" "+id)
		wantWords(t, dev.modalSays(), "is paused", "*Paused*")
		asked := web.asked["/feed"]
		h.pass(48 * time.Hour)
		if web.asked["/feed"] != asked {
			t.Error("a paused source was read")
		}
		// From a list that is older than the pause.
		late := must(h.handled(inbound{Kind: kindAction, User: dev.id, View: view{ID: dev.Modal().ID},
			Action: action{ID: actSourceMenu, Value: sourceRead + " " + id}}))(t)
		if err := late.After(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantWords(t, dev.modalSays(), "Resume it to read it")
		web.put("/feed", rss("One", "Two", "Three", "Four"))
		dev.pressModal(actSourceMenu, sourceResume+" "+id)
		wantWords(t, dev.modalSays(), "1 new", "*Active*")

		dev.pressModal(actSourceMenu, sourceEdit+" "+id)
		wantWords(t, dev.modalSays(), "Edit a source")
		other := h.sources(t)[0]
		other.Name = "Changed meanwhile"
		must(h.db.EditSource(store.Operator, other))(t)
		if got := dev.submits(slacksim.Values{fieldName: "Mine"}); !strings.Contains(fmt.Sprint(got), "Somebody else changed") {
			t.Errorf("errors %v", got)
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.pressModal(actSourceMenu, sourceEdit+" "+id)
		dev.submits(slacksim.Values{fieldName: "Renamed", fieldAutoApprove: []string{"yes"}, fieldKind: string(store.Culture), fieldRules: "a => kind: event"})
		wantWords(t, dev.modalSays(), "Saved", "Renamed")
		s := h.sources(t)[0]
		if s.Name != "Renamed" || !s.AutoApprove || s.Kind != store.Culture || len(s.Rules) != 1 || s.PerDay != store.DefaultPerDay {
			t.Errorf("saved %+v", s)
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantWords(t, dev.modalSays(), "Renamed", "publishes without review")

		dev.pressModal(actSourceMenu, sourceRemove+" "+id)
		wantWords(t, dev.modalSays(), "What it brought stays in the library (4 items)")
		dev.submits(nil)
		wantWords(t, dev.modalSays(), "Removed")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantWords(t, dev.modalSays(), "There are no sources yet")
		if got := must(h.db.AssetsBy(store.InReview, 10, ""))(t); len(got) != 4 {
			t.Errorf("%d items stayed", len(got))
		}
	})
}

func TestSource_RemovedBySomebodyElse(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, dev actor) {
		defer h.wantNoComplaint(t)
		s := must(h.db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "http://blog.example.com/feed"}))(t)
		dev.types("/vouch sources")
		dev.pressModal(actSourceMenu, sourceRemove+" "+string(s.ID))
		if err := h.db.RemoveSource(store.Operator, s.ID); err != nil {
			t.Fatal(err)
		}
		dev.submits(nil)
		wantWords(t, dev.modalSays(), "Removed")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, what := range []string{sourceEdit, sourceRead, sourcePause, sourceResume, sourceRemove} {
			r, err := h.handled(inbound{Kind: kindAction, User: dev.id, Action: action{ID: actSourceMenu, Value: what + " " + string(s.ID)}})
			if err != nil || r.Update == nil {
				t.Errorf("%s of a removed source gives %v", what, err)
			}
		}
	})
}

func TestSource_BoardClosesJobs(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, dev actor) {
		defer h.wantNoComplaint(t)
		dev.finds("http://jobs.example.com/jobs")
		wantWords(t, dev.modalSays(), "Greenhouse board", "Engineer 1")
		if name := dev.Modal().Values[fieldName][inputValue]["value"]; name != "Jobs of jobs.example.com" {
			t.Errorf("the form suggests the name %v", name)
		}
		dev.submits(slacksim.Values{fieldAutoApprove: []string{"yes"}})
		h.pass(time.Second)
		wantWords(t, dev.modalSays(), "2 new (live at once)")
		if live := h.live(t); len(live) != 2 || live[0].Job.Department != "Platform" {
			t.Fatalf("live are %+v", live)
		}
		web.put("/jobs", greenhouse(2, 3))
		h.pass(70 * time.Minute)
		var titles []string
		for _, a := range h.live(t) {
			titles = append(titles, a.Title)
		}
		if got := strings.Join(titles, ", "); got != "Engineer 2, Engineer 3" {
			t.Errorf("live are %s", got)
		}
		if gone := must(h.db.AssetsBy(store.Withdrawn, 10, ""))(t); len(gone) != 1 || gone[0].StateReason != "This job is closed." {
			t.Errorf("withdrawn are %+v", gone)
		}
	})
}

func TestSource_DigestsDoNotWaitForASlowOne(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, web *sourceWeb, _ actor) {
		library(t, 3)(h.db)
		ada := h.joined(t, "ada")
		for i := range 8 {
			must(h.db.AddSource(store.Operator, store.Source{Name: "Slow", Address: fmt.Sprintf("http://x%d.example.com/slow", i)}))(t)
		}
		good := must(h.db.AddSource(store.Operator, store.Source{Name: "Good", Address: "http://blog.example.com/feed"}))(t)
		begun := time.Now()
		if err := h.bot.Tick(t.Context()); err != nil || time.Since(begun) > time.Second {
			t.Errorf("the tick took %v: %v", time.Since(begun), err)
		}
		h.pass(3 * time.Hour)
		wantWords(t, ada.digest().Words(), "Share")
		if s := must(h.db.Source(good.ID))(t); s.LastGood.IsZero() || s.Failures != 0 {
			t.Errorf("beside slow ones it is %+v", s)
		}
		broken := 0
		for _, s := range h.sources(t) {
			if s.State == store.SourceBroken {
				broken++
			}
		}
		if n := web.asked["/slow"]; broken != 8 || n > 8*6 {
			t.Errorf("%d of 8 slow ones are broken after %d requests", broken, n)
		}
	})
}

func TestSource_OnlyCurators(t *testing.T) {
	withSources(t, func(t *testing.T, h *harness, _ *sourceWeb, _ actor) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		wantWords(t, ada.types("/vouch sources"), "Only curators and program managers")
		wantWords(t, ada.types("/vouch sources http://blog.example.com/feed"), "Only curators and program managers")
		for _, id := range []string{actSources, actSourceAdd, actSourcePage, actSourceFirst, actSourceMenu} {
			if _, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: id, Value: "remove x"}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		for _, id := range []string{cbSourceAddress, cbSource, cbSourceRemove} {
			state := state{fieldName: {"v": {Text: "x"}}, fieldPerDay: {"v": {Text: "1"}}, fieldLiveAtOnce: {"v": {Text: "1"}}}
			in := inbound{Kind: kindSubmit, User: ada.id, State: state, View: view{CallbackID: id, Metadata: `{"address":"http://x.example/"}`}}
			if _, err := h.handled(in); store.KindOf(err) != store.Denied {
				t.Errorf("the form %s gives %v", id, err)
			}
		}
	})
}

func TestSource_WithoutAFetcher(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		must(h.db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "http://blog.example.com/feed"}))(t)
		dev := h.actor(t, "dev")
		dev.types("/vouch sources")
		wantWords(t, dev.modalSays(), "Addresses are not read here", "is read within a minute")
		h.pass(2 * time.Minute)
		dev.pressModal(actSourceAdd)
		if got := dev.submits(slacksim.Values{fieldAddress: "http://blog.example.com/other"}); !strings.Contains(got[fieldAddress], "not read here") {
			t.Errorf("errors %v", got)
		}
	})
}
