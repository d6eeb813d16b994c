// Courier tests: every message exactly once, whatever Slack and the network do meanwhile.

package bot_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/courier"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// postMethod is the method of the courier's messages.
const postMethod = "chat.postMessage"

func TestCourier_Deliver(t *testing.T) {
	// Two looks of 20 s and more, and two waits of up to a minute whose length is drawn.
	cases := []struct {
		name   string
		faults slacksim.Faults
		within time.Duration
	}{
		{"in good weather", slacksim.Faults{}, time.Second},
		{"after a rate limit, not before its Retry-After",
			slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: postMethod, RetryAfter: 20}}, 30 * time.Second},
		{"after server errors, of which nobody knows whether the message went out",
			slacksim.Faults{ServerError: &slacksim.MethodFault{Method: postMethod, Times: 2}}, 5 * time.Minute},
		{"when the answer never came though the message did",
			slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod}}, 5 * time.Minute},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
				h.MustFault(c.faults)
				h.MustNotice("n1", "ada", "first")
				h.Pass(c.within)
				if got := h.Texts("ada"); !slices.Equal(got, []string{"first"}) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.MustDepth(); d != (store.Depth{Sent: 1}) {
					t.Errorf("the outbox has %+v", d)
				}
				if _, found, err := h.Db.Receipt("notice/n1"); err != nil || !found {
					t.Errorf("no receipt: %v", err)
				}
			})
		})
	}
}

func TestCourier_Deliver_ObeysRetryAfter(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: postMethod, RetryAfter: 20}})
		h.MustNotice("n1", "ada", "first")
		h.Pass(19 * time.Second)
		if calls := len(h.Sim.APICalls(postMethod)); calls != 1 {
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
	bottest.With(t, bottest.Setup{Config: func(c *bot.Config) {
		calls.base = c.HTTPClient.Transport
		c.HTTPClient = &http.Client{Transport: calls}
	}}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{Outage: new(true)})
		for i := range 40 {
			h.MustNotice(fmt.Sprint(i), []string{"ada", "ben"}[i%2], fmt.Sprint(i))
		}
		h.Pass(time.Hour)
		if n := calls.n.Load(); n > 120 {
			t.Errorf("%d posts tried during an hour of outage", n)
		}
		h.MustFault(slacksim.Faults{Outage: new(false)})
		h.Pass(10 * time.Minute)
		got := append(h.Texts("ada"), h.Texts("ben")...)
		slices.Sort(got)
		if len(got) != 40 || len(slices.Compact(got)) != 40 {
			t.Errorf("%d messages arrived, want each of 40 once", len(got))
		}
		if d := h.MustDepth(); d != (store.Depth{Sent: 40}) {
			t.Errorf("the outbox has %+v", d)
		}
	})
}

func TestCourier_OrderForOnePerson(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		for i := range 9 {
			h.MustNotice(fmt.Sprint(i), "ada", fmt.Sprint(i))
			h.Pass(time.Millisecond)
		}
		h.Pass(30 * time.Second)
		if got := h.Texts("ada"); !slices.IsSorted(got) || len(got) != 9 {
			t.Errorf("arrived as %q", got)
		}
	})
}

func TestCourier_SlowConversation(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		for i := range 100 {
			h.MustNotice(fmt.Sprint("slow", i), "ada", "many")
		}
		h.Pass(time.Millisecond)
		h.MustNotice("quick", "ben", "one")
		h.Pass(15 * time.Second)
		if got := h.Texts("ben"); len(got) != 1 {
			t.Errorf("ben waits for ada's hundred messages: %q", got)
		}
		h.Pass(5 * time.Minute)
		if got := len(h.Texts("ada")); got != 100 {
			t.Errorf("ada has %d of 100 messages", got)
		}
	})
}

// Somebody leaves the company while Slack is out of order.
func TestCourier_Undeliverable(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{ServerError: &slacksim.MethodFault{Method: "*", Times: 1_000_000}})
		h.MustNotice("n", "ben", "too late")
		h.Pass(time.Second)
		bottest.Must(h.Sim.ChangePerson("ben", func(u *slacksim.User) { u.Deleted = true }))(t)
		h.Pass(time.Minute)
		h.Sim.ClearFaults()
		h.Pass(10 * time.Minute)
		m, err := storetest.Ask1(h.Db, (*store.Query).Message, "notice/n")
		if err != nil || m.State != store.Dead {
			t.Errorf("a message to somebody who left: %+v, %v", m, err)
		}
		if posts := h.Sim.APICalls(postMethod); len(posts) != 0 && posts[len(posts)-1].OK {
			t.Error("it was sent")
		}
	})
}

// A crash between the claim and the answer leaves a message in doubt. The next run looks for it in Slack first.
func TestCourier_Restart(t *testing.T) {
	for _, delivered := range []bool{true, false} {
		t.Run(fmt.Sprintf("delivered before the crash: %v", delivered), func(t *testing.T) {
			bottest.With(t, bottest.Setup{Path: filepath.Join(t.TempDir(), "vouch.db")}, func(t *testing.T, h *bottest.World) {
				h.Stop()
				h.MustNotice("n1", "ada", "first")
				claimed, err := h.Db.ClaimMessages(time.Now(), 1)
				if err != nil || len(claimed) != 1 {
					t.Fatalf("claimed %v, %v", claimed, err)
				}
				if delivered {
					out := h.Api().Post(t.Context(), string(h.Id("ada")), claimed[0].Key, block.Content{Text: "first"})
					if out.Fate != slackapi.Sent {
						t.Fatalf("posting gave %+v", out)
					}
				}
				h.Pass(3 * time.Minute) // the store doubts what was claimed more than two minutes ago
				h.Run(bottest.Setup{})
				h.Pass(time.Minute)
				if got := h.Texts("ada"); !slices.Equal(got, []string{"first"}) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.MustDepth(); d != (store.Depth{Sent: 1}) {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

func TestCourier_Stop(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		for i := range 30 {
			h.MustNotice(fmt.Sprint(i), "ada", fmt.Sprint(i))
		}
		h.Pass(500 * time.Millisecond)
		h.Stop()
		d := h.MustDepth()
		if d.Sending != 0 || d.Sent+d.Pending != 30 || d.Sent != len(h.Texts("ada")) {
			t.Errorf("after a stop in the middle: %+v, arrived %d", d, len(h.Texts("ada")))
		}
	})
}

func drawsBoards(b *bot.Bot) {
	b.ReplaceKind(courier.Kind{Kind: store.MsgBoard, Render: func(context.Context, store.Message) (block.Content,
		error) {
		return block.Content{Text: "board"}, nil
	}})
}

func TestCourier_BoardInDoubt(t *testing.T) {
	var book bottest.Logbook
	bottest.With(t, bottest.Setup{Bot: drawsBoards, Config: book.Reading}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod}})
		h.MustBoard("eve", "C0SIM00GEN")
		h.Pass(3 * time.Minute)
		if posts := len(h.Sim.Person("eve").Messages("C0SIM00GEN")); posts != 1 {
			t.Errorf("the board was posted %d times", posts)
		}
		if got := h.Texts("eve"); len(got) != 1 || !strings.Contains(got[0], "may or may not be there") {
			t.Errorf("the manager was told %q", got)
		}
		if logged := book.With("cannot be delivered", `"reason":"may have been posted"`,
			`"channel":"C0SIM00GEN"`); len(logged) != 1 {
			t.Errorf("the log has %q", logged)
		}
	})
}

func TestCourier_BoardNotInChannel(t *testing.T) {
	var book bottest.Logbook
	bottest.With(t, bottest.Setup{Bot: drawsBoards, Config: book.Reading}, func(t *testing.T, h *bottest.World) {
		h.MustBoard("eve", "C0SIM00RND")
		h.Pass(time.Minute)
		if got := h.Texts("eve"); len(got) != 1 || !strings.Contains(got[0], "/invite @vouch") {
			t.Errorf("the manager was told %q", got)
		}
		if logged := book.With("cannot be delivered", `"reason":"not_in_channel"`,
			`"channel":"C0SIM00RND"`); len(logged) != 1 {
			t.Errorf("the log has %q", logged)
		}
	})
}

// A delivered digest is rendered again when its asset is withdrawn, also when the answer to that is lost, and left
// alone when the person has deleted it.
func TestCourier_Rewrite(t *testing.T) {
	drawn := 0
	draws := func(b *bot.Bot) {
		b.ReplaceKind(courier.Kind{Kind: store.MsgDigest,
			Render: func(context.Context, store.Message) (block.Content, error) { return block.Content{Text: "digest"}, nil },
			Rewrite: func(context.Context, store.Receipt) (block.Content, error) {
				drawn++
				return block.Content{Text: fmt.Sprint("withdrawn ", drawn)}, nil
			}})
	}
	cases := []struct {
		name    string
		faults  slacksim.Faults
		deleted bool
		want    []string
	}{
		{"at once", slacksim.Faults{}, false, []string{"withdrawn 1"}},
		{"the answer is lost", slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: "chat.update"}}, false,
			[]string{"withdrawn 2"}},
		{"the message is gone", slacksim.Faults{}, true, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drawn = 0
			bottest.With(t, bottest.Setup{Bot: draws}, func(t *testing.T, h *bottest.World) {
				storetest.MustAdvocate(t, h.Db, h.Id("ada"), "ada")
				asset := storetest.MustAsset(t, h.Db, nil)
				key := storetest.MustPlan(t, h.Db, h.Id("ada"), asset.ID)
				h.Pass(20 * time.Minute)
				r, found, err := h.Db.Receipt(key)
				if err != nil || !found {
					t.Fatalf("the digest was not delivered: %v", err)
				}
				if c.deleted {
					if _, _, err := slack.New(h.Sim.BotToken(), slack.OptionAPIURL("http://slack.test/api/"),
						slack.OptionHTTPClient(&http.Client{Transport: h.Transport})).DeleteMessage(r.Channel, r.TS); err != nil {
						t.Fatal(err)
					}
				}
				h.MustFault(c.faults)
				if _, err := h.Db.WithdrawAsset(store.Operator, asset.ID, "wrong number"); err != nil {
					t.Fatal(err)
				}
				h.Pass(5 * time.Minute)
				if got := h.Texts("ada"); !slices.Equal(got, c.want) {
					t.Errorf("the inbox has %q", got)
				}
				if d := h.MustDepth(); d.Pending+d.Sending != 0 {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

// A withdrawn asset stood in many digests. Their edits take long, because Slack takes few in a minute; what is new goes
// out meanwhile, and every edit is made.
func TestCourier_Rewrite_HoldsNobodyUp(t *testing.T) {
	bottest.With(t, bottest.Setup{Bot: func(b *bot.Bot) {
		b.ReplaceKind(courier.Kind{Kind: store.MsgDigest,
			Render: func(context.Context, store.Message) (block.Content, error) { return block.Content{Text: "digest"}, nil },
			Rewrite: func(context.Context, store.Receipt) (block.Content, error) {
				return block.Content{Text: "withdrawn"}, nil
			}})
	}}, func(t *testing.T, h *bottest.World) {
		asset, people := storetest.MustAsset(t, h.Db, nil), 120
		for i := range people {
			id := fmt.Sprintf("U0%05d", i)
			bottest.Must(h.Sim.AddPerson(slacksim.User{ID: id, Name: id, RealName: id}))(t)
			storetest.MustAdvocate(t, h.Db, store.EmployeeID(id), id)
			storetest.MustPlan(t, h.Db, store.EmployeeID(id), asset.ID)
		}
		h.Pass(20 * time.Minute)
		if _, err := h.Db.WithdrawAsset(store.Operator, asset.ID, "wrong number"); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		h.MustNotice("n1", "ada", "something new")
		h.Pass(5 * time.Second)
		if got := h.Texts("ada"); !slices.Equal(got, []string{"something new"}) {
			t.Errorf("behind the edits ada got %q", got)
		}
		h.Pass(5 * time.Minute)
		edited := 0
		for _, call := range h.Sim.APICalls("chat.update") {
			if call.OK {
				edited++
			}
		}
		if d := h.MustDepth(); edited != people || d.Pending+d.Sending != 0 {
			t.Errorf("%d of %d digests were edited, the outbox has %+v", edited, people, d)
		}
	})
}

func TestCourier_Throughput(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		const people = 200
		for i := range people {
			id := store.EmployeeID(fmt.Sprintf("U0%05d", i))
			if _, err := h.Sim.AddPerson(slacksim.User{ID: string(id), Name: string(id), RealName: string(id)}); err != nil {
				t.Fatal(err)
			}
		}
		h.Pass(time.Minute)
		for i := range people {
			if err := h.Db.EnqueueNotice(fmt.Sprint(i), store.EmployeeID(fmt.Sprintf("U0%05d", i)), "hello"); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		h.Pass(50 * time.Second) // 240 messages a minute are the pace of a workspace
		if d := h.MustDepth(); d.Sent != people {
			t.Errorf("%+v after %v", d, time.Since(start))
		}
	})
}

// refuses answers the next posts to a person with a code of Slack's.
type refuses struct {
	base  http.RoundTripper
	to    store.EmployeeID
	code  string
	times atomic.Int64
}

// RoundTrip refuses or passes on.
func (r *refuses) RoundTrip(q *http.Request) (*http.Response, error) {
	if strings.HasSuffix(q.URL.Path, "/"+postMethod) && q.GetBody != nil {
		body, err := q.GetBody()
		if err != nil {
			return nil, err
		}
		sent, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		if strings.Contains(string(sent), "channel="+string(r.to)) && r.times.Add(-1) >= 0 {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(`{"ok":false,"error":"` + r.code + `"}`)), Request: q}, nil
		}
	}
	return r.base.RoundTrip(q)
}

// What an admin forbids today may be allowed tomorrow, so a card is offered again and a manager knows.
func TestCourier_RefusedForAWhile(t *testing.T) {
	cases := []struct {
		code         string
		times        int64
		cards, tolds int
	}{
		{"ekm_access_denied", 1, 1, 1},
		{"messages_tab_disabled", 1, 1, 1},
		{"gravity_reversed", 4, 1, 1},
		{"gravity_reversed", 1_000, 0, 1},
		{"user_disabled", 1, 0, 0},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s, %d times", c.code, c.times), func(t *testing.T) {
			gate := &refuses{code: c.code}
			bottest.With(t, bottest.Setup{Config: func(b *bot.Config) {
				gate.base = b.HTTPClient.Transport
				b.HTTPClient = &http.Client{Transport: gate}
			}}, func(t *testing.T, h *bottest.World) {
				gate.to = h.Id("cleo")
				storetest.MustManager(t, h.Db, h.Id("eve"), "eve")
				if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{gate.to}, nil); err != nil {
					t.Fatal(err)
				}
				gate.times.Store(c.times)
				k := storetest.MustReferral(t, h.Db, h.Joined(t, "ada").Id, "Jane Doe", "jane@x.example")
				h.Pass(24 * time.Hour) // the night between is no time to try
				key := "referral_card/" + string(k.ID) + "/" + string(k.Owner)
				m, err := storetest.Ask1(h.Db, (*store.Query).Message, key)
				if err != nil {
					t.Fatal(err)
				}
				if sent := m.State == store.Sent; sent != (c.cards == 1) {
					t.Errorf("a day later the card is %s: %s", m.State, m.Reason)
				}
				told := 0
				for _, text := range h.Texts("eve") {
					if strings.Contains(text, c.code) {
						told++
					}
				}
				if told != c.tolds {
					t.Errorf("the manager was told %d times, want %d: %q", told, c.tolds, h.Texts("eve"))
				}
				if m.State == store.Pending {
					h.Pass(4 * 24 * time.Hour) // it is offered for three days
				}
				if m, err = storetest.Ask1(h.Db, (*store.Query).Message,
					key); err != nil || (m.State == store.Dead) != (c.cards == 0) {
					t.Errorf("days later the card is %s, %v", m.State, err)
				}
			})
		})
	}
}
