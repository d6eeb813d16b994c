// Bot tests: from a person's act to the answer they see, and how a run begins and ends.

package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
	"vouch/store"
)

// general is the channel everybody and the app are in.
const general = "C0SIM00GEN"

// must takes a result with its error, and gives the result or fails the test: must(ada.Say(...))(t).
func must[T any](result T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return result
	}
}

// say is a handler that answers with a text.
func say(text string) handler {
	return func(context.Context, inbound) (reply, error) { return reply{Text: text}, nil }
}

func fail(err error) handler {
	return func(context.Context, inbound) (reply, error) { return reply{}, err }
}

func TestBot_Command(t *testing.T) {
	var long []slack.Block
	for range 12 {
		long = append(long, sectionWith("x", button(actLink, "Go", strings.Repeat("x", 1900))))
	}
	cases := []struct {
		name   string
		handle handler
		sees   string // in the private answer
	}{
		{"a small answer", say("Hello *there*"), "Hello *there*"},
		{"an answer over the size of an acknowledgement", func(context.Context, inbound) (reply, error) {
			return reply{Text: "A long one", Blocks: long}, nil
		}, "A long one"},
		{"an error for people", fail(&store.Error{Kind: store.Denied, Msg: "Only <managers> can do that."}), "Only &lt;managers&gt; can do that."},
		{"an error of ours", fail(errors.New("disk on fire")), "Something went wrong on our side (ref "},
		{"a panic", func(context.Context, inbound) (reply, error) { panic("nil map") }, "Something went wrong on our side (ref "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", c.handle)}}, func(t *testing.T, h *harness) {
				got := must(h.sim.Person("ada").Slash(t.Context(), general, "/vouch try"))(t)
				if !got.Acked {
					t.Fatalf("not acknowledged: %s", got.Error)
				}
				h.pass(time.Second)
				seen := h.sim.Person("ada").Ephemerals()
				if len(seen) != 1 || !strings.Contains(seen[0].Text, c.sees) || strings.Contains(seen[0].Text, "fire") {
					t.Errorf("ada sees %+v", seen)
				}
				if trouble := h.sim.Log(0, "frame_too_big", "invalid_ack", "api_error"); len(trouble) != 0 {
					t.Errorf("Slack complains: %v", trouble)
				}
			})
		})
	}
}

func TestBot_SlowHandler(t *testing.T) {
	withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", func(ctx context.Context, _ inbound) (reply, error) {
		<-ctx.Done()
		return reply{}, ctx.Err()
	})}}, func(t *testing.T, h *harness) {
		start := time.Now()
		got := must(h.sim.Person("ada").Slash(t.Context(), general, "/vouch try"))(t)
		if got.Acked || time.Since(start) != 3*time.Second {
			t.Errorf("acknowledged %v after %v; Slack should show its own error after 3 s", got.Acked, time.Since(start))
		}
		if s := h.bot.Status(); s.Refused != 1 {
			t.Errorf("status %+v", s)
		}
	})
}

func TestBot_Duplicates(t *testing.T) {
	ran := 0
	withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", func(context.Context, inbound) (reply, error) {
		ran++
		return reply{Text: "done"}, nil
	})}}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{DuplicateEnvelopes: new(1), Reorder: new(true)})
		must(h.sim.Person("ada").Slash(t.Context(), general, "/vouch try"))(t)
		h.pass(time.Second)
		if s := h.bot.Status(); ran != 1 || s.Duplicates != 1 || s.Acked != 2 {
			t.Errorf("ran %d times, %+v", ran, s)
		}
	})
}

// An event whose acknowledgement was lost comes again with the same event id.
func TestBot_EventAgain(t *testing.T) {
	ran := 0
	withHarness(t, setup{routes: []route{onDM(func(context.Context, inbound) (reply, error) {
		ran++
		return reply{Text: "Try /vouch help."}, nil
	})}}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{DelayAcksSeenMS: new(3500)})
		must(h.sim.Person("ada").Say(t.Context(), "", "hello?"))(t)
		h.pass(10 * time.Second)
		h.mustFault(slacksim.Faults{DelayAcksSeenMS: new(0)})
		h.pass(10 * time.Minute)
		if got := h.texts("ada"); ran != 1 || len(got) != 2 || h.bot.Status().Duplicates == 0 {
			t.Errorf("ran %d times, ada sees %q, %+v", ran, got, h.bot.Status())
		}
	})
}

func TestBot_Modal(t *testing.T) {
	form := modal("form", "Form", "Send", "Cancel", "", input("title", "Title", textInput(inputValue, "", "", false, 100), "", true),
		input("url", "Address", textInput(inputValue, "", "", false, 100), "", true))
	answer := func(in inbound) (reply, error) {
		switch in.State.Text("title") {
		case "field":
			return reply{}, &store.Error{Kind: store.Invalid, Fields: store.FieldErrors{"url": "Not an address.", "image": "No picture."}}
		case "whole":
			return reply{}, &store.Error{Kind: store.Conflict, Msg: "It was withdrawn."}
		case "big":
			big := modal("form", "Big", "", "", "")
			for range 12 {
				big.Blocks.BlockSet = append(big.Blocks.BlockSet, section(strings.Repeat("y", 2900)))
			}
			return reply{Update: big}, nil
		case "text":
			return reply{Text: "Saved."}, nil
		case "push":
			return reply{Push: resultModal("Next", "Pushed.")}, nil
		}
		return reply{Clear: true}, nil
	}
	cases := []struct {
		title, errors, words string
	}{
		{"field", "map[title:No picture. url:Not an address.]", "Title"},
		{"whole", "map[title:It was withdrawn.]", "Title"},
		{"big", "map[]", "yyy"},
		{"text", "map[]", "Saved."},
		{"push", "map[]", "Pushed."},
		{"", "map[]", ""},
	}
	for _, c := range cases {
		t.Run("answering "+c.title, func(t *testing.T) {
			withHarness(t, setup{routes: []route{
				onWord(cmdVouch, "form", "", func(context.Context, inbound) (reply, error) { return reply{Open: form}, nil }),
				onSubmit("form", func(_ context.Context, in inbound) (reply, error) { return answer(in) }),
			}}, func(t *testing.T, h *harness) {
				ada := h.sim.Person("ada")
				must(ada.Slash(t.Context(), general, "/vouch form"))(t)
				must(ada.AwaitModal(t.Context(), func(*slacksim.View) bool { return true }))(t)
				got := must(ada.Submit(t.Context(), slacksim.Values{"title": map[string]any{inputValue: c.title}}))(t)
				h.pass(time.Second)
				if fmt.Sprint(got.Errors) != c.errors {
					t.Errorf("errors %v, want %s; result %+v", got.Errors, c.errors, got)
				}
				words := ""
				if v := ada.Modal(); v != nil {
					words = v.Title + " " + v.Words()
				}
				if !strings.Contains(words, c.words) || (c.words == "") != (words == "") {
					t.Errorf("the modal says %.60q, want %q", words, c.words)
				}
				if trouble := h.sim.Log(0, "invalid_ack", "trouble", "frame_too_big"); len(trouble) != 0 {
					t.Errorf("Slack complains: %v", trouble)
				}
			})
		})
	}
}

func TestBot_Button(t *testing.T) {
	shown := content{Text: "shown", Blocks: []slack.Block{section("shown"), actions("", button("go", "Go", "1"), button("tell", "Tell", "1"), button("old", "Old", "1"), linkButton(actLink, "Read", "https://example.com", ""))}}
	withHarness(t, setup{routes: []route{
		onAction("go", func(context.Context, inbound) (reply, error) {
			return reply{Replace: &content{Text: "replaced", Blocks: []slack.Block{section("replaced")}}}, nil
		}),
		onAction("tell", say("only you see this")),
	}}, func(t *testing.T, h *harness) {
		ada := h.sim.Person("ada")
		if out := h.api().post(t.Context(), string(h.id("ada")), "", shown); out.Fate != sent {
			t.Fatalf("%+v", out)
		}
		message := ada.Inbox()[0]
		for _, press := range []string{"tell", "old", actLink, "go"} {
			if got := must(ada.Press(t.Context(), message, press))(t); got.Warning {
				t.Errorf("%s: not acknowledged", press)
			}
			h.pass(time.Second)
		}
		if got := ada.Inbox()[0].Text; got != "replaced" {
			t.Errorf("the message says %q", got)
		}
		private := ada.Ephemerals()
		if len(private) != 2 || private[0].Text != "only you see this" || !strings.Contains(private[1].Text, "older message") {
			t.Errorf("ada alone sees %d messages: %+v", len(private), private)
		}
	})
}

func TestBot_People(t *testing.T) {
	withHarness(t, setup{routes: []route{onWord(cmdVouch, "try", "", say("hello"))}}, func(t *testing.T, h *harness) {
		everybody := must(h.db.Employees())(t)
		if len(everybody) != 11 {
			t.Errorf("%d employees; bots, Slackbot and strangers are none", len(everybody))
		}
		joined := must(h.sim.AddPerson(slacksim.User{Name: "zoe", RealName: "Zoe", TZ: "Europe/Rome"}))(t)
		must(h.sim.ChangePerson("ben", func(u *slacksim.User) { u.Title, u.Deleted = "CFO", true }))(t)
		h.pass(time.Second)
		if zoe, err := h.db.Employee(store.EmployeeID(joined.ID)); err != nil || zoe.Name != "Zoe" {
			t.Errorf("who joined is unknown: %+v, %v", zoe, err)
		}
		if ben, err := h.db.Employee(h.id("ben")); err != nil || !ben.Deactivated {
			t.Errorf("who left is still here: %+v, %v", ben, err)
		}
	})
}

// Somebody acts before Slack told of them.
func TestBot_UnknownPersonActs(t *testing.T) {
	fails := slacksim.Faults{ServerError: &slacksim.MethodFault{Method: "users.list", Times: 1000}}
	withHarness(t, setup{faults: fails, routes: []route{onWord(cmdVouch, "try", "", say("hello"))}}, func(t *testing.T, h *harness) {
		if everybody := must(h.db.Employees())(t); len(everybody) != 0 {
			t.Fatalf("%d employees already", len(everybody))
		}
		for _, who := range []string{"ada", "ida"} {
			must(h.sim.Person(who).Slash(t.Context(), "", "/vouch try"))(t)
			if e, err := h.db.Employee(h.id(who)); err != nil || e.Guest != (who == "ida") {
				t.Errorf("%s: %+v, %v", who, e, err)
			}
		}
	})
}

func TestBot_Run_Refused(t *testing.T) {
	cases := []struct {
		name   string
		change setup
		says   string
	}{
		{"a bot token where the app token belongs", setup{config: func(c *Config) { c.AppToken = c.BotToken }}, "SLACK_APP_TOKEN holds the wrong kind of token"},
		{"an app token where the bot token belongs", setup{config: func(c *Config) { c.BotToken = c.AppToken }}, "SLACK_BOT_TOKEN"},
		{"a made-up bot token", setup{config: func(c *Config) { c.BotToken = "xoxb-1-2-3" }}, "SLACK_BOT_TOKEN (invalid_auth)"},
		{"a wrong address", setup{config: func(c *Config) { c.APIURL = "http://slack.test/nothing/here/" }}, "check SLACK_API_URL"},
		{"a scope that was not granted", setup{sim: slacksim.Options{Manifest: []byte(strings.Replace(string(Manifest()), "      - im:write\n", "", 1))}},
			"lacks the scopes im:write"},
		{"tokens revoked before the start", setup{faults: slacksim.Faults{RevokeTokens: new(true)}}, "SLACK_BOT_TOKEN"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var book logbook
			before := c.change.config
			c.change.fails, c.change.config = true, func(config *Config) {
				if before != nil {
					before(config)
				}
				book.reading(config)
			}
			withHarness(t, c.change, func(t *testing.T, h *harness) {
				select {
				case err := <-h.ended:
					if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "xoxb-1") {
						t.Errorf("ended with %v, want %q", err, c.says)
					}
					if ends := book.with(`"level":"error"`); len(ends) != 1 || !strings.Contains(ends[0], c.says) {
						t.Errorf("the log has %q", ends)
					}
				default:
					t.Error("still running")
				}
			})
		})
	}
}

func TestBot_Run_MissingScope(t *testing.T) {
	if got := missingScopes([]string{"commands", "chat:write", "im:history", "users:read"}); strings.Join(got, " ") != "files:read im:write reactions:read" {
		t.Errorf("missing %q", got)
	}
	if missingScopes(nil) != nil {
		t.Error("a Slack that does not name the scopes is taken as one that grants none")
	}
}

func TestBot_Run_SlackDownAtStart(t *testing.T) {
	withHarness(t, setup{faults: slacksim.Faults{Outage: new(true)}}, func(t *testing.T, h *harness) {
		h.pass(time.Hour)
		h.mustFault(slacksim.Faults{Outage: new(false)})
		h.pass(2 * time.Minute)
		select {
		case <-h.bot.Ready():
		default:
			t.Error("not ready two minutes after the outage")
		}
		if s := h.bot.Status(); s.Connected != 2 || s.Team == "" {
			t.Errorf("status %+v", s)
		}
	})
}

func TestBot_Run_RevokedWhileRunning(t *testing.T) {
	withHarness(t, setup{fails: true}, func(t *testing.T, h *harness) {
		h.mustFault(slacksim.Faults{RevokeTokens: new(true)})
		h.pass(time.Minute)
		select {
		case err := <-h.ended:
			if !errors.Is(err, errRevoked) {
				t.Errorf("ended with %v", err)
			}
		default:
			t.Error("still running")
		}
	})
}

// Acts that were taken are finished and acknowledged before the sockets close; later ones are left to Slack.
func TestBot_Run_Stop(t *testing.T) {
	withHarness(t, setup{routes: []route{onWord(cmdVouch, "slow", "", func(context.Context, inbound) (reply, error) {
		time.Sleep(2 * time.Second)
		return reply{Text: "done"}, nil
	})}}, func(t *testing.T, h *harness) {
		acked := make(chan bool, 1)
		go func() {
			got, err := h.sim.Person("ada").Slash(context.Background(), general, "/vouch slow")
			acked <- err == nil && got.Acked
		}()
		h.pass(time.Second)
		h.stop()
		if !<-acked {
			t.Error("an act under way was not acknowledged")
		}
		h.pass(time.Second)
		if h.sim.Connections() != 0 {
			t.Errorf("%d sockets are still open", h.sim.Connections())
		}
	})
}

func TestBot_New_Refuses(t *testing.T) {
	for _, c := range []Config{{}, {BotToken: "x", AppToken: "y"}, {DB: new(store.DB), BotToken: "x", AppToken: "y", Connections: 11}} {
		if _, err := New(c); !errors.Is(err, errConfig) {
			t.Errorf("%d connections: %v", c.Connections, err)
		}
	}
}

func TestBot_HTTPClient_HasTimeouts(t *testing.T) {
	for _, given := range []*http.Client{nil, {}} {
		if got := newAPI(apiOptions{Client: given}).http.Timeout; got != callTimeout {
			t.Errorf("a call may take %v", got)
		}
	}
}

// The token is revoked and Slack does not say so: the first call that is refused ends the program and names the variable.
func TestBot_Run_RefusedWhileRunning(t *testing.T) {
	for _, by := range []string{"the courier", "an act"} {
		t.Run("noticed by "+by, func(t *testing.T) {
			gone := &refusing{}
			withHarness(t, setup{fails: true, config: gone.between, routes: []route{onWord(cmdVouch, "try", "", func(context.Context, inbound) (reply, error) {
				return reply{Open: resultModal("x", "y")}, nil
			})}}, func(t *testing.T, h *harness) {
				gone.armed.Store(true)
				if by == "an act" {
					must(h.sim.Person("ada").Slash(t.Context(), general, "/vouch try"))(t)
				} else {
					h.mustNotice("n", "ada", "x")
				}
				h.pass(time.Minute)
				select {
				case err := <-h.ended:
					if err == nil || !strings.Contains(err.Error(), "SLACK_BOT_TOKEN") {
						t.Errorf("ended with %v", err)
					}
				default:
					t.Error("still running")
				}
				if d := h.mustDepth(); d.Sending != 0 || d.Dead != 0 {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

// refusing stands between the bot and Slack and, once armed, answers every call as Slack does when the token was revoked.
type refusing struct {
	http.RoundTripper
	armed atomic.Bool
}

// between puts it into a bot's configuration.
func (r *refusing) between(c *Config) {
	r.RoundTripper = c.HTTPClient.Transport
	c.HTTPClient = &http.Client{Transport: r}
}

// RoundTrip answers.
func (r *refusing) RoundTrip(request *http.Request) (*http.Response, error) {
	if !r.armed.Load() {
		return r.RoundTripper.RoundTrip(request)
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: request,
		Body: io.NopCloser(strings.NewReader(`{"ok":false,"error":"account_inactive"}`))}, nil
}
