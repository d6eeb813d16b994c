// Tests of personas in Slack: looking, previewing, saving, moving, deleting, and a workspace that grants less.

package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

// withPersonas runs a test with Dev, who manages the program, Ada and Hugo who follow the rules, and a user group.
func withPersonas(t *testing.T, manifest []byte, do func(t *testing.T, h *harness, dev actor)) {
	sim := slacksim.Options{Manifest: manifest, Usergroups: []slacksim.Usergroup{
		{ID: "S0CREW", Handle: "crew", Name: "The crew", Users: []string{"ada", "hugo", "karl", "ida"}}, {ID: "S0TWO", Handle: "two", Name: "Second"}}}
	withHarness(t, setup{sim: sim}, func(t *testing.T, h *harness) {
		h.actor(t, "ada").follows()
		h.actor(t, "hugo").follows()
		do(t, h, h.actor(t, "dev"))
	})
}

func TestPersonas_WhoMayLookAndChange(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ada := h.actor(t, "ada")
		wantWords(t, ada.types("/vouch personas"), "Only curators and program managers", "Ask")
		if err := h.db.GrantRole(store.Operator, ada.id, store.Curator); err != nil {
			t.Fatal(err)
		}
		ada.types("/vouch personas")
		wantWords(t, ada.modalSays(), "Program managers change them", "*Engineering* · 1 person", "whose title says “engineer”")
		if strings.Contains(ada.modalSays(), "Add a persona") {
			t.Error("a curator may add")
		}
		dev.homeSays()
		dev.pressHome("Personas")
		wantWords(t, dev.modalSays(), "Add a persona", "*Customer success* · 1 person")
	})
}

func TestPersonas_AddWithPreview(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.types("/vouch personas")
		dev.pressModal("Add a persona")
		if got := dev.submits(slacksim.Values{fieldName: "Sales", fieldTitles: "c"}); got[fieldTitles] == "" || got[fieldName] != "" {
			t.Errorf("errors %v", got)
		}
		must(dev.Typeahead(t.Context(), "In a user group", "cre"))(t)
		dev.fills(slacksim.Values{fieldName: "The crew", fieldTopics: "boats, Sailing", fieldTitles: "recruiter", fieldGroups: []string{"S0CREW"}, fieldChannels: []string{}})
		dev.pressModal("Who would this match?")
		h.pass(5 * time.Second)
		wantWords(t, dev.modalSays(), "It would be proposed to 0 people", "Fits as well, but an upper persona comes first", "3 people:", "As it stands it is proposed to nobody")
		if got := dev.submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.pass(time.Minute)
		wantWords(t, dev.modalSays(), "*The crew* is added. Nobody's persona changed", "in the user group @crew", "Topics: boats, sailing")
		p := personaOf(t, h, "the-crew")
		if p.Order != 9 || p.Rule.Groups[0] != "S0CREW" {
			t.Errorf("saved %+v", p)
		}
		members := must(h.db.Memberships())(t)
		if len(members) != 1 || len(members[0].Members) != 4 || members[0].Name != "crew" {
			t.Errorf("memberships %+v", members)
		}
		// First in the list, it takes those who follow the rules; they are told once.
		if err := h.db.MovePersona(store.Operator, "the-crew", 1); err != nil {
			t.Fatal(err)
		}
		h.pass(2 * time.Minute)
		wantWords(t, h.actor(t, "hugo").news("picks for").Text, "The crew instead of", "your user group, @crew")
	})
}

func TestPersonas_EditMoveDelete(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.types("/vouch personas")
		dev.pressModal("persona:engineering", "edit engineering")
		wantWords(t, dev.modalSays(), "Edit a persona", "Words in the title")
		if got := dev.submits(slacksim.Values{fieldName: "Builders", fieldTalking: "One.\n\nTwo."}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.pass(10 * time.Second)
		wantWords(t, dev.modalSays(), "*Builders* is saved", "*Builders* · 1 person")
		if p := personaOf(t, h, "engineering"); len(p.TalkingPoints) != 2 || len(p.Rule.Titles) < 5 {
			t.Errorf("saved %+v", p)
		}
		dev.pressModal("persona:sales", "move sales 1")
		h.pass(10 * time.Second)
		if p := personaOf(t, h, "sales"); p.Order != 1 {
			t.Errorf("place %d", p.Order)
		}
		dev.pressModal("persona:engineering", "delete engineering")
		wantWords(t, dev.modalSays(), "*Builders* is held by 1 person")
		dev.submits(slacksim.Values{fieldInstead: "product"})
		h.pass(10 * time.Second)
		wantWords(t, dev.modalSays(), "*Builders* is deleted. 1 person has another persona now. 1 advocate is told")
		ada := h.actor(t, "ada")
		m := ada.news("picks for")
		wantWords(t, m.Text, "Product and design, because the program has taken out")
		if strings.Contains(m.Words(), "Keep my old one") {
			t.Error("a persona that is gone can be kept")
		}
	})
}

// Somebody without the role presses what was meant for another.
func TestPersonas_RoleLost(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		dev.types("/vouch personas")
		dev.pressModal("Add a persona")
		if err := h.db.GrantRole(store.Operator, h.id("eve"), store.Manager); err != nil {
			t.Fatal(err)
		}
		got := dev.submits(slacksim.Values{fieldName: "Late"})
		if !strings.Contains(got[fieldName], "program managers") {
			t.Errorf("errors %v", got)
		}
	})
}

func TestPersonas_RuleForEverybodyIsAskedAbout(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		for _, who := range must(h.db.Employees())(t) {
			if !who.Deactivated && !who.Guest && who.Title == "" {
				h.actor(t, "greta").becomes("Engineer")
			}
		}
		dev.types("/vouch personas")
		dev.pressModal("persona:engineering", "edit engineering")
		everybody := slacksim.Values{fieldTitles: "engineer, executive, recruiter, head, chief, designer, support"}
		if got := dev.submits(everybody); got != nil {
			t.Fatalf("errors %v", got)
		}
		wantWords(t, dev.modalSays(), "fits everybody who works here*", "nothing was saved")
		if got := dev.submits(nil); got[fieldEverybody] == "" {
			t.Errorf("errors %v", got)
		}
		dev.submits(slacksim.Values{fieldEverybody: []string{"yes"}})
		h.pass(10 * time.Second)
		if p := personaOf(t, h, "engineering"); len(p.Rule.Titles) != 7 {
			t.Errorf("saved %+v", p)
		}
	})
}

// A workspace whose app was installed before these scopes were asked for runs, and the form says what is missing.
func TestPersonas_WithoutTheScopes(t *testing.T) {
	manifest := strings.NewReplacer("      - usergroups:read\n", "", "      - channels:read\n", "").Replace(string(Manifest()))
	withPersonas(t, []byte(manifest), func(t *testing.T, h *harness, dev actor) {
		dev.types("/vouch personas")
		dev.pressModal("persona:engineering", "edit engineering")
		wantWords(t, dev.modalSays(), "User groups cannot be chosen", "scope usergroups:read", "Channels do nothing yet", "scope channels:read")
		p := personaOf(t, h, "sales")
		p.Rule.Groups, p.Rule.Channels = []string{"S0CREW"}, []string{general}
		must(h.db.EditPersona(store.Operator, p, false))(t)
		h.pass(2 * time.Minute)
		dev.types("/vouch personas")
		wantWords(t, dev.modalSays(), "Vouch may not read user groups: add the scope usergroups:read", "add the scope channels:read")
		// Editing keeps what the form could not show.
		dev.pressModal("persona:sales", "edit sales")
		dev.submits(slacksim.Values{fieldName: "Selling"})
		if p := personaOf(t, h, "sales"); p.Name != "Selling" || len(p.Rule.Groups) != 1 {
			t.Errorf("saved %+v", p)
		}
	})
}

func TestMatch_ReadsPlacesAndTellsProblems(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *harness, dev actor) {
		p := personaOf(t, h, "sales")
		p.Rule = store.Rule{Groups: []string{"S0NONE", "S0CREW"}, Channels: []string{general, "C0NONE"}}
		must(h.db.EditPersona(dev.id, p, false))(t)
		h.pass(2 * time.Minute)
		read := map[string]store.Membership{}
		for _, m := range must(h.db.Memberships())(t) {
			read[m.Place] = m
		}
		if len(read["S0CREW"].Members) != 4 || len(read[general].Members) < 8 || read[general].Name != "general" {
			t.Errorf("%+v", read)
		}
		wantWords(t, read["S0NONE"].Problem, "does not exist any more")
		wantWords(t, read["C0NONE"].Problem, "private or gone")
	})
}

// personaOf reads a persona.
func personaOf(t *testing.T, h *harness, id store.PersonaID) store.Persona {
	t.Helper()
	personas := must(h.db.Personas())(t)
	i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id })
	if i < 0 {
		t.Fatalf("there is no persona %q", id)
	}
	return personas[i]
}

// fills types into the open modal without submitting it.
func (a actor) fills(values slacksim.Values) {
	a.tb.Helper()
	if err := a.Fill(values); err != nil {
		a.tb.Fatal(err)
	}
}
