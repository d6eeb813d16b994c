// Courier tests: every message exactly once, whatever Slack and the network do meanwhile.

package bot

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"

	"github.com/slack-go/slack"
)

// postMethod is the method of the courier's messages.
const postMethod = "chat.postMessage"

func TestCourier_Deliver(t *testing.T) {
	cases := []struct {
		name   string
		faults slacksim.Faults
		within time.Duration
	}{
		{"in good weather", slacksim.Faults{}, time.Second},
		{"after a rate limit, not before its Retry-After", slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: postMethod, RetryAfter: 20}}, 30 * time.Second},
		{"after server errors, of which nobody knows whether the message went out", slacksim.Faults{ServerError: &slacksim.MethodFault{Method: postMethod, Times: 2}}, 3 * time.Minute},
		{"when the answer never came though the message did", slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod}}, 3 * time.Minute},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			withHarness(t, setup{}, func(t *testing.T, h *harness) {
				h.mustFault(c.faults)
				h.mustNotice("n1", "ada", "first")
				h.pass(c.within)
				if got := h.texts("ada"); !slices.Equal(got, []string{"first"}) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.mustDepth(); d != (store.Depth{Sent: 1}) {
					t.Errorf("the outbox has %+v", d)
				}
				if _, found, err := h.db.Receipt("notice/n1"); err != nil || !found {
					t.Errorf("no receipt: %v", err)
				}
			})
		})
	}
}

func TestCourier_Deliver_ObeysRetryAfter(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: postMethod, RetryAfter: 20}})
		h.mustNotice("n1", "ada", "first")
		h.pass(19 * time.Second)
		if calls := len(h.sim.APICalls(postMethod)); calls != 1 {
			t.Errorf("%d calls within Retry-After", calls)
		}
	})
}

// counter counts the requests for one path.
type counter struct {
	base http.RoundTripper
	path string
	n    atomic.Int64
}

// RoundTrip counts and passes on.
func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, c.path) {
		c.n.Add(1)
	}
	return c.base.RoundTrip(r)
}

func TestCourier_Outage(t *testing.T) {
	calls := &counter{path: "/chat.postMessage"}
	withHarness(t, setup{config: func(c *Config) {
		calls.base = c.HTTPClient.Transport
		c.HTTPClient = &http.Client{Transport: calls}
	}}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{Outage: new(true)})
		for i := range 40 {
			h.mustNotice(fmt.Sprint(i), []string{"ada", "ben"}[i%2], fmt.Sprint(i))
		}
		h.pass(time.Hour)
		if n := calls.n.Load(); n > 120 {
			t.Errorf("%d posts tried during an hour of outage", n)
		}
		h.mustFault(slacksim.Faults{Outage: new(false)})
		h.pass(10 * time.Minute)
		got := append(h.texts("ada"), h.texts("ben")...)
		slices.Sort(got)
		if len(got) != 40 || len(slices.Compact(got)) != 40 {
			t.Errorf("%d messages arrived, want each of 40 once", len(got))
		}
		if d := h.mustDepth(); d != (store.Depth{Sent: 40}) {
			t.Errorf("the outbox has %+v", d)
		}
	})
}

func TestCourier_OrderForOnePerson(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		for i := range 9 {
			h.mustNotice(fmt.Sprint(i), "ada", fmt.Sprint(i))
			h.pass(time.Millisecond)
		}
		h.pass(30 * time.Second)
		if got := h.texts("ada"); !slices.IsSorted(got) || len(got) != 9 {
			t.Errorf("arrived as %q", got)
		}
	})
}

func TestCourier_SlowConversation(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		for i := range 100 {
			h.mustNotice(fmt.Sprint("slow", i), "ada", "many")
		}
		h.pass(time.Millisecond)
		h.mustNotice("quick", "ben", "one")
		h.pass(15 * time.Second)
		if got := h.texts("ben"); len(got) != 1 {
			t.Errorf("ben waits for ada's hundred messages: %q", got)
		}
		h.pass(5 * time.Minute)
		if got := len(h.texts("ada")); got != 100 {
			t.Errorf("ada has %d of 100 messages", got)
		}
	})
}

// Somebody leaves the company while Slack is out of order.
func TestCourier_Undeliverable(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{ServerError: &slacksim.MethodFault{Method: "*", Times: 1_000_000}})
		h.mustNotice("n", "ben", "too late")
		h.pass(time.Second)
		must(h.sim.ChangePerson("ben", func(u *slacksim.User) { u.Deleted = true }))(t)
		h.pass(time.Minute)
		h.sim.ClearFaults()
		h.pass(10 * time.Minute)
		m, err := h.db.Message("notice/n")
		if err != nil || m.State != store.Dead {
			t.Errorf("a message to somebody who left: %+v, %v", m, err)
		}
		if posts := h.sim.APICalls(postMethod); len(posts) != 0 && posts[len(posts)-1].OK {
			t.Error("it was sent")
		}
	})
}

// A crash between the claim and the answer leaves a message in doubt. The next run looks for it in Slack first.
func TestCourier_Restart(t *testing.T) {
	for _, delivered := range []bool{true, false} {
		t.Run(fmt.Sprintf("delivered before the crash: %v", delivered), func(t *testing.T) {
			withHarness(t, setup{path: filepath.Join(t.TempDir(), "vouch.db")}, func(t *testing.T, h *harness) {
				h.stop()
				h.mustNotice("n1", "ada", "first")
				claimed, err := h.db.ClaimMessages(time.Now(), 1)
				if err != nil || len(claimed) != 1 {
					t.Fatalf("claimed %v, %v", claimed, err)
				}
				if delivered {
					out := h.api().post(t.Context(), string(h.id("ada")), claimed[0].Key, content{Text: "first"})
					if out.Fate != sent {
						t.Fatalf("posting gave %+v", out)
					}
				}
				h.pass(3 * time.Minute) // the store doubts what was claimed more than two minutes ago
				h.run(setup{})
				h.pass(time.Minute)
				if got := h.texts("ada"); !slices.Equal(got, []string{"first"}) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.mustDepth(); d != (store.Depth{Sent: 1}) {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

func TestCourier_Stop(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		for i := range 30 {
			h.mustNotice(fmt.Sprint(i), "ada", fmt.Sprint(i))
		}
		h.pass(500 * time.Millisecond)
		h.stop()
		d := h.mustDepth()
		if d.Sending != 0 || d.Sent+d.Pending != 30 || d.Sent != len(h.texts("ada")) {
			t.Errorf("after a stop in the middle: %+v, arrived %d", d, len(h.texts("ada")))
		}
	})
}

func drawsBoards(b *Bot) {
	b.replaceKind(kind{Kind: store.MsgBoard, Render: func(context.Context, store.Message) (content, error) { return content{Text: "board"}, nil }})
}

// mustBoard has a manager post a board of three people to a channel.
func (h *harness) mustBoard(manager, channel string) {
	h.tb.Helper()
	storetest.MustSettings(h.tb, h.db, func(s *store.Settings) { s.BoardOn = true })
	storetest.MustManager(h.tb, h.db, h.id(manager), manager)
	asset := storetest.MustAsset(h.tb, h.db, nil)
	for _, who := range []string{"ada", "ben", "cleo"} {
		storetest.MustAdvocate(h.tb, h.db, h.id(who), who)
		storetest.MustShare(h.tb, h.db, h.id(who), asset.ID)
	}
	if _, err := h.db.PlanBoardPost("", h.id(manager), channel, store.BoardQuery{Span: store.Month}); err != nil {
		h.tb.Fatal(err)
	}
}

func TestCourier_BoardInDoubt(t *testing.T) {
	var book logbook
	withHarness(t, setup{bot: drawsBoards, config: book.reading}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod}})
		h.mustBoard("eve", "C0SIM00GEN")
		h.pass(3 * time.Minute)
		if posts := len(h.sim.Person("eve").Messages("C0SIM00GEN")); posts != 1 {
			t.Errorf("the board was posted %d times", posts)
		}
		if got := h.texts("eve"); len(got) != 1 || !strings.Contains(got[0], "may or may not be there") {
			t.Errorf("the manager was told %q", got)
		}
		if logged := book.with("cannot be delivered", `"reason":"may have been posted"`, `"channel":"C0SIM00GEN"`); len(logged) != 1 {
			t.Errorf("the log has %q", logged)
		}
	})
}

func TestCourier_BoardNotInChannel(t *testing.T) {
	var book logbook
	withHarness(t, setup{bot: drawsBoards, config: book.reading}, func(t *testing.T, h *harness) {
		h.mustBoard("eve", "C0SIM00RND")
		h.pass(time.Minute)
		if got := h.texts("eve"); len(got) != 1 || !strings.Contains(got[0], "/invite @vouch") {
			t.Errorf("the manager was told %q", got)
		}
		if logged := book.with("cannot be delivered", `"reason":"not_in_channel"`, `"channel":"C0SIM00RND"`); len(logged) != 1 {
			t.Errorf("the log has %q", logged)
		}
	})
}

// A delivered digest is drawn again when its asset is withdrawn, also when the answer to that is lost, and left alone when
// the person has deleted it.
func TestCourier_Rewrite(t *testing.T) {
	drawn := 0
	draws := func(b *Bot) {
		b.replaceKind(kind{Kind: store.MsgDigest,
			Render: func(context.Context, store.Message) (content, error) { return content{Text: "digest"}, nil },
			Rewrite: func(context.Context, store.Receipt) (content, error) {
				drawn++
				return content{Text: fmt.Sprint("withdrawn ", drawn)}, nil
			}})
	}
	cases := []struct {
		name    string
		faults  slacksim.Faults
		deleted bool
		want    []string
	}{
		{"at once", slacksim.Faults{}, false, []string{"withdrawn 1"}},
		{"the answer is lost", slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: "chat.update"}}, false, []string{"withdrawn 2"}},
		{"the message is gone", slacksim.Faults{}, true, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drawn = 0
			withHarness(t, setup{bot: draws}, func(t *testing.T, h *harness) {
				storetest.MustAdvocate(t, h.db, h.id("ada"), "ada")
				asset := storetest.MustAsset(t, h.db, nil)
				key := storetest.MustPlan(t, h.db, h.id("ada"), asset.ID)
				h.pass(20 * time.Minute)
				r, found, err := h.db.Receipt(key)
				if err != nil || !found {
					t.Fatalf("the digest was not delivered: %v", err)
				}
				if c.deleted {
					if _, _, err := slack.New(h.sim.BotToken(), slack.OptionAPIURL("http://slack.test/api/"), slack.OptionHTTPClient(&http.Client{Transport: h.transport})).DeleteMessage(r.Channel, r.TS); err != nil {
						t.Fatal(err)
					}
				}
				h.mustFault(c.faults)
				if _, err := h.db.WithdrawAsset(store.Operator, asset.ID, "wrong number"); err != nil {
					t.Fatal(err)
				}
				h.pass(5 * time.Minute)
				if got := h.texts("ada"); !slices.Equal(got, c.want) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.mustDepth(); d.Pending+d.Sending != 0 {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

// A withdrawn asset stood in many digests. Their edits take long, because Slack takes few in a minute; what is new goes out
// meanwhile, and every edit is made.
func TestCourier_Rewrite_HoldsNobodyUp(t *testing.T) {
	withHarness(t, setup{bot: func(b *Bot) {
		b.replaceKind(kind{Kind: store.MsgDigest,
			Render:  func(context.Context, store.Message) (content, error) { return content{Text: "digest"}, nil },
			Rewrite: func(context.Context, store.Receipt) (content, error) { return content{Text: "withdrawn"}, nil }})
	}}, func(t *testing.T, h *harness) {
		asset, people := storetest.MustAsset(t, h.db, nil), 120
		for i := range people {
			id := fmt.Sprintf("U0%05d", i)
			must(h.sim.AddPerson(slacksim.User{ID: id, Name: id, RealName: id}))(t)
			storetest.MustAdvocate(t, h.db, store.EmployeeID(id), id)
			storetest.MustPlan(t, h.db, store.EmployeeID(id), asset.ID)
		}
		h.pass(20 * time.Minute)
		if _, err := h.db.WithdrawAsset(store.Operator, asset.ID, "wrong number"); err != nil {
			t.Fatal(err)
		}
		h.pass(time.Second)
		h.mustNotice("n1", "ada", "something new")
		h.pass(5 * time.Second)
		if got := h.texts("ada"); !slices.Equal(got, []string{"something new"}) {
			t.Errorf("behind the edits ada got %q", got)
		}
		h.pass(5 * time.Minute)
		edited := 0
		for _, call := range h.sim.APICalls("chat.update") {
			if call.OK {
				edited++
			}
		}
		if d := h.mustDepth(); edited != people || d.Pending+d.Sending != 0 {
			t.Errorf("%d of %d digests were edited, the outbox has %+v", edited, people, d)
		}
	})
}

func TestCourier_Throughput(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := mustHarness(t, setup{})
		const people = 200
		for i := range people {
			id := store.EmployeeID(fmt.Sprintf("U0%05d", i))
			if _, err := h.sim.AddPerson(slacksim.User{ID: string(id), Name: string(id), RealName: string(id)}); err != nil {
				t.Fatal(err)
			}
		}
		h.pass(time.Minute)
		for i := range people {
			if err := h.db.EnqueueNotice(fmt.Sprint(i), store.EmployeeID(fmt.Sprintf("U0%05d", i)), "hello"); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		h.pass(50 * time.Second) // 240 messages a minute are the pace of a workspace
		if d := h.mustDepth(); d.Sent != people {
			t.Errorf("%+v after %v", d, time.Since(start))
		}
	})
}
