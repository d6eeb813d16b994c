// The golden files of the digest and of the question in place of one.

package digestcard

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func goldenDigest() shownDigest {
	return shownDigest{Date: "2026-03-02", First: true, Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: golden.Article(), Reason: "because you follow Go", Leaders: []string{"Grace Hopper", golden.Hostile},
			Others: 2},
		{Asset: golden.Job(), Reason: "for engineering, and new today"},
		{Asset: golden.Story(), Reason: "to try something different"},
	}}
}

func TestGolden_StoryInDigest(t *testing.T) {
	inside, unnamed := golden.StoryAsset(), golden.StoryAsset()
	inside.Internal, unnamed.Author = true, ""
	inside.ID, unnamed.ID = "01INSIDE", "01UNNAMED"
	digest := shownDigest{Date: "2026-03-02", Rhythm: "every weekday at 09:30", Picks: []shownPick{
		{Asset: golden.StoryAsset(), Reason: "because you follow Culture"}, {Asset: inside, Reason: "for everyone"},
		{Asset: unnamed, Reason: "for everyone"}}}
	golden.Message(t, "story-digest", digestContent(digest))
}

func TestGolden_Digest(t *testing.T) {
	golden.Message(t, "digest-fresh", digestContent(goldenDigest()))

	came := goldenDigest()
	came.First = false
	came.Came = cameOf([]store.ShareNews{{Share: "01A", What: store.NewsOpened, Count: 12},
		{Share: "01B", What: store.NewsOpened, Count: 3}, {Share: "01A", What: "applied", Count: 1}},
		func(store.ShareID) string { return golden.Hostile })
	golden.Message(t, "digest-came-of-it", digestContent(came))

	unread := goldenDigest()
	unread.Unread = true
	golden.Message(t, "digest-policy-unread", digestContent(unread))

	answered := goldenDigest()
	answered.Picks[0].Saved = true
	answered.Picks[1].Shared = []store.Network{store.LinkedIn, store.CopyOnly}
	answered.Picks[1].Latest = store.Share{ID: "01SHARE", Level: store.Declared, Network: store.LinkedIn}
	answered.Picks[2].Answer = store.Liked
	golden.Message(t, "digest-answered", digestContent(answered))

	shared := goldenDigest()
	shared.Picks[0].Pictured = true
	shared.Picks[0].Asset.Image, shared.Picks[0].Asset.ImageAlt = "https://northwind.example/builds.png",
		"Two bars: 40 minutes before, 13 after"
	shared.Picks[0].Shared = []store.Network{store.LinkedIn}
	shared.Picks[0].Latest = store.Share{ID: "01SHARE", Level: store.Declared, Network: store.LinkedIn}
	golden.Message(t, "digest-picture-shared", digestContent(shared))

	dismissed := goldenDigest()
	dismissed.Picks[0].Answer, dismissed.Picks[0].Asking = store.NotForMe, true
	dismissed.Picks[1].Answer, dismissed.Picks[1].Said = store.NotForMe, "Noted. It won't come again."
	dismissed.Picks[2].Latest = store.Share{ID: "01SHARE", Level: store.Opened, Network: store.X}
	golden.Message(t, "digest-not-for-me", digestContent(dismissed))

	gone := goldenDigest()
	gone.Picks[0].Asset.State = store.Withdrawn
	gone.Picks[1].Asset.State, gone.Picks[1].Asset.Job.Closed = store.Withdrawn, true
	gone.Picks[2].Asset = store.Asset{}
	gone.Paused = "until Monday 9 March"
	golden.Message(t, "digest-gone-and-paused", digestContent(gone))

	most := goldenDigest()
	for len(most.Picks) < 5 {
		most.Picks = append(most.Picks, most.Picks[2])
		most.Picks[len(most.Picks)-1].Asset.ID += store.AssetID(fmt.Sprint(len(most.Picks)))
	}
	golden.Message(t, "digest-five-picks", digestContent(most))
	most.After = asked{Key: "digest/2026-03-02/U0ADA", Title: golden.Hostile, More: 1}
	golden.Message(t, "digest-asks-five-picks", digestContent(most))
	asks := goldenDigest()
	asks.After = asked{Key: "digest/2026-03-02/U0ADA", Title: "How we cut our build times"}
	golden.Message(t, "digest-asks", digestContent(asks))
	asks.After.Led = store.LedNothing
	golden.Message(t, "digest-asked", digestContent(asks))
	golden.Modal(t, "digest-modal", digestModal(goldenDigest(), "digest/2026-03-02/U0ADA"))
	golden.Modal(t, "digest-networks", networksModal(store.Preferences{Networks: []store.Network{store.X}}))
}

// Whoever makes the digest longer makes somebody stop reading it.
func TestDigest_IsReadInTenSeconds(t *testing.T) {
	golden.FilesAtMost(t, "*digest*.json", 11, 110, 7, func(blocks []any) []any { return blocks })
}

func TestGolden_Fatigue(t *testing.T) {
	slowed := goldenDigest()
	slowed.First = false
	slowed.Slowed = "You did not react to the last 3 digests, so it comes less often now: on Tuesdays."
	golden.Message(t, "digest-slowed", digestContent(slowed))
	slowed.Slowed, slowed.Also = "", []string{"• Your referral of *Grace Hopper* (Compilers) has reached a new stage: " +
		"*Interview*.", "• \"An old post\" has expired."}
	golden.Message(t, "digest-carries", digestContent(slowed))
	slowed.Also = []string{askWords(store.Asset{Kind: store.Job, URL: "https://jobs.example/1",
		Title: "Senior Go Engineer, Ingest"})}
	golden.Message(t, "digest-job", digestContent(slowed))
	golden.Message(t, "fatigue-asked", questionOfRhythm(golden.Member()))
	weekly := golden.Member()
	weekly.Prefs.Rhythm.Frequency = store.Weekly
	golden.Message(t, "fatigue-asked-weekly", questionOfRhythm(weekly))
	for _, choice := range []store.RhythmChoice{store.RhythmKept, store.RhythmStopped} {
		golden.Message(t, "fatigue-"+string(choice), answeredView(chosenWords(golden.Member(), choice, golden.Now)))
	}
}

// Who shared an item is said once, with names where there is room for them.
func TestWhyWords_SayOnceWhoShared(t *testing.T) {
	for reason, want := range map[string]string{
		"because you follow Go, and a leader shared it": "Because you follow Go. Shared by Grace and 1 colleague.",
		"two leaders shared it":                         "Shared by Grace and 1 colleague.",
		"for engineering, and new today":                "For engineering, and new today. Shared by Grace and 1 colleague.",
	} {
		p := shownPick{Leaders: []string{"Grace"}, Others: 1}
		if p.Reason = reason; whyWords(p, true) != want {
			t.Errorf("%q is said as %q", reason, whyWords(p, true))
		}
	}
	small := shownPick{Reason: "a leader shared it", Leaders: []string{"Grace"}}
	if got := whyWords(small, false); got != "A leader shared it." {
		t.Errorf("without room: %q", got)
	}
}
