// Tests of sharing later: the times on offer, the reminder with the words that were begun, and a wrong time.

package share_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

// remindAt presses the nth time of the menu of the form.
func remindAt(t *testing.T, ada bottest.Actor, label string) string {
	t.Helper()
	for _, b := range ada.Modal().Blocks {
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			options, _ := e.(map[string]any)["options"].([]any)
			for _, o := range options {
				option := o.(map[string]any)
				if text, _ := option["text"].(map[string]any)["text"].(string); strings.HasPrefix(text, label) {
					return option["value"].(string)
				}
			}
		}
	}
	t.Fatalf("no time is called %s: %s", label, ada.ModalSays())
	return ""
}

func TestLater_TomorrowMorning(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, _ := ada.Field()
		if err := ada.Fill(slacksim.Values{block: bottest.Own}); err != nil {
			t.Fatal(err)
		}
		ada.PressesModal("share_network", string(store.Mastodon))
		bottest.WantWords(t, ada.ModalSays(), "Today, 11:00", "Tomorrow, 09:30") // 8:00 in Paris
		ada.PressesModal("share_later", remindAt(t, ada, "Tomorrow"))
		bottest.WantWords(t, ada.ModalSays(), "Vouch reminds you", "saved on Home", "Your words are kept")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.Types("/vouch saved")
		bottest.WantWords(t, ada.ModalSays(), asset.Title, "Reminder: ")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		before := len(ada.Inbox())
		h.Pass(25*time.Hour + 20*time.Minute) // 9:20 in Paris
		if n := len(ada.Inbox()); n != before {
			t.Errorf("%d messages came before the time", n-before)
		}
		h.Pass(15 * time.Minute)
		ada.Presses(ada.Card("You wanted to share"), "", surface.ActShare)
		if _, text := ada.Field(); text != bottest.Own || !strings.Contains(ada.ModalSays(), "Mastodon takes 500") {
			t.Errorf("the form begins with %q: %s", text, ada.ModalSays())
		}
	})
}

func TestLater_AnotherTime(t *testing.T) {
	withShare(t, nil, func(t *testing.T, h *bottest.World, ada bottest.Actor, asset store.Asset) {
		block, suggested := ada.Field()
		ada.PressesModal("share_later", "other")
		bottest.WantWords(t, ada.ModalSays(), "Remind me on", "Remind me then")
		for day, wrong := range map[string]string{"1999-12-31": "still to come", "2000-06-01": "within 90 days"} {
			if err := ada.Fill(slacksim.Values{"later_day": day, "later_time": "10:00"}); err != nil {
				t.Fatal(err)
			}
			ada.PressesModal("share_remind")
			bottest.WantWords(t, ada.ModalSays(), wrong)
		}
		if again, text := ada.Field(); again != block || text != suggested {
			t.Errorf("the text became %q", text)
		}
		// Saturday evening: nobody is written to then.
		if err := ada.Fill(slacksim.Values{"later_day": "2000-01-08", "later_time": "20:00"}); err != nil {
			t.Fatal(err)
		}
		ada.PressesModal("share_remind")
		bottest.WantWords(t, ada.ModalSays(), "Vouch reminds you", "Mon 10 January 2000")
		if strings.Contains(ada.ModalSays(), "Your words are kept") {
			t.Error("a suggestion counts as words of one's own")
		}
		if _, err := h.Db.WithdrawAsset(store.Operator, asset.ID, "Old."); err != nil {
			t.Fatal(err)
		}
		h.Pass(8 * 24 * time.Hour)
		for _, text := range h.Texts("ada") {
			if strings.Contains(text, "You wanted to share") {
				t.Errorf("reminded of what was withdrawn: %s", text)
			}
		}
	})
}
