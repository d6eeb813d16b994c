// Leaders by title: whole words, and never the boss's.

package store_test

import (
	"strconv"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSyncPeople_LeaderByTitle(t *testing.T) {
	db := storetest.MustOpen(t)
	n := 0
	for want, titles := range map[bool][]string{
		false: {"", "Marketing Coordinator", "Line Cook", "VPN Engineer", "Crowd Manager", "Cross-platform Developer",
			"Directory Services Engineer", "Directorate Clerk", "Presidential Liaison", "Chiefly Ops", "Foundering",
			"Executive Assistant to the CEO", "PA to CFO", "Executive Assistant, CEO", "CEO's Assistant",
			"Engineer, Office of the CTO",
			"Secretary of the Managing Director", "Headquarters of Things"},
		true: {"CEO", "ceo & co-founder", "C.E.O.", "V.P. Sales", "Founder/CTO", "SVP, Sales", "Vice  President Legal",
			"Head of People",
			"Sr.Director Design", "VP Go To Market", "Chief of Staff to the CEO", "Director of Customer Support",
			"Chief Legal Officer and Secretary"},
	} {
		for _, title := range titles {
			n++
			id := store.EmployeeID("U" + strconv.Itoa(n))
			storetest.MustSync(t, db, store.SlackUser{ID: id, Name: "Someone", Title: title})
			if got := storetest.MustGet(t, db, id).Leader; got != want {
				t.Errorf("%q leads: %v, want %v", title, got, want)
			}
		}
	}
}
