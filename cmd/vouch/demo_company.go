// The demo's company: its people, channels and library, read from the files beside this one.

package main

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"vouch/bot/slacksim"
	"vouch/store"
)

// demoFiles are people, assets, archive, feeds, calendar, workspace and history, each a YAML file.
//
//go:embed demo/*.yaml
var demoFiles embed.FS

const (
	// The domain is under .example, which is reserved (RFC 2606): no link of the demo leads to anybody. demoZone is the
	// program's zone; people have their own. demoFirst is whom a newcomer is at first. Wins are
	// told in demoChannel.
	demoCompany                  = "Lumenfold"
	demoSite                     = "https://lumenfold.example"
	demoZone                     = "Europe/Berlin"
	demoFirst   store.EmployeeID = "U0ADA"
	demoManager store.EmployeeID = "U0MARCO"
	demoChannel                  = "C0ADVOCACY"
)

// demoPerson is one line of people.yaml: what Slack knows, and what the program learns by import. Manager is an id.
type demoPerson struct {
	slacksim.User `yaml:",inline"`
	Department    string          `yaml:"department"`
	Location      string          `yaml:"location"`
	Manager       string          `yaml:"manager"`
	Persona       store.PersonaID `yaml:"persona"`
	Roles         []store.Role    `yaml:"roles"`
	Leader        bool            `yaml:"leader"`
	Joined        *bool           `yaml:"joined"` // default true
	Weeks         int             `yaml:"weeks"`  // before this one, in each of which they shared in their own words
}

// hasJoined tells whether the person is an advocate from the start. A pointer, because
// most people have joined and the file should not have to say so.
func (p demoPerson) hasJoined() bool { return p.Joined == nil || *p.Joined }

// demoAsset is one entry of assets.yaml or archive.yaml: a library item by the names of its fields, and what only the
// demo knows. Path follows demoSite, Age is in days, Texts are ready texts for a post.
type demoAsset struct {
	store.Asset `yaml:",inline"`
	Path        string     `yaml:"path"`
	Age         int        `yaml:"age"`
	Texts       []string   `yaml:"texts"`
	Happens     *demoEvent `yaml:"happens"`
}

// demoEvent says when an event is, counted from the start of the demo: so many days on,
// or the next working day after that.
type demoEvent struct {
	Days  int    `yaml:"days"`
	At    string `yaml:"at"` // in the program's zone
	Hours int    `yaml:"hours"`
	Place string `yaml:"place"`
	Slots int    `yaml:"slots"`
}

// facts are the event's facts in a demo that starts at now.
func (e demoEvent) facts(now time.Time) *store.EventFacts {
	zone := store.Location(demoZone, "")
	// Whole days, so that the hour stays the same across a change of the clocks.
	day := now.In(zone).AddDate(0, 0, e.Days)
	// Reminders come on the working day before, and a weekend event would look odd in a company.
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	start, err := time.ParseInLocation("2006-01-02 15:04", day.Format("2006-01-02 ")+e.At, zone)
	if err != nil {
		return &store.EventFacts{Place: e.Place} // the store refuses an event without a time and names it
	}
	return &store.EventFacts{StartsAt: start, EndsAt: start.Add(time.Duration(e.Hours) * time.Hour), Place: e.Place,
		Slots: e.Slots}
}

// company is everything the demo begins with. archive are items that expire as the demo starts: the past showed them,
// coming digests do not, so the library stays fresh without a past that is empty.
type company struct {
	fresh           bool // nothing of it is known to the program, see freshCompany
	people          []demoPerson
	assets, archive []demoAsset
	feeds           demoFeeds
	calendar        []calendarEntry
	workspace       struct {
		Channels   []slacksim.Channel   `yaml:"channels"`
		Usergroups []slacksim.Usergroup `yaml:"usergroups"`
	}
	history struct {
		OwnWords  []string       `yaml:"own_words"`
		Referrals []demoReferral `yaml:"referrals"`
	}
}

// demoReferral is one entry of history.yaml. Knows and HowWell are values of the form, Reason is of a declined step.
type demoReferral struct {
	By      store.EmployeeID `yaml:"by"`
	Client  bool             `yaml:"client"`
	Person  store.Person     `yaml:"person"`
	Job     string           `yaml:"job"`
	Need    string           `yaml:"need"`
	Knows   string           `yaml:"knows"`
	HowWell int              `yaml:"how_well"`
	DaysAgo int              `yaml:"days_ago"`
	Steps   []store.Stage    `yaml:"steps"`
	Reason  string           `yaml:"reason"`
}

// loadCompany reads the embedded files; a mistake in them is ours and names the file.
func loadCompany() (*company, error) {
	var c company
	// In any order: the files do not depend on each other.
	for name, into := range map[string]any{"people": &c.people, "assets": &c.assets, "archive": &c.archive,
		"feeds": &c.feeds, "calendar": &c.calendar, "workspace": &c.workspace, "history": &c.history} {
		text, err := demoFiles.ReadFile("demo/" + name + ".yaml")
		if err != nil {
			return nil, err
		}
		decoder := yaml.NewDecoder(bytes.NewReader(text))
		// A mistyped key would otherwise leave its field empty without a word.
		decoder.KnownFields(true)
		if err := decoder.Decode(into); err != nil {
			return nil, fmt.Errorf("demo/%s.yaml: %w", name, err)
		}
	}
	return &c, nil
}

// users are the people as the simulator takes them.
func (c *company) users() []slacksim.User {
	var users []slacksim.User
	for _, p := range c.people {
		p.DisplayName = p.RealName
		users = append(users, p.User)
	}
	return users
}

// asset is a library item that went live age days before now; an archived one has just expired.
func (a demoAsset) asset(now time.Time, archived bool) store.Asset {
	// Whole hours, so that ages read well and are the same for a demo restarted within the hour.
	live := now.AddDate(0, 0, -a.Age).Truncate(time.Hour)
	asset := a.Asset
	slices.Sort(asset.Topics)
	asset.URL, asset.Canon, asset.Language, asset.Source = demoSite+a.Path, demoSite+a.Path, "en", "slack"
	asset.State, asset.LiveAt, asset.CreatedAt, asset.CreatedBy = store.Live, live, live, "U0CHLOE"
	if archived {
		// A minute ago: it was live through the whole history, and the first tick of the clock finds it expired.
		asset.ExpiresAt = now.Add(-time.Minute)
	}
	for _, text := range a.Texts {
		asset.Variants = append(asset.Variants, store.Variant{Text: strings.TrimSpace(text)})
	}
	if a.Happens != nil {
		asset.Event = a.Happens.facts(now)
	}
	return asset
}

// freshPeople are who works in a fresh workspace. The first one is its only admin, so the program is theirs to set up.
var freshPeople = []string{"U0MARCO", "U0ADA", "U0RUTH", "U0TOMAS", "U0INES", "U0CHLOE", "U0OLU"}

// freshCompany is the company on the day on which somebody installs Vouch: pages to add as sources, and nothing else.
func freshCompany() (*company, error) {
	c, err := loadCompany()
	if err != nil {
		return nil, err
	}
	people := c.people
	c.fresh, c.people, c.assets, c.archive = true, nil, nil, nil
	for _, id := range freshPeople {
		p := people[slices.IndexFunc(people, func(p demoPerson) bool { return p.ID == id })]
		p.IsAdmin = id == freshPeople[0]
		c.people = append(c.people, p)
	}
	c.workspace.Usergroups = nil
	c.workspace.Channels = slices.DeleteFunc(c.workspace.Channels, func(channel slacksim.Channel) bool {
		return len(channel.Members) > 0
	})
	return c, nil
}

// describeFresh tells who sets the program up and what to try.
func describeFresh(out io.Writer, listener net.Listener) {
	fmt.Fprintf(out, `Vouch's demo runs at http://%[1]s/ with a program that nobody has set up yet.

You are Marco, the admin of a made-up company.
  - Open Vouch's Home and go through the steps there. Sources to add: http://%[1]s%[2]s, %[3]s and %[4]s
  - Become Ada, Ruth or somebody else to join and to share. Before the first steps are done, sharing says what it
    waits for.
Ctrl-C ends it.
`, browserAddress(listener), demoBlogFeed, demoNewsFeed, demoJobsFeed)
}
