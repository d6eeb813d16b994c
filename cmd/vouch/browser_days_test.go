// A working week of the demo in a real browser: the last digest always stands under Today.

package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"vouch/store"
)

func TestBrowser_LastDigestIsOfToday(t *testing.T) {
	d := mustDemo(t, filepath.Join(t.TempDir(), "vouch.db"))
	ada := d.workspace.Person("ada")
	origin := strings.TrimSuffix(d.workspace.APIURL(), "/api/")
	mustDigests(t, d, 1)
	inbox := ada.Inbox()
	b := mustBrowser(t, origin+"/#/ada/"+inbox[len(inbox)-1].Channel)
	for morning := range 5 {
		today := store.Now().In(store.Location("Europe/Stockholm", "")).Format("Monday, 2 January")
		b.await(fmt.Sprintf(`(() => {
			const days = [...document.querySelectorAll(".day")];
			const last = days[days.length - 1];
			return last && last.textContent === "Today" && last.parentElement.textContent.split("Today").pop().includes(%q);
		})()`, today))
		if morning == 4 {
			break
		}
		if _, err := d.nextMorning(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
