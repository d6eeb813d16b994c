// Tests of sources: an address is read before it is saved, a saved one is read by itself, and nobody waits for a slow
// one.

package source_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// sourceWeb is what the web of these tests holds: a body by path. A path it does not have is missing, "/slow" never
// answers.
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
		text += fmt.Sprintf("<item><title>%s</title><description>All about it: "+
			"%s.</description><link>http://blog.example.com/%s</link><guid>%s</guid></item>",
			title, title, strings.ReplaceAll(title, " ", "-"), title)
	}
	return text + "</channel></rss>"
}

// greenhouse is a board's list with these job numbers.
func greenhouse(numbers ...int) string {
	var jobs []string
	for _, n := range numbers {
		jobs = append(jobs,
			fmt.Sprintf(`{"id":%d,"internal_job_id":%d,"title":"Engineer %d","absolute_url":"http://jobs.example.com/%d",`+
				`"location":{"name":"Berlin"},"departments":[{"name":"Platform"}],"content":"You build."}`, n, n, n, n))
	}
	return `{"jobs":[` + strings.Join(jobs, ",") + `]}`
}

// withSources runs a test with Dev, who manages the program, and a web of sources.
func withSources(t *testing.T, do func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor)) {
	web := &sourceWeb{bodies: map[string]string{"/feed": rss("One", "Two"), "/jobs": greenhouse(1, 2),
		"/page": `<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>`}, asked: map[string]int{}}
	server := &http.Server{Handler: web}
	config := func(c *bot.Config) {
		pipe := slacksim.NewPipe()
		go func() { _ = server.Serve(pipe) }()
		c.Fetcher = feed.NewFetcher(feed.Options{Dial: pipe.DialContext})
	}
	bottest.With(t, bottest.Setup{Config: config}, func(t *testing.T, h *bottest.World) {
		t.Cleanup(func() { _ = server.Close() })
		do(t, h, web, h.Person(t, "dev"))
	})
}

func TestSource_AddReadReview(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		bottest.WantWords(t, dev.HomeSays(), "Review queue (0)")
		dev.Finds("http://blog.example.com/feed#top")
		bottest.WantWords(t, dev.ModalSays(), "Feed at", "Found:* 2 items", "One", "Two")
		if len(h.Sources(t)) != 0 {
			t.Error("it is saved before anybody said so")
		}
		got := dev.Submits(slacksim.Values{surface.FieldName: " ", "per_day": "many", "live_at_once": "0",
			"rules": "one => topic: x\nnonsense"})
		bottest.WantWords(t, got["per_day"], "whole number")
		bottest.WantWords(t, got["live_at_once"], "whole number")
		bottest.WantWords(t, got["rules"], "Line 2: write words")
		got = dev.Submits(slacksim.Values{surface.FieldName: " ", "per_day": "5", "live_at_once": "50", "rules": ""})
		bottest.WantWords(t, got[surface.FieldName], "Give it a name")
		if got := dev.Submits(slacksim.Values{surface.FieldName: "Our blog", surface.FieldTopics: "Company, news",
			surface.FieldAudiences: []string{"buyers", "partners"},
			"rules":                "one => topic: first, persona: engineering"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(time.Second)
		bottest.WantWords(t, dev.ModalSays(), "Source added", "2 items: 2 new (waiting for review)", "waits for review")
		bottest.WantWords(t, dev.Home().Words(), "Review queue (2)")
		waiting := bottest.Must(h.Db.AssetsBy(store.InReview, 10, ""))(t)
		if len(waiting) != 2 {
			t.Fatalf("%d items wait", len(waiting))
		}
		for _, a := range waiting {
			if want := map[string]string{"One": "company first news", "Two": "company news"}[a.Title]; strings.Join(a.Topics,
				" ") != want ||
				len(a.Audiences) != 2 {
				t.Errorf("%s has the topics %v, want %s, and is for %v", a.Title, a.Topics, want, a.Audiences)
			}
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, dev.ModalSays(), "Our blog", "2 wait for review", "Active", "2 items: 2 new")

		web.put("/feed", rss("One", "Two", "Three"))
		h.Pass(70 * time.Minute)
		if waiting = bottest.Must(h.Db.AssetsBy(store.InReview, 10, ""))(t); len(waiting) != 3 ||
			waiting[0].Title != "Three" {
			t.Errorf("an hour later %d items wait", len(waiting))
		}
		bottest.WantWords(t, dev.HomeSays(), "Review queue (3)")
	})
}

func TestSource_AddressThatIsNone(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Types("/vouch sources http://blog.example.com/page")
		dev.Submits(nil)
		h.Pass(time.Second)
		bottest.WantWords(t, dev.ModalSays(), "it names a feed")
		if address := dev.Modal().Values["address"][block.InputValue]["value"]; address != "http://blog.example.com/feed" {
			t.Errorf("the form suggests %v", address)
		}
		dev.Submits(nil)
		h.Pass(time.Second)
		dev.Submits(nil)
		h.Pass(time.Second)
		bottest.WantWords(t, dev.ModalSays(), "Source added", "2 new")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		for address, says := range map[string]string{
			"http://blog.example.com/gone": "does not exist (404)", "http://blog.example.com/slow": "in time",
			"http://hop.example.com/": "private network",
		} {
			dev.Finds(address)
			bottest.WantWords(t, dev.ModalSays(), says)
			if v := dev.Modal(); v.CallbackID != "source_address" || v.Values["address"][block.InputValue]["value"] != address {
				t.Errorf("after %s the form is %q with %v", address, v.CallbackID, v.Values)
			}
			if err := dev.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		dev.Types("/vouch sources")
		dev.PressesModal("source_add")
		for address, says := range map[string]string{
			"http://10.0.0.1/feed": "private network", "http://user:pass@blog.example.com/feed": "user name or password",
			"http://127.1/feed":            "private network",
			"http://blog.example.com/feed": "there already, as Engineering blog",
		} {
			if got := dev.Submits(slacksim.Values{"address": address}); !strings.Contains(got["address"], says) {
				t.Errorf("%s: %v", address, got)
			}
		}
		if n := len(h.Sources(t)); n != 1 {
			t.Errorf("there are %d sources", n)
		}
	})
}

func TestSource_MenuOfOne(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Finds("http://blog.example.com/feed")
		dev.Submits(nil)
		h.Pass(time.Second)
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := string(h.Sources(t)[0].ID)

		web.put("/feed", rss("One", "Two", "Three"))
		dev.PressesModal("source_menu", "read"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "3 items: 1 new (waiting for review), 2 known")
		web.put("/feed", "")
		dev.PressesModal("source_menu", "read"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "could not be read: The server says this address does not exist",
			"*Broken* since", "next try")
		bottest.WantWords(t, dev.HomeSays(), "1 broken source")

		dev.PressesModal("source_menu", "pause"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "is paused", "*Paused*")
		asked := web.asked["/feed"]
		h.Pass(48 * time.Hour)
		if web.asked["/feed"] != asked {
			t.Error("a paused source was read")
		}
		// From a list that is older than the pause.
		late := bottest.Must(h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
			View:   dispatch.View{ID: dev.Modal().ID},
			Action: dispatch.Action{ID: "source_menu", Value: "read" + " " + id}}))(t)
		if err := late.After(t.Context()); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, dev.ModalSays(), "Resume it to read it")
		web.put("/feed", rss("One", "Two", "Three", "Four"))
		dev.PressesModal("source_menu", "resume"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "1 new", "*Active*")

		dev.PressesModal("source_menu", "edit"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "Edit a source")
		other := h.Sources(t)[0]
		other.Name = "Changed meanwhile"
		bottest.Must(h.Db.EditSource(store.Operator, other))(t)
		if got := dev.Submits(slacksim.Values{surface.FieldName: "Mine"}); !strings.Contains(fmt.Sprint(got),
			"Somebody else changed") {
			t.Errorf("errors %v", got)
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		dev.PressesModal("source_menu", "edit"+" "+id)
		dev.Submits(slacksim.Values{surface.FieldName: "Renamed", "auto_approve": []string{"yes"},
			surface.FieldKind: string(store.Culture), "rules": "a => kind: event"})
		bottest.WantWords(t, dev.ModalSays(), "Saved", "Renamed")
		s := h.Sources(t)[0]
		if s.Name != "Renamed" || !s.AutoApprove || s.Kind != store.Culture || len(s.Rules) != 1 ||
			s.PerDay != store.DefaultPerDay {
			t.Errorf("saved %+v", s)
		}
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, dev.ModalSays(), "Renamed", "publishes without review")

		dev.PressesModal("source_menu", "remove"+" "+id)
		bottest.WantWords(t, dev.ModalSays(), "What it brought stays in the library (4 items)")
		dev.Submits(nil)
		bottest.WantWords(t, dev.ModalSays(), "Removed")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, dev.ModalSays(), "There are no sources yet")
		if got := bottest.Must(h.Db.AssetsBy(store.InReview, 10, ""))(t); len(got) != 4 {
			t.Errorf("%d items stayed", len(got))
		}
	})
}

func TestSource_RemovedBySomebodyElse(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		s := bottest.Must(h.Db.AddSource(store.Operator,
			store.Source{Name: "Blog", Address: "http://blog.example.com/feed"}))(t)
		dev.Types("/vouch sources")
		dev.PressesModal("source_menu", "remove"+" "+string(s.ID))
		if err := h.Db.RemoveSource(store.Operator, s.ID); err != nil {
			t.Fatal(err)
		}
		dev.Submits(nil)
		bottest.WantWords(t, dev.ModalSays(), "Removed")
		if err := dev.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, what := range []string{"edit", "read", "pause", "resume", "remove"} {
			r, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: dev.Id,
				Action: dispatch.Action{ID: "source_menu", Value: what + " " + string(s.ID)}})
			if err != nil || r.Update == nil {
				t.Errorf("%s of a removed source gives %v", what, err)
			}
		}
	})
}

func TestSource_BoardClosesJobs(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Finds("http://jobs.example.com/jobs")
		bottest.WantWords(t, dev.ModalSays(), "Greenhouse board", "Engineer 1")
		if name := dev.Modal().Values[surface.FieldName][block.InputValue]["value"]; name != "Jobs of jobs.example.com" {
			t.Errorf("the form suggests the name %v", name)
		}
		dev.Submits(slacksim.Values{"auto_approve": []string{"yes"}})
		h.Pass(time.Second)
		bottest.WantWords(t, dev.ModalSays(), "2 new (live at once)")
		if live := h.Live(t); len(live) != 2 || live[0].Job.Department != "Platform" {
			t.Fatalf("live are %+v", live)
		}
		web.put("/jobs", greenhouse(2, 3))
		h.Pass(70 * time.Minute)
		var titles []string
		for _, a := range h.Live(t) {
			titles = append(titles, a.Title)
		}
		if got := strings.Join(titles, ", "); got != "Engineer 2, Engineer 3" {
			t.Errorf("live are %s", got)
		}
		if gone := bottest.Must(h.Db.AssetsBy(store.Withdrawn, 10, ""))(t); len(gone) != 1 ||
			gone[0].StateReason != "This job is closed." {
			t.Errorf("withdrawn are %+v", gone)
		}
	})
}

func TestSource_DigestsDoNotWaitForASlowOne(t *testing.T) {
	withSources(t, func(t *testing.T, h *bottest.World, web *sourceWeb, _ bottest.Actor) {
		bottest.Library(t, 3)(h.Db)
		ada := h.Joined(t, "ada")
		for i := range 8 {
			bottest.Must(h.Db.AddSource(store.Operator, store.Source{Name: fmt.Sprint("Slow ", i),
				Address: fmt.Sprintf("http://x%d.example.com/slow", i)}))(t)
		}
		good := bottest.Must(h.Db.AddSource(store.Operator,
			store.Source{Name: "Good", Address: "http://blog.example.com/feed"}))(t)
		begun := time.Now()
		if err := h.Bot.Tick(t.Context()); err != nil || time.Since(begun) > time.Second {
			t.Errorf("the tick took %v: %v", time.Since(begun), err)
		}
		h.Pass(3 * time.Hour)
		bottest.WantWords(t, ada.Digest().Words(), "Share")
		if s := bottest.Must(h.Db.Source(good.ID))(t); s.LastGood.IsZero() || s.Failures != 0 {
			t.Errorf("beside slow ones it is %+v", s)
		}
		broken := 0
		for _, s := range h.Sources(t) {
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
	withSources(t, func(t *testing.T, h *bottest.World, _ *sourceWeb, _ bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch sources"), "Only curators and program managers")
		bottest.WantWords(t, ada.Types("/vouch sources http://blog.example.com/feed"), "Only curators and program managers")
		for _, id := range []string{surface.ActSources, "source_add", "source_page", "source_first", "source_menu"} {
			if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
				Action: dispatch.Action{ID: id, Value: "remove x"}}); store.KindOf(err) != store.Denied {
				t.Errorf("%s gives %v", id, err)
			}
		}
		for _, id := range []string{"source_address", "source", "source_remove"} {
			state := dispatch.State{surface.FieldName: {"v": {Text: "x"}}, "per_day": {"v": {Text: "1"}},
				"live_at_once": {"v": {Text: "1"}}}
			in := dispatch.Interaction{Kind: dispatch.KindSubmit, User: ada.Id, State: state,
				View: dispatch.View{CallbackID: id, Metadata: `{"address":"http://x.example/"}`}}
			if _, err := h.Handled(in); store.KindOf(err) != store.Denied {
				t.Errorf("the form %s gives %v", id, err)
			}
		}
	})
}

func TestSource_WithoutAFetcher(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		bottest.Must(h.Db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "http://blog.example.com/feed"}))(t)
		dev := h.Person(t, "dev")
		dev.Types("/vouch sources")
		bottest.WantWords(t, dev.ModalSays(), "Addresses are not read here", "is read within a minute")
		h.Pass(2 * time.Minute)
		dev.PressesModal("source_add")
		if got := dev.Submits(slacksim.Values{"address": "http://blog.example.com/other"}); !strings.Contains(got["address"],
			"not read here") {
			t.Errorf("errors %v", got)
		}
	})
}
