// Tests of the demo of the setup.

package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"vouch/bot/slacksim"
	"vouch/store"
)

// mustModal waits until somebody's window says these words.
func mustModal(tb testing.TB, p *slacksim.Person, words string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), patience)
	defer cancel()
	says := func(v *slacksim.View) bool { return strings.Contains(v.Title+v.Words(), words) }
	if _, err := p.AwaitModal(ctx, says); err != nil {
		tb.Fatalf("no window says %q: %v", words, err)
	}
}

func TestDemo_FreshIsSetUpByItsAdmin(t *testing.T) {
	d := mustDemoOf(t, freshCompany, filepath.Join(t.TempDir(), "vouch.db"))
	marco, ada := d.workspace.Person("marco"), d.workspace.Person("ada")
	mustHome(t, d, "marco", "Set up the program")
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	press := func(what string, values slacksim.Values) {
		t.Helper()
		_, err := marco.PressHome(t.Context(), what)
		ok(err)
		mustModal(t, marco, "")
		_, err = marco.Submit(t.Context(), values)
		ok(err)
		ok(marco.CloseAll(t.Context()))
	}
	press("Name it", slacksim.Values{"company": "Acme"})
	mustHome(t, d, "marco", "I work at Acme.")
	press("Read and confirm", nil)
	mustHome(t, d, "marco", "Done: company name, policy.")
	_, err := marco.PressHome(t.Context(), "Confirm")
	ok(err)
	mustHome(t, d, "marco", "Done: company name, policy, disclosure.")
	if text, err := d.nextMorning(t.Context()); err != nil || !strings.HasPrefix(text, "Nobody has a digest coming") {
		t.Errorf("the next morning: %q, %v", text, err)
	}
	mustHome(t, d, "ada", "It's voluntary")
	_, err = ada.PressHome(t.Context(), "Set up my digest")
	ok(err)
	mustModal(t, ada, "Joining agrees to the policy")
	_, err = ada.Submit(t.Context(), nil)
	ok(err)
	mustModal(t, ada, "You're in")
	err = d.app.DB.View(func(q *store.Query) error {
		if err := q.Unlocked("U0ADA"); err != nil {
			t.Errorf("Ada joined and may not share: %v", err)
		}
		if stats := q.Stats(); stats.Employees != len(freshPeople) || stats.Advocates != 1 || stats.Live != 0 {
			t.Errorf("the program has %+v", stats)
		}
		return nil
	})
	ok(err)
}
