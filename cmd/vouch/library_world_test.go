// What people of the end-to-end tests do with the library: in steps that are begun again until they worked, and the web
// they read.

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"vouch/bot/slacksim"
	"vouch/digest"
	"vouch/store"
)

// The addresses of the company's sources.
const (
	blogAddress = "http://blog.example.com/feed.xml"
	jobsAddress = "http://jobs.example.com/jobs"
)

// site is the web of these tests: a blog and a job board whose entries come and go.
type site struct {
	mu    sync.Mutex
	posts []string
	jobs  []int
}

// pages are the site's documents, by host and path.
func (s *site) pages() map[string]http.Handler {
	document := func(make func() string) http.Handler {
		return http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			_, _ = fmt.Fprint(out, make())
		})
	}
	return map[string]http.Handler{
		"GET " + strings.TrimPrefix(blogAddress, "http://"): document(s.rss), "GET " +
			strings.TrimPrefix(jobsAddress, "http://"): document(s.board),
	}
}

// rss is the blog as RSS 2.0.
func (s *site) rss() string {
	text := `<rss version="2.0"><channel><title>Engineering blog</title><link>http://blog.example.com/</link>`
	for _, title := range s.posts {
		text += fmt.Sprintf("<item><title>%s</title><description>All about it: "+
			"%s.</description><link>http://blog.example.com/%s</link></item>",
			title, title, strings.ReplaceAll(title, " ", "-"))
	}
	return text + "</channel></rss>"
}

// board is the jobs as Greenhouse lists them (developers.greenhouse.io/job-board.html).
func (s *site) board() string {
	var jobs []string
	for _, n := range s.jobs {
		jobs = append(jobs,
			fmt.Sprintf(`{"id":%d,"internal_job_id":%d,"title":"Engineer %d","absolute_url":"http://jobs.example.com/%d",`+
				`"location":{"name":"Berlin"},"departments":[{"name":"Platform"}],"content":"You build."}`, n, n, n, n))
	}
	return `{"jobs":[` + strings.Join(jobs, ",") + `]}`
}

// publish changes what the site holds.
func (s *site) publish(posts []string, jobs []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posts, s.jobs = posts, jobs
}

// step is one thing a person does; it fails when Slack shows them an error.
type step func(context.Context) error

// achieves takes the steps one after the other, and all again a minute later, until the store knows.
func (a actor) achieves(what string, done func() bool, steps ...step) {
	a.w.tb.Helper()
	var failed error
	for range 40 {
		if done() {
			return
		}
		ctx := context.Background()
		_ = a.CloseAll(ctx) // nothing may be open
		failed = nil
		for _, take := range steps {
			if failed = take(ctx); failed != nil {
				break
			}
			a.w.pass(3 * time.Second)
		}
		if failed != nil {
			a.w.pass(time.Minute)
		}
	}
	if !done() {
		says := ""
		if v := a.Modal(); v != nil {
			says = v.Words()
		}
		a.w.tb.Fatalf("%s cannot %s: %v; on the screen:\n%s", a.ID(), what, failed, says)
	}
}

// types runs a command.
func (a actor) types(line string) step {
	return func(ctx context.Context) error {
		got, err := a.Slash(ctx, "general", line)
		if err == nil && !got.Acked {
			err = errors.New(line + " was not acknowledged")
		}
		return err
	}
}

// reads finds words in the window on top.
func (a actor) reads(words ...string) step {
	return func(context.Context) error {
		v := a.Modal()
		if v == nil {
			return fmt.Errorf("no window says %q", words)
		}
		for _, w := range words {
			if !strings.Contains(v.Title+"\n"+v.Words(), w) {
				return fmt.Errorf("%q is missing", w)
			}
		}
		return nil
	}
}

// pressesIn presses an element of the window on top.
func (a actor) pressesIn(what string, choice ...any) step {
	return func(ctx context.Context) error {
		_, err := a.PressModal(ctx, what, choice...)
		return err
	}
}

// picks chooses in the one of many menus in the window on top that offers this choice.
func (a actor) picks(what, choice string) step {
	return func(ctx context.Context) error {
		v := a.Modal()
		if v == nil {
			return errors.New("no window is open")
		}
		for _, block := range v.Blocks {
			if strings.Contains(fmt.Sprint(block["accessory"]), choice) {
				_, err := a.PressModalElement(ctx, slacksim.Element{BlockID: fmt.Sprint(block["block_id"]), What: what,
					Choice: choice})
				return err
			}
		}
		return fmt.Errorf("nothing in the window offers %q", choice)
	}
}

// sends fills and submits the window on top.
func (a actor) sends(values slacksim.Values) step {
	return func(ctx context.Context) error {
		got, err := a.Submit(ctx, values)
		if err == nil && (len(got.Errors) > 0 || got.Result == "trouble") {
			err = fmt.Errorf("the form was not taken: %+v", got)
		}
		return err
	}
}

// presses presses an element of the newest message that holds it.
func (a actor) presses(block, what string, choice ...any) step {
	return func(ctx context.Context) error {
		err := fmt.Errorf("no message has %s in %s", what, block)
		for _, m := range slices.Backward(a.Inbox()) {
			e := slacksim.Element{BlockID: block, What: what}
			if len(choice) > 0 {
				e.Choice = choice[0]
			}
			if _, err = a.PressElement(ctx, m, e); err == nil {
				return nil
			}
		}
		return err
	}
}

// addsSource adds an address as a source, after a look at what was found there.
func (a actor) addsSource(address string, preview []string, values slacksim.Values) {
	a.w.tb.Helper()
	known := func() bool {
		sources, err := a.w.app.DB.Sources()
		return err == nil && slices.ContainsFunc(sources, func(s store.Source) bool {
			return s.Address == address &&
				!s.LastGood.IsZero()
		})
	}
	a.achieves("add "+address, known, a.types("/vouch sources"), a.pressesIn("source_add"),
		a.sends(slacksim.Values{"address": address}),
		a.reads(preview...), a.sends(values), func(context.Context) error { a.w.pass(2 * time.Minute); return nil })
}

// mustAsset is the asset with a title.
func (w *world) mustAsset(title string) store.Asset {
	w.tb.Helper()
	for _, state := range []store.AssetState{store.InReview, store.Live, store.Withdrawn} {
		list, err := w.app.DB.AssetsBy(state, 100, "")
		if err != nil {
			w.tb.Fatal(err)
		}
		for _, a := range list {
			if a.Title == title {
				return a
			}
		}
	}
	w.tb.Fatalf("there is no asset %q", title)
	return store.Asset{}
}

// isIn tells whether an asset is in a state.
func (w *world) isIn(id store.AssetID, state store.AssetState) func() bool {
	return func() bool {
		a, err := w.app.DB.Asset(id)
		return err == nil && a.State == state
	}
}

// pickOf is how an asset came to a person, and the digest it came in; found is false when it never did.
func (a actor) pickOf(id store.AssetID) (pick store.Pick, m slacksim.Message, found bool) {
	a.w.tb.Helper()
	deliveries, err := a.w.app.DB.DeliveriesOf(store.EmployeeID(a.ID()), 30)
	if err != nil {
		a.w.tb.Fatal(err)
	}
	for _, d := range deliveries {
		for _, p := range d.Picks {
			if p.Asset == id {
				pick, found = p, true
			}
		}
	}
	for _, message := range a.Inbox() {
		if strings.HasPrefix(message.Text, "Your picks for ") && strings.Contains(fmt.Sprint(message.Blocks), string(id)) {
			m = message
		}
	}
	return pick, m, found
}

// planned are the picks of a person's next digest as things stand.
func (a actor) planned() []store.AssetID {
	a.w.tb.Helper()
	e, err := a.w.app.DB.Employee(store.EmployeeID(a.ID()))
	if err != nil {
		a.w.tb.Fatal(err)
	}
	plan, err := (&digest.Planner{DB: a.w.app.DB}).PlanFor(context.Background(), e.ID, e.NextDigest)
	if err != nil {
		a.w.tb.Fatal(err)
	}
	var ids []store.AssetID
	for _, p := range plan.Picks {
		ids = append(ids, p.Asset)
	}
	return ids
}
