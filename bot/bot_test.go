// Bot tests: from a person's interaction to the answer they see, and how a run begins and ends.

package bot_test

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

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

func TestBot_Command(t *testing.T) {
	var long []slack.Block
	for range 12 {
		long = append(long, block.SectionWith("x", block.Button(block.ActLink, "Go", strings.Repeat("x", 1900))))
	}
	cases := []struct {
		name   string
		handle dispatch.Handler
		sees   string // in the private answer
	}{
		{"a small answer", bottest.Say("Hello *there*"), "Hello *there*"},
		{"an answer over the size of an acknowledgement",
			func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
				return dispatch.Reply{Text: "A long one", Blocks: long}, nil
			}, "A long one"},
		{"an error for people", bottest.Fail(&store.Error{Kind: store.Denied, Msg: "Only <managers> can do that."}),
			"Only &lt;managers&gt; can do that."},
		{"an error of ours", bottest.Fail(errors.New("disk on fire")), "Something went wrong on our side (ref "},
		{"a panic", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) { panic("nil map") },
			"Something went wrong on our side (ref "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "", c.handle)}},
				func(t *testing.T, h *bottest.World) {
					got := bottest.Must(h.Sim.Person("ada").Slash(t.Context(), bottest.General, "/vouch try"))(t)
					if !got.Acked {
						t.Fatalf("not acknowledged: %s", got.Error)
					}
					h.Pass(time.Second)
					seen := h.Sim.Person("ada").Ephemerals()
					if len(seen) != 1 || !strings.Contains(seen[0].Text, c.sees) || strings.Contains(seen[0].Text, "fire") {
						t.Errorf("ada sees %+v", seen)
					}
					if trouble := h.Sim.Log(0, "frame_too_big", "invalid_ack", "api_error"); len(trouble) != 0 {
						t.Errorf("Slack complains: %v", trouble)
					}
				})
		})
	}
}

func TestBot_SlowHandler(t *testing.T) {
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "",
		func(ctx context.Context, _ dispatch.Interaction) (dispatch.Reply, error) {
			<-ctx.Done()
			return dispatch.Reply{}, ctx.Err()
		})}}, func(t *testing.T, h *bottest.World) {
		start := time.Now()
		got := bottest.Must(h.Sim.Person("ada").Slash(t.Context(), bottest.General, "/vouch try"))(t)
		if got.Acked || time.Since(start) != 3*time.Second {
			t.Errorf("acknowledged %v after %v; Slack should show its own error after 3 s", got.Acked, time.Since(start))
		}
		if s := h.Bot.Status(); s.Shed != 1 {
			t.Errorf("status %+v", s)
		}
	})
}

func TestBot_Duplicates(t *testing.T) {
	ran := 0
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "",
		func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
			ran++
			return dispatch.Reply{Text: "done"}, nil
		})}}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1), Reorder: new(true)})
		bottest.Must(h.Sim.Person("ada").Slash(t.Context(), bottest.General, "/vouch try"))(t)
		h.Pass(time.Second)
		if s := h.Bot.Status(); ran != 1 || s.Duplicates != 1 || s.Acked != 2 {
			t.Errorf("ran %d times, %+v", ran, s)
		}
	})
}

// An event whose acknowledgement was lost comes again with the same event id.
func TestBot_EventAgain(t *testing.T) {
	ran := 0
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{
		dispatch.OnDM(func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
			ran++
			return dispatch.Reply{Text: "Try /vouch help."}, nil
		})}}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{DelayAcksSeenMS: new(3500)})
		bottest.Must(h.Sim.Person("ada").Say(t.Context(), "", "hello?"))(t)
		h.Pass(10 * time.Second)
		h.MustFault(slacksim.Faults{DelayAcksSeenMS: new(0)})
		h.Pass(10 * time.Minute)
		if got := h.Texts("ada"); ran != 1 || len(got) != 2 || h.Bot.Status().Duplicates == 0 {
			t.Errorf("ran %d times, ada sees %q, %+v", ran, got, h.Bot.Status())
		}
	})
}

func TestBot_Modal(t *testing.T) {
	form := block.Modal("form", "Form", "Send", "Cancel", "",
		block.Input("title", "Title", block.TextInput(block.InputValue, "", "", false, 100), "", true),
		block.Input("url", "Address", block.TextInput(block.InputValue, "", "", false, 100), "", true))
	answer := func(in dispatch.Interaction) (dispatch.Reply, error) {
		switch in.State.Text("title") {
		case "field":
			return dispatch.Reply{}, &store.Error{Kind: store.Invalid,
				Fields: store.FieldErrors{"url": "Not an address.", "image": "No picture."}}
		case "whole":
			return dispatch.Reply{}, &store.Error{Kind: store.Conflict, Msg: "It was withdrawn."}
		case "big":
			big := block.Modal("form", "Big", "", "", "")
			for range 12 {
				big.Blocks.BlockSet = append(big.Blocks.BlockSet, block.Section(strings.Repeat("y", 2900)))
			}
			return dispatch.Reply{Update: big}, nil
		case "text":
			return dispatch.Reply{Text: "Saved."}, nil
		case "push":
			return dispatch.Reply{Push: block.ResultModal("Next", "Pushed.")}, nil
		}
		return dispatch.Reply{Clear: true}, nil
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
			bottest.With(t, bottest.Setup{Routes: []dispatch.Route{
				dispatch.OnWord(surface.CmdVouch, "form", "", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
					return dispatch.Reply{Open: form}, nil
				}),
				dispatch.OnSubmit("form", func(_ context.Context, in dispatch.Interaction) (dispatch.Reply,
					error) {
					return answer(in)
				}),
			}}, func(t *testing.T, h *bottest.World) {
				ada := h.Sim.Person("ada")
				bottest.Must(ada.Slash(t.Context(), bottest.General, "/vouch form"))(t)
				bottest.Must(ada.AwaitModal(t.Context(), func(*slacksim.View) bool { return true }))(t)
				got := bottest.Must(ada.Submit(t.Context(), slacksim.Values{"title": map[string]any{block.InputValue: c.title}}))(t)
				h.Pass(time.Second)
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
				if trouble := h.Sim.Log(0, "invalid_ack", "trouble", "frame_too_big"); len(trouble) != 0 {
					t.Errorf("Slack complains: %v", trouble)
				}
			})
		})
	}
}

func TestBot_Button(t *testing.T) {
	shown := block.Content{Text: "shown", Blocks: []slack.Block{block.Section("shown"),
		block.Actions("", block.Button("go", "Go", "1"), block.Button("tell", "Tell", "1"), block.Button("old", "Old", "1"),
			block.LinkButton(block.ActLink, "Read", "https://example.com", ""))}}
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{
		dispatch.OnAction("go", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
			return dispatch.Reply{Replace: &block.Content{Text: "replaced", Blocks: []slack.Block{block.Section("replaced")}}},
				nil
		}),
		dispatch.OnAction("tell", bottest.Say("only you see this")),
	}}, func(t *testing.T, h *bottest.World) {
		ada := h.Sim.Person("ada")
		if out := h.Api().Post(t.Context(), string(h.Id("ada")), "", shown); out.Fate != slackapi.Sent {
			t.Fatalf("%+v", out)
		}
		message := ada.Inbox()[0]
		for _, press := range []string{"tell", "old", block.ActLink, "go"} {
			if got := bottest.Must(ada.Press(t.Context(), message, press))(t); got.Warning {
				t.Errorf("%s: not acknowledged", press)
			}
			h.Pass(time.Second)
		}
		if got := ada.Inbox()[0].Text; got != "replaced" {
			t.Errorf("the message says %q", got)
		}
		private := ada.Ephemerals()
		if len(private) != 2 || private[0].Text != "only you see this" ||
			!strings.Contains(private[1].Text, "older message") {
			t.Errorf("ada alone sees %d messages: %+v", len(private), private)
		}
	})
}

func TestBot_People(t *testing.T) {
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "",
		bottest.Say("hello"))}}, func(t *testing.T, h *bottest.World) {
		everybody := bottest.Must(h.Db.Employees())(t)
		if len(everybody) != 11 {
			t.Errorf("%d employees; bots, Slackbot and strangers are none", len(everybody))
		}
		joined := bottest.Must(h.Sim.AddPerson(slacksim.User{Name: "zoe", RealName: "Zoe", TZ: "Europe/Rome"}))(t)
		bottest.Must(h.Sim.ChangePerson("ben", func(u *slacksim.User) { u.Title, u.Deleted = "CFO", true }))(t)
		h.Pass(time.Second)
		if zoe, err := h.Db.Employee(store.EmployeeID(joined.ID)); err != nil || zoe.Name != "Zoe" {
			t.Errorf("who joined is unknown: %+v, %v", zoe, err)
		}
		if ben, err := h.Db.Employee(h.Id("ben")); err != nil || !ben.Deactivated {
			t.Errorf("who left is still here: %+v, %v", ben, err)
		}
	})
}

// Somebody acts before Slack told of them.
func TestBot_UnknownPersonActs(t *testing.T) {
	fails := slacksim.Faults{ServerError: &slacksim.MethodFault{Method: "users.list", Times: 1000}}
	bottest.With(t, bottest.Setup{Faults: fails, Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "",
		bottest.Say("hello"))}}, func(t *testing.T, h *bottest.World) {
		if everybody := bottest.Must(h.Db.Employees())(t); len(everybody) != 0 {
			t.Fatalf("%d employees already", len(everybody))
		}
		for _, who := range []string{"ada", "ida"} {
			bottest.Must(h.Sim.Person(who).Slash(t.Context(), "", "/vouch try"))(t)
			if e, err := h.Db.Employee(h.Id(who)); err != nil || e.Guest != (who == "ida") {
				t.Errorf("%s: %+v, %v", who, e, err)
			}
		}
	})
}

func TestBot_Run_Refused(t *testing.T) {
	cases := []struct {
		name   string
		change bottest.Setup
		says   string
	}{
		{"a bot token where the app token belongs", bottest.Setup{Config: func(c *bot.Config) { c.AppToken = c.BotToken }},
			"SLACK_APP_TOKEN holds the wrong kind of token"},
		{"an app token where the bot token belongs", bottest.Setup{Config: func(c *bot.Config) { c.BotToken = c.AppToken }},
			"SLACK_BOT_TOKEN"},
		{"a made-up bot token", bottest.Setup{Config: func(c *bot.Config) { c.BotToken = "xoxb-1-2-3" }},
			"SLACK_BOT_TOKEN (invalid_auth)"},
		{"a wrong address", bottest.Setup{Config: func(c *bot.Config) { c.APIURL = "http://slack.test/nothing/here/" }},
			"check SLACK_API_URL"},
		{"a scope that was not granted", bottest.Setup{Sim: slacksim.Options{
			Manifest: []byte(strings.Replace(string(bot.Manifest()), "      - im:write\n", "", 1))}},
			"lacks the scopes im:write"},
		{"tokens revoked before the start", bottest.Setup{Faults: slacksim.Faults{RevokeTokens: new(true)}},
			"SLACK_BOT_TOKEN"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var book bottest.Logbook
			before := c.change.Config
			c.change.Fails, c.change.Config = true, func(config *bot.Config) {
				if before != nil {
					before(config)
				}
				book.Reading(config)
			}
			bottest.With(t, c.change, func(t *testing.T, h *bottest.World) {
				select {
				case err := <-h.Ended:
					if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "xoxb-1") {
						t.Errorf("ended with %v, want %q", err, c.says)
					}
					if ends := book.With(`"level":"error"`); len(ends) != 1 || !strings.Contains(ends[0], c.says) {
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
	if got := bot.MissingScopes([]string{"commands", "chat:write", "im:history", "users:read"}); strings.Join(got,
		" ") != "files:read im:write reactions:read" {
		t.Errorf("missing %q", got)
	}
	if bot.MissingScopes(nil) != nil {
		t.Error("a Slack that does not name the scopes is taken as one that grants none")
	}
}

func TestBot_Run_SlackDownAtStart(t *testing.T) {
	bottest.With(t, bottest.Setup{Faults: slacksim.Faults{Outage: new(true)}}, func(t *testing.T, h *bottest.World) {
		h.Pass(time.Hour)
		h.MustFault(slacksim.Faults{Outage: new(false)})
		h.Pass(2 * time.Minute)
		select {
		case <-h.Bot.Ready():
		default:
			t.Error("not ready two minutes after the outage")
		}
		if s := h.Bot.Status(); s.Connected != 2 || s.Team == "" {
			t.Errorf("status %+v", s)
		}
	})
}

func TestBot_Run_RevokedWhileRunning(t *testing.T) {
	bottest.With(t, bottest.Setup{Fails: true}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{RevokeTokens: new(true)})
		h.Pass(time.Minute)
		select {
		case err := <-h.Ended:
			if !errors.Is(err, bot.ErrRevoked) {
				t.Errorf("ended with %v", err)
			}
		default:
			t.Error("still running")
		}
	})
}

// Interactions that were taken are finished and acknowledged before the sockets close; later ones are left to Slack.
func TestBot_Run_Stop(t *testing.T) {
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "slow", "",
		func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
			time.Sleep(2 * time.Second)
			return dispatch.Reply{Text: "done"}, nil
		})}}, func(t *testing.T, h *bottest.World) {
		acked := make(chan bool, 1)
		go func() {
			got, err := h.Sim.Person("ada").Slash(context.Background(), bottest.General, "/vouch slow")
			acked <- err == nil && got.Acked
		}()
		h.Pass(time.Second)
		h.Stop()
		if !<-acked {
			t.Error("an interaction under way was not acknowledged")
		}
		h.Pass(time.Second)
		if h.Sim.Connections() != 0 {
			t.Errorf("%d sockets are still open", h.Sim.Connections())
		}
	})
}

func TestBot_New_Refuses(t *testing.T) {
	for _, c := range []bot.Config{{}, {BotToken: "x", AppToken: "y"},
		{DB: new(store.DB), BotToken: "x", AppToken: "y", Connections: 11}} {
		if _, err := bot.New(c); !errors.Is(err, bot.ErrConfig) {
			t.Errorf("%d connections: %v", c.Connections, err)
		}
	}
}

func TestBot_HTTPClient_HasTimeouts(t *testing.T) {
	for _, given := range []*http.Client{nil, {}} {
		if got := slackapi.New(slackapi.Options{Client: given}).Http.Timeout; got != slackapi.CallTimeout {
			t.Errorf("a call may take %v", got)
		}
	}
}

// The token is revoked and Slack does not say so: the first call that is refused ends the program and names the
// variable.
func TestBot_Run_RefusedWhileRunning(t *testing.T) {
	for _, by := range []string{"the courier", "an interaction"} {
		t.Run("noticed by "+by, func(t *testing.T) {
			gone := &refusing{}
			bottest.With(t, bottest.Setup{Fails: true, Config: gone.between, Routes: []dispatch.Route{
				dispatch.OnWord(surface.CmdVouch, "try", "", func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
					return dispatch.Reply{Open: block.ResultModal("x", "y")}, nil
				})}}, func(t *testing.T, h *bottest.World) {
				gone.armed.Store(true)
				if by == "an interaction" {
					bottest.Must(h.Sim.Person("ada").Slash(t.Context(), bottest.General, "/vouch try"))(t)
				} else {
					h.MustNotice("n", "ada", "x")
				}
				h.Pass(time.Minute)
				select {
				case err := <-h.Ended:
					if err == nil || !strings.Contains(err.Error(), "SLACK_BOT_TOKEN") {
						t.Errorf("ended with %v", err)
					}
				default:
					t.Error("still running")
				}
				if d := h.MustDepth(); d.Sending != 0 || d.Dead != 0 {
					t.Errorf("the outbox has %+v", d)
				}
			})
		})
	}
}

// refusing stands between the bot and Slack and, once armed, answers every call as Slack does when the token was
// revoked.
type refusing struct {
	http.RoundTripper
	armed atomic.Bool
}

// between puts it into a bot's configuration.
func (r *refusing) between(c *bot.Config) {
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
