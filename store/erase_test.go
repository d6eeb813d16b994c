// Erasing a person whom every noun mentions: afterwards no bucket but the audit does.

package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// leaver is found in keys and values alike, whatever their layout.
const leaver store.EmployeeID = "U0LEAVER"

// MustMention makes leaver do and be done to what every noun can hold about somebody.
func MustMention(tb testing.TB) *store.DB {
	tb.Helper()
	db := MustTeam(tb)
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	storetest.MustManager(tb, db, leaver, "Lea Ver")
	for _, role := range []store.Role{store.Curator, store.Recruiter} {
		check(db.ChangeRole(store.Operator, role, []store.EmployeeID{leaver}, nil))
	}
	program := must(db.Settings())
	program.Policy.Text += "\nBe kind."
	check(db.SaveSettings(leaver, program))
	for _, e := range must(db.Employees()) {
		if e.IsAdvocate() {
			check(db.Acknowledge(e.ID, must(db.Settings()).Policy.Version))
		}
	}
	must(db.ImportPeople([]store.PersonImport{{ID: "U1", Manager: string(leaver)}, {ID: leaver, Department: "Sales"}},
		leaver))
	own := storetest.MustAsset(tb, db, func(a *store.Asset) { a.Author = leaver })
	must(db.AddAsset(leaver, storetest.AnAsset(nil), true))
	must(db.SuggestAsset(leaver, storetest.AnAsset(nil)))
	storetest.MustPlan(tb, db, leaver, own.ID)
	storetest.MustDeliver(tb, db)
	must(db.SaveFeedback(leaver, own.ID, store.Saved, "", ""))
	must(db.SaveFeedback(leaver, own.ID, store.Liked, "", ""))
	must(db.RecordClick(store.Click{Token: storetest.MustShare(tb, db, leaver, own.ID).Token}))
	_, story := storetest.MustApprovedStory(tb, db, leaver, nil)
	storetest.MustShare(tb, db, leaver, story.ID)
	must(db.SaveFeedback(leaver, story.ID, store.Saved, "", ""))
	told := storetest.MustStory(tb, db, "U2", nil)
	must(db.EditStory(leaver, told.ID, told.Version, store.StoryText{Title: "Oven", Text: "An oven.",
		Topics: []string{"culture"}}))
	event := storetest.MustEvent(tb, db, time.Now().AddDate(0, 0, 20), 1)
	must(db.SignUp(leaver, event.ID))
	must(db.AskWhyNot(leaver))
	prefs := storetest.MustGet(tb, db, leaver).Prefs
	prefs.Incentive = store.ForDevelopment
	must(db.SavePreferences(leaver, prefs))
	slot := must(db.OfferSlot(store.Operator, store.Slot{Title: "A talk", Words: "Ten minutes.",
		On: store.DateOf(time.Now().AddDate(0, 0, 20), time.UTC)}))
	must(db.ClaimSlot(leaver, slot.ID, true))
	must(db.GiveSlot(store.Operator, slot.ID, leaver))
	must(db.AnswerLesson(leaver, right(must(db.Settings()).Lessons[0])))
	must(db.SignUp("U2", event.ID))
	r := storetest.MustReferral(tb, db, leaver, "Zed Zulu", "zed@zulu.example")
	must(db.AskReferrer("M1", r.ID, "From where do you know them?"))
	must(db.AnswerQuestion(leaver, r.ID, 0, "From school."))
	owned := storetest.MustReferral(tb, db, "U1", "Yan Yule", "yan@yule.example")
	must(db.AssignReferral(store.Operator, owned.ID, leaver))
	must(db.MoveReferral(leaver, owned.ID, store.Accepted, "", must(db.Referral(owned.ID, leaver)).Version))
	waits := must(db.ApplyOutcome(store.OutcomeEvent{Source: "greenhouse", EventID: "1", Kind: outcome.Interview,
		Known: outcome.Signed, Claimed: true}))
	must(db.AssignOutcome(leaver, waits.ID, owned.ID))
	must(db.AddSource(leaver, store.Source{Name: "Blog", Address: "https://blog.example.com/feed"}))
	storetest.MustSettings(tb, db, func(s *store.Settings) {
		s.BoardOn, s.Routes = true, []store.Route{{Kind: store.Candidate, Owner: leaver}}
		days := " from " + time.Now().AddDate(0, 0, -100).Format(time.DateOnly) + " to " +
			time.Now().AddDate(0, 0, 100).Format(time.DateOnly)
		s.Seasons, s.Goals = []string{"Long" + days}, []string{"5 hires" + days}
	})
	check(storetest.SavePersonas(db, store.Operator, []store.Persona{{ID: "engineering", Name: "Engineering",
		Rule: store.Rule{Channels: []string{"C1"}}}}))
	storetest.MustRole(tb, db, "C9", "Cora", store.Compliance)
	pensions := storetest.MustAsset(tb, db, func(a *store.Asset) { a.Topics = []string{"pensions"} })
	storetest.MustSettings(tb, db, func(s *store.Settings) { s.Regulated = []string{"pensions"} })
	for _, id := range []store.EmployeeID{leaver, "U2"} {
		asks := kit(id, pensions.ID)
		asks.Written = "What " + string(id) + " thinks."
		must(db.AskClearance(asks))
	}
	storetest.MustShare(tb, db, leaver, pensions.ID)
	must(db.RemindLater(store.Reminder{Employee: leaver, Asset: own.ID, At: time.Now().Add(time.Hour), Text: "Mine."}, ""))
	check(db.SaveMembership("C1", "eng", []store.EmployeeID{leaver, "U1"}))
	for _, id := range []store.EmployeeID{"U1", "U2"} {
		storetest.MustShare(tb, db, id, own.ID)
	}
	mentionLater(tb, db, owned.ID)
	mentionDecisions(tb, db)
	must(db.PlanBoardPost("form", leaver, "C1", store.BoardQuery{Span: store.AllTime}))
	must(db.SaveBoardSchedule(leaver, store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span:   store.Week,
		NextAt: time.Now().AddDate(0, 0, 7)}))
	return db
}

// mentionLater is the second half of MustMention: what came after the first year, with words of the leaver's own.
func mentionLater(tb testing.TB, db *store.DB, owned store.ReferralID) {
	tb.Helper()
	storetest.MustEmployee(tb, db, "U0EARLIER", "Lea Ver")
	must(db.JoinIdentity(store.Operator, "U0EARLIER", leaver))
	must(db.ImportPeople([]store.PersonImport{{ID: leaver, Title: "Keeper of Zebras", Location: "Zebratown"}},
		store.Operator))
	storetest.MustSync(tb, db, store.SlackUser{ID: leaver, Name: "Lea Ver", TimeZone: "UTC",
		OtherNames: []string{oddName}})
	if err := db.AddHookTarget(store.Operator, "https://hooks.example/vouch",
		"whsec_"+strings.Repeat("QUFB", 8)); err != nil {
		tb.Fatal(err)
	}
	item := storetest.MustAsset(tb, db, nil)
	shared := must(db.OpenShare(store.OpenShare{Employee: leaver, Asset: item.ID, Network: store.LinkedIn,
		Text: "My zebra words", OwnWords: true, Variant: -1}))
	_, _, err := db.DeclareShare(leaver, shared.ID)
	if err == nil {
		_, _, err = db.ProveShare(leaver, shared.ID,
			"https://www.linkedin.com/posts/zebra_1-activity-7123456789012345678-abcd")
	}
	if err != nil {
		tb.Fatal(err)
	}
	storetest.MustStory(tb, db, leaver, func(f *store.StoryForm) {
		f.Answers[0].Text = "The zebra of the bakery. " + oddName
	})
	must(db.SuggestAsset(leaver,
		storetest.AnAsset(func(a *store.Asset) { a.Review = &store.Review{Why: "A zebra told me."} })))
	form := storetest.ASubmission(leaver, "Wim West", "wim@west.example")
	form.Person.Why = "Rides a zebra."
	must(db.SubmitReferral(form))
	intro := storetest.AnIntroduction(leaver, "Ike Ibsen", "ike@ibsen.example")
	intro.Person.Why = "We fed a zebra."
	must(db.OfferIntroduction(intro, true))
	theirs := storetest.AnIntroduction("U1", "Ivo Ives", "ivo@ives.example")
	theirs.Kind = store.Candidate // by the route to the leaver
	must(db.OfferIntroduction(theirs, true))
	storetest.MustSettings(tb, db, func(s *store.Settings) {
		s.Bonus.Rules = []bonus.Rule{{Name: "standard", Kind: bonus.Candidate, Amount: "EUR 1500"}}
	})
	hired := storetest.MustReferral(tb, db, leaver, "Hal Hope", "hal@hope.example")
	must(db.MoveReferral(store.Operator, hired.ID, store.Hired, "", hired.Version))
	crisis := must(db.StartCrisis(leaver, store.Crisis{Scope: store.HoldAll, Reason: "We wait.",
		Statement: "Please wait.",
		Owner:     leaver, Spokespeople: []store.EmployeeID{leaver}}))
	if err := db.ContinueCrises(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	must(db.ReadCrisis(leaver, crisis.ID))
	must(db.EndCrisis(leaver, crisis.ID, ""))
	must(db.SaveCampaign(leaver, store.Campaign{Name: "Spring", Why: "Engineers.", Target: 5,
		Goal: store.CampaignGoals[0],
		From: store.DateOf(store.Now(), time.UTC), To: store.DateOf(store.Now().AddDate(0, 1, 0), time.UTC)}))
}

// mentionDecisions makes the leaver decide about what others wrote, referred and earned, and thank them.
func mentionDecisions(tb testing.TB, db *store.DB) {
	tb.Helper()
	storetest.MustRole(tb, db, "C8", "Carl", store.Curator)
	suggested := must(db.SuggestAsset("U2", storetest.AnAsset(nil)))
	must(db.ApproveAsset(leaver, suggested.ID, suggested.Version))
	if err := db.ChangeRole(store.Operator, store.Compliance, []store.EmployeeID{leaver}, nil); err != nil {
		tb.Fatal(err)
	}
	pensions := storetest.AnAsset(func(a *store.Asset) { a.Topics = []string{"pensions"} })
	regulated := must(db.SuggestAsset("U2", pensions))
	regulated = must(db.ApproveAsset("C8", regulated.ID, regulated.Version))
	must(db.ApproveAsset(leaver, regulated.ID, regulated.Version))
	for _, c := range must(storetest.Ask1(db, (*store.Query).ClearancesFor, leaver)) {
		must(db.DecideClearance(leaver, c.ID, store.ClearanceAllowed, ""))
	}
	told := storetest.MustStory(tb, db, "U2", nil)
	told = must(db.EditStory(leaver, told.ID, told.Version, store.StoryText{Title: "Dough", Text: "A dough.",
		Topics: []string{"culture"}}))
	if _, _, err := db.ApproveStory("U2", told.ID, told.Proposed.Version); err != nil {
		tb.Fatal(err)
	}
	soon := store.DateOf(time.Now().AddDate(0, 0, 20), time.UTC)
	must(db.OfferSlot(leaver, store.Slot{Title: "A byline", Words: "One page.", On: soon}))
	hired := storetest.MustReferral(tb, db, "U1", "Olga Orr", "olga@orr.example")
	closing := store.Closing{StartsOn: store.DateOf(time.Now().AddDate(0, 0, -200), time.UTC), HiringManager: leaver}
	must(db.CloseReferral("M1", hired.ID, store.Hired, closing, hired.Version))
	must(db.TickPayouts(store.Now()))
	for _, p := range must(storetest.Ask1(db, (*store.Query).PayoutsOf, hired.ID)) {
		must(db.ApprovePayouts(leaver, []string{p.ID}))
	}
	for _, w := range must(storetest.Ask1(db, (*store.Query).WinsOf, "U1")) {
		must(db.Thank(leaver, w.ID))
	}
}

// nobodyIn are the buckets that hold nobody: things by their own keys, and counts. A new bucket that is not among them
// needs something of the leaver's in MustMention.
var nobodyIn = strings.Fields(`
	meta handled_forms click_visitors click_days click_totals evidence hooks gains campaigns_open clearances_waiting assets_by_state
	assets_by_canon assets_by_seq assets_by_time assets_by_source assets_gone messages_sending shares_by_token
	shares_by_post entries_by_cause referrals_by_time referrals_by_hash referrals_by_cause referrals_by_lane
	intros_by_time intros_by_hash outcomes_by_cause outcomes_by_time outcomes_by_referral outcomes_by_share
	outcomes_by_subject outcomes_named payouts_by_state payouts_by_batch sources_by_time stories_by_state
	crises_active crises_unfinished hook_targets hook_events_at slots_open
	pulse_rounds pulse_reasons`)

// oddName is written in other ways in JSON, in indexes and in small letters.
const oddName = `L\u00c9A "Zed" <lea.ver@zebra.example> & S\u00f6hne`

// spellings are a text as it may lie in the file: as it is, as JSON writes it, and each folded.
func spellings(words string) (all []string) {
	var plain bytes.Buffer
	unescaped := json.NewEncoder(&plain)
	unescaped.SetEscapeHTML(false)
	_ = unescaped.Encode(words)
	escaped, _ := json.Marshal(words)
	for _, form := range []string{words, strings.Trim(string(escaped), `"`), strings.Trim(plain.String(), "\"\n")} {
		all = append(all, form, strings.ToLower(form), strings.ToUpper(form))
	}
	return all
}

// Names, places, addresses and words of the leaver's own are gone from the bytes as well, free pages and backups
// included, whatever their case and however they are written. The id stands in the audit alone.
func TestEraseEmployee_LeavesNoWordInTheBytes(t *testing.T) {
	db := MustMention(t)
	words := []string{"Lea Ver", "Zebra", "zebra", "U0EARLIER", "lea.ver@zebra.example", oddName}
	all := string(must(os.ReadFile(db.Path())))
	for _, word := range words {
		if !slices.ContainsFunc(spellings(word), func(form string) bool { return strings.Contains(all, form) }) {
			t.Errorf("the file lacks %q before, so the test shows nothing of it", word)
		}
	}
	must(db.EraseEmployee(store.Operator, leaver))
	storetest.MustDeliver(t, db)
	path := db.Path()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = storetest.MustOpenAt(t, path)
	audited := 0
	for key, value := range db.Dump() {
		if bucket, _, _ := strings.Cut(key, ": "); bucket == "audit" {
			audited += strings.Count(value, string(leaver))
		} else if strings.Contains(key+value, string(leaver)) {
			t.Errorf("%q still holds the id", key)
		}
	}
	for where, file := range map[string]string{"the file": db.Path(), "a backup": MustBackup(t, db)} {
		raw := must(os.ReadFile(file))
		for _, word := range words {
			if word != "U0EARLIER" { // the audit names both ids of who was joined
				wantGone(t, where, raw, spellings(word)...)
			}
		}
		if n := bytes.Count(raw, []byte(leaver)); n != audited || audited == 0 {
			t.Errorf("%s holds the id %d times, the audit %d times", where, n, audited)
		}
		wantGone(t, where, raw, strings.ToLower(string(leaver)), base64.StdEncoding.EncodeToString([]byte(leaver)))
	}
}

// Every field that can hold a person holds the leaver before, so that each is seen to be erased; what it then holds is
// nobody.
func TestEraseEmployee_EveryFieldOfEveryNoun(t *testing.T) {
	db := MustMention(t)
	could, held, missing := db.Places(leaver)
	for _, field := range could {
		if !slices.Contains(held, field) && field != "employees.Earlier" { // nobody has such an id any more
			t.Errorf("%s does not hold the leaver before", field)
		}
	}
	if !slices.Equal(missing, []string{"click_days"}) { // counts of shares
		t.Errorf("these tables are not looked at: %q", missing)
	}
	must(db.EraseEmployee(store.Operator, leaver))
	storetest.MustDeliver(t, db)
	for _, field := range second3(db.Places(leaver)) {
		if !strings.HasPrefix(field, "audit.") {
			t.Errorf("%s still holds the leaver", field)
		}
	}
}

func second3[A, B, C any](_ A, b B, _ C) B { return b }

func TestEraseEmployee_LeavesNoTraceInAnyBucket(t *testing.T) {
	db := MustMention(t)
	mentions := func() map[string][]string {
		found := map[string][]string{}
		for key, value := range db.Dump() {
			if bucket, _, _ := strings.Cut(key, ": "); strings.Contains(key+value, string(leaver)) {
				found[bucket] = append(found[bucket], key)
			}
		}
		return found
	}
	before := mentions()
	for _, bucket := range store.BucketNames {
		if held := len(before[bucket]) > 0; held == slices.Contains(nobodyIn, bucket) {
			t.Errorf("something in %s mentions the person before: %v, which nobodyIn says otherwise", bucket, held)
		}
	}
	must(db.EraseEmployee(store.Operator, leaver))
	storetest.MustDeliver(t, db) // what they were told is replaced, and their conversation forgotten
	for bucket, keys := range mentions() {
		if bucket != "audit" {
			t.Errorf("%s still mentions the person: %q", bucket, keys)
		}
	}
}

// What others did and have stays as it is, of whatever noun and kind.
func TestEraseEmployee_LeavesOthersAlone(t *testing.T) {
	db := MustMention(t)
	storetest.MustApprovedStory(t, db, "U2", nil)
	mine := must(storetest.Ask1(db, (*store.Query).ReferralsOf, leaver))
	asked := mine[len(mine)-1] // the first one
	r := storetest.MustReferral(t, db, "U2", "Wim Wild", "wim@wild.example")
	must(db.AskReferrer("M1", r.ID, "From where do you know them?"))
	must(db.AnswerQuestion("U2", r.ID, 0, "From work."))
	must(db.MoveReferral("M1", r.ID, store.Declined, "No seat", must(db.Referral(r.ID, "M1")).Version))
	must(db.ImportPeople([]store.PersonImport{{ID: "U2", Manager: "M1"}}, store.Operator))
	gone := storetest.MustReferral(t, db, leaver, "Vic Vale", "vic@vale.example")
	storetest.MustDeliver(t, db)
	if err := db.EraseReferral("M1", gone.ID); err != nil { // what they were told of it waits to be edited
		t.Fatal(err)
	}
	subjects := func(id store.EmployeeID) (list []string) {
		for _, entry := range must(storetest.Ask2(db, (*store.Query).EntriesOf, id, 99)) {
			list = append(list, fmt.Sprintf("%s %d: %s", entry.Rule, entry.Points, entry.Subject))
		}
		return list
	}
	before, others, own := db.Dump(), subjects("U1"), subjects(leaver)
	must(db.EraseEmployee(store.Operator, leaver))
	after, ghost := db.Dump(), store.EmployeeID("")
	for key, value := range before {
		switch bucket, _, _ := strings.Cut(key, ": "); bucket {
		case "employees", "tastes", "answers", "assets", "deliveries", "receipts", "messages", "shares", "entries",
			"referrals", "outcomes", "board_posts", "board_schedules", "sources", "stories", "memberships", "channels":
			if !strings.Contains(key+value, string(leaver)) && !strings.Contains(key, string(gone.ID)) && after[key] != value {
				t.Errorf("%s is now %q, was %q", key, after[key], value)
			}
		}
	}
	for _, m := range must(db.ClaimMessages(time.Now(), 999)) {
		if _, found, _ := db.Receipt(m.Ref); m.Kind == store.MsgRewrite && !found {
			t.Errorf("an edit of %s waits, which is gone", m.Ref)
		}
	}
	for key := range after {
		if id, found := strings.CutPrefix(key, "entries_by_person: erased-"); found {
			ghost = store.EmployeeID("erased-" + id[:strings.IndexByte(id, 0)])
		}
	}
	// Only the title of what they told says who they were.
	for i, line := range own {
		if rule, _, _ := strings.Cut(line, ":"); strings.HasPrefix(rule, store.RuleContentAccepted) {
			own[i] = rule + ": "
		}
	}
	if diff := cmp.Diff(own, subjects(ghost)); diff != "" {
		t.Errorf("their lines of the ledger:\n%s", diff)
	}
	if diff := cmp.Diff(others, subjects("U1")); diff != "" || len(others) == 0 {
		t.Errorf("the lines of whom they paid:\n%s", diff)
	}
	if got := must(db.Referral(asked.ID, "M1")); got.Questions[0].Answer != "" || got.Questions[0].Text == "" ||
		got.Person.Why != "" || got.Person.Name == "" || got.Owner == "" {
		t.Errorf("of a referral only the referrer's words go: %+v", got)
	}
}

func TestPreviewErase_SaysWhatWouldGoAndChangesNothing(t *testing.T) {
	db := MustMention(t)
	before := db.Dump()
	e, preview, err := db.PreviewErase(leaver)
	if err != nil || e.Name != "Lea Ver" || preview["shares"] == 0 || preview["referrals"] == 0 {
		t.Errorf("it says %s, %v, %v", e.Name, preview, err)
	}
	if diff := differences(before, db.Dump()); len(diff) > 0 {
		t.Errorf("a preview changes %q", diff)
	}
	if done := must(db.EraseEmployee(store.Operator, leaver)); !maps.Equal(done, preview) {
		t.Errorf("%v went, announced were %v", done, preview)
	}
}

// wantGone searches bytes for words.
func wantGone(tb testing.TB, where string, all []byte, words ...string) {
	tb.Helper()
	for _, word := range words {
		if bytes.Contains(all, []byte(word)) {
			tb.Errorf("%s still holds %q", where, word)
		}
	}
}

// sealedOf are the sealed texts of a referral as they lie in the file: whoever has the key reads those.
func sealedOf(tb testing.TB, db *store.DB, id store.ReferralID) (texts []string) {
	tb.Helper()
	var kept struct{ Sealed map[string]string }
	if err := json.Unmarshal([]byte(db.Dump()["referrals: "+string(id)][1:]), &kept); err != nil {
		tb.Fatal(err)
	}
	for _, text := range kept.Sealed {
		texts = append(texts, text)
	}
	return texts
}

func TestErasure_LeavesNoTraceInTheBytes(t *testing.T) {
	for name, erase := range map[string]func(*store.DB, store.Referral) error{
		"a person":   func(db *store.DB, _ store.Referral) error { return failed(db.EraseEmployee(store.Operator, leaver)) },
		"a referral": func(db *store.DB, r store.Referral) error { return db.EraseReferral(store.Operator, r.ID) },
		"the purge": func(db *store.DB, _ store.Referral) error {
			return failed(db.Purge(t.Context(), time.Now().AddDate(1, 0, 0)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := MustMention(t)
			form := storetest.ASubmission("U1", "Wim Wild", "wim@wild.example")
			form.Need, form.Person.Why = "a desk at the window", "We built bridges together"
			r := must(db.SubmitReferral(form)).Referral
			r = must(db.MoveReferral("M1", r.ID, store.Declined, "talked about the union", r.Version))
			written := []string{"a desk at the window", "We built bridges together", "talked about the union", "Wim Wild",
				"wim@wild"}
			wantGone(t, "the file before", must(os.ReadFile(db.Path())), written...)
			var plain, personal bytes.Buffer
			if err := errors.Join(db.Export(&plain, store.ExportAll, false),
				db.Export(&personal, store.ExportAll, true)); err != nil {
				t.Fatal(err)
			}
			wantGone(t, "an export without personal data", plain.Bytes(), written...)
			for _, word := range written {
				if !bytes.Contains(personal.Bytes(), []byte(word)) {
					t.Errorf("an export with personal data lacks %q", word)
				}
			}
			gone := sealedOf(t, db, r.ID)
			if name == "a person" {
				gone = []string{"Lea Ver", "lea ver"}
			}
			if err := erase(db, r); err != nil {
				t.Fatal(err)
			}
			wantGone(t, "the file", must(os.ReadFile(db.Path())), gone...)
			wantGone(t, "a backup", must(os.ReadFile(MustBackup(t, db))), gone...)
		})
	}
}

func TestErasure_WaitsForWhoStillReads(t *testing.T) {
	db := MustMention(t)
	r := storetest.MustReferral(t, db, "U1", "Wim Wild", "wim@wild.example")
	gone := sealedOf(t, db, r.ID)
	reader := must(db.Reader())
	if err := db.EraseReferral(store.Operator, r.ID); err != nil {
		t.Fatal(err)
	}
	if seen := reader.Bucket([]byte("referrals")).Get([]byte(r.ID)); !bytes.Contains(seen, []byte(gone[0])) {
		t.Errorf("a snapshot from before lost what it reads: %q", seen)
	}
	path := db.Path()
	if err := errors.Join(reader.Rollback(), db.Abandon()); err != nil {
		t.Fatal(err)
	}
	storetest.MustOpenAt(t, path)
	wantGone(t, "the file after the next start", must(os.ReadFile(path)), gone...)
}
