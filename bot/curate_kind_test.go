// Tests of changing the kind in the form of an asset: its fields come and go, and what was typed stays.

package bot

import (
	"slices"
	"testing"

	"vouch/bot/slacksim"
	"vouch/store"
)

func TestCurate_KindShowsItsFields(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.adds("http://blog.example.com/role")
		wantShown := func(job, event bool) {
			t.Helper()
			values := dev.Modal().Values
			_, hook := values[fieldHook]
			_, starts := values[fieldStartsDay]
			if hook != job || starts != event {
				t.Errorf("shows a job: %v, an event: %v", hook, starts)
			}
		}
		dev.submits(slacksim.Values{fieldKind: string(store.Article), fieldTitle: "", fieldOtherTopics: "caves", fieldVariants: "One.\n\nTwo.", fieldPrompt: "Who?"})
		wantShown(false, false)
		dev.pressModal(actAssetKind, string(store.Job))
		wantShown(true, false)
		dev.submits(slacksim.Values{fieldTitle: "", fieldHook: "Come and build.", fieldLocation: "Berlin"})
		dev.pressModal(actAssetKind, string(store.Event))
		wantShown(false, true)
		dev.submits(slacksim.Values{fieldPlace: "Lisbon"})
		dev.pressModal(actAssetKind, string(store.Article))
		wantShown(false, false)
		dev.pressModal(actAssetKind, string(store.Job))
		if got := dev.submits(slacksim.Values{fieldTitle: "A builder"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		live := h.live(t)
		if len(live) != 1 {
			t.Fatalf("%d are live", len(live))
		}
		a := live[0]
		if a.Kind != store.Job || a.Title != "A builder" || a.Prompt != "Who?" || len(a.Variants) != 2 || !slices.Contains(a.Topics, "caves") || a.Event != nil {
			t.Errorf("kept %+v", a)
		}
		if a.Job == nil || a.Job.Hook != "Come and build." || a.Job.Location != "Berlin" {
			t.Errorf("the job is %+v", a.Job)
		}
	})
}

func TestCurate_KindSentBeforeItsFieldsArrive(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.adds("http://blog.example.com/evening")
		dev.submits(slacksim.Values{fieldKind: string(store.Event), fieldTitle: "Open evening"})
		wantWords(t, dev.modalSays(), "Nothing was saved yet")
		if len(h.live(t)) != 0 {
			t.Error("saved without its day")
		}
		if got := dev.submits(slacksim.Values{fieldStartsDay: "2000-01-07", fieldStartsTime: "18:00"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		dev.adds("http://blog.example.com/role")
		if got := dev.submits(slacksim.Values{fieldKind: string(store.Job), fieldTitle: "A builder"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		for _, a := range h.live(t) {
			if (a.Kind == store.Event && (a.Event == nil || a.Title != "Open evening")) || (a.Kind == store.Job && a.Job == nil) || a.Kind == store.Article {
				t.Errorf("kept %+v", a)
			}
		}
	})
}
