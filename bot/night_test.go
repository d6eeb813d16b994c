// Nights: nobody is written to outside their own working hours, whatever happens and wherever they live.

package bot_test

import (
	"slices"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCourier_NobodyIsWokenUp(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		grant := func(who string, role store.Role) {
			if err := h.Db.ChangeRole(store.Operator, role, []store.EmployeeID{h.Id(who)}, nil); err != nil {
				t.Fatal(err)
			}
		}
		grant("greta", store.Curator)
		grant("ben", store.Recruiter)
		grant("finn", store.Manager)
		h.Pass(20 * time.Hour) // 03:00 in London
		storetest.MustReferral(t, h.Db, ada.Id, "Jane Doe", "jane@x.example")
		bottest.Must(h.Db.AddAsset(store.Operator, storetest.AnAsset(nil), false))(t)
		gone := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.ExpiresAt = time.Date(2000, 1, 5, 0, 0, 0, 0, time.UTC)
		})
		bottest.Must(h.Db.SaveFeedback(ada.Id, gone.ID, store.Saved, "", ""))(t)
		h.Pass(time.Minute) // what answers ada comes now
		people := []string{"ada", "ben", "finn", "greta"}
		got, seen := map[string][]string{}, map[string]int{}
		for range 8 * 24 * 2 {
			for _, who := range people {
				seen[who] = len(h.Texts(who))
			}
			h.Pass(30 * time.Minute)
			for _, who := range people {
				for _, m := range h.Sim.Person(who).Inbox()[seen[who]:] {
					receipt, found, err := h.Db.ReceiptAt(m.Channel, m.TS)
					if err != nil || !found {
						t.Fatalf("a message without a receipt: %q %v", m.Text, err)
					}
					got[who] = append(got[who], receipt.Kind)
					local := store.Now().In(store.Location(bottest.Must(h.Db.Employee(h.Id(who)))(t).TimeZone, ""))
					weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
					if weekend || local.Hour() < 6 || local.Hour() >= 18 {
						t.Errorf("%s got on %v: %s: %.60q", who, local, receipt.Kind, m.Text)
					}
				}
			}
		}
		for who, kind := range map[string]store.MessageKind{"ada": store.MsgAssetNotice, "ben": store.MsgOwnerNudge,
			"finn": store.MsgEscalation, "greta": store.MsgReview} {
			if !slices.Contains(got[who], string(kind)) {
				t.Errorf("%s got only %v", who, got[who])
			}
		}
	})
}
