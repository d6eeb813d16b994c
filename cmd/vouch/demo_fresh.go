// The demo of the setup: the same workspace with a few of its people, and a program that knows nothing yet.

package main

import (
	"fmt"
	"io"
	"net"
	"slices"

	"vouch/bot/slacksim"
)

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
