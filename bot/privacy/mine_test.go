// Tests of my data: what is shown, the copy, and erasing oneself while everything runs.

package privacy_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// openMine opens my data.
func openMine(a bottest.Actor) { a.Types("/vouch data") }

func TestErase_OneselfWhileEverythingRuns(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		dev := h.Person(t, "dev")
		check := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		check(h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{dev.Id}, nil))
		check(h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{h.Id("ben")}, nil))
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.BoardOn, s.BoardMinGroup = true, 3 })
		ada := h.Joined(t, "ada")
		for _, who := range []string{"ada", "ben", "cleo", "dev"} {
			bottest.Must(h.Db.ImportPeople([]store.PersonImport{{ID: h.Id(who), Department: "Platform"}},
				store.Operator))(t)
			storetest.MustShare(t, h.Db, h.Joined(t, who).Id, h.Live(t)[0].ID)
		}
		made := storetest.MustReferral(t, h.Db, ada.Id, "Jane Doe", "jane@x.example")
		owned := storetest.MustReferral(t, h.Db, h.Id("cleo"), "Zed Zulu", "zed@x.example")
		check(h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{ada.Id}, nil))
		bottest.Must(h.Db.AssignReferral(dev.Id, owned.ID, ada.Id))(t)
		bottest.Must(h.Db.PlanBoardPost("", dev.Id, bottest.General, store.BoardQuery{Span: store.AllTime}))(t)
		h.Pass(5 * time.Hour)
		board := func() (all string) {
			for _, m := range ada.Messages(bottest.General) {
				all += m.Words()
			}
			return all
		}
		bottest.WantWords(t, board(), "Ada")
		bottest.WantWords(t, ada.HomeSays(), "Jane Doe")
		teams := store.BoardQuery{Span: store.AllTime, Teams: true}
		team := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Board, teams))(t).Rows
		before := bottest.Must(storetest.Ask(h.Db, (*store.Query).Pulse))(t).Week

		openMine(ada)
		bottest.WantWords(t, ada.ModalSays(), "1 post you told of", "1 referral", "Send me a file")
		ada.PressesModal("my_erase")
		bottest.WantWords(t, ada.ModalSays(), "can't be undone", "1 open referral of yours",
			"1 referral you look after", "totals")
		if wrong := ada.Submits(slacksim.Values{"sure": "yes"}); !strings.Contains(wrong["sure"], "Type erase") {
			t.Fatalf("erased without the word: %v", wrong)
		}
		ada.Submits(slacksim.Values{"sure": " ERASE "})
		bottest.WantWords(t, ada.ModalSays(), "Everything about you is erased")
		h.Pass(5 * time.Hour)
		if home := ada.Home(); !strings.Contains(home.Words(), "was erased") || len(home.Blocks) != 1 {
			t.Errorf("Home still says %q", home.Words())
		}
		for _, m := range ada.Inbox() {
			if !strings.Contains(m.Text, "was erased") {
				t.Errorf("she still reads %q", m.Text)
			}
		}
		if strings.Contains(board(), "Ada") {
			t.Errorf("the posted board still names her: %s", board())
		}
		if after := bottest.Must(storetest.Ask(h.Db, (*store.Query).Pulse))(t).Week; before.Posts != 4 ||
			after != before {
			t.Errorf("the week's figures were %+v, are %+v", before, after)
		}
		if left := bottest.Must(storetest.Ask1(h.Db, (*store.Query).Board, teams))(t).Rows; left[0].Active != 3 ||
			left[0].Score != team[0].Score {
			t.Errorf("the team was %+v, is %+v", team, left)
		}
		// What ran goes on: her referral with its owner, and what she looked after with the managers.
		if r := bottest.Must(h.Db.Referral(made.ID, h.Id("ben")))(t); r.Person.Name != "Jane Doe" ||
			r.Owner != h.Id("ben") {
			t.Errorf("her referral is %+v", r)
		}
		bottest.WantWords(t, dev.Card("Zed Zulu").Words(), "Zed Zulu")
		if r := bottest.Must(h.Db.Referral(owned.ID, dev.Id))(t); r.Owner != "" {
			t.Errorf("it is still looked after by %s", r.Owner)
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch join")
		bottest.WantWords(t, ada.ModalSays(), "Set up my digest")
		bottest.WantWords(t, ada.HomeSays(), "Set up my digest")
		storetest.MustCheck(t, h.Db)
	})
}

// Slack is down in the moment of the erasure, and the program restarts: what stands at Slack goes all the same.
func TestErase_HomeGoesWhenSlackIsBack(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		ada.HomeSays()
		on, off := true, false
		h.MustFault(slacksim.Faults{Outage: &on})
		bottest.Must(h.Db.EraseEmployee(store.Operator, ada.Id))(t)
		h.Pass(time.Minute)
		h.Stop()
		h.MustFault(slacksim.Faults{Outage: &off})
		if strings.Contains(ada.Home().Words(), "was erased") {
			t.Fatal("it was shown while Slack was down")
		}
		h.Run(bottest.Setup{})
		h.Pass(10 * time.Minute)
		bottest.WantWords(t, ada.Home().Words(), "was erased")
	})
}

func TestErase_TheLastManagerHandsTheRoleOnFirst(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		openMine(dev)
		dev.PressesModal("my_erase")
		if wrong := dev.Submits(slacksim.Values{"sure": "erase"}); !strings.Contains(wrong["sure"],
			"last program manager") {
			t.Fatalf("nobody is in charge: %v", wrong)
		}
		if err := h.Db.ChangeRole(dev.Id, store.Manager, []store.EmployeeID{h.Id("ada")}, nil); err != nil {
			t.Fatal(err)
		}
		if wrong := dev.Submits(slacksim.Values{"sure": "erase"}); wrong != nil {
			t.Errorf("refused all the same: %v", wrong)
		}
	})
}

// filesOf are the bytes of the files in somebody's conversation with the app, by name.
func filesOf(t *testing.T, h *bottest.World, a bottest.Actor) map[string][]byte {
	files := map[string][]byte{}
	for _, m := range a.Inbox() {
		for _, f := range m.Files {
			answer, err := (&http.Client{Transport: h.Transport}).Get(f["url_private"].(string))
			if err != nil {
				t.Fatal(err)
			}
			files[f["name"].(string)], _ = io.ReadAll(answer.Body)
			_ = answer.Body.Close()
		}
	}
	return files
}

func TestCopy_ComesAsAFileOneAtATime(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
		storetest.MustShare(t, h.Db, h.Joined(t, "ben").Id, h.Live(t)[0].ID)
		storetest.MustReferral(t, h.Db, ada.Id, "Jane Doe", "jane@x.example")
		openMine(ada)
		ada.PressesModal("my_copy")
		bottest.WantWords(t, ada.ModalSays(), "comes in your messages")
		h.Pass(time.Minute)
		packed := filesOf(t, h, ada)["vouch-data.zip"]
		archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		if err != nil {
			t.Fatal(err)
		}
		lines := bottest.Must(io.ReadAll(bottest.Must(archive.Open("vouch-data.jsonl"))(t)))(t)
		for word, want := range map[string]bool{`"kind":"share"`: true, `"kind":"referral"`: true, string(ada.Id): true,
			string(h.Id("ben")): false, "Jane": false} {
			if strings.Contains(string(lines), word) != want {
				t.Errorf("%q is in it: %v\n%s", word, !want, lines)
			}
		}
		// Again at once, but not while it is being sent.
		h.MustFault(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "files.getUploadURLExternal", RetryAfter: 30}})
		ada.PressesModal("my_copy")
		bottest.WantWords(t, ada.ModalSays(), "comes in your messages")
		ada.PressesModal("my_copy")
		bottest.WantWords(t, ada.ModalSays(), "is being made already")
		h.Pass(time.Minute)
		ada.PressesModal("my_copy")
		bottest.WantWords(t, ada.ModalSays(), "comes in your messages")
	})
}

func TestCopy_WithoutTheScopeSaysHowElse(t *testing.T) {
	sim := slacksim.Options{Manifest: bytes.Replace(bot.Manifest(), []byte("      - files:write\n"), nil, 1)}
	bottest.With(t, bottest.Setup{Sim: sim}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		for range 2 { // it may be tried again at once
			openMine(ada)
			ada.PressesModal("my_copy")
			bottest.WantWords(t, ada.ModalSays(), "comes in your messages")
			h.Pass(time.Minute)
			bottest.WantWords(t, ada.Card("could not be sent").Text, "vouch export --employee "+string(ada.Id))
		}
	})
}

// Whoever was read a hundred thousand times gets their file, too, while the program goes on.
func TestCopy_OfManyClicks(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		const posts, days = 100, 1000 // a line for each
		var list []store.Asset
		for range posts {
			list = append(list, storetest.AnAsset(nil))
		}
		added := bottest.Must(h.Db.AddAssets(store.Operator, list, true))(t)
		begun := store.Now().AddDate(0, 0, -days)
		for n := range posts {
			err := h.Db.Seed(func(s *store.Seeder) {
				s.At(begun)
				share := s.Share(store.OpenShare{Employee: ada.Id, Asset: added.Added[n], Network: store.LinkedIn,
					Text: fmt.Sprintf("My words on number %d.", n), Variant: -1}, store.Declared, "")
				for day := range days {
					s.At(begun.AddDate(0, 0, day))
					s.Clicks(share.ID, store.ClickCounts{Human: 1, Unique: 1})
				}
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		openMine(ada)
		ada.PressesModal("my_copy")
		ben.Types("/vouch me")
		h.Pass(5 * time.Minute)
		packed := filesOf(t, h, ada)["vouch-data.zip"]
		archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		if err != nil {
			t.Fatal(err)
		}
		lines := bottest.Must(io.ReadAll(bottest.Must(archive.Open("vouch-data.jsonl"))(t)))(t)
		if got := bytes.Count(lines, []byte(`{"kind":"click`)); got < posts*days || len(packed) > 4<<20 {
			t.Errorf("%d lines of clicks in %d bytes", got, len(packed))
		}
		h.WantNoComplaint(t)
	})
}
