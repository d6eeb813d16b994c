// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package digestcard

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_EventDigest(t *testing.T) {
	d := goldenDigest()
	d.First = false
	show := func(name string, states ...surface.ShownEvent) {
		d.Picks = nil
		for i, shown := range states {
			d.Picks = append(d.Picks, shownPick{Asset: golden.Event(), Reason: "for everyone", Event: &shown})
			d.Picks[i].Asset.ID += store.AssetID(fmt.Sprint(i))
		}
		d.Picks[1].Shared = []store.Network{store.LinkedIn}
		golden.Message(t, name, digestContent(d))
	}
	begun := golden.Shown(store.NotComing, 0, 0)
	begun.Begun = true
	show("event-digest-full", golden.Shown(store.Waiting, 3, 2), golden.Shown("", 3, 0), begun)
	show("event-digest", golden.Shown("", 1, 0), golden.Shown(store.Going, 2, 0))
	for i, state := range []store.AssetState{store.Withdrawn, store.Expired} {
		d.Picks[i].Asset.State = state
	}
	d.Picks = d.Picks[:2]
	golden.Message(t, "event-digest-over", digestContent(d))
}

func TestGolden_JobCards(t *testing.T) {
	d := goldenDigest()
	job := golden.Job()
	job.Job = &store.JobFacts{Department: "Engineering", Location: "Berlin", Hook: "Money that moves <safely>.",
		Fits: "You count twice."}
	plain := golden.Job()
	plain.ID, plain.FromSource, plain.Title, plain.Summary = "01PLAIN", "S", "STAFF ENGINEER (m/w/d) REQ-100",
		"We are a leading provider of synergies."
	d.Picks = []shownPick{{Asset: job, Reason: "for everyone"}, {Asset: plain, Reason: "for everyone", Reader: "U0ADA"}}
	golden.Message(t, "digest-jobs", digestContent(d))
}
