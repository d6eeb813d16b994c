// Roles: who may use each word, button, form and menu, as one table that everybody tries.

package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/store"
	"vouch/store/storetest"
)

// The people of the table. The former manager had every role a moment ago and still holds every form and button.
const (
	aGuest, aStranger             = store.EmployeeID("G1"), store.EmployeeID("U3")
	anAdvocate, aLeader           = store.EmployeeID("U1"), store.EmployeeID("L1")
	aRecruiter, aSeller, aCurator = store.EmployeeID("U2"), store.EmployeeID("S1"), store.EmployeeID("C1")
	aReviewer, aManager           = store.EmployeeID("R1"), store.EmployeeID("M1")
	anAdmin, aFormer              = store.EmployeeID("A1"), store.EmployeeID("X1")
)

var cast = []store.EmployeeID{aGuest, aStranger, anAdvocate, aLeader, aRecruiter, aSeller, aCurator, aReviewer,
	aManager, anAdmin, aFormer}

// castFile is the database of mustCast, which is made once.
var castFile bytes.Buffer

// mustCast opens a database with all of them.
func mustCast(tb testing.TB) *store.DB {
	tb.Helper()
	if castFile.Len() == 0 {
		bottest.Must(mustMakeCast(tb).Backup(&castFile))(tb)
	}
	path := filepath.Join(tb.TempDir(), "vouch.db")
	if err := os.WriteFile(path, castFile.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	return storetest.MustOpenAt(tb, path)
}

func mustMakeCast(tb testing.TB) *store.DB {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustCompany(tb, db)
	storetest.MustManager(tb, db, aManager, "Mia")
	users := []store.SlackUser{{ID: aGuest, Name: "Gus", TimeZone: "UTC", Guest: true}, {ID: aStranger, Name: "Cleo",
		TimeZone: "UTC"},
		{ID: anAdmin, Name: "Adam", TimeZone: "UTC", Admin: true}}
	if _, err := db.SyncPeople(users, false); err != nil {
		tb.Fatal(err)
	}
	for _, id := range []store.EmployeeID{anAdvocate, aLeader, anAdmin, aFormer} {
		storetest.MustAdvocate(tb, db, id, "Name of "+string(id))
	}
	yes := true
	if _, err := db.ImportPeople([]store.PersonImport{{ID: aLeader, Leader: &yes}}, store.Operator); err != nil {
		tb.Fatal(err)
	}
	storetest.MustRole(tb, db, aRecruiter, "Bob", store.Recruiter)
	storetest.MustRole(tb, db, aSeller, "Sue", store.Seller)
	storetest.MustRole(tb, db, aCurator, "Kim", store.Curator)
	storetest.MustRole(tb, db, aReviewer, "Rae", store.Compliance)
	for _, role := range store.Roles {
		for _, change := range [][2][]store.EmployeeID{{{aFormer}, nil}, {nil, {aFormer}}} {
			if err := db.ChangeRole(store.Operator, role, change[0], change[1]); err != nil {
				tb.Fatal(err)
			}
		}
	}
	storetest.MustSettings(tb, db, func(s *store.Settings) { s.BoardOn = true })
	return db
}

// A rule says who passes, and what a refusal tells the others.
type rule struct {
	pass []store.EmployeeID
	says string // a regular expression
}

var (
	notJoined = "You haven't joined|Join first|guest of the workspace|Guests of the workspace"
	askMia    = "Only .* Ask Mia"
	rules     = map[string]rule{
		"everybody": {pass: cast},
		"employees": {cast[1:], "guest of the workspace|Guests of the workspace"},
		"advocates": {cast[2:], notJoined},
		"curators":  {[]store.EmployeeID{aCurator, aManager}, askMia},
		"reviewers": {[]store.EmployeeID{aCurator, aReviewer, aManager}, askMia},
		"managers":  {[]store.EmployeeID{aManager}, askMia},
		// Whose something is and who decides about it. Whether it exists is nobody else's business.
		"its owners": {[]store.EmployeeID{aRecruiter, aManager}, "does not exist|You referred this person"},
		"its person": {[]store.EmployeeID{anAdvocate}, "does not exist|doesn't exist"},
		"by id":      {}, // of something that exists: the verbs behind them ask, and are tried in the store
	}
)

// rights is the table: who may use which word, action, form and menu.
var rights = map[string]map[dispatch.Kind]string{
	"everybody": {
		dispatch.KindCommand: "/refer:help /vouch:data /vouch:leave /vouch:points /vouch:saved /vouch:why",
		dispatch.KindAction: `leave my_copy my_data my_erase recorded refer_detail refer_kind share_composer
			story_more`,
		dispatch.KindSubmit:     "my_erase",
		dispatch.KindSuggest:    "library_topic refer_job suggest_topic",
		dispatch.KindHomeOpened: "-",
		dispatch.KindReaction:   "-",
	},
	"employees": {
		dispatch.KindCommand: `/leaderboard /refer /vouch /vouch:campaigns /vouch:help /vouch:join /vouch:library
			/vouch:policy /vouch:report`,
		dispatch.KindAction:   "campaigns help introduce join policy refer report report_send word",
		dispatch.KindSubmit:   "introduce join library policy refer",
		dispatch.KindDM:       "-",
		dispatch.KindShortcut: "refer_someone",
	},
	"advocates": {
		dispatch.KindCommand: `/vouch:digest /vouch:lessons /vouch:me /vouch:pulse /vouch:pause /vouch:resume /vouch:settings /vouch:story
			/vouch:suggest`,
		dispatch.KindAction: `attend board_visible bring_back digest lesson lessons list list_content list_referrals list_saved me
			newer older pause privacy reach resume rhythm_kept rhythm_stopped rhythm_weekly save
			settings share share_anew share_angle share_another share_network story suggest unsave`,
		dispatch.KindSubmit:    "lesson networks pause privacy reach settings share shared story suggest suggestion",
		dispatch.KindOnMessage: "suggest_content",
	},
	"reviewers": {
		dispatch.KindCommand: "/vouch:review",
		dispatch.KindAction:  "review review_approve review_reject review_skip",
		dispatch.KindSubmit:  "review_reject",
	},
	"curators": {
		dispatch.KindCommand: "/vouch:add /vouch:coverage /vouch:personas /vouch:sources /vouch:stories",
		dispatch.KindAction: `add_content asset_kind asset_step_job asset_step_picture asset_step_when asset_step_whom
			asset_step_words content content_menu content_more content_newest content_older
			content_state coverage home_content lesson_desk lesson_edit lesson_remove personas review_accept review_keep source_add
			source_first source_menu source_page sources stories story_decline story_edit`,
		dispatch.KindSubmit: `address asset content details lesson_form source source_address source_remove story_decline
			story_edit withdraw`,
	},
	"managers": {
		dispatch.KindCommand: `/vouch:admin /vouch:audit /vouch:bonuses /vouch:crisis /vouch:health /vouch:outcomes`,
		dispatch.KindAction: `audit audit_area audit_newest audit_page audit_person board_admin board_on board_post board_schedule
			board_unschedule bonus_approve bonus_menu bonus_paid bonuses points points_back
			points_of campaign_edit campaign_end campaign_learn campaign_new crisis crisis_end
			crisis_new health home_program outcomes pulse setup_confirm slot_give slot_new persona_add persona_menu persona_preview program
			program_route program_route_menu program_routes program_section role_change roles`,
		dispatch.KindSubmit: `board_post board_schedule bonus_exclude campaign_form points_back campaign_learn
			crisis_end crisis_form crisis_start outcome_assign persona persona_delete persona_move
			program_route program_section role slot_offer`,
		dispatch.KindSuggest: "crisis_of outcome_referral persona_groups",
	},
	"its owners": {
		dispatch.KindSubmit: "card_ask card_assign card_correct card_decline card_reached",
	},
	"its person": {
		dispatch.KindSubmit: "refer_answer share_proof story_changes",
	},
	"by id": {
		dispatch.KindCommand: "/vouch:slots",
		dispatch.KindSubmit:  "clearance_refuse slot_linked",
		dispatch.KindAction: `after_post attend_off clearance_allow clearance_refuse clearances share_ask share_later
			share_remind card_accept card_advance card_ask card_assign card_correct card_dates
			card_decline card_touch crisis_read event_finish event_met intro intro_accept
			intro_answered intro_end intro_met intro_sent intro_wait outcome_menu outcome_undo
			pick_menu refer_answer refer_edit refer_intro refer_withdraw referral remove_saved
			share_posted share_undo story_approve story_changes story_open story_read story_withdraw
			why_not leave_reason pulse_choose pulse_mine pulse_send share_says slot_claim slot_link
			slot_unclaim slots thank win_no win_yes`,
	},
}

// ruleOf is the row of every route.
func ruleOf(tb testing.TB) map[dispatch.RouteKey]string {
	tb.Helper()
	of := map[dispatch.RouteKey]string{}
	for name, kinds := range rights {
		for kind, list := range kinds {
			for _, each := range strings.Fields(list) {
				key, word, _ := strings.Cut(strings.TrimPrefix(each, "-"), ":")
				k := dispatch.RouteKey{Kind: kind, Key: key, Word: word}
				if of[k] != "" {
					tb.Errorf("%v stands twice in the table", k)
				}
				of[k] = name
			}
		}
	}
	return of
}

// tried uses an element as somebody; refused is why they may not, "" when they may.
func tried(tb testing.TB, b *bot.Bot, in dispatch.Interaction) (refused string) {
	tb.Helper()
	handle, in := b.Find(in)
	reply, err := handle(tb.Context(), in)
	switch store.KindOf(err) {
	case store.Denied:
		return store.WordsOf(err)
	case store.NotFound:
		if in.Kind == dispatch.KindSubmit { // their forms are about something that exists
			return store.WordsOf(err)
		}
	case store.Internal:
		if !strings.HasPrefix(in.Action.ID, "asset_") { // a form without its values
			tb.Errorf("%s %s %s fails: %v", in.Kind, in.Action.ID, in.View.CallbackID, err)
		}
	}
	window, _ := json.Marshal(reply.Open)
	for _, words := range append(slices.Collect(maps.Values(reply.Errors)), reply.Text, string(window)) {
		if strings.HasPrefix(words, "Only ") || strings.Contains(words, "You haven't joined yet") ||
			strings.Contains(words, "guest of the workspace") {
			return words
		}
	}
	return ""
}

// used is the use of a route by somebody, with a form that they have open.
func used(key dispatch.RouteKey, by store.EmployeeID, form *aForm) dispatch.Interaction {
	if form != nil {
		mine := *form
		mine.by = by
		in := mine.submission(key.Key)
		in.Cause = string(by)
		return in
	}
	return dispatch.Interaction{Kind: key.Kind, Cause: key.Key + string(by), User: by, At: time.Now(), Command: key.Key,
		Text: key.Word, Link: "https://example.com/page",
		Action: dispatch.Action{ID: key.Key}, View: dispatch.View{ID: "V1", Type: "modal", CallbackID: key.Key}}
}

// changing are the words and buttons that change what the next ones meet; so does every form.
var changing = map[string]bool{"leave": true, "/vouchleave": true, "rhythm_stopped": true}

// Everybody tries everything: who may, may, and who may not is told who can. The former manager presses and submits
// what was open when the role went.
func TestRoles_EveryWordButtonAndForm(t *testing.T) {
	table, db, changed := ruleOf(t), mustCast(t), false
	for _, key := range mustUnconnected(t, db).RouteKeys() {
		of := table[key]
		r, known := rules[of]
		if !known {
			t.Errorf("%v has no row in the table: say who may use it", key)
			continue
		}
		delete(table, key)
		if of == "by id" {
			continue
		}
		var form *aForm
		if changed {
			db = mustCast(t)
		}
		if changed = key.Kind == dispatch.KindSubmit || changing[key.Key+key.Word]; key.Kind == dispatch.KindSubmit {
			f := forms[key.Key](t, db)
			form = &f
		}
		b := mustUnconnected(t, db)
		// Those who may come last: what they do changes what the others meet.
		turns := slices.Clone(cast)
		slices.SortStableFunc(turns, func(x, y store.EmployeeID) int {
			return strings.Compare(fmt.Sprint(slices.Contains(r.pass, x)), fmt.Sprint(slices.Contains(r.pass, y)))
		})
		for n, id := range turns {
			may := slices.Contains(r.pass, id)
			if may && n > 0 && len(r.pass) < len(cast) && form != nil && slices.Contains(r.pass, turns[n-1]) {
				break // one of them did it
			}
			refused := tried(t, b, used(key, id, form))
			switch {
			case may && refused != "":
				t.Errorf("%v: %s may (%s), and reads %q", key, id, of, refused)
			case !may && refused == "":
				t.Errorf("%v: %s may not, and is not refused", key, id)
			case !may && !regexp.MustCompile(r.says).MatchString(refused):
				t.Errorf("%v: %s is not told who can: %q", key, id, refused)
			}
		}
	}
	for key := range table {
		t.Errorf("the table has a row for %v, which nothing handles", key)
	}
}

// shownIn collects the ids of elements in blocks, and the words of commands in their texts.
func shownIn(tb testing.TB, blocks any) (keys []dispatch.RouteKey) {
	tb.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		tb.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`"action_id":"([a-z_]+)"`).FindAllSubmatch(raw, -1) {
		keys = append(keys, dispatch.RouteKey{Kind: dispatch.KindAction, Key: string(found[1])})
	}
	for _, found := range regexp.MustCompile("`/vouch ([a-z]+)`").FindAllSubmatch(raw, -1) {
		keys = append(keys, dispatch.RouteKey{Kind: dispatch.KindCommand, Key: "/vouch", Word: string(found[1])})
	}
	return keys
}

func TestRoles_NobodyIsShownWhatTheyMayNotDo(t *testing.T) {
	people := map[string]store.EmployeeID{"ida": aGuest, "finn": aStranger, "ada": anAdvocate, "cleo": aRecruiter,
		"hugo": aSeller,
		"ben":  aCurator, "greta": aReviewer, "dev": aManager, "eve": anAdmin}
	table := ruleOf(t)
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		for who, role := range map[string]store.Role{"dev": store.Manager, "cleo": store.Recruiter,
			"hugo": store.Seller,
			"ben":  store.Curator, "greta": store.Compliance} {
			if err := h.Db.ChangeRole(store.Operator, role, []store.EmployeeID{h.Id(who)}, nil); err != nil {
				t.Fatal(err)
			}
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn = true })
		for who, as := range people {
			a := h.Person(t, who)
			if err := h.Sim.SetMember(bottest.General, who, true); err != nil {
				t.Fatal(err)
			}
			if as != aGuest && as != aStranger {
				h.Joined(t, who)
			}
			a.HomeSays()
			shown := shownIn(t, a.Home().Blocks)
			for _, menu := range []string{"home_content", "home_program"} {
				if _, err := a.PressHome(t.Context(), menu); err == nil {
					h.Pass(time.Second)
					shown = append(shown, shownIn(t, a.Modal().Blocks)...)
					if err := a.CloseAll(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, line := range []string{"/vouch", "/vouch help", "/vouch nonsense"} {
				a.Types(line)
				shown = append(shown, shownIn(t, a.Ephemerals())...)
			}
			if len(shown) < 3 && as != aGuest {
				t.Errorf("%s is shown %v only, so the test shows nothing", who, shown)
			}
			for _, key := range shown {
				if of, known := table[key]; known && of != "by id" && !slices.Contains(rules[of].pass, as) {
					t.Errorf("%s is shown %v, which is for %s", who, key, of)
				}
			}
		}
	})
}
