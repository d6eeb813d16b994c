// Tests of what people do while Slack fails or is slow: no answer is lost, and no call is made in vain.

package bot_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestFaults_AClosedLoadingModalIsLeftAlone(t *testing.T) {
	form := block.Modal("slow", "Slow", "Send", "Cancel", "", block.Section("Send it."))
	opens := func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
		return dispatch.Reply{Open: form}, nil
	}
	slow := func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
		wait := block.ResultModal("Slow", "One moment.")
		return dispatch.Fetching(wait, func(ctx context.Context) (*slack.ModalViewRequest, error) {
			time.Sleep(5 * time.Second)
			return block.ResultModal("Slow", "Here it is."), nil
		}), nil
	}
	routes := []dispatch.Route{dispatch.OnWord(surface.CmdVouch, "try", "", opens), dispatch.OnSubmit("slow", slow)}
	for _, closes := range []bool{false, true} {
		t.Run(fmt.Sprintf("closed: %v", closes), func(t *testing.T) {
			bottest.With(t, bottest.Setup{Routes: routes}, func(t *testing.T, h *bottest.World) {
				ada := h.Person(t, "ada")
				ada.Types("/vouch try")
				ada.Submits(nil)
				if closes {
					if err := ada.CloseModal(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				h.Pass(2 * time.Minute)
				if calls := len(h.Sim.APICalls("views.update")); (calls == 0) != closes || calls > 1 {
					t.Errorf("%d calls of views.update", calls)
				}
				if !closes {
					bottest.WantWords(t, ada.ModalSays(), "Here it is.")
				}
			})
		})
	}
}

func TestFaults_AnAnswerComesAfterTwoErrors(t *testing.T) {
	bottest.With(t, bottest.Setup{Routes: []dispatch.Route{dispatch.OnDM(bottest.Say("Hello."))}},
		func(t *testing.T, h *bottest.World) {
			h.MustFault(slacksim.Faults{ServerError: &slacksim.MethodFault{Method: postMethod, Times: 2}})
			ada := h.Person(t, "ada")
			bottest.Must(ada.Say(t.Context(), "", "hi"))(t)
			h.Pass(10 * time.Second)
			if got := h.Texts("ada"); len(got) == 0 || got[len(got)-1] != "Hello." {
				t.Errorf("ada sees %q", got)
			}
		})
}

func TestFaults_AReactionOnAnUnconfirmedDigestCounts(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		h.MustFault(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod, Times: 1}})
		before := len(ada.Inbox())
		for range 2 * 3600 / 5 {
			if h.Pass(5 * time.Second); len(ada.Inbox()) > before {
				break
			}
		}
		ada.Reacts("bookmark", false)
		if saved, err := storetest.Ask1(h.Db, (*store.Query).SavedAssets, ada.Id); err != nil || len(saved) != 0 {
			t.Fatalf("the digest was confirmed too early for this test: %v, %v", saved, err)
		}
		h.Pass(10 * time.Minute)
		if saved, err := storetest.Ask1(h.Db, (*store.Query).SavedAssets, ada.Id); err != nil || len(saved) != 1 {
			t.Errorf("saved %v, %v", saved, err)
		}
	})
}

func TestFaults_UnconfirmedMessagesOfOnePersonTakeOneLook(t *testing.T) {
	bottest.With(t, bottest.Setup{Path: filepath.Join(t.TempDir(), "vouch.db")}, func(t *testing.T, h *bottest.World) {
		h.Stop()
		for i := range 20 {
			h.MustNotice(fmt.Sprint("a", i), "ada", fmt.Sprint(i))
			h.MustNotice(fmt.Sprint("b", i), "ben", fmt.Sprint(i))
		}
		bottest.Must(h.Db.ClaimMessages(store.Now(), 40))(t)
		h.Pass(3 * time.Minute)
		h.Run(bottest.Setup{})
		h.Pass(5 * time.Minute)
		if looks := len(h.Sim.APICalls("conversations.history")); looks != 2 {
			t.Errorf("%d looks at two conversations", looks)
		}
		if d := h.MustDepth(); d != (store.Depth{Sent: 40}) {
			t.Errorf("the outbox has %+v", d)
		}
	})
}

// After a crash in the middle of a busy morning: nobody misses a message or gets one twice, the digest is looked for
// first, and the looks keep to the pace that Slack allows, one for each conversation.
func TestFaults_HundredsInDoubt(t *testing.T) {
	setup := bottest.Setup{Path: filepath.Join(t.TempDir(), "vouch.db"), Db: bottest.Library(t, 3)}
	bottest.With(t, setup, func(t *testing.T, h *bottest.World) {
		const people = 300
		id := func(i int) store.EmployeeID { return store.EmployeeID(fmt.Sprintf("U0%05d", i)) }
		for i := range people {
			bottest.Must(h.Sim.AddPerson(slacksim.User{ID: string(id(i)), Name: string(id(i)), RealName: string(id(i))}))(t)
		}
		h.Pass(time.Minute)
		h.Stop()
		for i := range people - 1 {
			if err := h.Db.EnqueueNotice(fmt.Sprint(i), id(i), "hello"); err != nil {
				t.Fatal(err)
			}
		}
		reader := id(people - 1)
		storetest.MustAdvocate(t, h.Db, reader, string(reader))
		digest := storetest.MustPlan(t, h.Db, reader, bottest.Must(h.Db.LiveAssets())(t)[0].ID)
		claimed := bottest.Must(h.Db.ClaimMessages(store.Now(), people))(t)
		for i, m := range claimed {
			if i%2 == 0 || m.Kind == store.MsgDigest {
				if out := h.Api().Post(t.Context(), string(m.To), m.Key, block.Content{Text: "hello"}); out.Fate != slackapi.Sent {
					t.Fatalf("posting gave %+v", out)
				}
			}
		}
		h.Pass(3 * time.Minute)
		start, digestAfter := time.Now(), time.Duration(0)
		h.Run(bottest.Setup{})
		for h.MustDepth().Sending > 0 && time.Since(start) < time.Hour {
			if h.Pass(time.Second); digestAfter == 0 && bottest.Must(storetest.Ask1(h.Db, (*store.Query).Message, digest))(
				t).State == store.Sent {
				digestAfter = time.Since(start)
			}
		}
		took, looks := time.Since(start), len(h.Sim.APICalls("conversations.history"))
		t.Logf("%d in doubt: %d looks in %v, the digest after %v", len(claimed), looks, took, digestAfter)
		if len(claimed) != people || looks != people || digestAfter > 5*time.Second || took > people*time.Minute/40 {
			t.Errorf("%d in doubt took %d looks and %v, the digest %v", len(claimed), looks, took, digestAfter)
		}
		h.Pass(2 * time.Minute)
		for i := range people {
			if n := len(h.Sim.Person(string(id(i))).Inbox()); n != 1 {
				t.Errorf("%s has %d messages", id(i), n)
			}
		}
	})
}

func TestFaults_LogLinesHaveOneMessage(t *testing.T) {
	var book bottest.Logbook
	bottest.With(t, bottest.Setup{Config: book.Reading}, func(t *testing.T, h *bottest.World) {
		h.MustFault(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: postMethod, Times: 1}})
		h.MustNotice("n", "ada", "x")
		h.Pass(3 * time.Minute)
		if len(book.With("notice/n")) < 2 {
			t.Error("nothing was logged about the message")
		}
		for _, line := range book.With() {
			if n := strings.Count(line, `"message":`); n != 1 {
				t.Errorf("%d messages in %s", n, line)
			}
		}
	})
}
