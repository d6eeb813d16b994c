// The golden files of the program settings and roles.

package program

import (
	"fmt"
	"strings"
	"testing"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/dispatch"
	"vouch/store"
)

// hostileSettings are settings with everything in them, and texts that want to break out.
func hostileSettings() store.Settings {
	s := golden.Settings()
	s.Company, s.Version = golden.Hostile, 7
	s.Holidays, s.Topics, s.Regulated = []store.LocalDate{"2026-12-25", "2027-01-01"}, []string{golden.Hostile},
		[]string{"finance"}
	s.Disclosure = map[store.Network]string{"": golden.Hostile, store.X: "#NorthwindEmployee"}
	s.Routes = []store.Route{
		{Kind: store.Candidate, Department: golden.Hostile, Location: "Oslo", Contains: "backend", Owner: "U0REC"},
		{Kind: store.Client, Owner: "U0SELL"}, {Kind: store.Candidate, Owner: "U0REC"}}
	s.LeaderTitles = []string{"chief", strings.Repeat("🚀", 200)}
	return s
}

func TestGolden_Program(t *testing.T) {
	golden.Modal(t, "program", programModal(store.DefaultSettings()))
	golden.Modal(t, "program-hostile", programModal(hostileSettings()))
	for _, part := range formSections() {
		golden.Modal(t, "program-"+part.Key, programSectionModal(part, store.DefaultSettings()))
		golden.Modal(t, "program-"+part.Key+"-hostile", programSectionModal(part, hostileSettings()))
	}
	golden.Modal(t, "program-routes-none", programRoutesModal(store.DefaultSettings()))
	golden.Modal(t, "program-routes", programRoutesModal(hostileSettings()))
	many := hostileSettings()
	for range 100 {
		many.Routes = append(many.Routes, many.Routes[0])
	}
	golden.Modal(t, "program-routes-103", programRoutesModal(many))
	golden.Modal(t, "program-route", programRouteModal(hostileSettings()))
}

// TestProgramSections_SaveWhatTheyShow reads every form as it is: nothing may change, whatever the settings are.
func TestProgramSections_SaveWhatTheyShow(t *testing.T) {
	long := hostileSettings()
	for range 1000 {
		long.Topics = append(long.Topics, "a topic")
	}
	for name, settings := range map[string]store.Settings{"defaults": store.DefaultSettings(),
		"hostile": hostileSettings(), "too long for a form": long} {
		for _, part := range formSections() {
			in := stateOf(t, programSectionModal(part, settings))
			got := settings
			for _, row := range sectionRows(part) {
				if sentence := readSetting(row, in, &got); sentence != "" {
					t.Errorf("%s: %s is not read: %s", name, row.Name, sentence)
				}
			}
			if before, after := string(golden.MustJSON(t, settings)), string(golden.MustJSON(t, got)); before != after {
				t.Errorf("%s: the section %s saves\n%s\nand not\n%s", name, part.Key, after, before)
			}
		}
	}
	digest, _ := programSectionOf("digest")
	topics := digest.Settings[len(digest.Settings)-1]
	if readSetting(topics, dispatch.State{topics.Name: {block.InputValue: {Text: "one"}}}, &long) == "" ||
		len(long.Topics) < 1000 {
		t.Error("a list too long for the form was replaced by its beginning")
	}
}

func TestParseRouteChoice(t *testing.T) {
	for _, value := range []string{"", "up", "1 3", "-1 3 up", "x 3 up", "1 3 jump", "1 x remove", "remove 1 3"} {
		if _, _, _, readable := parseRouteChoice(value); readable {
			t.Errorf("%q was read", value)
		}
	}
	if act, at, version, readable := parseRouteChoice(routeChoice(routeDown, 3, 12)); act != routeDown || at != 3 ||
		version != 12 || !readable {
		t.Errorf("read as %s %d %d", act, at, version)
	}
}

func TestGolden_Roles(t *testing.T) {
	var many []store.EmployeeID
	for i := range maxRoleHolders {
		many = append(many, store.EmployeeID(fmt.Sprintf("U0%09d", i)))
	}
	golden.Modal(t, "roles", rolesModal(map[store.Role][]store.EmployeeID{store.Curator: {"U1", "U2"},
		store.Recruiter: many}))
	golden.Modal(t, "role-many", roleModal(grantable[2], many))
	golden.Modal(t, "role-nobody", roleModal(grantable[0], nil))
}
