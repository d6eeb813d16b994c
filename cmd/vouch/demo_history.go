// The demo's past: a fortnight of digests, answers, shares and referrals, the same at every start.

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"vouch/digest/post"
	"vouch/store"
)

// historyDays is how far back the history goes; historyPicks is how many items one past digest had: fewer than today's,
// so that a week of new mornings finds enough unseen items.
const (
	historyDays  = 14
	historyPicks = 2
)

// seed writes the history into an empty database and leaves any other alone. Live assets are the sign of a database
// that was filled before. All of the history is one commit: a start that was interrupted in it begins again.
func (c *company) seed(db *store.DB, now time.Time) error {
	live, err := db.LiveAssets()
	if err != nil || len(live) > 0 {
		return err
	}
	if err := c.seedSettings(db); err != nil {
		return err
	}
	err = db.Seed(func(s *store.Seeder) {
		// The seed of the random numbers is fixed, so that screenshots and tests see the
		// same people do the same things; only dates move with the day.
		h := &history{company: c, seeder: s, now: now, random: rand.New(rand.NewPCG(20, 26)),
			seen: map[string]map[store.AssetID]bool{}, expired: map[store.AssetID]bool{}}
		// Digests need people and assets; referrals need the jobs.
		for _, step := range []func(){h.people, h.assets, h.campaign, h.bonuses, h.weeks, h.days, h.clicks, h.referrals} {
			step()
		}
	})
	if err != nil {
		return err
	}
	_, err = db.OfferSlot(demoManager, store.Slot{Title: "Ten minutes at the Stockholm platform meetup",
		On:    store.DateOf(now.AddDate(0, 0, 16), store.Location(demoZone, "")),
		Words: "How we run builds on less power. Slides exist, your own story is what they ask for."})
	return err
}

// seedSettings sets the program up and turns the leaderboard on. Everything else stays at the defaults of a new
// program, because the demo should look like a first week and not like a tuned one.
func (c *company) seedSettings(db *store.DB) error {
	settings, err := db.Settings()
	if err != nil {
		return err
	}
	settings.Company, settings.TimeZone, settings.BoardOn = demoCompany, demoZone, true
	settings.Confirm("policy")
	settings.Confirm("sharing")
	settings.Channel, settings.Charity = demoChannel, "Repair Café Network"
	settings.Bonus.Rules, settings.Bonus.Budget = demoBonusRules, demoBudget
	// What makes the report worth looking at.
	year := store.Now().Year()
	settings.Goals = []string{fmt.Sprintf("12 hires from %d-01-01 to %d-12-31", year, year)}
	settings.BaselineCost, settings.ClickPrices = "EUR 4500", map[store.Network]string{store.LinkedIn: "EUR 5.50"}
	return db.Seed(func(s *store.Seeder) {
		s.At(store.Now().AddDate(-1, 0, 0)) // before anybody joined, so that everybody has agreed to what holds
		s.Settings(settings)
	})
}

// history writes the past in the order in which it happened. Each step sets the time of what it writes with Seeder.At.
// Nothing in it may ask the database: the transaction is open.
type history struct {
	company *company
	seeder  *store.Seeder
	now     time.Time
	random  *rand.Rand
	library []store.Asset          // oldest first
	expired map[store.AssetID]bool // those of it that expire as soon as the demo starts
	seen    map[string]map[store.AssetID]bool
	shared  []store.Share // with the times of their posts, as they were written
}

// people brings everybody in; by turns they joined five, three and one week ago, and regulars before, so that the
// leaderboard and the reports have people of different standing. Those of five weeks are long enough there to be asked
// the two questions of the quarter.
func (h *history) people() {
	// The day on which the first of them join.
	h.seeder.At(h.now.AddDate(0, 0, -35))
	var users []store.SlackUser
	for _, p := range h.company.people {
		users = append(users, store.SlackUser{
			ID: store.EmployeeID(p.ID), Name: p.RealName, Title: p.Title, TimeZone: p.TZ, Guest: p.IsGuest,
			Deactivated: p.Deleted, Admin: p.IsAdmin,
		})
	}
	h.seeder.People(users)
	for i, p := range h.company.people {
		e := store.Employee{
			ID: store.EmployeeID(p.ID), Name: p.RealName, Title: p.Title, Department: p.Department, Location: p.Location,
			Reports: store.EmployeeID(p.Manager), TimeZone: p.TZ, Guest: p.IsGuest, Deactivated: p.Deleted, Admin: p.IsAdmin,
			Roles: slices.Sorted(slices.Values(p.Roles)), Leader: p.Leader,
		}
		if p.Leader {
			// Without it the rule on titles would decide.
			e.LeaderBy = "import"
		}
		if p.hasJoined() {
			// i%3 is 0, 1 or 2: 35, 21 or 7 days ago.
			e.JoinedAt = h.now.AddDate(0, 0, min(-35+i%3*14, -7*p.Weeks))
			e.Prefs.Personas, e.Prefs.PersonaByRule = []store.PersonaID{p.Persona}, true
		}
		h.seeder.Employee(e)
	}
}

// campaign is one that began a week and a half ago, of customers' stories.
func (h *history) campaign() {
	h.seeder.At(h.now.AddDate(0, 0, -11))
	h.seeder.Campaign("U0MARCO", store.Campaign{Name: "Less heat this winter",
		Why: "What customers saved, told before the first bills come.", Target: 30, Goal: store.CampaignGoals[0],
		From: h.dayBefore(11), To: h.dayBefore(-17), Channel: "C0ADVOCACY"})
}

// assets fills the library, oldest first. The seeder's clock runs forward within each list, as assets came in.
// h.library has the archived ones first, so that the past used them up before what is still live.
func (h *history) assets() {
	add := func(list []demoAsset, archived bool) {
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(a, b demoAsset) int { return b.Age - a.Age })
		for _, entry := range list {
			asset := entry.asset(h.now, archived)
			h.seeder.At(asset.LiveAt)
			added := h.seeder.Asset(asset)
			h.library = append(h.library, added)
			h.expired[added.ID] = archived
		}
	}
	add(h.company.archive, true)
	add(h.company.assets, false)
}

// weeks has the regulars share once a week in their own words. The question about their last week in a row is really
// sent.
func (h *history) weeks() {
	for _, p := range h.company.people {
		for back := p.Weeks; back > 0; back-- {
			h.seeder.At(h.now.AddDate(0, 0, -7*back))
			h.seeder.Loud(back == 1)
			words := h.company.history.OwnWords
			open := store.OpenShare{Employee: store.EmployeeID(p.ID), Asset: h.library[back].ID, Network: store.LinkedIn,
				Variant: -1, Disclosure: "I work at " + demoCompany + ".", OwnWords: true}
			open.Text = post.Compose(words[back%len(words)], open.Disclosure)
			h.shared = append(h.shared, h.seeder.Share(open, store.Proven,
				fmt.Sprintf("https://%s%d", postAddresses[store.LinkedIn], back)))
			if h.seen[p.ID] == nil {
				h.seen[p.ID] = map[store.AssetID]bool{}
			}
			h.seen[p.ID][open.Asset] = true
		}
	}
	h.seeder.Loud(false)
}

// days plays the working days of the past fortnight for every advocate.
func (h *history) days() {
	// It is the eve of the first morning in UTC; that morning's digests are sent when the demo starts.
	for back := historyDays - 1; back >= 0; back-- {
		for i, p := range h.company.people {
			local := h.now.UTC().AddDate(0, 0, -back)
			// The second condition is the day before JoinedAt, as set in people.
			if !p.hasJoined() || i%3*7 > 20-back || local.Weekday() == time.Saturday || local.Weekday() == time.Sunday {
				continue
			}
			// Half past nine in the person's own zone.
			morning := time.Date(local.Year(), local.Month(), local.Day(), 9, 30, 0, 0, store.Location(p.TZ, demoZone))
			h.day(p, i, morning)
		}
	}
}

// day is one person's morning: the digest, and what they made of it.
func (h *history) day(p demoPerson, index int, morning time.Time) {
	picks := h.picks(p, morning)
	if len(picks) == 0 {
		return
	}
	id := store.EmployeeID(p.ID)
	h.seeder.At(morning)
	h.seeder.Digest(store.DigestPlan{
		Employee: id, Date: store.LocalDate(morning.Format(time.DateOnly)), Picks: picks, State: store.Planned,
		NotBefore: morning,
	}, "", "")
	eager := 0.15 + 0.5*float64((index*7)%10)/10 // some share often, some hardly ever
	for n, pick := range picks {
		// Between ten minutes and four and a half hours later, further down the digest somewhat later.
		answered := morning.Add(time.Duration(10+n*20+h.random.IntN(240)) * time.Minute)
		if answered.After(h.now) {
			answered = h.now
		}
		h.seeder.At(answered)
		// One number decides, so the shares below add up: for an eager person about a
		// third of the picks is shared, and for most picks nothing happens, as in life.
		switch chance := h.random.Float64(); {
		case chance < eager*0.55:
			h.share(id, pick.Asset)
		// An expired item would stand in somebody's saved list with nothing to do about it.
		case chance < eager*0.55+0.15 && !h.expired[pick.Asset]:
			h.seeder.Feedback(id, pick.Asset, store.Saved, "", "")
		case chance < eager*0.55+0.22:
			h.seeder.Feedback(id, pick.Asset, store.More, "", "")
		case chance > 0.96:
			h.seeder.Feedback(id, pick.Asset, store.NotForMe, store.ReasonTopic, "")
		}
	}
}

// picks chooses what a past digest showed: items that were live then, unseen, for the person, older ones first. It does
// not use the planner, whose choice depends on what was answered before and would make the past long to write.
// Propensity 1 and a policy of its own keep these picks apart in the evaluation.
func (h *history) picks(p demoPerson, morning time.Time) []store.Pick {
	if h.seen[p.ID] == nil {
		h.seen[p.ID] = map[store.AssetID]bool{}
	}
	var picks []store.Pick
	for _, a := range h.library {
		if len(picks) == historyPicks {
			break
		}
		isFor := len(a.Personas) == 0 || slices.Contains(a.Personas, p.Persona)
		if !a.LiveAt.Before(morning) || !isFor || h.seen[p.ID][a.ID] {
			continue
		}
		h.seen[p.ID][a.ID] = true
		picks = append(picks, store.Pick{Asset: a.ID, Reason: "for your persona", Propensity: 1, Policy: "history/1"})
	}
	return picks
}

// share posts an item as people do: mostly on LinkedIn, mostly just declared, sometimes proven, sometimes in own words.
func (h *history) share(id store.EmployeeID, asset store.AssetID) {
	// LinkedIn stands there three times: drawn as often as three others together.
	networks := []store.Network{store.LinkedIn, store.LinkedIn, store.LinkedIn, store.X, store.Bluesky, store.Mastodon,
		store.WhatsApp}
	open := store.OpenShare{Employee: id, Asset: asset, Network: networks[h.random.IntN(len(networks))], Variant: -1,
		Disclosure: "I work at " + demoCompany + "."}
	open.Text = post.Compose("Worth a read, from colleagues I trust.", open.Disclosure)
	if words := h.company.history.OwnWords; h.random.Float64() < 0.45 {
		open.OwnWords = true
		open.Text = post.Compose(words[h.random.IntN(len(words))], open.Disclosure)
	}
	level, post := store.Declared, ""
	switch chance := h.random.Float64(); {
	case chance < 0.12:
		level = store.Opened
	case chance > 0.6:
		// Other networks have no public address of a post; the share stays declared.
		if address := postAddresses[open.Network]; address != "" {
			level, post = store.Proven, fmt.Sprintf("https://%s%d", address, 1_000_000+h.random.IntN(9_000_000))
		}
	}
	share := h.seeder.Share(open, level, post)
	if level >= store.Declared {
		h.shared = append(h.shared, share)
	}
}

// clickDays is for how long a post of the past is read; most people come on its first days.
const clickDays = 6

// clicks writes what came of the posts: a few people and the programs that every link meets. They have random numbers
// of their own, so that everything else stays as it was without them.
func (h *history) clicks() {
	random := rand.New(rand.NewPCG(7, 1))
	for _, s := range h.shared {
		// One post in five finds many readers, some find none.
		reach := random.IntN(6)
		if random.Float64() < 0.2 {
			reach += 8 + random.IntN(16)
		}
		for day := range clickDays {
			at := s.DeclaredAt.AddDate(0, 0, day)
			if at.After(h.now) {
				break
			}
			people := random.IntN(reach/(day+1) + 1)
			counts := store.ClickCounts{Human: people, Unique: people, Repeat: random.IntN(people/2 + 1)}
			if day == 0 { // the network makes its card, others look at every new link
				counts.Preview, counts.Crawler = 1+random.IntN(3), random.IntN(4)
				counts.Scanner, counts.Prefetch = random.IntN(2), random.IntN(2)
				counts.Own, counts.Head = random.IntN(2), random.IntN(2)
			}
			if counts == (store.ClickCounts{}) {
				continue
			}
			h.seeder.At(at)
			h.seeder.Clicks(s.ID, counts)
		}
	}
}

// postAddresses are how the addresses of posts begin on the networks that show them to everybody.
var postAddresses = map[store.Network]string{
	store.LinkedIn: "www.linkedin.com/posts/lumenfold-", store.X: "x.com/lumenfold/status/",
	store.Bluesky: "bsky.app/profile/lumenfold.example/post/", store.Mastodon: "mastodon.social/@lumenfold/11370000000",
}

// referrals writes the referrals with their steps. One without the path of a job finds none here and is for its need.
func (h *history) referrals() {
	jobs := map[string]store.AssetID{}
	for _, a := range h.library {
		jobs[a.URL] = a.ID
	}
	for i, r := range h.company.history.Referrals {
		h.referral(i, r, jobs[demoSite+r.Job])
	}
}

// referral writes one referral and its steps, which lie evenly between the submission and now. Seeder.Move follows the
// rules of stages, so a list of steps that no owner could take is an error here.
func (h *history) referral(index int, r demoReferral, job store.AssetID) {
	at := h.now.AddDate(0, 0, -r.DaysAgo)
	h.seeder.At(at)
	kind := store.Candidate
	if r.Client {
		kind = store.Client
	}
	// Who answers gets the card when the demo starts, and who referred a receipt; the steps between are no news any more.
	h.seeder.Loud(true)
	id := h.refer(store.Submission{
		Cause: fmt.Sprintf("demo/%d", index), Kind: kind, Referrer: r.By, Person: r.Person, Job: job,
		Need: r.Need, Relationship: r.Knows, HowWell: r.HowWell, Consent: true,
	})
	for n, stage := range r.Steps {
		moved, reason := at.Add(h.now.Sub(at)*time.Duration(n+1)/time.Duration(len(r.Steps)+1)), ""
		news := stage == store.Hired || stage == store.Won
		if news {
			moved = h.now
		}
		if stage == store.Declined {
			reason = r.Reason
		}
		h.seeder.At(moved)
		h.seeder.Loud(news)
		h.seeder.Move(id, stage, reason)
	}
	h.seeder.Loud(false)
}
