// The library, end to end: sources fill it, curators approve, people get what fits them and say what does not, and tell
// stories of their own; in good weather and in bad.

package main

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestLibrary_InGoodWeather(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { fillALibrary(t, func(*world) {}) })
}

func TestLibrary_InBadWeather(t *testing.T) {
	for n := range *storms {
		t.Run(fmt.Sprint("storm ", n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fillALibrary(t, func(w *world) { storm(w, rand.New(rand.NewPCG(5, uint64(n)))) })
			})
		})
	}
}

// The posts of the blog. The tag rules of its source bring those with a sensor to engineers only.
const (
	firstPost  = "The sensor that lied"
	secondPost = "A sensor that hums"
	plainPost  = "Sign language for everybody"
)

// fillALibrary goes from a Sunday evening to Friday evening.
func fillALibrary(t *testing.T, weather func(*world)) {
	time.Sleep(time.Until(time.Date(2000, 3, 5, 20, 0, 0, 0, time.UTC)))
	web := &site{posts: []string{firstPost, plainPost}, jobs: []int{1, 2}}
	w := mustWorld(t, web.pages())
	w.mustSetUp()
	if err := w.app.DB.ChangeRole("U0MARCO", store.Curator, []store.EmployeeID{"U0RUTH"}, nil); err != nil {
		t.Fatal(err)
	}
	weather(w)
	for _, name := range advocates {
		persona := map[string]string{"ruth": "people", "marco": "marketing"}[name]
		w.joins(name, cmp.Or(persona, "engineering"))
	}
	w.fills()
	first, second, job := w.approves(firstPost), store.AssetID(""), w.mustAsset("Engineer 1")

	w.until("2000-03-07 16:00") // everybody's morning has been
	w.checkMatch(first)
	web.publish([]string{firstPost, plainPost, secondPost}, []int{1, 2})
	w.pass(90 * time.Minute)
	second = w.approves(secondPost)
	without := w.mutes(first, second)

	w.until("2000-03-08 16:00")
	w.checkMuted(second, without)
	story := w.tells()

	w.until("2000-03-09 16:00")
	w.checkStory(story)
	web.publish([]string{firstPost, plainPost, secondPost}, []int{2})
	w.withdraws(first)
	w.takesBack(story)
	w.until("2000-03-10 20:00")
	w.sim.ClearFaults()
	w.pass(time.Hour)
	w.checkRewritten(first, "This was withdrawn.")
	w.checkRewritten(story, "This was withdrawn.")
	w.checkRewritten(job.ID, "This job is filled or closed")
	w.checkInboxes()
}

// fills adds the blog, whose items wait for review, and the job board, whose items are live at once.
func (w *world) fills() {
	w.tb.Helper()
	w.until("2000-03-06 07:00")
	marco := w.person("marco")
	marco.addsSource(blogAddress, []string{"Found:* 2 items", firstPost, plainPost},
		slacksim.Values{"name": "Blog", "rules": "sensor => topic: sensors, persona: engineering"})
	marco.addsSource(jobsAddress, []string{"Greenhouse board", "Engineer 1"},
		slacksim.Values{"name": "Jobs", "auto_approve": []string{"yes"}, "personas": []string{"engineering"}})
	if state := w.mustAsset(firstPost).State; state != store.InReview {
		w.tb.Errorf("an item of the blog is %s before anybody approved it", state)
	}
	if state := w.mustAsset("Engineer 1").State; state != store.Live {
		w.tb.Errorf("a job of the board is %s", state)
	}
}

// approves lets Ruth approve an item from the card of the day.
func (w *world) approves(title string) store.AssetID {
	w.tb.Helper()
	asset, ruth := w.mustAsset(title), w.person("ruth")
	w.pass(3 * time.Hour) // the card comes, or is rewritten, in working hours
	ruth.achieves("approve "+title, w.isIn(asset.ID, store.Live), ruth.presses("do:"+string(asset.ID), "review_approve"))
	return asset.ID
}

// checkMatch holds an item for engineers to its readers: all of them, nobody else, with a reason that is true.
func (w *world) checkMatch(id store.AssetID) {
	w.tb.Helper()
	for _, name := range advocates {
		a := w.person(name)
		pick, message, found := a.pickOf(id)
		if engineer := name != "ruth" && name != "marco"; found != engineer {
			w.tb.Errorf("%s got the item for engineers: %v, want %v", name, found, engineer)
		}
		if !found || pick.Policy == "" {
			continue
		}
		if !strings.Contains(pick.Reason, "engineering") {
			w.tb.Errorf("%s is told %q, and got it as an engineer", name, pick.Reason)
		}
		if !strings.Contains(strings.ToLower(message.Words()), strings.ToLower(pick.Reason)) {
			w.tb.Errorf("the digest of %s lacks the reason %q:\n%s", name, pick.Reason, message.Words())
		}
	}
}

// mutes lets Dev want no more of the topic, and returns what the next digest would have brought without that.
func (w *world) mutes(first, next store.AssetID) []store.AssetID {
	w.tb.Helper()
	dev := w.person("dev")
	without := dev.planned()
	if !slices.Contains(without, next) {
		w.tb.Fatalf("Dev would not have got %s anyway, but %v", next, without)
	}
	muted := func() bool {
		e, err := w.app.DB.Employee("U0DEV")
		return err == nil && slices.Contains(e.Prefs.Mute, "sensors")
	}
	dev.achieves("want no more sensors", muted,
		func(ctx context.Context) error {
			// pressed before when this is begun again
			_ = dev.presses("do:"+string(first), "pick_menu", "not:"+string(first))(ctx)
			return nil
		},
		dev.presses("why:"+string(first), "why_not", "topic:"+string(first)+":sensors"))
	return without
}

// checkMuted holds the next morning to what was said: other engineers got the item, Dev got something else instead.
func (w *world) checkMuted(id store.AssetID, without []store.AssetID) {
	w.tb.Helper()
	for _, name := range []string{"ada", "ben", "dev", "sue"} {
		if _, _, found := w.person(name).pickOf(id); found != (name != "dev") {
			w.tb.Errorf("%s got an item on the muted topic: %v", name, found)
		}
	}
	newest, err := w.app.DB.DeliveriesOf("U0DEV", 1)
	if err != nil || len(newest) != 1 || newest[0].Date != "2000-03-08" || len(newest[0].Picks) != len(without) {
		w.tb.Errorf("Dev's newest digest is %+v, error %v; want one of %d picks", newest, err, len(without))
	}
}

// tells lets Ada tell a story, Ruth edit it, and Ada approve it after a restart.
func (w *world) tells() store.AssetID {
	w.tb.Helper()
	ada, ruth := w.person("ada"), w.person("ruth")
	mine := func(state store.StoryState) func() bool {
		return func() bool {
			stories, err := storetest.Ask1(w.app.DB, (*store.Query).StoriesOf, "U0ADA")
			return err == nil && len(stories) == 1 && stories[0].State == state
		}
	}
	ada.achieves("tell a story", mine(store.StoryTold), ada.types("/vouch story"),
		ada.sends(slacksim.Values{store.AnswerField(0): "We lost a rack & laughed.", "consent": string(store.ShareNamed)}))
	ruth.achieves("edit the story", mine(store.StoryEdited), ruth.types("/vouch stories"), ruth.pressesIn("story_edit"),
		ruth.sends(slacksim.Values{"title": "Calm at 3 am", "text": "A rack went down at 3 am.", "other_topics": "Culture"}))
	w.pass(time.Hour) // the text is under way to Ada
	w.stop()
	w.start()
	before, err := storetest.Ask2(w.app.DB, (*store.Query).ScoreOf, "U0ADA", time.Now())
	if err != nil {
		w.tb.Fatal(err)
	}
	ada.achieves("approve the text", mine(store.StoryApproved), ada.presses("story", "story_approve"))
	after, err := storetest.Ask2(w.app.DB, (*store.Query).ScoreOf, "U0ADA", time.Now())
	asset := w.mustAsset("Calm at 3 am")
	if err != nil || after.All != before.All+10 || asset.State != store.Live || asset.Author != "U0ADA" {
		w.tb.Errorf("the story is %s by %s, Ada's points went from %d to %d, error %v", asset.State, asset.Author,
			before.All, after.All, err)
	}
	return asset.ID
}

// checkStory holds that the story reached colleagues, with its author's name.
func (w *world) checkStory(id store.AssetID) {
	w.tb.Helper()
	reached := 0
	for _, name := range advocates {
		if _, message, found := w.person(name).pickOf(id); found {
			reached++
			if words := message.Words(); !strings.Contains(words, "A story by <@U0ADA>") {
				w.tb.Errorf("%s reads the story without its author:\n%s", name, words)
			}
		}
	}
	if reached == 0 {
		w.tb.Error("nobody got the story")
	}
}

// withdraws lets Marco take an item back from the list of content.
func (w *world) withdraws(id store.AssetID) {
	w.tb.Helper()
	marco := w.person("marco")
	home := func(ctx context.Context) error {
		if err := marco.OpenHome(ctx); err != nil {
			return err
		}
		w.pass(3 * time.Second)
		_, err := marco.PressHome(ctx, "home_content")
		return err
	}
	list := func(ctx context.Context) error {
		_, err := marco.PressModal(ctx, "content")
		return err
	}
	marco.achieves("withdraw an item", w.isIn(id, store.Withdrawn), home, list, marco.picks("content_menu",
		"withdraw "+string(id)),
		marco.sends(slacksim.Values{"reason": "The numbers in it were wrong."}))
}

// takesBack lets Ada take her story back by the message she approved it in.
func (w *world) takesBack(id store.AssetID) {
	w.tb.Helper()
	ada := w.person("ada")
	ada.achieves("take the story back", w.isIn(id, store.Withdrawn), ada.presses("story", "story_withdraw"))
}

// checkRewritten holds that every delivered copy of an item says what became of it, and offers it no more.
func (w *world) checkRewritten(id store.AssetID, says string) {
	w.tb.Helper()
	copies := 0
	for _, name := range advocates {
		a := w.person(name)
		pick, message, found := a.pickOf(id)
		if !found || pick.Answer == "dismissed" {
			continue
		}
		copies++
		if words := message.Words(); !strings.Contains(words, says) || strings.Contains(fmt.Sprint(message.Blocks),
			"do:"+string(id)) {
			w.tb.Errorf("the copy of %s does not say %q, or offers the item still:\n%s", name, says, words)
		}
	}
	if copies == 0 {
		w.tb.Errorf("nobody ever got %s: nothing was there to rewrite", id)
	}
}

// checkInboxes holds that nobody got a digest of the same day twice or an item twice, and that nothing is left to send.
func (w *world) checkInboxes() {
	w.tb.Helper()
	for _, name := range advocates {
		for title, copies := range w.person(name).digests() {
			if len(copies) != 1 {
				w.tb.Errorf("%s has %d digests %q", name, len(copies), title)
			}
		}
		deliveries, err := w.app.DB.DeliveriesOf(store.EmployeeID(w.person(name).ID()), 30)
		if err != nil {
			w.tb.Fatal(err)
		}
		shown := map[store.AssetID]int{}
		for _, d := range deliveries {
			for _, p := range d.Picks {
				if shown[p.Asset]++; shown[p.Asset] > 1 {
					w.tb.Errorf("%s was shown %s twice", name, p.Asset)
				}
			}
		}
	}
	depth, err := storetest.Ask(w.app.DB, (*store.Query).OutboxDepth)
	if err != nil || depth.Pending+depth.Sending+depth.Dead != 0 {
		w.tb.Errorf("the outbox: %+v, error %v", depth, err)
	}
	for _, complaint := range w.sim.Log(0, "frame_too_big", "invalid_ack") {
		w.tb.Errorf("Slack complains: %v", complaint)
	}
}
