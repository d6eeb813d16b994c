// The people of the workspace as Slack's user objects, and how they join, change and leave.

package slacksim

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
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

// userObject is the user object of reference/objects/user-object as this app may see it. Any field may be missing,
// which is what apps trip over: e-mail without users:read.email, for bots and for strangers; time zone for bots,
// strangers, deactivated people and those who never set one; roles for deactivated people; locale unless it was asked
// for. tz_offset is in seconds now and changes with daylight saving time without any event.
func (w *Workspace) userObject(u *User, base string, withLocale bool) map[string]any {
	object := map[string]any{
		"id": u.ID, "team_id": w.teamOf(u), "name": u.Name, "deleted": u.Deleted, "color": u.AvatarColor,
		"profile": w.profileObject(u, base), "is_bot": u.IsBot, "is_app_user": false, "updated": u.updated.Unix(),
	}
	if u.Deleted {
		return object
	}
	object["real_name"] = u.RealName
	if location, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" && !u.IsStranger {
		label, offset := w.now().In(location).Zone()
		object["tz"], object["tz_label"], object["tz_offset"] = u.TZ, label, offset
	}
	object["is_admin"], object["is_owner"], object["is_primary_owner"] = u.IsAdmin, u.IsOwner, u.IsPrimaryOwner
	object["is_restricted"], object["is_ultra_restricted"] = u.IsGuest, u.IsSingleChannelGuest
	object["is_email_confirmed"] = u.Email != "" && !u.IsBot
	object["who_can_share_contact_card"] = "EVERYONE"
	if u.IsStranger {
		object["is_stranger"] = true
	} else if withLocale {
		object["locale"] = orDefault(u.Locale, "en-US")
	}
	return object
}

// profileObject is a user's profile. display_name is "" for people who never set one; clients then show real_name.
// Pictures come in the sizes of the page, all drawn by serveAvatar. fields is null, as in users.info of plans without
// custom fields; status and huddle fields are there and empty. E-mail needs a scope of its own and is left out without
// it.
func (w *Workspace) profileObject(u *User, base string) map[string]any {
	first, last, _ := strings.Cut(u.RealName, " ")
	avatar := base + "/avatars/" + u.ID + "/"
	profile := map[string]any{
		"title": u.Title, "phone": u.Phone, "skype": "", "real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.DisplayName, "display_name_normalized": u.DisplayName, "fields": nil,
		"status_text": "", "status_emoji": "", "status_emoji_display_info": []any{}, "status_expiration": 0,
		"avatar_hash": "g" + u.AvatarColor, "first_name": first, "last_name": last, "status_text_canonical": "",
		"team": w.teamOf(u), "is_custom_image": false,
	}
	for _, size := range []string{"24", "32", "48", "72", "192", "512"} {
		profile["image_"+size] = avatar + size + ".png"
	}
	if u.Pronouns != "" {
		profile["pronouns"] = u.Pronouns
	}
	if u.Email != "" && w.manifest.Granted("users:read.email") && !u.IsBot && !u.IsStranger {
		profile["email"] = u.Email
	}
	if u.ID == w.app.userID {
		profile["bot_id"], profile["api_app_id"], profile["always_active"] = w.app.botID, w.app.id, true
	} else if u.IsBot {
		profile["bot_id"], profile["api_app_id"] = "B"+strings.TrimPrefix(u.ID, "U"), ""
	}
	return profile
}

// userEvent is the user object in team_join and user_change, which always carry the locale.
func (w *Workspace) userEvent(u *User) map[string]any { return w.userObject(u, w.base(), true) }

// teamOf is the team of a user's home: strangers of Slack Connect bring their own.
func (w *Workspace) teamOf(u *User) string {
	if u.IsStranger {
		return "T0SIM0PEER"
	}
	return w.team.id
}

// orDefault is text, or fallback when it is empty.
func orDefault(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// serveAvatar draws a person's picture: a square of their colour, at most 512 pixels wide. It needs no token, like the
// pictures on Slack's own hosts.
func (w *Workspace) serveAvatar(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	u := w.users[r.PathValue("user")]
	shade := "888888"
	if u != nil {
		shade = u.AvatarColor
	}
	w.mu.Unlock()
	size, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("file"), ".png"))
	value, hexErr := strconv.ParseUint(shade, 16, 24)
	if u == nil || err != nil || hexErr != nil || size < 1 || size > 512 {
		http.NotFound(rw, r)
		return
	}
	fill := color.RGBA{R: uint8(value >> 16 & 255), G: uint8(value >> 8 & 255), B: uint8(value & 255),
		A: 255} // #nosec G115 -- masked
	picture := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{fill})
	rw.Header().Set("Content-Type", "image/png")
	_ = png.Encode(rw, picture)
}
