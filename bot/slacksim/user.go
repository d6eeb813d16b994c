// The people of the workspace as Slack's user objects, and how they join, change and leave.

package slacksim

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// User is a person or bot of the workspace (reference/objects/user-object), reduced to what a caller sets.
type User struct {
	// ID is made up when empty. Name is the username, unique in the workspace, lower case.
	ID   string `json:"id" yaml:"id"`
	Name string `json:"name" yaml:"name"`
	// RealName is required; DisplayName, Title, Email, Pronouns and Phone may be empty.
	RealName    string `json:"real_name" yaml:"real_name"`
	DisplayName string `json:"display_name" yaml:"display_name"`
	Title       string `json:"title" yaml:"title"`
	Email       string `json:"email,omitempty" yaml:"email"`
	Pronouns    string `json:"pronouns,omitempty" yaml:"pronouns"`
	Phone       string `json:"phone,omitempty" yaml:"phone"`
	// TZ is an IANA zone name; empty means Slack knows none.
	TZ string `json:"tz" yaml:"tz"`
	// Locale is like "en-GB"; empty means "en-US".
	Locale string `json:"locale,omitempty" yaml:"locale"`
	// AvatarColor is six hexadecimal digits without "#"; made up from the name when empty.
	AvatarColor string `json:"avatar_color" yaml:"avatar_color"`
	IsBot       bool   `json:"is_bot" yaml:"is_bot"`
	Deleted     bool   `json:"deleted" yaml:"deleted"`
	IsAdmin     bool   `json:"is_admin" yaml:"is_admin"`
	IsOwner     bool   `json:"is_owner" yaml:"is_owner"`
	// IsPrimaryOwner implies IsOwner, which implies IsAdmin.
	IsPrimaryOwner bool `json:"is_primary_owner,omitempty" yaml:"is_primary_owner"`
	// IsGuest is a multi-channel guest; IsSingleChannelGuest implies it.
	IsGuest              bool `json:"is_guest" yaml:"is_guest"`
	IsSingleChannelGuest bool `json:"is_single_channel_guest,omitempty" yaml:"is_single_channel_guest"`
	// IsStranger is a member of another company seen through Slack Connect.
	IsStranger bool `json:"is_stranger,omitempty" yaml:"is_stranger"`

	// updated moves with every change.
	updated time.Time
}

var usernamePattern = regexp.MustCompile(`^[a-z0-9._-]{1,80}$`)

// Company is who and what is in a workspace from the start, as files describe it.
type Company struct {
	People     []User      `yaml:"people"`
	Channels   []Channel   `yaml:"channels"`
	Usergroups []Usergroup `yaml:"usergroups"`
}

// defaultCompany is the file beside this one.
//
//go:embed company.yaml
var defaultCompany string

// ParseCompany reads people, and channels and user groups if wanted, from JSON or YAML: an object with the keys people,
// channels and usergroups, or a list of people alone. Unknown fields and broken rules are reported with the person they
// belong to.
//
//   - {name: ada, real_name: Ada Moreau, title: Engineer, email: ada@acme.example, tz: Europe/Paris}
//   - {name: joel, real_name: Joel Weiss, is_single_channel_guest: true}
//
// All mistakes are reported together, counted from person 1. Who is in a channel or group is checked by New.
func ParseCompany(text []byte) (Company, error) {
	var company Company
	decode := func(into any) error {
		decoder := yaml.NewDecoder(bytes.NewReader(text))
		decoder.KnownFields(true)
		return decoder.Decode(into)
	}
	err := decode(&company)
	if yaml.Unmarshal(text, new([]any)) == nil {
		err = decode(&company.People)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return Company{}, fmt.Errorf("people: %w", err)
	}
	if len(company.People) == 0 {
		return Company{}, errors.New("people: the list is empty")
	}
	var problems []error
	for i := range company.People {
		if err := company.People[i].check(); err != nil {
			problems = append(problems, fmt.Errorf("person %d: %w", i+1, err))
		}
	}
	return company, errors.Join(problems...)
}

// check fills implied fields and reports what cannot be. Roles imply each other as Slack's do: a primary owner is an
// owner, an owner an admin, a single-channel guest a guest (reference/objects/user-object).
func (u *User) check() error {
	u.Name = strings.ToLower(u.Name)
	if !usernamePattern.MatchString(u.Name) {
		return fmt.Errorf("name %q must be 1 to 80 of a-z 0-9 . _ -", u.Name)
	}
	if u.RealName == "" {
		return fmt.Errorf("%s has no real_name", u.Name)
	}
	if _, err := time.LoadLocation(u.TZ); u.TZ != "" && err != nil {
		return fmt.Errorf("%s: tz %q is no IANA time zone", u.Name, u.TZ)
	}
	if u.ID != "" && !strings.HasPrefix(u.ID, "U") && !strings.HasPrefix(u.ID, "W") {
		return fmt.Errorf("%s: id %q must start with U or W", u.Name, u.ID)
	}
	u.IsOwner = u.IsOwner || u.IsPrimaryOwner
	u.IsAdmin = u.IsAdmin || u.IsOwner
	u.IsGuest = u.IsGuest || u.IsSingleChannelGuest
	if u.AvatarColor == "" {
		sum := fnv.New32a()
		_, _ = sum.Write([]byte(u.Name))
		u.AvatarColor = avatarColors[int(sum.Sum32()%uint32(len(avatarColors)))] // #nosec G115 -- a short list
	}
	return nil
}

// avatarColors are dark enough for white initials.
var avatarColors = []string{"8f3b76", "2b6c8a", "3c7a4e", "a15c1f", "5b4b9a", "9a3d3d", "39706b", "6b5b2e"}

// addUser puts a checked user into the workspace. Names are unique here, although on Slack they are a leftover: display
// names may repeat, and apps must key on ids (reference/objects/user-object).
func (w *Workspace) addUser(u User) (*User, error) {
	if err := u.check(); err != nil {
		return nil, err
	}
	if u.ID == "" {
		u.ID = w.nextID("U")
	}
	if w.users[u.ID] != nil {
		return nil, fmt.Errorf("%s: the id %s is taken", u.Name, u.ID)
	}
	if other := w.findUser(u.Name); other != nil {
		return nil, fmt.Errorf("the name %s is taken", u.Name)
	}
	u.updated = w.now()
	w.users[u.ID], w.usernames[u.Name] = &u, &u
	w.userOrder = append(w.userOrder, u.ID)
	return &u, nil
}

// addInitialPeople adds the app's bot, USLACKBOT and the people of the options. It reports all conflicts together. The
// app's bot is a user like any other, with is_bot and its own direct messages. USLACKBOT has is_bot false
// (reference/objects/user-object), so apps have to leave it out by its id.
func (w *Workspace) addInitialPeople() error {
	bot := w.manifest.Features.BotUser.DisplayName
	botName := strings.Trim(strings.Map(domainRune, strings.ToLower(bot)), "-")
	own := []User{
		{ID: w.app.userID, Name: botName, RealName: bot, IsBot: true},
		{ID: "USLACKBOT", Name: "slackbot", RealName: "Slackbot", TZ: "America/Los_Angeles"},
	}
	others := slices.DeleteFunc(slices.Clone(w.options.People), func(u User) bool { return u.ID == "USLACKBOT" })
	return addAll(append(own, others...), w.addUser)
}

// addAll adds what the options list, and reports all that is wrong with it.
func addAll[T, R any](list []T, add func(T) (R, error)) error {
	var problems []error
	for _, item := range list {
		if _, err := add(item); err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// findUser looks a user up by id or username, nil when there is none. People say names, Slack says ids, and tests say
// either; case and a leading "@" do not matter.
func (w *Workspace) findUser(who string) *User {
	if u := w.users[who]; u != nil {
		return u
	}
	return w.usernames[strings.ToLower(strings.TrimPrefix(who, "@"))]
}

// People lists everybody, bots and deactivated ones included, in the order they joined.
func (w *Workspace) People() []User {
	w.mu.Lock()
	defer w.mu.Unlock()
	people := make([]User, 0, len(w.userOrder))
	for _, id := range w.userOrder {
		people = append(people, *w.users[id])
	}
	return people
}

// AddPerson lets somebody join the workspace and its #general, and tells the app with team_join.
func (w *Workspace) AddPerson(u User) (User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	added, err := w.addUser(u)
	if err != nil {
		return User{}, err
	}
	for _, id := range w.channelIDs {
		if c := w.channels[id]; c.general && !added.IsGuest && !added.IsBot && !added.IsStranger {
			w.join(c, added.ID, "")
		}
	}
	w.emit("team_join", map[string]any{"type": "team_join", "user": w.userEvent(added), "cache_ts": w.now().Unix()})
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return *added, nil
}

// ChangePerson applies change to a user (a new title, a time zone, deactivation) and tells the app with user_change.
// The change sees a copy, and one that leads to an impossible user changes nothing. Deactivating keeps the id, the
// messages and the memberships, as on Slack; the app learns of it by deleted:true in the event.
func (w *Workspace) ChangePerson(who string, change func(*User)) (User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.findUser(who)
	if u == nil {
		return User{}, notHere(who)
	}
	changed := *u
	change(&changed)
	changed.ID = u.ID
	if other := w.findUser(changed.Name); other != nil && other != u {
		return User{}, fmt.Errorf("the name %s is taken", changed.Name)
	}
	if err := changed.check(); err != nil {
		return User{}, err
	}
	changed.updated = w.now()
	delete(w.usernames, u.Name)
	*u = changed
	w.usernames[u.Name] = u
	w.emit("user_change", map[string]any{"type": "user_change", "user": w.userEvent(u), "cache_ts": w.now().Unix()})
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return *u, nil
}

// notHere is the error about a name nobody has.
func notHere(who string) error { return fmt.Errorf("no person %q in the workspace", who) }

// humans lists the ids of the people who can read and click.
func (w *Workspace) humans() []string {
	return slices.DeleteFunc(slices.Clone(w.userOrder), func(id string) bool {
		u := w.users[id]
		return u.IsBot || u.Deleted || u.ID == "USLACKBOT"
	})
}
