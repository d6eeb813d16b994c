// Package campaign knows what a campaign is: a goal between two days that the items of its name count for.
package campaign

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"vouch/store/asset"
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/referral"
	"vouch/store/share"
	"vouch/store/term"
	"vouch/store/text"
)

// ID is a ULID.
type ID string

// Goal is what a campaign counts.
type Goal string

// The goals.
const (
	Posts     Goal = "posts"     // of its items
	People    Goal = "people"    // who posted or referred
	Referrals Goal = "referrals" // to its jobs, and introductions from its items
)

// Goals lists them in the order of the form.
var Goals = []Goal{Posts, People, Referrals}

// Campaign is one campaign, kept after its end.
type Campaign struct {
	ID        ID                 `json:"id"`
	Name      string             `json:"name"` // the items that name it belong to it
	Why       string             `json:"why"`  // what it is for, one sentence
	Target    int                `json:"target"`
	Goal      Goal               `json:"goal"`
	From      calendar.LocalDate `json:"from"` // in the program's zone, both days included
	To        calendar.LocalDate `json:"to"`
	Channel   string             `json:"channel,omitempty"` // where its start and its end are posted
	By        term.EmployeeID    `json:"by"`
	CreatedAt time.Time          `json:"created_at"`

	LeadersAt time.Time `json:"leaders_at,omitzero"` // when leaders were told
	StartedAt time.Time `json:"started_at,omitzero"`
	EndedAt   time.Time `json:"ended_at,omitzero"`
	Result    Progress  `json:"result,omitzero"` // at its end
	Lessons   string    `json:"lessons,omitempty"`
}

// Progress is what a campaign reached.
type Progress struct {
	Posts     int `json:"posts"`
	People    int `json:"people"`
	Referrals int `json:"referrals"`
	Items     int `json:"items"` // that can be shared now
}

// Of is the figure of a goal.
func (p Progress) Of(g Goal) int {
	switch g {
	case People:
		return p.People
	case Referrals:
		return p.Referrals
	}
	return p.Posts
}

// The bounds of a campaign: more than a year is a program and not a campaign.
const (
	maxTarget  = 100_000
	maxDays    = 366
	MaxWhy     = 200
	MaxLessons = 2000
	MaxName    = 80
)

// Has tells whether an item that names a campaign belongs to this one.
func (c *Campaign) Has(named string) bool {
	return named != "" && text.Fold(named) == text.Fold(c.Name)
}

// Check cleans a campaign that is to be saved on a day, and says what is wrong with it. Fields: name, why, target,
// goal, from, to, channel.
func (c *Campaign) Check(today calendar.LocalDate) (wrong problem.Fields) {
	c.Name, c.Why = text.Line(c.Name), text.Line(c.Why)
	if c.Name == "" || text.Longer(c.Name, MaxName) {
		wrong.Set("name", fmt.Sprintf("Give it a name of 1 to %d characters.", MaxName))
	}
	if c.Why == "" || text.Longer(c.Why, MaxWhy) {
		wrong.Set("why", fmt.Sprintf("Say what it is for in 1 to %d characters: everybody reads it.", MaxWhy))
	}
	if c.Target < 1 || c.Target > maxTarget {
		wrong.Set("target", fmt.Sprintf("Write a number from 1 to %d.", maxTarget))
	}
	if c.Goal != Posts && c.Goal != People && c.Goal != Referrals {
		wrong.Set("goal", "Choose posts, people or referrals.")
	}
	if c.Channel != "" && !text.IsID(c.Channel) {
		wrong.Set("channel", "Choose a channel.")
	}
	from, errFrom := time.Parse(time.DateOnly, string(c.From))
	to, errTo := time.Parse(time.DateOnly, string(c.To))
	switch {
	case errFrom != nil:
		wrong.Set("from", "Choose its first day.")
	case errTo != nil:
		wrong.Set("to", "Choose its last day.")
	case c.To < c.From:
		wrong.Set("to", "It ends before it begins.")
	case c.To < today:
		wrong.Set("to", "This day is over.")
	case to.Sub(from) > maxDays*24*time.Hour:
		wrong.Set("to", "A campaign lasts a year at most.")
	}
	return wrong
}

// Span is from the first moment of a campaign to the first after it, in the program's zone.
func (c *Campaign) Span(zone *time.Location) (start, end time.Time) {
	first, _ := time.Parse(time.DateOnly, string(c.From)) // Check saw both
	last, _ := time.Parse(time.DateOnly, string(c.To))
	return calendar.Instant(first, 0, 0, zone), calendar.Instant(last.AddDate(0, 0, 1), 0, 0, zone)
}

// Newest orders campaigns, the one that begins last first.
func Newest(a, b Campaign) int { return cmp.Or(cmp.Compare(b.From, a.From), cmp.Compare(b.ID, a.ID)) }

// ResultWords say what a campaign that ended reached.
func (c *Campaign) ResultWords() string {
	return fmt.Sprintf("%s: %d of %d %s. %s and %s by %s, %s to %s.", c.Name, c.Result.Of(c.Goal), c.Target, c.Goal,
		text.Count(c.Result.Posts, "post", "posts"), text.Count(c.Result.Referrals, "referral", "referrals"),
		text.Count(c.Result.People, "person", "people"), c.From, c.To)
}

// Words are a campaign in the audit.
func (c *Campaign) Words() string {
	return fmt.Sprintf("%s, %d %s, %s to %s", c.Name, c.Target, c.Goal, c.From, c.To)
}

// Progress counts what a campaign reached between two times, of which first and last are the ids. It reads every item
// once, and what was done between its days.
func (c *Campaign) Progress(t *kv.Tx, start, end time.Time, first, last string) (p Progress) {
	people, items := map[term.EmployeeID]bool{}, map[term.AssetID]bool{}
	asset.Table.Each(t, func(a *asset.Asset) bool {
		if !c.Has(a.Campaign) {
			return true
		}
		items[a.ID] = true
		if a.State == asset.Live {
			p.Items++
		}
		prefix := kv.Join(string(a.ID), "")
		t.Scan(share.ByAsset, prefix, prefix+kv.TimeKey(start), func(key string, person []byte) bool {
			if key >= prefix+kv.TimeKey(end) {
				return false
			}
			p.Posts++
			people[term.EmployeeID(person)] = true
			return true
		})
		return true
	})
	// Ids are times: nothing before the first day is read.
	t.Scan(referral.Table.Bucket, "", first, func(id string, raw []byte) bool {
		if r := referral.Table.Decode(raw); id < last && items[r.Job] {
			p.Referrals++
			people[r.Referrer] = true
		}
		return id < last
	})
	t.Scan(referral.Intros.Bucket, "", first, func(id string, raw []byte) bool {
		if i := referral.Intros.Decode(raw); id < last && items[i.Asset] {
			p.Referrals++
			people[i.Introducer] = true
		}
		return id < last
	})
	p.People = len(people)
	return p
}

// Table holds campaigns. They are few and read whole.
var Table = kv.Table[Campaign]{
	Bucket: kv.NewBucket("campaigns"), // campaign -> Campaign
	Key:    func(c *Campaign) string { return string(c.ID) },
}

// All lists every campaign, the one that began last first.
func All(t *kv.Tx) (list []Campaign) {
	Table.Each(t, func(c *Campaign) bool { list = append(list, *c); return true })
	slices.SortStableFunc(list, Newest)
	return list
}

// CheckName refuses the name of another campaign that has not ended.
func (c *Campaign) CheckName(t *kv.Tx, wrong *problem.Fields) {
	Table.Each(t, func(other *Campaign) bool {
		if other.ID != c.ID && other.EndedAt.IsZero() && other.Has(c.Name) {
			wrong.Set("name", "Another campaign has this name.")
		}
		return true
	})
}

// Change takes over what a form sets of a campaign, and says what may not change any more.
func (c *Campaign) Change(form *Campaign, wrong *problem.Fields) {
	if !c.StartedAt.IsZero() && form.From != c.From {
		wrong.Set("from", "It has begun already.")
	}
	c.Name, c.Why, c.Target, c.Goal = form.Name, form.Why, form.Target, form.Goal
	c.From, c.To, c.Channel = form.From, form.To, form.Channel
}

// Learn keeps what a campaign that ended taught, or says what is wrong at the field lessons.
func (c *Campaign) Learn(lessons string) error {
	var wrong problem.Fields
	if lessons = text.Lines(lessons); lessons == "" || text.Longer(lessons, MaxLessons) {
		wrong.Set("lessons", "Write what you would do again and what not, in 1 to 2000 characters.")
		return wrong.Err()
	}
	c.Lessons = lessons
	return nil
}
