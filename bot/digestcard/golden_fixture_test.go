// Fixtures of the golden files: people, assets and times that are the same on every run.

package digestcard

import (
	"vouch/bot/bottest/golden"
)

func goldenDigest() shownDigest {
	return shownDigest{Date: "2026-03-02", Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: golden.Article(), Reason: "because you follow Go", Leaders: []string{"Grace Hopper", golden.Hostile}, Others: 2},
		{Asset: golden.Job(), Reason: "for engineering, and new today"},
		{Asset: golden.Story(), Reason: "to try something different"},
	}}
}
