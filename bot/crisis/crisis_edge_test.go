// Crises at awkward moments, through the workspace: by two managers, two at a time, during a digest's way, while Slack
// fails, over a clock change; and the fact sheet after one.

package crisis_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// held holds something; scope all when of is "".
func held(by store.EmployeeID, scope store.CrisisScope, of string) store.Crisis {
	return store.Crisis{Scope: scope, Of: of, Reason: "Held: " + string(scope), Owner: by}
}

// shareable tells which picks of a digest have buttons.
func shareable(m slacksim.Message, picks []store.AssetID) (list []bool) {
	for _, pick := range picks {
		has := false
		for _, b := range m.Blocks {
			has = has || b["block_id"] == "do:"+string(pick)
		}
		list = append(list, has)
	}
	return list
}

func wantShareable(t *testing.T, when string, m slacksim.Message, picks []store.AssetID, want ...bool) {
	t.Helper()
	for i, has := range shareable(m, picks) {
		if has != want[i] {
			t.Errorf("%s: pick %d can be shared: %v, in\n%s", when, i, has, m.Words())
		}
	}
}

func mustManage(t *testing.T, h *bottest.World, who ...bottest.Actor) {
	t.Helper()
	for _, a := range who {
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{a.Id}, nil); err != nil {
			t.Fatal(err)
		}
	}
}

// Two managers have the same windows open, and an envelope comes twice: one crisis begins, and it ends once.
func TestCrisis_ByTwoManagers(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		dev, ben := h.Joined(t, "dev"), h.Joined(t, "ben")
		mustManage(t, h, dev, ben)
		form := slacksim.Values{"of": "Everything", "reason": "The plant is closed.", "statement": "Everybody is safe."}
		for _, who := range []bottest.Actor{dev, ben} {
			who.Types("/vouch crisis")
			who.PressesModal("crisis_new")
			who.Submits(form)
		}
		h.MustFault(slacksim.Faults{DuplicateEnvelopes: new(1)})
		dev.Submits(nil)
		bottest.WantWords(t, dev.ModalSays(), "Sharing is on hold.")
		ben.Submits(nil)
		bottest.WantWords(t, ben.ModalSays(), "on hold already: The plant is closed.")
		active := bottest.Must(storetest.Ask(h.Db, (*store.Query).ActiveCrises))(t)
		if len(active) != 1 || active[0].StartedBy != dev.Id {
			t.Fatalf("on are %+v", active)
		}
		for _, who := range []bottest.Actor{dev, ben} {
			if err := who.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
			who.Types("/vouch crisis")
			who.PressesModal("crisis_end")
		}
		for _, who := range []bottest.Actor{ben, dev} {
			if got := who.Submits(nil); len(got) > 0 {
				t.Errorf("%v", got)
			}
			bottest.WantWords(t, who.ModalSays(), "Nothing is on hold.")
		}
		if c := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Crisis, active[0].ID))(t); c.EndedBy != ben.Id {
			t.Errorf("ended by %s", c.EndedBy)
		}
		h.WantNoComplaint(t)
	})
}

// What two crises hold comes back when both have ended, in whatever order.
func TestCrisis_TwoAtATime(t *testing.T) {
	for name, topicFirst := range map[string]bool{"the topic ends first": true, "the item ends first": false} {
		t.Run(name, func(t *testing.T) {
			bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
				mustManage(t, h, ada)
				topic := bottest.Must(h.Db.StartCrisis(ada.Id, held(ada.Id, store.HoldTopic, "go")))(t)
				h.Pass(time.Minute)
				item := bottest.Must(h.Db.StartCrisis(ada.Id, held(ada.Id, store.HoldAsset, string(picks[1]))))(t)
				h.Pass(time.Minute)
				wantShareable(t, "both", ada.Digest(), picks, false, false, false)
				end := func(c store.Crisis) {
					bottest.Must(h.Db.EndCrisis(ada.Id, c.ID, ""))(t)
					h.Pass(2 * time.Minute)
				}
				if topicFirst {
					end(topic)
					wantShareable(t, "the topic ended", ada.Digest(), picks, true, false, true)
					end(item)
				} else {
					end(item)
					wantShareable(t, "the item ended", ada.Digest(), picks, false, false, false)
					end(topic)
				}
				wantShareable(t, "both ended", ada.Digest(), picks, true, true, true)
			})
		})
	}
}

func TestCrisis_TheItemIsWithdrawnMeanwhile(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		mustManage(t, h, ada)
		c := bottest.Must(h.Db.StartCrisis(ada.Id, held(ada.Id, store.HoldAsset, string(picks[0]))))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Digest().Words(), "On hold")
		bottest.Must(h.Db.WithdrawAsset(ada.Id, picks[0], "Wrong figures"))(t)
		h.Pass(time.Minute)
		bottest.Must(h.Db.EndCrisis(ada.Id, c.ID, ""))(t)
		h.Pass(2 * time.Minute)
		bottest.WantWords(t, ada.Digest().Words(), "This was withdrawn.")
		wantShareable(t, "withdrawn", ada.Digest(), picks, false, true, true)
	})
}

// Nobody knows whether a digest arrived when the crisis begins: it did, with its buttons.
func TestCrisis_BeginsWhileADigestIsOnItsWay(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		mustManage(t, h, ada)
		h.MustFault(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: "chat.postMessage", Times: 1}})
		for range 2 * 3600 / 5 {
			if h.Pass(5 * time.Second); len(ada.Inbox()) > 0 {
				break
			}
		}
		key := "digest/2000-01-03/" + string(ada.Id)
		if m := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Message, key))(t); m.State != store.Sending {
			t.Fatalf("the digest is %s already", m.State)
		}
		bottest.WantWords(t, ada.Digest().Words(), "Share")
		bottest.Must(h.Db.StartCrisis(ada.Id, held(ada.Id, store.HoldAll, "")))(t)
		if err := h.Db.ContinueCrises(t.Context()); err != nil { // before it is found where it arrived
			t.Fatal(err)
		}
		h.Pass(10 * time.Minute)
		if words := ada.Digest().Words(); strings.Contains(words, "Share") || !strings.Contains(words, "On hold") {
			t.Errorf("the digest says\n%s", words)
		}
	})
}

func TestCrisis_WhileSlackFails(t *testing.T) {
	update := func(times int) *slacksim.MethodFault {
		return &slacksim.MethodFault{Method: "chat.update", Times: times, RetryAfter: 30, Status: 503}
	}
	for name, faults := range map[string]slacksim.Faults{
		"an outage":        {Outage: new(true)},
		"too many calls":   {RateLimit: update(3)},
		"errors":           {ServerError: update(5)},
		"answers are lost": {TimeoutAfterEffect: update(2)},
		"posts are lost":   {TimeoutAfterEffect: &slacksim.MethodFault{Method: "chat.postMessage", Times: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
				mustManage(t, h, ada)
				statements := func() (words []string) {
					for _, m := range ada.Inbox() {
						if strings.HasPrefix(m.Text, "Please don't share") || strings.HasPrefix(m.Text, "Sharing was on hold until") {
							words = append(words, m.Text)
						}
					}
					return words
				}
				failing := func(change func()) {
					t.Helper()
					h.MustFault(faults)
					change()
					h.Pass(3 * time.Minute)
					h.MustFault(slacksim.Faults{Outage: new(false)})
					h.Pass(15 * time.Minute)
					if n := bottest.Must(storetest.Ask(h.Db, (*store.Query).PendingEdits))(t); n != 0 {
						t.Errorf("%d edits still wait", n)
					}
				}
				c := held(ada.Id, store.HoldAll, "")
				c.Statement = "Everybody is safe."
				failing(func() { c = bottest.Must(h.Db.StartCrisis(ada.Id, c))(t) })
				wantShareable(t, "on", ada.Digest(), picks, false, false, false)
				if got := statements(); len(got) != 1 || !strings.HasPrefix(got[0], "Please don't") {
					t.Errorf("ada was told %q", got)
				}
				failing(func() { bottest.Must(h.Db.EndCrisis(ada.Id, c.ID, ""))(t) })
				wantShareable(t, "over", ada.Digest(), picks, true, true, true)
				if got := statements(); len(got) != 1 || !strings.HasPrefix(got[0], "Sharing was on hold until") {
					t.Errorf("ada was told %q", got)
				}
			})
		})
	}
}

// A day later is the same time of day, also where the clocks change in between.
func TestCrisis_EndsOverAClockChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2000, 3, 25, 9, 0, 0, 0, time.UTC))) // 10:00 in Paris, where summer begins that night
		h := bottest.MustWorld(t, bottest.Setup{Db: bottest.Library(t, 1)})
		ada := h.Joined(t, "ada")
		mustManage(t, h, ada)
		ada.Types("/vouch crisis")
		ada.PressesModal("crisis_new")
		ada.Submits(slacksim.Values{"of": "Everything", "reason": "We wait", "ends_at": "After a day"})
		ada.Submits(nil)
		active := func() []store.Crisis { return bottest.Must(storetest.Ask(h.Db, (*store.Query).ActiveCrises))(t) }
		ends := time.Date(2000, 3, 26, 8, 0, 0, 0, time.UTC)
		if got := active(); len(got) != 1 || got[0].EndsAt.Truncate(time.Minute) != ends {
			t.Fatalf("on are %+v", got)
		}
		h.Pass(22*time.Hour + 55*time.Minute)
		if len(active()) != 1 {
			t.Error("it ended before its time")
		}
		h.Pass(10 * time.Minute)
		if len(active()) != 0 {
			t.Error("it did not end at its time")
		}
	})
}

func TestCrisis_ARehearsalWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4), Path: path}, func(t *testing.T, h *bottest.World) {
		dev := h.Joined(t, "dev")
		mustManage(t, h, dev)
		h.Pass(10 * time.Second)
		before := bottest.Must(os.ReadFile(path))(t)
		dev.Types("/vouch crisis")
		dev.PressesModal("crisis_new")
		dev.Submits(slacksim.Values{"of": "Everything", "reason": "We practise", "statement": "Everybody is safe."})
		bottest.WantWords(t, dev.ModalSays(), "Nothing has happened yet")
		if err := dev.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Second)
		if after := bottest.Must(os.ReadFile(path))(t); !bytes.Equal(before, after) {
			t.Error("the file changed")
		}
	})
}

func TestCrisis_TheOwnerLeaves(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		ada, ben, dev := h.Joined(t, "ada"), h.Joined(t, "ben"), h.Joined(t, "dev")
		mustManage(t, h, dev)
		c := held(ben.Id, store.HoldAll, "")
		c.Statement = "Everybody is safe."
		c = bottest.Must(h.Db.StartCrisis(dev.Id, c))(t)
		h.Pass(5 * time.Minute)
		bottest.WantWords(t, ada.News("Please don't share").Words(), "Questions: <@U0SIM00BEN>")
		bottest.Must(h.Db.EraseEmployee(ben.Id, ben.Id))(t)
		ada.Presses(ada.News("Please don't share"), "", "crisis_read")
		words := ada.News("Please don't share").Words()
		if bottest.WantWords(t, words, "Ask dev."); strings.Contains(words, "BEN") {
			t.Errorf("the statement says\n%s", words)
		}
		bottest.Must(h.Db.EndCrisis(dev.Id, c.ID, ""))(t)
		h.Pass(5 * time.Minute)
		bottest.WantWords(t, ada.News("You can share again").Words(), "Sharing was on hold until")
		h.WantNoComplaint(t)
	})
}

func TestCrisis_AFactSheetStandsWhereItIsOver(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 4)}, func(t *testing.T, h *bottest.World) {
		ada, dev := h.Joined(t, "ada"), h.Joined(t, "dev")
		mustManage(t, h, dev)
		c := held(dev.Id, store.HoldAll, "")
		c.Statement = "Everybody is safe."
		bottest.Must(h.Db.StartCrisis(dev.Id, c))(t)
		facts := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Title = "What happened in the plant" })
		h.Pass(5 * time.Minute)
		dev.Types("/vouch crisis")
		dev.PressesModal("crisis_end")
		if offered := bottest.Must(dev.Typeahead(t.Context(), "facts", "what happened"))(t); len(offered.Options) != 1 {
			t.Errorf("offered are %v", offered.Options)
		}
		dev.Submits(slacksim.Values{"facts": facts.Title})
		h.Pass(5 * time.Minute)
		over := ada.News("You can share again")
		bottest.WantWords(t, over.Words(), "if you want to: ", facts.Title, "Share in my words")
		ada.Presses(over, "", "Share in my words")
		if words := ada.ModalSays(); strings.Contains(words, "point") || !strings.Contains(words, facts.Title) {
			t.Errorf("the form says\n%s", words)
		}
		ada.Submits(slacksim.Values{})
		ada.PressesModal(surface.ActSharePosted)
		if words := ada.ModalSays(); strings.Contains(words, "at most") || !strings.Contains(words, "Thank you") {
			t.Errorf("after the post it says\n%s", words)
		}
		h.Pass(30 * time.Hour)
		for _, text := range h.Texts("ada") {
			if strings.HasPrefix(text, "Your picks") && strings.Contains(text, facts.Title) {
				t.Errorf("a digest asks for it:\n%s", text)
			}
		}
		bottest.Must(h.Db.WithdrawAsset(dev.Id, facts.ID, "Wrong figures"))(t)
		h.Pass(5 * time.Minute)
		if words := ada.News("You can share again").Words(); strings.Contains(words, facts.Title) {
			t.Errorf("after it was withdrawn:\n%s", words)
		}
		h.WantNoComplaint(t)
	})
}
