// Tests of erasing somebody in the midst of things: with a form open, in the queue of compliance, with a campaign and a
// crisis of theirs running.

package privacy_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// mentions are the lines about somebody in an export of everything, but for the audit and who they are in Slack.
func mentions(t *testing.T, h *bottest.World, id store.EmployeeID) (where []string) {
	t.Helper()
	var all strings.Builder
	if err := h.Db.Export(&all, store.ExportAll, true); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(all.String()) {
		kind, _, _ := strings.Cut(strings.TrimPrefix(line, `{"kind":"`), `"`)
		if strings.Contains(line, string(id)) && kind != "audit" && kind != "employee" {
			where = append(where, line)
		}
	}
	return where
}

// refusals are what somebody reads whose data is gone: the policy before a referral, and else that they have not
// joined.
const refusals = `haven't joined|Join first|does not exist|Say that you work here|is erased`

// What an erased person goes on to submit or press brings nothing of theirs back.
func TestErase_WithEachFormOpen(t *testing.T) {
	for name, open := range map[string]func(h *bottest.World, ada bottest.Actor) func() string{
		"share": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.HomeSays()
			ada.PressesHome(surface.ActShare)
			field, _ := ada.Field()
			return func() string { return said(ada, ada.Submits(slacksim.Values{field: bottest.Own})) }
		},
		"posted": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.HomeSays()
			ada.PressesHome(surface.ActShare)
			field, _ := ada.Field()
			ada.Submits(slacksim.Values{field: bottest.Own})
			return func() string { ada.PressesModal(surface.ActSharePosted); return said(ada, nil) }
		},
		"refer": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.Types("/refer")
			return func() string { return said(ada, ada.SubmitsJane(nil)) }
		},
		"settings": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.Types("/vouch settings")
			return func() string { return said(ada, ada.Submits(nil)) }
		},
		"story": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.Types("/vouch story")
			form := slacksim.Values{store.AnswerField(0): "We baked.", surface.FieldConsent: string(store.ShareNamed)}
			return func() string { return said(ada, ada.Submits(form)) }
		},
		"suggest": func(_ *bottest.World, ada bottest.Actor) func() string {
			ada.Types("/vouch suggest")
			return func() string { return said(ada, ada.Submits(slacksim.Values{"url": "https://x.example/1"})) }
		},
		"lesson": func(h *bottest.World, ada bottest.Actor) func() string {
			ada.Types("/vouch lessons")
			first := h.Settings().Lessons[0]
			form := slacksim.Values{"answer." + first.ID: first.RightMark()}
			return func() string { return said(ada, ada.Submits(form)) }
		},
		"erase": func(_ *bottest.World, ada bottest.Actor) func() string {
			openMine(ada)
			ada.PressesModal("my_erase")
			return func() string { return said(ada, ada.Submits(slacksim.Values{"sure": "erase"})) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
				ada := h.Joined(t, "ada")
				bottest.Must(h.Db.SaveFeedback(ada.Id, h.Live(t)[0].ID, store.Saved, "", ""))(t)
				submit := open(h, ada)
				bottest.Must(h.Db.EraseEmployee(store.Operator, ada.Id))(t)
				h.Pass(time.Minute)
				if says := submit(); !regexp.MustCompile(refusals).MatchString(says) {
					t.Errorf("she reads %s", says)
				}
				h.Pass(time.Hour)
				if where := mentions(t, h, ada.Id); len(where) > 0 {
					t.Errorf("she is back in %q", where)
				}
				// Who acts is somebody of the workspace again, and no more.
				if e, err := h.Db.Employee(ada.Id); err == nil && (e.IsAdvocate() || e.Prefs.Personas != nil) {
					t.Errorf("she takes part again: %+v", e)
				}
				h.WantNoComplaint(t)
				storetest.MustCheck(t, h.Db)
			})
		})
	}
}

// said is what somebody reads after an act: at the fields, in a window, or in private.
func said(a bottest.Actor, wrong map[string]string) (all string) {
	for _, words := range wrong {
		all += words + " "
	}
	if v := a.Modal(); v != nil {
		all += v.Words()
	}
	if seen := a.Ephemerals(); len(seen) > 0 {
		all += seen[len(seen)-1].Words()
	}
	return all
}

// Whoever erases themself takes their text out of the queue of compliance, and a press on its card finds nothing.
func TestErase_WhileComplianceReads(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Pass(3 * time.Hour)
		ada, ben := h.Joined(t, "ada"), h.Person(t, "ben")
		if err := h.Db.ChangeRole(store.Operator, store.Compliance, []store.EmployeeID{ben.Id}, nil); err != nil {
			t.Fatal(err)
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Confidential = []string{"Project Falcon"} })
		asset := storetest.MustAsset(t, h.Db, nil)
		form := store.OpenShare{Employee: ada.Id, Asset: asset.ID, Network: store.X, Variant: -1,
			Text: "Proud of Project Falcon.", Written: "Proud of Project Falcon."}
		bottest.Must(h.Db.AskClearance(form))(t)
		h.Pass(time.Minute)
		card := ben.Card("asks whether")
		bottest.Must(h.Db.EraseEmployee(ada.Id, ada.Id))(t)
		answer := ben.Presses(card, "", "clearance_allow") // before the card is rewritten
		h.Pass(time.Minute)
		for _, m := range ben.Inbox() {
			if strings.Contains(m.Words()+m.Text, "Falcon") {
				t.Errorf("a message still shows the text: %s", m.Words())
			}
		}
		bottest.WantWords(t, answer, "erased")
		if home := ben.HomeSays(); strings.Contains(home, "Review queue (1)") {
			t.Errorf("it still waits: %s", home)
		}
		h.WantNoComplaint(t)
	})
}

// A manager who leads a campaign and a crisis erases themself: both go on with whoever manages the program now, and
// can be ended.
func TestErase_WhoLeadsACampaignAndACrisis(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		ada, dev := h.Joined(t, "ada"), h.Joined(t, "dev")
		err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{ada.Id, dev.Id}, nil)
		if err != nil {
			t.Fatal(err)
		}
		today := store.DateOf(store.Now(), time.UTC)
		c := bottest.Must(h.Db.SaveCampaign(ada.Id, store.Campaign{Name: "Spring", Why: "Engineers.", Target: 5,
			Goal: store.CampaignGoals[0], From: today, To: today, Channel: bottest.General}))(t)
		item := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Campaign = "Spring" })
		h.Pass(3 * time.Hour)
		storetest.MustShare(t, h.Db, ada.Id, item.ID)
		crisis := bottest.Must(h.Db.StartCrisis(ada.Id, store.Crisis{Scope: store.HoldAll, Reason: "We wait.",
			Owner: ada.Id, Spokespeople: []store.EmployeeID{ada.Id}}))(t)
		h.Pass(time.Minute)
		bottest.Must(h.Db.EraseEmployee(ada.Id, ada.Id))(t)
		h.Pass(time.Minute)
		for _, word := range []string{"/vouch campaigns", "/vouch crisis", "/vouch"} {
			if says := dev.Types(word); strings.Contains(says, string(ada.Id)) || strings.Contains(says, "Ada") {
				t.Errorf("%s says %s", word, says)
			}
			_ = dev.CloseAll(t.Context())
		}
		bottest.Must(h.Db.EndCrisis(dev.Id, crisis.ID, ""))(t)
		h.Pass(24 * time.Hour)
		ended := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Campaign, c.ID))(t)
		if ended.EndedAt.IsZero() || ended.Result.Posts != 1 || ended.By == ada.Id {
			t.Errorf("the campaign is %+v", ended)
		}
		bottest.WantWords(t, dev.Card("Spring").Words(), "1 of 5")
		if where := mentions(t, h, ada.Id); len(where) > 0 {
			t.Errorf("she is still in %q", where)
		}
		h.WantNoComplaint(t)
		storetest.MustCheck(t, h.Db)
	})
}
