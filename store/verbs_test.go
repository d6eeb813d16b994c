// Verbs: who may run each, as one table of verbs and people, and what is left to those who drop out.

package store_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// The people of the table, by id: an employee who has not joined, an advocate, a leader, a curator, a reviewer of
// compliance, a recruiter, a seller, a sponsor, a program manager, one who held every role, a guest and a deactivated
// person who were managers, somebody whose data was erased, and somebody who never was.
var troupe = append(strings.Fields("E1 U1 L1 C1 K1 R1 S1 P1 M1 X1 G1 D1 Z1 nobody"), string(store.Operator))

// A law says who may run a verb, and which kind of error the others get: no, who is known; missing, who is not.
type law struct {
	may         string
	no, missing store.Kind
	but         map[string]store.Kind // the other answers
}

// wants is the kind of error that somebody gets, "" for who may.
func (l law) wants(who string) store.Kind {
	if kind, other := l.but[who]; other {
		return kind
	}
	switch {
	case slices.Contains(strings.Fields(l.may), who):
		return ""
	case slices.Contains(strings.Fields("Z1 nobody "+string(store.Operator)), who):
		return l.missing
	}
	return l.no
}

const (
	joined  = "U1 L1 C1 K1 R1 S1 P1 M1 X1"
	program = " M1 " + string(store.Operator)
)

var (
	managers  = law{may: program, no: store.Denied, missing: store.Denied}
	curators  = law{may: "C1" + program, no: store.Denied, missing: store.Denied}
	reviewers = law{may: "C1 K1" + program, no: store.Denied, missing: store.Denied}
	second    = law{may: "K1", no: store.Denied, missing: store.Denied, // compliance alone, once there is somebody
		but: map[string]store.Kind{string(store.Operator): ""}}
	clearer   = law{may: "K1", no: store.Denied, missing: store.Denied}
	members   = law{may: "E1 " + joined, no: store.Denied, missing: store.NotFound}
	advocates = law{may: joined, no: store.Denied, missing: store.NotFound}
	known     = law{may: "E1 G1 D1 " + joined, missing: store.NotFound}
	anybody   = law{may: strings.Join(troupe, " ")}
	owner     = law{may: "U1", no: store.NotFound, missing: store.NotFound} // the person whose something is
	holder    = law{may: "L1", no: store.NotFound, missing: store.NotFound}
	thankers  = law{may: "L1 M1", no: store.Denied, missing: store.NotFound}
	claimers  = law{may: "L1", no: store.Denied, missing: store.NotFound}
	eraser    = law{may: "U1" + program, no: store.Denied, missing: store.Denied}
	// Of a referral: its owner and the managers; never its referrer. It does not exist for anybody else.
	deciders = law{may: "R1" + program, no: store.NotFound, missing: store.NotFound,
		but: map[string]store.Kind{"U1": store.Denied}}
	hintDeciders = law{may: "R1" + program, no: store.Denied, missing: store.Denied}
	// Of an introduction: those who decide, and who makes it.
	introPair = law{may: "U1 S1" + program, no: store.NotFound, missing: store.NotFound}
	introOwn  = law{may: "S1 M1", no: store.NotFound, missing: store.NotFound}
)

// An entitled is one row: who may, the verb in somebody's name, and what it answers to who may where there is nothing
// to do.
type entitled struct {
	law
	do     func(db *store.DB, by store.EmployeeID) error
	answer store.Kind
}

// rights are the rows by the name of the verb; behind a comma stands a case of its own.
func (s *scene) rights() map[string]entitled {
	type id = store.EmployeeID
	type DB = *store.DB
	entry := func(_ store.Share, _ []store.Entry, err error) error { return err }
	r, later := s.referral, time.Now().AddDate(0, 0, 7)
	persona := func(db DB) store.Persona { return must(db.Personas())[0] }
	named := func(by id, name string) store.Submission {
		return storetest.ASubmission(by, name+" "+string(by), strings.ToLower(name+string(by))+"@x.example")
	}
	text := store.StoryText{Title: "Oven", Text: "Bread.", Topics: []string{"culture"}}
	return map[string]entitled{
		// The program.
		"ApplyProgram": {managers, func(db DB, by id) error {
			state := must(db.ProgramState())
			state.Program.Settings.Company = "Southwind"
			return db.ApplyProgram(by, state.Program, state.Version)
		}, ""},
		"SaveSettings": {managers, func(db DB, by id) error {
			settings := must(db.Settings())
			settings.Company = "Southwind"
			return db.SaveSettings(by, settings)
		}, ""},
		"ChangeRole": {managers, func(db DB, by id) error {
			return db.ChangeRole(by, store.Curator, []id{by, "E1"}[1:], nil)
		}, ""},
		"ImportPeople": {managers, func(db DB, by id) error {
			return failed(db.ImportPeople([]store.PersonImport{{ID: "U1", Title: "CTO"}}, by))
		}, ""},
		"JoinIdentity": {managers, func(db DB, by id) error { return failed(db.JoinIdentity(by, "G1", "E1")) }, ""},
		"AddPersona": {managers, func(db DB, by id) error {
			return failed(db.AddPersona(by, store.Persona{ID: "press", Name: "Press"}))
		}, ""},
		"EditPersona": {managers, func(db DB, by id) error {
			p := persona(db)
			p.Name = "New"
			return failed(db.EditPersona(by, p))
		}, ""},
		"MovePersona":   {managers, func(db DB, by id) error { return db.MovePersona(by, persona(db).ID, 3) }, ""},
		"DeletePersona": {managers, func(db DB, by id) error { return db.DeletePersona(by, "sales") }, ""},
		"AddHook":       {managers, func(db DB, by id) error { return db.AddHook(by, "lever", "secret") }, ""},
		"RotateHook": {managers, func(db DB, by id) error {
			return db.RotateHook(by, "ashby", "another", time.Hour)
		}, ""},
		"RemoveHook": {managers, func(db DB, by id) error { return db.RemoveHook(by, "ashby") }, ""},
		"AddHookTarget": {managers, func(db DB, by id) error {
			return db.AddHookTarget(by, "https://hooks.example/x", hookSecret)
		}, ""},
		"RotateHookTarget": {managers, func(db DB, by id) error {
			return db.RotateHookTarget(by, "https://hooks.example/y", hookSecret[:len(hookSecret)-4]+"QUFC", 0)
		}, ""},
		"RemoveHookTarget": {managers, func(db DB, by id) error {
			return db.RemoveHookTarget(by, "https://hooks.example/y")
		}, ""},
		"PlanBoardPost": {managers, func(db DB, by id) error {
			return failed(db.PlanBoardPost("", by, "C1", store.BoardQuery{Span: store.Week}))
		}, ""},
		"SaveBoardSchedule": {managers, func(db DB, by id) error {
			schedule := s.schedule
			schedule.Cron = "0 10 * * 1"
			return failed(db.SaveBoardSchedule(by, schedule))
		}, ""},
		"DeleteBoardSchedule": {managers, func(db DB, by id) error { return db.DeleteBoardSchedule(by, s.schedule.ID) }, ""},
		"SaveCampaign": {managers, func(db DB, by id) error {
			c := s.campaign
			c.Target++
			return failed(db.SaveCampaign(by, c))
		}, ""},
		"EndCampaign": {managers, func(db DB, by id) error { return failed(db.EndCampaign(by, s.campaign.ID)) }, ""},
		"LearnFromCampaign": {managers, func(db DB, by id) error {
			return failed(db.LearnFromCampaign(by, s.ended.ID, "Ask early."))
		}, ""},
		"StartCrisis": {managers, func(db DB, by id) error {
			return failed(db.StartCrisis(by, store.Crisis{Scope: store.HoldAll, Reason: "Wait.", Owner: "M1"}))
		}, ""},
		"PreviewCrisis": {managers, func(db DB, by id) error {
			return failed(db.PreviewCrisis(by, store.Crisis{Scope: store.HoldAll, Reason: "Wait.", Owner: "M1"}))
		}, ""},
		"EndCrisis": {managers, func(db DB, by id) error { return failed(db.EndCrisis(by, s.crisis.ID, "")) }, ""},
		"ReverseEntry": {managers, func(db DB, by id) error {
			return failed(db.ReverseEntry(by, s.entry.ID, "a slip"))
		}, ""},
		"EraseReferral": {managers, func(db DB, by id) error { return db.EraseReferral(by, r.ID) }, ""},
		"EraseEmployee": {eraser, func(db DB, by id) error { return failed(db.EraseEmployee(by, "U1")) }, ""},
		"OfferSlot": {managers, func(db DB, by id) error {
			return failed(db.OfferSlot(by, store.Slot{Title: "T", Words: "W.", On: s.slot.On}))
		}, ""},
		"GiveSlot": {managers, func(db DB, by id) error { return failed(db.GiveSlot(by, s.claimed.ID, "L1")) }, ""},
		"ApprovePayouts": {managers, func(db DB, by id) error {
			return failed(db.ApprovePayouts(by, []string{s.payouts[2].ID}))
		}, ""},
		"ExcludePayout": {managers, func(db DB, by id) error {
			return failed(db.ExcludePayout(by, s.payouts[3].ID, "Why."))
		}, ""},
		"ExportPayouts": {managers, func(db DB, by id) error { _, _, err := db.ExportPayouts(by); return err }, ""},
		"PayBatch":      {managers, func(db DB, by id) error { return failed(db.PayBatch(by, "P1")) }, ""},
		// The library.
		"AddAsset": {curators, func(db DB, by id) error {
			return failed(db.AddAsset(by, storetest.AnAsset(nil), true))
		}, ""},
		"AddAssets": {curators, func(db DB, by id) error {
			return failed(db.AddAssets(by, []store.Asset{storetest.AnAsset(nil)}, true))
		}, ""},
		"EditAsset": {curators, func(db DB, by id) error {
			a := must(db.Asset(s.item.ID))
			a.Title = "Corrected"
			return failed(db.EditAsset(by, a))
		}, ""},
		"PublishAsset": {curators, func(db DB, by id) error {
			return failed(db.PublishAsset(by, s.draft.ID))
		}, ""},
		"WithdrawAsset": {curators, func(db DB, by id) error {
			return failed(db.WithdrawAsset(by, s.item.ID, "Wrong."))
		}, ""},
		"AcceptProposal": {curators, func(db DB, by id) error {
			return failed(db.AcceptProposal(by, s.proposed.ID, s.proposed.Version))
		}, ""},
		"KeepApproved": {curators, func(db DB, by id) error {
			return failed(db.KeepApproved(by, s.proposed.ID, s.proposed.Version))
		}, ""},
		"ApproveAsset": {curators, func(db DB, by id) error {
			return failed(db.ApproveAsset(by, s.draft.ID, s.draft.Version))
		}, ""},
		"ApproveAsset, regulated": {second, func(db DB, by id) error {
			return failed(db.ApproveAsset(by, s.regulated.ID, s.regulated.Version))
		}, ""},
		"RejectAsset": {reviewers, func(db DB, by id) error {
			return failed(db.RejectAsset(by, s.draft.ID, s.draft.Version, "Old."))
		}, ""},
		"AddSource": {curators, func(db DB, by id) error {
			return failed(db.AddSource(by, store.Source{Name: "News", Address: "https://x.example/feed"}))
		}, ""},
		"EditSource": {curators, func(db DB, by id) error {
			source := s.source
			source.PerDay = 7
			return failed(db.EditSource(by, source))
		}, ""},
		"PauseSource":  {curators, func(db DB, by id) error { return failed(db.PauseSource(by, s.source.ID)) }, ""},
		"ResumeSource": {curators, func(db DB, by id) error { return failed(db.ResumeSource(by, s.paused.ID)) }, ""},
		"RemoveSource": {curators, func(db DB, by id) error { return db.RemoveSource(by, s.source.ID) }, ""},
		"SaveLesson": {curators, func(db DB, by id) error {
			l := s.lesson
			l.Title = "New"
			return db.SaveLesson(by, s.lesson.Mark(), l)
		}, ""},
		"RemoveLesson": {curators, func(db DB, by id) error { return db.RemoveLesson(by, s.lesson.ID) }, ""},
		"EditStory": {curators, func(db DB, by id) error {
			return failed(db.EditStory(by, s.told.ID, s.told.Version, text))
		}, ""},
		"DeclineStory": {curators, func(db DB, by id) error {
			return failed(db.DeclineStory(by, s.told.ID, s.told.Version, "Long."))
		}, ""},
		"DecideClearance": {clearer, func(db DB, by id) error {
			return failed(db.DecideClearance(by, s.clearance.ID, store.ClearanceAllowed, ""))
		}, ""},
		// Referrals and introductions.
		"SubmitReferral": {members, func(db DB, by id) error { return failed(db.SubmitReferral(named(by, "Wim"))) }, ""},
		"EditReferral": {owner, func(db DB, by id) error {
			return failed(db.EditReferral(by, s.waiting.ID, storetest.ASubmission(by, "Yan Y. Young", "yan@x.com")))
		}, ""},
		"WithdrawReferral": {owner, func(db DB, by id) error { return failed(db.WithdrawReferral(by, r.ID)) }, ""},
		"AnswerQuestion":   {owner, func(db DB, by id) error { return failed(db.AnswerQuestion(by, r.ID, 0, "Years.")) }, ""},
		"MoveReferral": {deciders, func(db DB, by id) error {
			return failed(db.MoveReferral(by, r.ID, store.Interview, "", r.Version))
		}, ""},
		"CorrectReferral": {deciders, func(db DB, by id) error {
			return failed(db.CorrectReferral(by, r.ID, store.Accepted, "A slip.", r.Version))
		}, ""},
		"CloseReferral": {deciders, func(db DB, by id) error {
			return failed(db.CloseReferral(by, r.ID, store.Hired, store.Closing{}, r.Version))
		}, ""},
		"AskReferrer":    {deciders, func(db DB, by id) error { return failed(db.AskReferrer(by, r.ID, "How?")) }, ""},
		"AssignReferral": {deciders, func(db DB, by id) error { return failed(db.AssignReferral(by, r.ID, "M1")) }, ""},
		"SayTouch": {deciders, func(db DB, by id) error {
			return failed(db.SayTouch(by, r.ID, outcome.Touches[0]))
		}, ""},
		"AssignOutcome": {hintDeciders, func(db DB, by id) error {
			return failed(db.AssignOutcome(by, s.hint.ID, r.ID))
		}, ""},
		"DismissOutcome": {hintDeciders, func(db DB, by id) error { return db.DismissOutcome(by, s.hint.ID) }, ""},
		"UndoOutcome":    {hintDeciders, func(db DB, by id) error { return db.UndoOutcome(by, s.decided.ID) }, ""},
		"OfferIntroduction": {members, func(db DB, by id) error {
			contact := strings.ToLower(string(by)) + "@ives.example"
			return failed(db.OfferIntroduction(storetest.AnIntroduction(by, "Ivo Ives", contact), true))
		}, ""},
		"MoveIntroduction": {introPair, func(db DB, by id) error {
			return failed(db.MoveIntroduction(by, s.intro.ID, store.IntroMet))
		}, ""},
		"WaitForAnswer": {owner, func(db DB, by id) error { return failed(db.WaitForAnswer(by, s.intro.ID)) }, ""},
		"AcceptIntroduction": {introOwn, func(db DB, by id) error {
			return failed(db.AcceptIntroduction(by, s.intro.ID))
		}, ""},
		// What everybody does for themself.
		"Join": {members, func(db DB, by id) error { return failed(db.Join(by, store.JoinForm{})) }, ""},
		"Acknowledge": {members, func(db DB, by id) error {
			return db.Acknowledge(by, must(db.Settings()).Policy.Version)
		}, ""},
		"SavePreferences": {members, func(db DB, by id) error {
			return failed(db.SavePreferences(by, store.Preferences{Follow: []string{"go"}}))
		}, ""},
		"SaveChoices": {members, func(db DB, by id) error {
			return failed(db.SaveChoices(by, store.Preferences{Follow: []string{"go"}}))
		}, ""},
		"SaveFeedback": {members, func(db DB, by id) error {
			return failed(db.SaveFeedback(by, s.item.ID, store.Liked, "", ""))
		}, ""},
		"AskReport": {members, func(db DB, by id) error { return db.AskReport("press", by, "2026-01") }, ""},
		"AskWhyNot": {members, func(db DB, by id) error { return failed(db.AskWhyNot(by)) }, ""},
		"AnswerWhyNot": {anybody, func(db DB, by id) error {
			return db.AnswerWhyNot(by, store.LeaveReasonList[0])
		}, store.Conflict},
		"ReadCrisis": {members, func(db DB, by id) error { return failed(db.ReadCrisis(by, s.crisis.ID)) }, ""},
		"AnswerAfterPost": {members, func(db DB, by id) error {
			return failed(db.AnswerAfterPost(by, "digest/x", store.LedNothing))
		}, store.Conflict},
		"NoteInteraction": {anybody, func(db DB, by id) error { return db.NoteInteraction(by) }, ""},
		"Leave":           {known, func(db DB, by id) error { return failed(db.Leave(by)) }, ""},
		"SignOff":         {known, func(db DB, by id) error { return failed(db.SignOff(by, s.event.ID)) }, ""},
		"Pause":           {advocates, func(db DB, by id) error { return failed(db.Pause(by, later)) }, ""},
		"Resume":          {advocates, func(db DB, by id) error { return failed(db.Resume(by)) }, ""},
		"ChooseRhythm": {advocates, func(db DB, by id) error {
			return failed(db.ChooseRhythm(by, store.RhythmWeekly))
		}, ""},
		"AnswerLesson": {advocates, func(db DB, by id) error { return failed(db.AnswerLesson(by, right(s.lesson))) }, ""},
		"AnswerPulse": {advocates, func(db DB, by id) error {
			return db.AnswerPulse(by, "2000-Q1", 9, 5)
		}, store.Conflict},
		"SignUp": {advocates, func(db DB, by id) error { return failed(db.SignUp(by, s.event.ID)) }, ""},
		"SuggestAsset": {advocates, func(db DB, by id) error {
			return failed(db.SuggestAsset(by, storetest.AnAsset(nil)))
		}, ""},
		"TellStory": {advocates, func(db DB, by id) error {
			return failed(db.TellStory(store.StoryForm{Author: by, Consent: store.ShareNamed,
				Answers: []store.Answer{{Question: "?", Text: "We baked."}}}))
		}, ""},
		"RemindLater": {advocates, func(db DB, by id) error {
			return failed(db.RemindLater(store.Reminder{Employee: by, Asset: s.item.ID, At: later}, ""))
		}, ""},
		"OpenShare":     {advocates, func(db DB, by id) error { return failed(db.OpenShare(kit(by, s.item.ID))) }, ""},
		"AlreadyShared": {advocates, func(db DB, by id) error { return entry(db.AlreadyShared(by, s.item.ID, store.X)) }, ""},
		"AskClearance": {advocates, func(db DB, by id) error {
			return failed(db.AskClearance(falcon(by, s.item.ID)))
		}, ""},
		"ClaimSlot": {claimers, func(db DB, by id) error { return failed(db.ClaimSlot(by, s.slot.ID, true)) }, ""},
		"Thank":     {thankers, func(db DB, by id) error { return failed(db.Thank(by, s.win.ID)) }, ""},
		// What is somebody's own.
		"DeclareShare": {owner, func(db DB, by id) error { return entry(db.DeclareShare(by, s.opened.ID)) }, ""},
		"ProveShare": {owner, func(db DB, by id) error {
			return entry(db.ProveShare(by, s.opened.ID, "https://linkedin.com/posts/1"))
		}, ""},
		"WithdrawShare": {owner, func(db DB, by id) error { return entry(db.WithdrawShare(by, s.posted.ID)) }, ""},
		"AnswerWin":     {owner, func(db DB, by id) error { return failed(db.AnswerWin(by, s.win.ID, false)) }, ""},
		"FinishEvent":   {owner, func(db DB, by id) error { return failed(db.FinishEvent(by, s.event.ID)) }, store.Conflict},
		"LinkSlot":      {holder, func(db DB, by id) error { return failed(db.LinkSlot(by, s.given.ID, s.item)) }, ""},
		"WithdrawStory": {owner, func(db DB, by id) error { return failed(db.WithdrawStory(by, s.edited.ID)) }, ""},
		"ApproveStory": {owner, func(db DB, by id) error {
			_, _, err := db.ApproveStory(by, s.edited.ID, s.edited.Proposed.Version)
			return err
		}, ""},
		"AskStoryChanges": {owner, func(db DB, by id) error {
			return failed(db.AskStoryChanges(by, s.edited.ID, s.edited.Proposed.Version, "Shorter."))
		}, ""},
	}
}

// unnamed are the verbs that somebody's id is given to and that act for nobody: reads, what the program does by itself
// (the clock, the courier, the list of people, the command line) and what tests have added.
var unnamed = strings.Fields(`Employee DMChannel DeliveriesOf TodaysDelivery OpinionOf Referral SharesOf Story TasteOf
	PreviewErase Places AwardAt EnqueueNotice EnsureManagers RecordDigests SaveMembership SyncPeople Welcome`)

// Every verb with somebody's id among its arguments, or in one of them, has a row: a new one fails here until it has.
func TestVerbs_EachHasARow(t *testing.T) {
	rows := map[string]bool{}
	for name := range (&scene{}).rights() {
		verb, _, _ := strings.Cut(name, ",")
		rows[verb] = true
	}
	id, db := reflect.TypeFor[store.EmployeeID](), reflect.TypeFor[*store.DB]()
	for i := range db.NumMethod() {
		m, acts := db.Method(i), false
		for at := 1; at < m.Type.NumIn(); at++ {
			in := m.Type.In(at)
			if in.Kind() == reflect.Slice {
				in = in.Elem()
			}
			acts = acts || in == id
			for f := 0; in.Kind() == reflect.Struct && f < in.NumField(); f++ {
				acts = acts || in.Field(f).Type == id
			}
		}
		if rows[m.Name] == slices.Contains(unnamed, m.Name) && acts || rows[m.Name] && !acts {
			t.Errorf("%s: somebody's id is given to it: %v, it has a row: %v, it is unnamed: %v", m.Name, acts, rows[m.Name],
				slices.Contains(unnamed, m.Name))
		}
	}
}

func TestVerbs_EveryPersonTriesEveryVerb(t *testing.T) {
	s := mustScene(t)
	refusing := s.open(t)
	before := refusing.Dump()
	for name, row := range s.rights() {
		themself := s.open(t)
		for _, who := range troupe {
			db, want := refusing, row.wants(who)
			if want == "" {
				if db, want = themself, row.answer; len(strings.Fields(row.may)) < 5 {
					db = s.open(t) // what one did changes what the next one meets
				}
			}
			if err := row.do(db, store.EmployeeID(who)); store.KindOf(err) != want {
				t.Errorf("%s by %s: %v, want %q", name, who, err, want)
			}
		}
		if left := differences(before, refusing.Dump()); len(left) > 0 {
			t.Fatalf("%s was refused and left %q", name, left)
		}
	}
}

// takingBack are the verbs with which somebody takes back or away what is theirs, whatever became of their account.
var takingBack = strings.Fields(`AnswerWin EraseEmployee Leave SignOff WithdrawReferral WithdrawShare WithdrawStory
	NoteInteraction AnswerWhyNot`)

// Who was deactivated or became a guest does nothing more with what is still theirs but take it back.
func TestVerbs_WhoDroppedOut(t *testing.T) {
	s := mustScene(t)
	for _, user := range []store.SlackUser{{ID: "U1", Deactivated: true}, {ID: "U1", Guest: true},
		{ID: "L1", Guest: true}} {
		for name, row := range s.rights() {
			if !slices.Contains(strings.Fields(row.may), string(user.ID)) {
				continue
			}
			db := s.open(t)
			storetest.MustSync(t, db, user)
			err := row.do(db, user.ID)
			want := []store.Kind{store.Denied, store.NotFound}
			if slices.Contains(takingBack, name) {
				want = []store.Kind{row.answer}
			}
			if !slices.Contains(want, store.KindOf(err)) {
				t.Errorf("%s by its person %+v: %v, want %q", name, user, err, want)
			}
		}
	}
}
