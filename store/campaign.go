// Campaigns: goals between two days, who is told of them when, and what they reached.

package store

import (
	"time"

	"vouch/store/audit"
	"vouch/store/campaign"
)

var campaigns = campaign.Table

// SaveCampaign makes a campaign, or changes one that has not ended; who began it and what was told stay. Program
// managers may. Fields of its FieldErrors: name, why, target, goal, from, to, channel.
func (db *DB) SaveCampaign(actor EmployeeID, c Campaign) (Campaign, error) {
	return writeBy(db, actor, managing, func(t *tx) (Campaign, error) { return t.saveCampaign(actor, c) })
}

func (t *tx) saveCampaign(actor EmployeeID, c Campaign) (Campaign, error) {
	wrong := c.Check(t.today())
	c.CheckName(t.Tx, &wrong)
	old := Campaign{By: actor, CreatedAt: t.now}
	if c.ID != "" {
		var err error
		if old, err = t.openCampaign(c.ID); err != nil {
			return c, err
		}
	} else {
		old.ID = CampaignID(t.newID())
		if missing := t.footingWaits(t.settings()); missing != "" {
			wrong.Set("name", "Campaigns wait for "+missing+".")
		}
	}
	before := old
	old.Change(&c, &wrong)
	if err := wrong.Err(); err != nil {
		return c, err
	}
	changes := audit.Changes(before, old)
	if c.ID == "" {
		changes = old.Words()
	}
	if changes != "" {
		campaigns.Save(t.Tx, &old)
		t.audit(actor, "campaign.save", string(old.ID), changes)
	}
	return old, nil
}

// EndCampaign ends a campaign before its last day. Ending it again changes nothing. Program managers may.
func (db *DB) EndCampaign(actor EmployeeID, id CampaignID) (Campaign, error) {
	return writeBy(db, actor, managing, func(t *tx) (Campaign, error) {
		c, err := t.campaign(id)
		if err != nil || !c.EndedAt.IsZero() {
			return c, err
		}
		t.endCampaign(&c)
		t.audit(actor, "campaign.end", string(id), c.Words())
		return c, nil
	})
}

// LearnFromCampaign keeps what a campaign that ended taught. Of a manager who joined it becomes a story at once, which
// a curator makes a case study of for colleagues to read. Program managers may.
func (db *DB) LearnFromCampaign(actor EmployeeID, id CampaignID, lessons string) (Campaign, error) {
	return writeBy(db, actor, managing, func(t *tx) (Campaign, error) {
		c, err := t.campaign(id)
		if err != nil {
			return c, err
		}
		if c.EndedAt.IsZero() {
			return c, conflict("This campaign has not ended yet.")
		}
		first := c.Lessons == ""
		if err := c.Learn(lessons); err != nil {
			return c, err
		}
		campaigns.Save(t.Tx, &c)
		t.audit(actor, "campaign.learn", string(id), c.Name)
		if e, _ := employees.Get(t.Tx, string(actor)); !first || !e.IsAdvocate() {
			return c, nil
		}
		_, err = t.tellStory(StoryForm{ID: keyOf("campaign", string(id)), Author: actor, Consent: InsideOnly,
			Answers: []Answer{{Question: "What did the campaign reach?", Text: c.ResultWords()},
				{Question: "What did we learn?", Text: c.Lessons}}})
		return c, err
	})
}

func (t *tx) campaign(id CampaignID) (Campaign, error) {
	return lookUp(t, &campaigns, id, "This campaign does not exist.")
}

// openCampaign is campaign for one that is to be changed.
func (t *tx) openCampaign(id CampaignID) (Campaign, error) {
	c, err := t.campaign(id)
	if err == nil && !c.EndedAt.IsZero() {
		err = conflict("This campaign has ended.")
	}
	return c, err
}

func (t *tx) endCampaign(c *Campaign) {
	c.Result, c.EndedAt = t.progress(c), t.now
	campaigns.Save(t.Tx, c)
	if c.Channel != "" && !c.StartedAt.IsZero() {
		t.tellCampaign(c, "end", "", c.Channel)
	}
	for _, id := range t.managers() {
		t.tellCampaign(c, "over", id, "")
	}
}

// tellCampaign plans a message about a campaign to a person or a channel.
func (t *tx) tellCampaign(c *Campaign, part string, to EmployeeID, channel string) {
	t.enqueue(Message{Key: keyOf("campaign", string(c.ID), part, string(to)+channel), Kind: MsgCampaign,
		Ref: keyOf(string(c.ID), part), To: to, Channel: channel})
}

// TickCampaigns tells the leaders on the working day before a campaign, begins it on the morning of its first day or of
// the first working day after it, and ends it after its last. One without an item does not begin: the managers are
// told once. It returns how many changed.
func (db *DB) TickCampaigns(now time.Time) (int, error) {
	return tick(db, func(t *tx) (n int, _ error) {
		settings := t.settings()
		date, morning := settings.Morning(now)
		today := LocalDate(date.Format(time.DateOnly))
		next := DateOf(settings.WorkingDays(date, 1, time.UTC), time.UTC)
		for _, c := range all(t, &campaigns) {
			switch {
			case !c.EndedAt.IsZero():
				continue
			case c.To < today:
				t.endCampaign(&c)
			case morning && c.From <= today && c.StartedAt.IsZero():
				t.startCampaign(&c)
			case morning && c.From <= next && c.LeadersAt.IsZero():
				t.tellLeaders(&c)
			default:
				continue
			}
			n++
		}
		return n, nil
	})
}

// startCampaign begins a campaign; leaders who were not told before are told now.
func (t *tx) startCampaign(c *Campaign) {
	if t.progress(c).Items == 0 {
		for _, id := range t.managers() { // whoever made it may have left
			t.tellCampaign(c, "empty", id, "")
		}
		return
	}
	if c.LeadersAt.IsZero() {
		t.tellLeaders(c)
	}
	c.StartedAt = t.now
	campaigns.Save(t.Tx, c)
	if c.Channel != "" {
		t.tellCampaign(c, "start", "", c.Channel)
	}
}

func (t *tx) tellLeaders(c *Campaign) {
	c.LeadersAt = t.now
	campaigns.Save(t.Tx, c)
	employees.Each(t.Tx, func(e *Employee) bool {
		if e.Leader && e.IsAdvocate() {
			t.tellCampaign(c, "leaders", e.ID, "")
		}
		return true
	})
}

// progress counts what a campaign reached until now.
func (t *tx) progress(c *Campaign) campaign.Progress {
	start, end := c.Span(Location(t.settings().TimeZone, ""))
	return c.Progress(t.Tx, start, end, idAt(start), idAt(end))
}

// Campaigns lists all campaigns, the one that began last first.
func (q *Query) Campaigns() []Campaign { return campaign.All(q.t.Tx) }

// Campaign returns one campaign.
func (q *Query) Campaign(id CampaignID) Campaign { return end(q.t.campaign(id)) }

// CampaignProgress counts what a campaign reached until now, at its end once it has ended.
func (q *Query) CampaignProgress(c Campaign) campaign.Progress {
	if !c.EndedAt.IsZero() {
		return c.Result
	}
	return q.t.progress(&c)
}
