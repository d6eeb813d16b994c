// Submissions that come again: every form, submitted twice with a restart in between, does its work once.

package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/storetest"
)

// aForm is a form that somebody filled in: the metadata that opening it would have given, and its fields by block id.
type aForm struct {
	by       store.EmployeeID
	metadata string
	fields   map[string]any // string, []string for several choices
}

// forms prepare the database for each form, by callback id.
var forms = map[string]func(testing.TB, *store.DB) aForm{
	"join": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U3", fields: map[string]any{"frequency": "daily"}}
	},
	"settings": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1", fields: map[string]any{"frequency": "weekly", "at": "10:00", "picks": "2"}}
	},
	"pause": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1",
			fields: map[string]any{"length": "2 weeks"}}
	},
	"privacy":  func(testing.TB, *store.DB) aForm { return aForm{by: "U1", fields: map[string]any{"board": "alias"}} },
	"my_erase": func(testing.TB, *store.DB) aForm { return aForm{by: "U1", fields: map[string]any{"sure": "Erase"}} },
	"reach": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1", fields: map[string]any{"audiences": []string{"buyers"}, "languages": []string{"de"}}}
	},
	"slot_offer": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", fields: map[string]any{"title": "A talk", "on": "2999-12-31"}}
	},
	"slot_linked": func(tb testing.TB, db *store.DB) aForm {
		slot, err := db.OfferSlot("M1", store.Slot{Title: "A talk", On: "2999-12-31"})
		prefs := storetest.MustGet(tb, db, "U1").Prefs
		prefs.Incentive = store.ForDevelopment
		_, notSaved := db.SavePreferences("U1", prefs)
		_, notClaimed := db.ClaimSlot("U1", slot.ID, true)
		_, notGiven := db.GiveSlot("M1", slot.ID, "U1")
		if err := errors.Join(err, notSaved, notClaimed, notGiven); err != nil {
			tb.Fatal(err)
		}
		return aForm{by: "U1", metadata: slot.ID, fields: map[string]any{"url": "https://talks.example.com/1"}}
	},
	"networks": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1", fields: map[string]any{"networks": []string{"x"}}}
	},
	"board_post": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustSettings(tb, db, func(s *store.Settings) { s.BoardOn = true })
		for _, id := range []store.EmployeeID{"U4", "U5", "U6"} {
			storetest.MustAdvocate(tb, db, id, "Somebody")
			storetest.MustShare(tb, db, id, storetest.MustAsset(tb, db, nil).ID)
		}
		return aForm{by: "M1", metadata: "people/week", fields: map[string]any{"channel": "C1"}}
	},
	"board_schedule": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1",
			fields: map[string]any{"board": "people/week", "when": "w1", "at": "09:00", "zone": "UTC", "channel": "C1"}}
	},
	"points_back": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustShare(tb, db, "U1", storetest.MustAsset(tb, db, nil).ID)
		entries, err := storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 1)
		if err != nil {
			tb.Fatal(err)
		}
		return aForm{by: "M1", metadata: entries[0].ID, fields: map[string]any{"reason": "It was no post."}}
	},
	"role": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "curator", fields: map[string]any{"people": []string{"U1"}}}
	},
	"program_section": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "company 1", fields: map[string]any{"company": "Acme",
			"tz": "UTC", "week": []string{"monday", "tuesday", "wednesday"}}}
	},
	"program_route": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "1", fields: map[string]any{"route_kind": "candidate", "route_owner": "U2"}}
	},
	"persona": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "{}", fields: map[string]any{"name": "Guild", "titles": "guild", "topics": "go"}}
	},
	"persona_move":   func(testing.TB, *store.DB) aForm { return aForm{by: "M1", metadata: "sales 1"} },
	"persona_delete": func(testing.TB, *store.DB) aForm { return aForm{by: "M1", metadata: "sales"} },
	"policy": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustSettings(tb, db, func(s *store.Settings) { s.Confirm("policy") })
		return aForm{by: "U3", metadata: `{"version":1}`}
	},
	"refer": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustCompany(tb, db)
		return aForm{by: "U1", metadata: `{"kind":"candidate"}`,
			fields: map[string]any{"kind": "candidate", "name": "Jane Roe",
				"contact": "jane@example.com", "job": "need Data", "why": "Calm.",
				"consent": []string{"yes"}}}
	},
	"introduce": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustCompany(tb, db)
		return aForm{by: "U1", fields: map[string]any{"kind": "client", "name": "Jane Roe", "contact": "jane@example.com",
			"consent": []string{"yes"}}}
	},
	"refer_answer": func(tb testing.TB, db *store.DB) aForm {
		r := mustOwned(tb, db)
		bottest.Must(db.AskReferrer("U2", r.ID, "Since when?"))(tb)
		return aForm{by: "U1", metadata: string(r.ID) + "/0", fields: map[string]any{"text": "2019"}}
	},
	"bonus_exclude": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustSettings(tb, db, func(s *store.Settings) {
			s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}}
		})
		r := mustOwned(tb, db)
		bottest.Must(db.MoveReferral("U2", r.ID, store.Hired, "", r.Version))(tb)
		return aForm{by: "M1", metadata: string(r.ID) + "/01", fields: map[string]any{"reason": "An agency sent them."}}
	},
	"card_ask": func(tb testing.TB, db *store.DB) aForm {
		return aForm{by: "U2", metadata: string(mustOwned(tb, db).ID), fields: map[string]any{"text": "Since when?"}}
	},
	"card_decline": func(tb testing.TB, db *store.DB) aForm {
		r := mustOwned(tb, db)
		return aForm{by: "U2", metadata: fmt.Sprint(r.ID, " ", r.Version), fields: map[string]any{"reason": "No place"}}
	},
	"card_reached": func(tb testing.TB, db *store.DB) aForm {
		r := mustOwned(tb, db)
		return aForm{by: "U2", metadata: fmt.Sprint(r.ID, " ", r.Version, " ", store.Hired)}
	},
	"card_correct": func(tb testing.TB, db *store.DB) aForm {
		owned := mustOwned(tb, db)
		r := bottest.Must(db.MoveReferral("U2", owned.ID, store.Interview, "", owned.Version))(tb)
		return aForm{by: "U2", metadata: fmt.Sprint(r.ID, " ", r.Version),
			fields: map[string]any{"stage": string(store.Screening), "reason": "Not yet."}}
	},
	"card_assign": func(tb testing.TB, db *store.DB) aForm {
		return aForm{by: "U2", metadata: string(mustOwned(tb, db).ID), fields: map[string]any{"owner": "M1"}}
	},
	"outcome_assign": func(tb testing.TB, db *store.DB) aForm {
		o := bottest.Must(db.ApplyOutcome(store.OutcomeEvent{Source: "greenhouse", EventID: "1", Kind: "interview",
			Known: "signed", Claimed: true}))(tb)
		return aForm{by: "M1", metadata: string(o.ID), fields: map[string]any{"referral": string(mustOwned(tb, db).ID)}}
	},
	"crisis_form": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", fields: map[string]any{"of": "all", "reason": "We wait.", "owner": "M1", "ends_at": "press"}}
	},
	"crisis_start": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: `{"scope":"all","reason":"We wait.","owner":"M1"}`}
	},
	"crisis_end": func(tb testing.TB, db *store.DB) aForm {
		c := store.Crisis{Scope: store.HoldAll, Reason: "We wait.", Statement: "We look after our people.", Owner: "M1"}
		return aForm{by: "M1", metadata: string(bottest.Must(db.StartCrisis("M1", c))(tb).ID)}
	},
	"lesson": func(tb testing.TB, db *store.DB) aForm {
		l := bottest.Must(db.Settings())(tb).Lessons[0]
		return aForm{by: "U1", metadata: fmt.Sprintf(`{"lesson":%q,"right":%q}`, l.ID, l.RightMark()),
			fields: map[string]any{"answer." + l.ID: l.RightMark()}}
	},
	"lesson_form": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "{}", fields: map[string]any{"title": "A new one", "text": "Short.",
			"question": "Well?", "right": "Yes", "wrong.0": "No", "why.0": "Because.", "wrong.1": "Never", "why.1": "Because."}}
	},
	"campaign_form": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustFooting(tb, db)
		return aForm{by: "M1", metadata: `""`, fields: map[string]any{"name": "Spring", "why": "We grow.", "target": "5",
			"goal": "posts", "from": "2099-01-03", "to": "2099-02-01"}}
	},
	"campaign_learn": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustFooting(tb, db)
		c := bottest.Must(db.SaveCampaign("M1", store.Campaign{Name: "Spring", Why: "We grow.", Target: 5, Goal: "posts",
			From: "2099-01-03", To: "2099-02-01"}))(tb)
		bottest.Must(db.EndCampaign("M1", c.ID))(tb)
		return aForm{by: "M1", metadata: string(c.ID), fields: map[string]any{"lessons": "Ask earlier."}}
	},
	"content": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "live", fields: map[string]any{"query": "go"}}
	},
	"source_address": func(testing.TB, *store.DB) aForm { return aForm{by: "M1", fields: map[string]any{"address": ""}} },
	"source": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: `{"address":"https://example.com/feed"}`,
			fields: map[string]any{"name": "Blog", "per_day": "3", "live_at_once": "10"}}
	},
	"source_remove": func(tb testing.TB, db *store.DB) aForm {
		s := bottest.Must(db.AddSource("M1", store.Source{Name: "Blog", Address: "https://example.com/feed"}))(tb)
		return aForm{by: "M1", metadata: string(s.ID)}
	},
	"library": func(testing.TB, *store.DB) aForm { return aForm{by: "U1", fields: map[string]any{"query": "go"}} },
	"share": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustCompany(tb, db)
		a := storetest.MustAsset(tb, db, nil)
		return aForm{by: "U1", metadata: `{"asset":"` + string(a.ID) + `","network":"linkedin","variant":-1,"offered":-1}`,
			fields: map[string]any{"text.0": "Worth a read."}}
	},
	"clearance_refuse": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustCompany(tb, db)
		a := storetest.MustAsset(tb, db, nil)
		storetest.MustSettings(tb, db, func(s *store.Settings) { s.Confidential = []string{"Falcon"} })
		bottest.Must(db.AskClearance(store.OpenShare{Employee: "U1", Asset: a.ID, Network: store.LinkedIn, Text: "Falcon!",
			Written: "Falcon!", Variant: -1}))(tb)
		waiting := bottest.Must(storetest.Ask1(db, (*store.Query).ClearancesFor, "M1"))(tb)
		return aForm{by: "M1", metadata: string(waiting[0].ID), fields: map[string]any{"note": "Not yet."}}
	},
	"share_proof": func(tb testing.TB, db *store.DB) aForm {
		s := storetest.MustShare(tb, db, "U1", storetest.MustAsset(tb, db, nil).ID)
		return aForm{by: "U1", metadata: string(s.ID),
			fields: map[string]any{"post_url": "https://www.linkedin.com/posts/ada_1-activity-7123456789012345678-abcd"}}
	},
	"shared": func(tb testing.TB, db *store.DB) aForm {
		storetest.MustCompany(tb, db)
		return aForm{by: "U1", metadata: string(storetest.MustAsset(tb, db, nil).ID),
			fields: map[string]any{"network": "linkedin"}}
	},
	"story": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1",
			fields: map[string]any{store.AnswerField(0): "We moved the bakery.", "consent": string(store.ShareNamed)}}
	},
	"story_changes": func(tb testing.TB, db *store.DB) aForm {
		s := mustProposed(tb, db)
		return aForm{by: "U1", metadata: fmt.Sprint(s.ID, " ", s.Proposed.Version),
			fields: map[string]any{"note": "Shorter."}}
	},
	"story_edit": func(tb testing.TB, db *store.DB) aForm {
		s := storetest.MustStory(tb, db, "U1", nil)
		return aForm{by: "M1", metadata: fmt.Sprint(s.ID, " ", s.Version),
			fields: map[string]any{"title": "The oven", "text": "It took a week.", "other_topics": "culture"}}
	},
	"story_decline": func(tb testing.TB, db *store.DB) aForm {
		s := storetest.MustStory(tb, db, "U1", nil)
		return aForm{by: "M1", metadata: fmt.Sprint(s.ID, " ", s.Version), fields: map[string]any{"note": "Told before."}}
	},
	"review_reject": func(tb testing.TB, db *store.DB) aForm {
		a := mustSuggested(tb, db)
		return aForm{by: "M1", metadata: fmt.Sprint(a.ID, " ", a.Version), fields: map[string]any{"note": "Too old."}}
	},
	"suggest": func(testing.TB, *store.DB) aForm { return aForm{by: "U1", fields: map[string]any{"url": ""}} },
	"suggestion": func(testing.TB, *store.DB) aForm {
		return aForm{by: "U1", metadata: `{"url":"https://example.com/page","kind":"article"}`,
			fields: map[string]any{"title": "A page", "why": "It is good.", "other_topics": "go"}}
	},
	"address": func(testing.TB, *store.DB) aForm { return aForm{by: "M1", fields: map[string]any{"url": ""}} },
	"asset": func(testing.TB, *store.DB) aForm {
		return aForm{by: "M1", metadata: "{}",
			fields: map[string]any{"kind": "article", "title": "A page", "url": "https://example.com/page",
				"summary": "What it says.", "other_topics": "go", "variants": "Read this."}}
	},
	"details": func(tb testing.TB, db *store.DB) aForm {
		a := storetest.MustAsset(tb, db, nil)
		return aForm{by: "M1", metadata: fmt.Sprint(a.ID, " ", a.Version),
			fields: map[string]any{"campaign": "spring", "language": "en"}}
	},
	"withdraw": func(tb testing.TB, db *store.DB) aForm {
		return aForm{by: "M1", metadata: string(storetest.MustAsset(tb, db, nil).ID) + " live",
			fields: map[string]any{"reason": "It is wrong."}}
	},
}

// looks are the forms that only look something up.
var looks = []string{"crisis_form", "source_address", "content", "library", "suggest", "address"}

func TestSubmit_AgainAfterARestart(t *testing.T) {
	var routes []string
	for _, key := range mustUnconnected(t, storetest.MustOpen(t)).RouteKeys() {
		if key.Kind == dispatch.KindSubmit {
			routes = append(routes, key.Key)
		}
	}
	slices.Sort(routes)
	if covered := slices.Sorted(maps.Keys(forms)); !slices.Equal(covered, routes) {
		t.Fatalf("the forms of this test\n%q\nare not those of the bot\n%q", covered, routes)
	}
	for _, callback := range routes {
		t.Run(callback, func(t *testing.T) {
			t.Parallel() // it waits for the disk most of the time
			path := filepath.Join(t.TempDir(), "vouch.db")
			db := storetest.MustOpenAt(t, path)
			storetest.MustManager(t, db, "M1", "Mia")
			storetest.MustAdvocate(t, db, "U1", "Ada")
			storetest.MustRole(t, db, "U2", "Bob", store.Recruiter)
			storetest.MustEmployee(t, db, "U3", "Cleo")
			in := forms[callback](t, db).submission(callback)
			before := mustExport(t, db)
			mustSubmit(t, db, in)
			after := mustExport(t, db)
			if changed := before != after; changed == slices.Contains(looks, callback) {
				t.Errorf("the first submission changed something: %v", changed)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			db = storetest.MustOpenAt(t, path)
			mustSubmit(t, db, in)
			if again := mustExport(t, db); again != after {
				t.Errorf("submitted again it changed something:\n%s\nwas\n%s", again, after)
			}
		})
	}
}

// submission is what Slack sends for the form.
func (f aForm) submission(callback string) dispatch.Interaction {
	state := dispatch.State{}
	for field, v := range f.fields {
		value := dispatch.Value{}
		switch v := v.(type) {
		case string:
			value.Text = v
		case []string:
			value.List = v
		}
		state[field] = map[string]dispatch.Value{"v": value}
	}
	return dispatch.Interaction{Kind: dispatch.KindSubmit, Cause: "V1/h1", User: f.by, At: time.Now(), State: state,
		View: dispatch.View{ID: "V1", Hash: "h1", Type: "modal", CallbackID: callback, Metadata: f.metadata}}
}

// mustSubmit submits a form to a bot that has just started. Forms that only look something up may find fault.
func mustSubmit(tb testing.TB, db *store.DB, in dispatch.Interaction) {
	tb.Helper()
	h, in := mustUnconnected(tb, db).Find(in)
	reply, err := h(tb.Context(), in)
	if err != nil || len(reply.Errors) > 0 && !slices.Contains(looks, in.View.CallbackID) {
		tb.Fatalf("refused: %v, %v", reply.Errors, err)
	}
}

// mustExport is everything the database holds, with what it is going to send.
func mustExport(tb testing.TB, db *store.DB) string {
	tb.Helper()
	var all bytes.Buffer
	err := db.Export(&all, store.ExportAll, true)
	depth, failed := storetest.Ask(db, (*store.Query).OutboxDepth)
	if err != nil || failed != nil {
		tb.Fatal(err, failed)
	}
	return fmt.Sprintf("%s%+v", all.String(), depth)
}

// mustOwned is a candidate whom U1 referred and U2 looks after.
func mustOwned(tb testing.TB, db *store.DB) store.Referral {
	tb.Helper()
	r := storetest.MustReferral(tb, db, "U1", "Jane Roe", "jane@example.com")
	return bottest.Must(db.AssignReferral("M1", r.ID, "U2"))(tb)
}

// mustProposed is a story of U1 with a text that waits for her approval.
func mustProposed(tb testing.TB, db *store.DB) store.Story {
	tb.Helper()
	s := storetest.MustStory(tb, db, "U1", nil)
	return bottest.Must(db.EditStory("M1", s.ID, s.Version,
		store.StoryText{Title: "The oven", Text: "It took a week.", Topics: []string{"culture"}}))(tb)
}

// mustSuggested is a page that U1 suggested.
func mustSuggested(tb testing.TB, db *store.DB) store.Asset {
	tb.Helper()
	a := storetest.AnAsset(func(a *store.Asset) { a.Review = &store.Review{Why: "It is good."} })
	return bottest.Must(db.SuggestAsset("U1", a))(tb)
}
