// Tests of plain words: what people write is met with the button that does it, and with nothing they did not mean.

package member

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/slacksim/blockkit"
	"vouch/bot/surface"
	"vouch/store"
)

// pressed are the actions of the buttons of a message.
func pressed(t *testing.T, c block.Content) string {
	var list []string
	raw := string(golden.MustJSON(t, c.Blocks))
	for _, part := range strings.Split(raw, `"action_id":"`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		list = append(list, id)
	}
	return strings.Join(list, " ")
}

func TestUnderstand(t *testing.T) {
	const leave, help, nothing = surface.ActPause + " " + surface.ActLeave, surface.ActHelp, ""
	card := pressed(t, readers()["member"].card(""))
	for want, lines := range map[string][]string{
		surface.ActRefer: {"refer", "I want to refer somebody", "Can I refer a friend?",
			"How do I refer someone, please?", "I know someone who would fit", "I don't know how to refer",
			"who can I refer?", "I'd like to make a referral", "recommend a colleague", "I know somebody who can code"},
		surface.ActList: {"where is my referral?", "What happened to my referrals",
			"any news on the person I referred", "status of Jane", "I made a referral last week", "Referral",
			"my candidate?"},
		surface.ActMe: {"my points", "How many points do I have?", "points", "leaderboard", "How am I doing?",
			"Why don't I get points?"},
		surface.ActPause: {"pause", "Pause please!", "I'm on vacation next week", "I am on parental leave",
			"resume", "I'm back", "I'll be away", "PAUSE",
			"can you pause my digest"},
		leave: {"stop", "STOP!!!", "please stop", "Stop it.", "leave", "I want to leave", "how do I leave?",
			"Unsubscribe", "leave Vouch", "don't send me this", "Don’t message me",
			"no more messages", "I want to stop", "remove me", "leave me alone"},
		help: {"Who can change the topics?", "who runs this", "whom can I ask?"},
		surface.ActSettings: {"settings", "change my settings", "too many messages",
			"How often does it come?", "can I get it at another time", "less often please"},
		surface.ActDigest: {"digest", "Where is my digest?", "what's new?", "I did not get my digest",
			"todays picks", "my picks", "news"},
		surface.ActRecorded: {"who can see my points?", "What is recorded?", "do you store what I write",
			"privacy", "what do you know about me", "why?", "Do I have to take part?", "why should I"},
		"digest word": {"share", "I'd like to share something", "What can I post on LinkedIn?",
			"How do I share?", "can't share"},
		"digest settings": {"join", "sign me up", "count me in", "how do I join?"},
		card:              {"help", "Help me", "what can you do?", "hello, what is this?"},
		nothing: {"I don't want to stop", "refer to the manual", "please refer back to page 3",
			"I never stop", "the bus stop", "non-stop fun", "you have a point", "stopwatch", "references",
			"talking points for the fair", "the share price fell", "market share", "sharepoint",
			"her resume is attached", "I'll leave a comment", "leave early today", "join the call",
			"hard to digest", "hmm", "🎉", "<!channel> <@U1>", "can't stop laughing",
			"I do not want to refer anybody", "please don't pause my digest", "helpful", "unstoppable",
			strings.Repeat("x", 3000), "leaves fall"},
	} {
		for _, line := range lines {
			c, _ := readers()["member"].understand(line)
			if got := pressed(t, c); got != want {
				t.Errorf("%.60q is answered with %q, want %q", line, got, want)
			}
		}
	}
}

// Who has a pause is offered no other before leaving.
func TestUnderstand_LeavingWhilePaused(t *testing.T) {
	if c, _ := readers()["paused"].understand("stop"); pressed(t, c) != surface.ActLeave {
		t.Errorf("answered with %q", pressed(t, c))
	}
}

// Who has not joined is offered that wherever only advocates have something, and may refer all the same.
func TestUnderstand_BeforeJoining(t *testing.T) {
	stranger := readers()["stranger"]
	for line, want := range map[string]string{"my points": "join recorded", "stop": "join recorded",
		"join": "join recorded", "refer": "refer", "help": "join refer recorded help"} {
		if c, _ := stranger.understand(line); pressed(t, c) != want {
			t.Errorf("%q is answered with %q, want %q", line, pressed(t, c), want)
		}
	}
}

// Roles decide what is offered, and nobody gets more than six buttons.
func TestButtons_ByRole(t *testing.T) {
	for name, want := range map[string]string{
		"stranger": "join refer recorded help", "member": "digest refer me pause settings help",
		"paused": "digest refer me resume settings help", "recruiter": "digest refer list me pause help",
		"manager": "digest refer program board_admin review help", "everybody": "digest refer list program board_admin help",
	} {
		if got := pressed(t, readers()[name].card("")); got != want {
			t.Errorf("the %s gets %q, want %q", name, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	for unknown, want := range map[string]string{"dijest": "digest", "digset": "digest", "SETINGS": "settings",
		"mee": "me", "digest": "digest", "pizza": "", "i": "", "": "", "диджест": ""} {
		c := readers()["member"].nearest(unknown)
		wanted := notUnderstood
		if want != "" {
			wanted = "Did you mean *" + want + "*"
		}
		if !strings.HasPrefix(c.Text, wanted) {
			t.Errorf("%q is answered with %q, want %q", unknown, c.Text, want)
		}
	}
}

func FuzzCommandText(f *testing.F) {
	for _, seed := range []string{"", "digest", "pause 3", "“me”", "🎉", "<!channel> <@U1>", "\t\x00\u202e",
		strings.Repeat("x", 3000), "2026-02-30", "week team", "dijest"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		until, wrong := parsePause(text, now, time.UTC)
		if (wrong == "") != until.After(now) {
			t.Errorf("a pause until %v with the complaint %q", until, wrong)
		}
		r := reader{Member: golden.Stranger(), whom: "Ask Cleo."}
		r.JoinedAt = store.Now()
		plain, _ := r.understand(text)
		for _, c := range []block.Content{plain, r.nearest(text)} {
			if c.Text == "" {
				continue
			}
			raw := golden.MustJSON(t, map[string]any{"text": c.Text, "blocks": c.Blocks})
			_, _, problems := blockkit.CheckMessage(raw)
			for _, p := range problems {
				t.Errorf("Slack would refuse the answer: %s", p)
			}
			if strings.Contains(c.Text, "<!") || strings.Contains(c.Text, "<@") {
				t.Error("a mention came alive")
			}
		}
	})
}
