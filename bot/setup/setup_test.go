// Tests of setting up and of the policy through the workspace: from an empty program to the first share, and a policy
// that changes while somebody writes.

package setup_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// agrees submits the policy, which must be on top.
func agrees(t *testing.T, a bottest.Actor) {
	t.Helper()
	bottest.WantWords(t, a.ModalSays(), "Policy\n", "Keep secret what is not public")
	if wrong := a.Submits(nil); wrong != nil {
		t.Fatalf("agreeing is refused: %v", wrong)
	}
}

// closed closes what is open.
func closed(t *testing.T, a bottest.Actor) bottest.Actor {
	t.Helper()
	if err := a.CloseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestSetup_FromAnEmptyProgramToTheFirstShare(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 9), Fresh: true}, func(t *testing.T, h *bottest.World) {
		dev := h.Person(t, "dev") // an admin, who is the program manager
		bottest.WantWords(t, dev.HomeSays(), "Set up the program", "*Company name.* Posts say where",
			"*Policy.* People agree", "*Disclosure.* Once the company has a name.", "*People.* Nobody has joined",
			"*Ten items.* 9 are live.", "*Owners of referrals.*")
		ada := h.Joined(t, "ada")
		ada.Types("/vouch digest") // comes all the same
		pick := h.FirstPick(t, ada, "2000-01-03")
		bottest.WantWords(t, ada.Presses(ada.Digest(), pick, "Share"),
			"waits for the company's name, the policy and the disclosure. Ask dev or Eve.")
		if home := ada.HomeSays(); ada.Modal() != nil || strings.Contains(home, "Set up the program") ||
			strings.Contains(home, "Read the policy") {
			t.Errorf("a form was opened, or she is asked for what she cannot do: %s", home)
		}
		dev.HomeSays()
		dev.PressesHome(surface.ActProgramSection, "company")
		if wrong := dev.Submits(slacksim.Values{"company": "Northwind & Sons"}); wrong != nil {
			t.Fatalf("the name is refused: %v", wrong)
		}
		closed(t, dev).PressesHome(surface.ActProgramSection, "policy")
		bottest.WantWords(t, dev.ModalSays(), "Saving confirms it")
		if wrong := dev.Submits(nil); wrong != nil {
			t.Fatalf("the policy is refused: %v", wrong)
		}
		closed(t, dev)
		bottest.WantWords(t, dev.HomeSays(), "Done: company name, policy, people.",
			"Every post says “I work at Northwind &amp; Sons.”")
		dev.PressesHome("setup_confirm", "sharing")
		storetest.MustAsset(t, h.Db, nil)
		storetest.MustRole(t, h.Db, h.Id("cleo"), "cleo", store.Recruiter)
		if home := dev.HomeSays(); strings.Contains(home, "Set up the program") {
			t.Errorf("all is done and Home says %s", home)
		}
		audit := bottest.Must(storetest.Ask2(h.Db, (*store.Query).Audit, 9, 0))(t)
		var said strings.Builder
		for _, entry := range audit {
			if entry.Actor == dev.Id {
				said.WriteString(entry.Detail + "\n")
			}
		}
		bottest.WantWords(t, said.String(), "policy.confirmed: false -> true", "sharing.confirmed: false -> true")

		// She joined before there was a policy: it is her next step, and what she pressed goes on after it.
		bottest.WantWords(t, ada.HomeSays(), "Read the policy: sharing and referring wait for that.")
		ada.Presses(ada.Digest(), pick, "Share")
		agrees(t, ada)
		bottest.WantWords(t, ada.ModalSays(), "Share\n", "I work at Northwind &amp; Sons.")
		ada.Posts(bottest.Own)
		if got := ada.Share(); got.Level != store.Declared || got.Text == "" {
			t.Errorf("the share is %+v", got)
		}
		closed(t, ada)
		if home := ada.HomeSays(); strings.Contains(home, "Read the policy") {
			t.Errorf("she agreed and Home says %s", home)
		}
		h.WantNoComplaint(t)
	})
}

// What an upgrade confirmed lets people share, and asks a manager to read it. From then on everybody is asked.
func TestSetup_PolicyOfAnUpgradeIsRead(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Policy.Unread = true })
		ada, dev := h.Joined(t, "ada"), h.Person(t, "dev")
		if home := ada.HomeSays(); strings.Contains(home, "Read the policy") {
			t.Errorf("sharing waits: %s", home)
		}
		bottest.WantWords(t, dev.HomeSays(), "*Policy.* An upgrade took over the standard one.")
		dev.PressesHome(surface.ActProgramSection, "policy")
		if wrong := dev.Submits(nil); wrong != nil {
			t.Fatalf("the policy is refused: %v", wrong)
		}
		if home := closed(t, dev).HomeSays(); strings.Contains(home, "An upgrade") {
			t.Errorf("it was read and Home says %s", home)
		}
		bottest.WantWords(t, ada.HomeSays(), "Read the policy: sharing and referring wait for that.")
		h.WantNoComplaint(t)
	})
}

// A press on an old Home changes nothing for who is no manager.
func TestSetup_ManagersConfirm(t *testing.T) {
	bottest.With(t, bottest.Setup{Fresh: true}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Company = "Acme" })
		dev := h.Person(t, "dev")
		dev.HomeSays()
		storetest.MustManager(t, h.Db, h.Id("cleo"), "cleo")
		dev.PressesHome("setup_confirm", "sharing")
		bottest.WantWords(t, dev.ModalSays(), "Ask cleo.")
		if h.Settings().DisclosureConfirmed {
			t.Error("it was confirmed all the same")
		}
	})
}

// Who turns boards on too early reads what is missing.
func TestSetup_BoardsWaitForItems(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Joined(t, "ada")
		dev := h.Person(t, "dev")
		dev.HomeSays()
		dev.PressesHome("Leaderboards")
		dev.PressesModal("board_on")
		if said := dev.ModalSays(); strings.Count(said, "Leaderboards wait for 3 live items for Engineering.") != 1 {
			t.Errorf("it says %s", said)
		}
		if h.Settings().BoardOn {
			t.Error("boards are on")
		}
	})
}

func TestPolicy_ChangesWhileAFormIsOpen(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		change := func(words string) {
			storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Policy.Text += "\n" + words })
		}
		ada.Presses(ada.Digest(), h.FirstPick(t, ada, "2000-01-03"), "Share")
		input, _ := ada.Field()
		change("Be kind.")
		if wrong := ada.Submits(slacksim.Values{input: bottest.Own}); wrong != nil {
			t.Errorf("errors %v", wrong)
		}
		bottest.WantWords(t, ada.ModalSays(), "Be kind.", "Version 2, since")
		// It changes again while she reads.
		change("Be brief.")
		ada.Submits(nil)
		bottest.WantWords(t, ada.ModalSays(), "It changed while you read.", "Be brief.", "Version 3, since")
		agrees(t, ada)
		if _, typed := ada.Field(); typed != bottest.Own {
			t.Fatalf("what she typed is now %q", typed)
		}
		ada.Posts(bottest.Own)
		if got := ada.Share(); got.Level != store.Declared || !strings.Contains(got.Text, bottest.Own) {
			t.Errorf("the share is %+v", got)
		}
		closed(t, ada)

		ada.Types("/refer")
		change("Ask first.")
		ada.SubmitsJane(nil)
		agrees(t, ada)
		bottest.WantWords(t, ada.ModalSays(), "Refer")
		ada.SubmitsJane(nil)
		list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t)
		if len(list) != 1 || list[0].Person.Name != "Jane Doe" {
			t.Errorf("her referrals are %+v", list)
		}
		closed(t, ada)

		// "I posted it" on a kit of yesterday.
		ada.Types("/vouch digest")
		change("Be true.")
		bottest.WantWords(t, ada.Types("/vouch policy"), "")
		bottest.WantWords(t, ada.ModalSays(), "Be true.")
		agrees(t, ada)
		bottest.WantWords(t, ada.ModalSays(), "Noted. You can share and refer now.")
	})
}

func TestPolicy_BeforeTheFirstReferral(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Policy.Text = "Keep secret what is not public." })
		ben := h.Person(t, "ben") // has not joined
		ben.Types("/refer Jane Doe jane@x.example")
		agrees(t, ben)
		bottest.WantWords(t, ben.ModalSays(), "Refer")
		if name := ben.Modal().Values[surface.FieldName]; name == nil {
			t.Errorf("the form that follows has no name: %+v", ben.Modal().Values)
		}
		closed(t, ben).HomeSays()
		ben.PressesHome("Set up my digest")
		bottest.WantWords(t, ben.ModalSays(), "Joining agrees to the policy.")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Policy.Text += " Always." })
		ben.Submits(slacksim.Values{"personas": []string{"engineering"}})
		agrees(t, ben)
		if ben.Employee().IsAdvocate() {
			t.Error("he joined with a policy that he had not seen")
		}
		ben.Submits(slacksim.Values{"personas": []string{"engineering"}})
		if !ben.Employee().IsAdvocate() {
			t.Errorf("he has not joined: %s", ben.ModalSays())
		}
		// Managers read how many, never who.
		closed(t, ben)
		dev := h.Person(t, "dev")
		dev.Types("/vouch policy")
		bottest.WantWords(t, dev.ModalSays(), "*1 of 1 advocate has* agreed to this version.")
		if strings.Contains(dev.ModalSays(), string(ben.Id)) {
			t.Error("he is named")
		}
	})
}
