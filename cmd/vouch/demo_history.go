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

// historyDays is how far back the history goes; historyPicks is how many items one past
// digest had: fewer than today's, so that a week of new mornings finds enough unseen
// items.
const (
	historyDays  = 14
	historyPicks = 2
)

// ownWords are texts that people wrote by themselves in the past fortnight.
// None names an item, so that each fits any of them.
var ownWords = []string{
	"I sat next to the people who did this, and the honest part is how many things did not work first. Worth ten minutes of anybody's time.",
	"We argued about this for weeks. I was on the losing side, and the numbers say that I was wrong. Glad we wrote it down.",
	"A year ago I would have called this overkill. Then we had that winter. Here is what we learned, without the polish.",
	"Three things in here changed how I work on Mondays. The second one is embarrassing for all of us.",
	"If your job is anything like mine you will recognise the first paragraph. The rest may save you a quarter.",
}

// seed writes the history into an empty database and leaves any other alone.
// Live assets are the sign of a database that was filled before. All of the history is
// one commit: a start that was interrupted in it begins again.
func (c *company) seed(db *store.DB, now time.Time) error {
	live, err := db.LiveAssets()
	if err != nil || len(live) > 0 {
		return err
	}
	if err := c.seedSettings(db); err != nil {
		return err
	}
	return db.Seed(func(s *store.Seeder) error {
		// The seed of the random numbers is fixed, so that screenshots and tests see the
		// same people do the same things; only dates move with the day.
		h := &history{company: c, seeder: s, now: now, random: rand.New(rand.NewPCG(20, 26)),
			seen: map[string]map[store.AssetID]bool{}, expired: map[store.AssetID]bool{}}
		return h.write()
	})
}

// seedSettings names the company and turns the leaderboard on. Everything else stays at
// the defaults of a new program, because the demo should look like a first week and not
// like a tuned one.
func (c *company) seedSettings(db *store.DB) error {
	settings, err := db.Settings()
	if err != nil {
		return err
	}
	settings.Company, settings.TimeZone, settings.BoardOn = demoCompany, demoZone, true
	return db.SaveSettings(store.Operator, settings)
}

// history writes the past in the order in which it happened. Each step sets the time of
// what it writes with Seeder.At. Nothing in it may ask the database: the transaction is
// open.
type history struct {
	company *company
	seeder  *store.Seeder
	now     time.Time
	random  *rand.Rand
	library []store.Asset          // oldest first
	expired map[store.AssetID]bool // those of it that expire as soon as the demo starts
	seen    map[string]map[store.AssetID]bool
}

func (h *history) write() error {
	// Digests need people and assets; referrals need the jobs.
	steps := []func() error{h.people, h.assets, h.days, h.referrals}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// people brings everybody in; by turns they joined three, two and one week ago, so that
// the leaderboard and the reports have people of different standing.
func (h *history) people() error {
	// The day on which the first of them join.
	h.seeder.At(h.now.AddDate(0, 0, -21))
	var users []store.SlackUser
	for _, p := range h.company.people {
		users = append(users, store.SlackUser{
			ID: store.EmployeeID(p.ID), Name: p.RealName, Title: p.Title, TimeZone: p.TZ, Guest: p.Guest,
			Deactivated: p.Deactivated, Admin: p.Admin,
		})
	}
	if err := h.seeder.People(users); err != nil {
		return err
	}
	for i, p := range h.company.people {
		e := store.Employee{
			ID: store.EmployeeID(p.ID), Name: p.RealName, Title: p.Title, Department: p.Department, Location: p.Location,
			Reports: store.EmployeeID(p.Manager), TimeZone: p.TZ, Guest: p.Guest, Deactivated: p.Deactivated, Admin: p.Admin,
			Roles: slices.Sorted(slices.Values(p.Roles)), Leader: p.Leader,
		}
		if p.Leader {
			// Without it the rule on titles would decide.
			e.LeaderBy = "import"
		}
		if p.hasJoined() {
			// i%3 is 0, 1 or 2: 21, 14 or 7 days ago.
			e.JoinedAt = h.now.AddDate(0, 0, -21+i%3*7)
			e.Prefs.Personas, e.Prefs.PersonaByRule = []store.PersonaID{p.Persona}, true
		}
		if err := h.seeder.Employee(e); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return nil
}

// assets fills the library, oldest first. The seeder's clock runs forward within each
// list, as assets came in. h.library has the archived ones first, so that the past used
// them up before what is still live.
func (h *history) assets() error {
	add := func(list []demoAsset, archived bool) error {
		list = slices.Clone(list)
		slices.SortStableFunc(list, func(a, b demoAsset) int { return b.Age - a.Age })
		for _, entry := range list {
			asset := entry.asset(h.now, archived)
			h.seeder.At(asset.LiveAt)
			added, err := h.seeder.Asset(asset)
			if err != nil {
				return fmt.Errorf("%q: %w", entry.Title, err)
			}
			h.library = append(h.library, added)
			h.expired[added.ID] = archived
		}
		return nil
	}
	if err := add(h.company.archive, true); err != nil {
		return err
	}
	return add(h.company.assets, false)
}

// days plays the working days of the past fortnight for every advocate.
func (h *history) days() error {
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
			if err := h.day(p, i, morning); err != nil {
				return fmt.Errorf("%s, %s: %w", p.Name, morning.Format(time.DateOnly), err)
			}
		}
	}
	return nil
}

// day is one person's morning: the digest, and what they made of it.
func (h *history) day(p demoPerson, index int, morning time.Time) error {
	picks := h.picks(p, morning)
	if len(picks) == 0 {
		return nil
	}
	id := store.EmployeeID(p.ID)
	h.seeder.At(morning)
	_, err := h.seeder.Digest(store.DigestPlan{
		Employee: id, Date: store.LocalDate(morning.Format(time.DateOnly)), Picks: picks, State: store.Planned,
		NotBefore: morning,
	}, "", "")
	if err != nil {
		return err
	}
	eager := 0.15 + 0.5*float64((index*7)%10)/10 // some share often, some hardly ever
	for n, pick := range picks {
		// Between ten minutes and four and a half hours later, further down the digest
		// somewhat later.
		answered := morning.Add(time.Duration(10+n*20+h.random.IntN(240)) * time.Minute)
		if answered.After(h.now) {
			answered = h.now
		}
		h.seeder.At(answered)
		// One number decides, so the shares below add up: for an eager person about a
		// third of the picks is shared, and for most picks nothing happens, as in life.
		switch chance := h.random.Float64(); {
		case chance < eager*0.55:
			err = h.share(id, pick.Asset)
		// An expired item would stand in somebody's saved list with nothing to do about
		// it.
		case chance < eager*0.55+0.15 && !h.expired[pick.Asset]:
			err = h.seeder.Feedback(id, pick.Asset, store.Saved, "", "")
		case chance < eager*0.55+0.22:
			err = h.seeder.Feedback(id, pick.Asset, store.More, "", "")
		case chance > 0.96:
			err = h.seeder.Feedback(id, pick.Asset, store.NotForMe, store.ReasonTopic, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// picks chooses what a past digest showed: items that were live then, unseen, for the
// person, older ones first. It does not use the planner, whose choice depends on what was
// answered before and would make the past long to write. Propensity 1 and a policy of its
// own keep these picks apart in the evaluation.
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

// share posts an item as people do: mostly on LinkedIn, mostly just declared, sometimes
// proven, sometimes in own words.
func (h *history) share(id store.EmployeeID, asset store.AssetID) error {
	// LinkedIn stands there three times: drawn as often as three others together.
	networks := []store.Network{store.LinkedIn, store.LinkedIn, store.LinkedIn, store.X, store.Bluesky, store.Mastodon,
		store.WhatsApp}
	open := store.OpenShare{Employee: id, Asset: asset, Network: networks[h.random.IntN(len(networks))], Variant: -1,
		Disclosure: "I work at " + demoCompany + "."}
	open.Text = post.Compose("Worth a read, from colleagues I trust.", open.Disclosure)
	if h.random.Float64() < 0.45 {
		open.OwnWords = true
		open.Text = post.Compose(ownWords[h.random.IntN(len(ownWords))], open.Disclosure)
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
	_, err := h.seeder.Share(open, level, post)
	return err
}

// postAddresses are how the addresses of posts begin on the networks that show them to everybody.
var postAddresses = map[store.Network]string{
	store.LinkedIn: "www.linkedin.com/posts/northwind-", store.X: "x.com/northwind/status/",
	store.Bluesky: "bsky.app/profile/northwind.example/post/", store.Mastodon: "mastodon.social/@northwind/",
}

// pastReferral is one referral of the demo: by whom, for what, and the steps it took,
// spread evenly over the time since. A referral is for an open job, or for a need in
// words. knows and howWell are values of the form.
type pastReferral struct {
	by       store.EmployeeID
	kind     store.ReferralKind
	person   store.Person
	job      string // path of a job asset
	need     string
	knows    string
	howWell  int
	daysAgo  int
	steps    []store.Stage
	declined string // the reason of a last, declined step
}

// pastReferrals stand at many stages, some open and some closed, so that the lists and
// cards of referrals have something to show. The people and their addresses are made up.
var pastReferrals = []pastReferral{
	{by: "U0ADA", kind: store.Candidate, person: store.Person{Name: "Tove Åkesson", Email: "tove.akesson@example.com",
		Why: "She rebuilt our build farm at my last place, kindly and without drama."},
		job: "/jobs/go-engineer-ingest", knows: "worked", howWell: 4, daysAgo: 11, steps: []store.Stage{store.Accepted,
			store.Screening, store.Interview}},
	{by: "U0ADA", kind: store.Candidate, person: store.Person{Name: "Noor Haddad", Email: "noor.haddad@example.com",
		Why: "Found the bug in our meters that nobody believed in, and then wrote the test for it."},
		job: "/jobs/go-engineer-ingest", knows: "worked", howWell: 3, daysAgo: 1},
	{by: "U0SAM", kind: store.Candidate, person: store.Person{Name: "Piotr Zieliński",
		Profile: "https://www.linkedin.com/in/piotr-zielinski-demo",
		Why:     "Calm at three in the morning, and writes it down afterwards."},
		need: "Site reliability engineer", knows: "worked", howWell: 3, daysAgo: 13, steps: []store.Stage{store.Accepted,
			store.Screening, store.Interview, store.Offer, store.Hired}},
	{by: "U0INES", kind: store.Candidate, person: store.Person{Name: "Rui Pacheco", Email: "rui.pacheco@example.com",
		Why: "Taught himself Go while teaching physics. Asks the right questions."},
		job: "/jobs/go-engineer-ingest", knows: "community", howWell: 2, daysAgo: 1},
	{by: "U0DEV", kind: store.Candidate, person: store.Person{Name: "Anita Desai-Moor", Email: "anita@example.net",
		Why: "The best data modeller I have met."},
		need: "Data engineer", knows: "studied", howWell: 3, daysAgo: 9, steps: []store.Stage{store.Accepted},
		declined: "No position at the moment"},
	{by: "U0YUKI", kind: store.Candidate, person: store.Person{Name: "Kenji Arai",
		Profile: "https://www.linkedin.com/in/kenji-arai-demo", Why: "Removes more than he adds, and it gets better."},
		job: "/jobs/product-designer", knows: "worked", howWell: 3, daysAgo: 6, steps: []store.Stage{store.Accepted,
			store.Screening}},
	{by: "U0ABEL", kind: store.Client, person: store.Person{Name: "Miriam Wanjiru", Email: "m.wanjiru@example.org",
		Company: "Lakeside Hospital", Why: "She asked me what we do after seeing our museum story."},
		need: "Twelve wards that are always too warm", knows: "community", howWell: 2, daysAgo: 8,
		steps: []store.Stage{store.Accepted, store.Meeting}},
	{by: "U0LENA", kind: store.Client, person: store.Person{Name: "Jonas Feld", Email: "jonas.feld@feld.example",
		Company: "Feld Logistik", Why: "An old customer of mine who changed companies."},
		need: "Cooling of two warehouses", knows: "worked", howWell: 4, daysAgo: 12, steps: []store.Stage{store.Accepted,
			store.Meeting, store.Opportunity, store.Won}},
	{by: "U0JORGE", kind: store.Client, person: store.Person{Name: "Carla Azevedo", Email: "carla@azul.example",
		Company: "Escola Azul", Why: "Runs a school and wants lower bills before the winter."},
		need: "One school, later perhaps nine", knows: "friend", howWell: 3, daysAgo: 2},
}

// referrals writes them with their steps. A referral without the path of a job finds none
// here and is for its need.
func (h *history) referrals() error {
	jobs := map[string]store.AssetID{}
	for _, a := range h.library {
		jobs[a.URL] = a.ID
	}
	for i, r := range pastReferrals {
		if err := h.referral(i, r, jobs[demoSite+r.job]); err != nil {
			return fmt.Errorf("referral of %s: %w", r.person.Name, err)
		}
	}
	return nil
}

// referral writes one referral and its steps. Steps lie evenly between the submission and
// now. Seeder.Move follows the rules of stages, so a list of steps that no owner could
// take is an error here.
func (h *history) referral(index int, r pastReferral, job store.AssetID) error {
	at := h.now.AddDate(0, 0, -r.daysAgo)
	h.seeder.At(at)
	// Who answers gets the card when the demo starts, and who referred a receipt; the steps between are no news any more.
	h.seeder.Loud(true)
	result, err := h.seeder.Referral(store.Submission{
		Cause: fmt.Sprintf("demo/%d", index), Kind: r.kind, Referrer: r.by, Person: r.person, Job: job, Need: r.need,
		Relationship: r.knows, HowWell: r.howWell, Consent: true,
	})
	h.seeder.Loud(false)
	if err != nil {
		return err
	}
	// Duplicates and the like are answers, not errors; here they are mistakes in the list
	// above.
	if result.Verdict != store.VerdictAccepted {
		return fmt.Errorf("verdict %s", result.Verdict)
	}
	steps := r.steps
	if r.declined != "" {
		steps = append(slices.Clone(steps), store.Declined)
	}
	for n, stage := range steps {
		reason := ""
		if stage == store.Declined {
			reason = r.declined
		}
		h.seeder.At(at.Add(time.Duration(r.daysAgo) * 24 * time.Hour * time.Duration(n+1) / time.Duration(len(steps)+1)))
		if _, err := h.seeder.Move(result.Referral.ID, stage, reason); err != nil {
			return err
		}
	}
	return nil
}
