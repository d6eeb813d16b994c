// Tests of personas in Slack: looking, previewing, saving, moving, deleting, and a workspace that grants less.

package persona_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot"
	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// withPersonas runs a test with Dev, who manages the program, Ada and Hugo who follow the rules, and a user group.
func withPersonas(t *testing.T, manifest []byte, do func(t *testing.T, h *bottest.World, dev bottest.Actor)) {
	sim := slacksim.Options{Manifest: manifest, Usergroups: []slacksim.Usergroup{
		{ID: "S0CREW", Handle: "crew", Name: "The crew", Users: []string{"ada", "hugo", "karl", "ida"}},
		{ID: "S0TWO", Handle: "two", Name: "Second"}}}
	bottest.With(t, bottest.Setup{Sim: sim}, func(t *testing.T, h *bottest.World) {
		h.Person(t, "ada").Follows()
		h.Person(t, "hugo").Follows()
		do(t, h, h.Person(t, "dev"))
	})
}

func TestPersonas_WhoMayLookAndChange(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada := h.Person(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch personas"), "Only curators and program managers", "Ask")
		if err := h.Db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{ada.Id}, nil); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch personas")
		bottest.WantWords(t, ada.ModalSays(), "Program managers change them", "*Engineering* · 1 person",
			"whose title says “engineer”")
		if strings.Contains(ada.ModalSays(), "Add a persona") {
			t.Error("a curator may add")
		}
		dev.HomeSays()
		dev.PressesHome("Personas")
		bottest.WantWords(t, dev.ModalSays(), "Add a persona", "*Customer success* · 1 person")
	})
}

func TestPersonas_AddWithPreview(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Types("/vouch personas")
		dev.PressesModal("Add a persona")
		if got := dev.Submits(slacksim.Values{surface.FieldName: "Sales", "titles": "c"}); got["titles"] == "" ||
			got[surface.FieldName] != "" {
			t.Errorf("errors %v", got)
		}
		bottest.Must(dev.Typeahead(t.Context(), "In a user group", "cre"))(t)
		dev.Fills(slacksim.Values{surface.FieldName: "The crew", surface.FieldTopics: "boats, Sailing", "titles": "recruiter",
			"groups": []string{"S0CREW"}, "channels": []string{}})
		dev.PressesModal("Who would this match?")
		h.Pass(5 * time.Second)
		bottest.WantWords(t, dev.ModalSays(), "It would be proposed to 0 people",
			"Fits as well, but an upper persona comes first", "3 people:", "As it stands it is proposed to nobody")
		if got := dev.Submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, dev.ModalSays(), "*The crew* is added. Nobody's persona changed", "in the user group @crew",
			"Topics: boats, sailing")
		p := personaOf(t, h, "the-crew")
		if p.Order != 9 || p.Rule.Groups[0] != "S0CREW" {
			t.Errorf("saved %+v", p)
		}
		members := bottest.Must(storetest.Ask(h.Db, (*store.Query).Memberships))(t)
		if len(members) != 1 || len(members[0].Members) != 4 || members[0].Name != "crew" {
			t.Errorf("memberships %+v", members)
		}
		// First in the list, it takes those who follow the rules; they are told once.
		if err := h.Db.MovePersona(store.Operator, "the-crew", 1); err != nil {
			t.Fatal(err)
		}
		h.Pass(2 * time.Minute)
		bottest.WantWords(t, h.Person(t, "hugo").News("picks for").Text, "The crew instead of", "your user group, @crew")
	})
}

func TestPersonas_EditMoveDelete(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Types("/vouch personas")
		dev.PressesModal("persona:engineering", "edit engineering")
		bottest.WantWords(t, dev.ModalSays(), "Edit a persona", "Words in the title")
		if got := dev.Submits(slacksim.Values{surface.FieldName: "Builders", "talking_points": "One.\n\nTwo.",
			surface.FieldAudiences: []string{"peers"}}); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(10 * time.Second)
		bottest.WantWords(t, dev.ModalSays(), "*Builders* is saved", "*Builders* · 1 person")
		if p := personaOf(t, h, "engineering"); len(p.TalkingPoints) != 2 || len(p.Rule.Titles) < 5 || len(p.Audiences) != 1 {
			t.Errorf("saved %+v", p)
		}
		dev.PressesModal("persona:sales", "move sales 1")
		bottest.WantWords(t, dev.ModalSays(), "*Sales* becomes number 1 of 8", "It would be proposed to",
			"Nobody's proposal changes")
		if p := personaOf(t, h, "sales"); p.Order != 2 {
			t.Errorf("moved before anybody agreed: place %d", p.Order)
		}
		if got := dev.Submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(10 * time.Second)
		bottest.WantWords(t, dev.ModalSays(), "*Sales* is moved")
		if p := personaOf(t, h, "sales"); p.Order != 1 {
			t.Errorf("place %d", p.Order)
		}
		dev.PressesModal("persona:engineering", "delete engineering")
		bottest.WantWords(t, dev.ModalSays(), "*Builders* is held by 1 person")
		dev.Submits(slacksim.Values{})
		h.Pass(10 * time.Second)
		bottest.WantWords(t, dev.ModalSays(), "*Builders* is deleted. 1 person has another persona now. 1 advocate is told")
		ada := h.Person(t, "ada")
		bottest.WantWords(t, ada.News("taken out").Text, "Until you choose another one")
	})
}

// Somebody without the role presses what was meant for another.
func TestPersonas_RoleLost(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		dev.Types("/vouch personas")
		dev.PressesModal("Add a persona")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("eve")}, nil); err != nil {
			t.Fatal(err)
		}
		got := dev.Submits(slacksim.Values{surface.FieldName: "Late"})
		if !strings.Contains(got[surface.FieldName], "program managers") {
			t.Errorf("errors %v", got)
		}
	})
}

// A workspace whose app was installed before these scopes were asked for runs, and the form says what is missing.
func TestPersonas_WithoutTheScopes(t *testing.T) {
	manifest := strings.NewReplacer("      - usergroups:read\n", "", "      - channels:read\n",
		"").Replace(string(bot.Manifest()))
	withPersonas(t, []byte(manifest), func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		dev.Types("/vouch personas")
		dev.PressesModal("persona:engineering", "edit engineering")
		bottest.WantWords(t, dev.ModalSays(), "User groups cannot be chosen", "scope usergroups:read",
			"Channels do nothing yet", "scope channels:read")
		p := personaOf(t, h, "sales")
		p.Rule.Groups, p.Rule.Channels = []string{"S0CREW"}, []string{bottest.General}
		bottest.Must(h.Db.EditPersona(store.Operator, p))(t)
		h.Pass(2 * time.Minute)
		dev.Types("/vouch personas")
		bottest.WantWords(t, dev.ModalSays(), "Vouch may not read user groups: add the scope usergroups:read",
			"add the scope channels:read")
		// Editing keeps what the form could not show.
		dev.PressesModal("persona:sales", "edit sales")
		dev.Submits(slacksim.Values{surface.FieldName: "Selling"})
		if p := personaOf(t, h, "sales"); p.Name != "Selling" || len(p.Rule.Groups) != 1 {
			t.Errorf("saved %+v", p)
		}
	})
}

func TestMatch_ReadsPlacesAndTellsProblems(t *testing.T) {
	withPersonas(t, nil, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		p := personaOf(t, h, "sales")
		p.Rule = store.Rule{Groups: []string{"S0NONE", "S0CREW"}, Channels: []string{bottest.General, "C0NONE"}}
		bottest.Must(h.Db.EditPersona(dev.Id, p))(t)
		h.Pass(2 * time.Minute)
		read := map[string]store.Membership{}
		for _, m := range bottest.Must(storetest.Ask(h.Db, (*store.Query).Memberships))(t) {
			read[m.Place] = m
		}
		if len(read["S0CREW"].Members) != 4 || len(read[bottest.General].Members) < 8 ||
			read[bottest.General].Name != "general" {
			t.Errorf("%+v", read)
		}
		bottest.WantWords(t, read["S0NONE"].Problem, "does not exist any more")
		bottest.WantWords(t, read["C0NONE"].Problem, "private or gone")
	})
}

// personaOf reads a persona.
func personaOf(t *testing.T, h *bottest.World, id store.PersonaID) store.Persona {
	t.Helper()
	personas := bottest.Must(h.Db.Personas())(t)
	i := slices.IndexFunc(personas, func(p store.Persona) bool { return p.ID == id })
	if i < 0 {
		t.Fatalf("there is no persona %q", id)
	}
	return personas[i]
}
