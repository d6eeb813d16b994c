// Kill -9, what people do meanwhile besides reading: they refer, share, tell stories, sign up for an event and approve
// what waits for review.

package main

import (
	"context"
	"fmt"
	"strings"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// acts are what was acknowledged to one person beyond digests and saves.
type acts struct {
	// the next act: false when there is nothing left to do; nil saves items
	next     func(c *clicker, over context.Context) bool
	sent     int                    // stories submitted
	told     int                    // of these, acknowledged
	going    bool                   // the sign-up was acknowledged
	approved map[store.AssetID]bool // approvals that were acknowledged

	refersFirst bool                   // and asks for the digest then
	referred    []string               // names of referrals that were acknowledged
	posted      map[store.AssetID]bool // shares that were acknowledged as posted
}

// prepare adds what these acts need: an event, and an item in review for each person; every fourth person is a curator.
func prepare(db *store.DB, clickers []*clicker, event store.Asset) (store.AssetID, error) {
	added, err := db.AddAsset(store.Operator, event, true)
	if err != nil {
		return "", err
	}
	for i, c := range clickers {
		waiting := store.Asset{Kind: store.Article, Title: fmt.Sprintf("Draft %d", i),
			URL: fmt.Sprintf("https://example.com/drafts/%d", i)}
		if _, err := db.AddAsset(store.Operator, waiting, false); err != nil {
			return "", err
		}
		c.approved, c.posted = map[store.AssetID]bool{}, map[store.AssetID]bool{}
		switch i % 4 {
		case 0: // saves items, and the first owns what is referred
			if i > 0 {
				continue
			}
			if err := db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{store.EmployeeID(c.ID())},
				nil); err != nil {
				return "", err
			}
		case 2:
			c.next, c.refersFirst = (*clicker).refersAndShares, true
		case 1:
			c.next = (*clicker).tellsAndSignsUp
		case 3:
			c.next = (*clicker).approves
			if err := db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{store.EmployeeID(c.ID())},
				nil); err != nil {
				return "", err
			}
		}
	}
	return added.ID, nil
}

// opens types a command and waits for the window it opens; nil without one.
func (c *clicker) opens(over context.Context, line string) *slacksim.View {
	_ = c.CloseAll(over) // left over from the process before
	if answer, err := c.Slash(over, "general", line); err != nil || !answer.Acked {
		return nil
	}
	ctx, cancel := context.WithTimeout(over, patience)
	defer cancel()
	v, err := c.AwaitModal(ctx, func(v *slacksim.View) bool { return v != nil })
	if err != nil {
		return nil
	}
	return v
}

// tellsAndSignsUp signs up for the event, then tells one story after the other.
func (c *clicker) tellsAndSignsUp(over context.Context) bool {
	if !c.going {
		if c.opens(over, "/vouch library evening") == nil {
			return true
		}
		pressed, err := c.PressModal(over, "attend")
		c.going = err == nil && !pressed.Warning
		return true
	}
	if c.opens(over, "/vouch story") == nil {
		return true
	}
	c.sent++
	got, err := c.Submit(over, slacksim.Values{store.AnswerField(0): fmt.Sprintf("Something happened, number %d.",
		c.sent), "consent": string(store.ShareNamed)})
	if err == nil && len(got.Errors) == 0 && got.Result != "trouble" {
		c.told++
	}
	return true
}

// refersAndShares refers somebody, then shares one item of the digest after the other, referring again between them.
func (c *clicker) refersAndShares(over context.Context) bool {
	name := fmt.Sprintf("Candidate %s %d", c.ID(), len(c.referred))
	if len(c.referred) <= len(c.posted) {
		if c.opens(over, "/refer") == nil {
			return true
		}
		if _, err := c.Typeahead(over, "refer_job", "Compilers"); err != nil {
			return true
		}
		got, err := c.Submit(over, slacksim.Values{"name": name, "job": "need Compilers", "why": "She finds it.",
			"contact": fmt.Sprintf("c%s.%d@x.example", c.ID(), len(c.referred)), "consent": []string{"yes"}})
		if err == nil && len(got.Errors) == 0 && got.Result != "trouble" {
			c.referred, c.refersFirst = append(c.referred, name), false
		}
		return true
	}
	ctx, cancel := context.WithTimeout(over, patience)
	defer cancel()
	digest, err := c.AwaitMessage(ctx, isDigest)
	if err != nil {
		return false
	}
	for _, block := range digest.Blocks {
		id, found := strings.CutPrefix(fmt.Sprint(block["block_id"]), "do:")
		if found && !c.posted[store.AssetID(id)] {
			c.shares(over, digest, store.AssetID(id))
			return true
		}
	}
	return false
}

// shares opens the form of an item and says that it is posted.
func (c *clicker) shares(over context.Context, digest slacksim.Message, asset store.AssetID) {
	_ = c.CloseAll(over) // left over from the process before
	// The process was killed between the form and "I posted it": the digest asks for that now.
	button := slacksim.Element{BlockID: "do:" + string(asset), What: "I posted it"}
	if pressed, err := c.PressElement(over, digest, button); err == nil {
		c.posted[asset] = !pressed.Warning
		return
	}
	button.What = "Share"
	if _, err := c.PressElement(over, digest, button); err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(over, patience)
	defer cancel()
	_, err := c.AwaitModal(ctx, func(v *slacksim.View) bool { return v != nil && v.CallbackID == "share" })
	if err != nil {
		return
	}
	words := fmt.Sprintf("I worked on this, and part %d of %s still makes me smile.", len(c.posted), c.ID())
	if got, err := c.Submit(over, slacksim.Values{"text.0": words}); err != nil || len(got.Errors) > 0 {
		return
	}
	if pressed, err := c.PressModal(over, "share_posted"); err == nil && !pressed.Warning {
		c.posted[asset] = true
	}
}

// approves approves the first item of the queue.
func (c *clicker) approves(over context.Context) bool {
	v := c.opens(over, "/vouch review")
	if v == nil {
		return true
	}
	id, _, found := strings.Cut(v.PrivateMetadata, " ") // the item and its version
	if !found {
		return false // nothing waits any more
	}
	if pressed, err := c.PressModal(over, "review_approve"); err == nil && !pressed.Warning {
		c.approved[store.AssetID(id)] = true
	}
	return true
}

// check compares the file with what this person was told, and counts what was acknowledged.
func (c *clicker) check(db *store.DB, event store.AssetID) (problems []string, acknowledged int, err error) {
	id := store.EmployeeID(c.ID())
	stories, err := storetest.Ask1(db, (*store.Query).StoriesOf, id)
	if err != nil {
		return nil, 0, err
	}
	if len(stories) < c.told || len(stories) > c.sent {
		problems = append(problems, fmt.Sprintf("%s told %d stories, of which %d were acknowledged, and %d are kept", id,
			c.sent, c.told, len(stories)))
	}
	if at, _, err := storetest.Find2(db, (*store.Query).AttendanceOf, id,
		event); err != nil || (c.going && !at.IsComing()) {
		problems = append(problems, fmt.Sprintf("%s was told to have a place in the event, and has none: %+v %v", id, at,
			err))
	}
	for asset := range c.approved {
		if a, err := db.Asset(asset); err != nil || a.State != store.Live {
			problems = append(problems, fmt.Sprintf("%s was told that %s is approved, and it is %s %v", id, asset, a.State, err))
		}
	}
	problems = append(problems, c.checkReferralsAndShares(db, id)...)
	acknowledged = c.told + len(c.approved) + len(c.referred) + len(c.posted)
	if c.going {
		acknowledged++
	}
	return problems, acknowledged, nil
}
