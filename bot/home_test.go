// Tests of Home, its lists and one's points through the workspace.

package bot

import (
	"fmt"
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestHome_ListsAndPages(t *testing.T) {
	withHarness(t, setup{db: library(t, 40)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		assets, err := h.db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range assets {
			if _, err := h.db.SaveFeedback(ada.id, a.ID, store.Saved, "", ""); err != nil {
				t.Fatal(err)
			}
			if i < 20 {
				storetest.MustShare(t, h.db, ada.id, a.ID)
			}
		}
		home := ada.homeSays()
		wantWords(t, home, "15 points this month", "What you shared", "All your shares", "Saved for later", "All 40 items", "Posted on LinkedIn")

		ada.pressHome("All 40 items")
		if got := strings.Count(ada.modalSays(), "Remove"); got != itemsPerPage {
			t.Errorf("a page has %d items", got)
		}
		ada.pressModal("Older")
		ada.pressModal("Older")
		if got := strings.Count(ada.modalSays(), "Remove"); got != 40-2*itemsPerPage {
			t.Errorf("the last page has %d items", got)
		}
		ada.pressModal("Newer")
		saved, err := h.db.SavedAssets(ada.id)
		if err != nil {
			t.Fatal(err)
		}
		newest := string(saved[len(saved)-1].ID)
		ada.pressModal("Newer")
		ada.pressModal(actRemoveSaved, newest)
		wantWords(t, ada.Home().Words(), "All 39 items")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}

		ada.pressHome("Why")
		wantWords(t, ada.modalSays(), "*This month*\n15 points", "+5* You posted: How we moved", "At most 3 shares a day earn points", "What earns points")
		h.wantNoComplaint(t)
	})
}

func TestHome_ReferralsAndOwners(t *testing.T) {
	withHarness(t, setup{db: library(t, 3)}, func(t *testing.T, h *harness) {
		ada, cleo := h.joined(t, "ada"), h.actor(t, "cleo")
		if err := h.db.GrantRole(store.Operator, cleo.id, store.Recruiter); err != nil {
			t.Fatal(err)
		}
		for i := range 7 {
			storetest.MustReferral(t, h.db, ada.id, fmt.Sprintf("Jane <Doe> %d", i), fmt.Sprintf("jane%d@example.com", i))
		}
		wantWords(t, ada.homeSays(), "Your referrals", "Jane &lt;Doe&gt;", "submitted", string(cleo.id), "next answer by", "All 7 referrals")
		ada.pressHome("All 7 referrals")
		wantWords(t, ada.modalSays(), "Jane &lt;Doe&gt; 0")
		// A recruiter who has not joined still sees what waits for them.
		wantWords(t, cleo.homeSays(), "Set up my digest", "Waiting for your answer", "And 2 more")
		if strings.Contains(h.joined(t, "ben").homeSays(), "Jane") {
			t.Error("somebody else sees the referral")
		}
		h.wantNoComplaint(t)
	})
}

func TestHome_ManagersOnly(t *testing.T) {
	withHarness(t, setup{db: library(t, 3)}, func(t *testing.T, h *harness) {
		if words := h.joined(t, "ada").homeSays(); strings.Contains(words, "Running the program") {
			t.Error("everybody sees the manager's part")
		}
		wantWords(t, h.actor(t, "dev").homeSays(), "Running the program", "3 items live", "1 advocate of", "Add content", "People and roles", "Leaderboards")
	})
}

func TestHelp(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		ada := h.actor(t, "ada")
		help := ada.types("/vouch")
		for _, w := range h.bot.words(cmdVouch) {
			wantWords(t, help, "`/vouch "+w.Word+"` "+w.Help)
		}
		wantWords(t, ada.types("/vouch HELP"), "`/vouch digest`", "Is it voluntary?")
		wantWords(t, ada.types("/vouch dijest <!channel>"), "I don't know \"dijest\"", "`/vouch digest`")
		for _, text := range []string{"🎉", strings.Repeat("x", 3000), "\t\t", strings.Repeat("🎉", 3000), "<@U1> *bold*"} {
			answer := ada.types("/vouch " + text)
			wantWords(t, answer, "`/vouch digest`")
			if strings.Contains(answer, "<@U1>") {
				t.Errorf("%.20q: a mention came alive", text)
			}
		}
		must(ada.Say(t.Context(), "", "hello, what is this?"))(t)
		h.pass(2e9)
		texts := strings.Join(h.texts("ada"), "\n")
		wantWords(t, texts, "I only understand commands", "Welcome to Vouch. ")
		if strings.Contains(texts, "`/vouch digest`") {
			t.Error("each line somebody writes brings the whole list")
		}
		must(ada.Say(t.Context(), "", "hello?"))(t)
		h.pass(2e9)
		if got := strings.Count(strings.Join(h.texts("ada"), "\n"), "Welcome to Vouch. "); got != 1 {
			t.Errorf("welcomed %d times", got)
		}
		h.wantNoComplaint(t)
	})
}
