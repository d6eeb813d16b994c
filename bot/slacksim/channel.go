// Conversations: channels, private channels and direct messages, their members and who may see them.

package slacksim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Channel describes a channel to create. Members are ids or usernames; none in a public channel means every full
// member. The app's bot is a member when BotIsMember.
type Channel struct {
	ID          string   `json:"id" yaml:"id"`
	Name        string   `json:"name" yaml:"name"`
	IsPrivate   bool     `json:"is_private" yaml:"is_private"`
	IsArchived  bool     `json:"is_archived" yaml:"is_archived"`
	Topic       string   `json:"topic" yaml:"topic"`
	Members     []string `json:"members" yaml:"members"`
	BotIsMember bool     `json:"bot_is_member" yaml:"bot_is_member"`
}

// conversation is a channel or a direct message. A direct message has exactly its partners as members. Messages are
// kept in the order of their timestamps, which are unique over the whole workspace and only grow.
type conversation struct {
	id, name, topic string
	// private is true for direct messages too; general marks the channel everybody is in and nobody leaves.
	private, archived, im bool
	general               bool
	creator               string
	created               time.Time
	members               []string
	messages              []*Message
	pins                  []*Message
	// lastRead is the timestamp up to which each person has read.
	lastRead map[string]string
}

var channelName = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$`)

// addChannel creates a channel without telling anyone. A public channel without members gets every full member, as
// Slack's default channels do; guests must be named. The id is made up unless given, and stays for the channel's life,
// whatever it is called later.
func (w *Workspace) addChannel(spec Channel) (*conversation, error) {
	spec.Name = strings.TrimPrefix(spec.Name, "#")
	if !channelName.MatchString(spec.Name) {
		return nil, fmt.Errorf("channel name %q must be 1 to 80 lower-case letters, digits, - or _", spec.Name)
	}
	for _, id := range w.channelIDs {
		if w.channels[id].name == spec.Name {
			return nil, fmt.Errorf("the channel #%s exists", spec.Name)
		}
	}
	if spec.ID == "" {
		spec.ID = w.nextID("C")
	}
	if w.channels[spec.ID] != nil {
		return nil, fmt.Errorf("the channel id %s is taken", spec.ID)
	}
	c := &conversation{
		id: spec.ID, name: spec.Name, topic: spec.Topic, private: spec.IsPrivate, archived: spec.IsArchived,
		general: spec.Name == "general", creator: "USLACKBOT", created: w.now(), lastRead: map[string]string{},
	}
	for _, who := range spec.Members {
		u := w.findUser(who)
		if u == nil {
			return nil, fmt.Errorf("#%s: %w", spec.Name, notHere(who))
		}
		c.members = append(c.members, u.ID)
	}
	if len(spec.Members) == 0 && !spec.IsPrivate {
		for _, id := range w.humans() {
			if u := w.users[id]; !u.IsGuest && !u.IsStranger {
				c.members = append(c.members, id)
			}
		}
	}
	if spec.BotIsMember {
		c.members = append(c.members, w.app.userID)
	}
	w.channels[c.id] = c
	w.channelIDs = append(w.channelIDs, c.id)
	return c, nil
}

// AddChannel creates a channel while the workspace runs and returns its id.
func (w *Workspace) AddChannel(spec Channel) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, err := w.addChannel(spec)
	if err != nil {
		return "", err
	}
	w.emit("channel_created", map[string]any{"type": "channel_created",
		"channel": map[string]any{"id": c.id, "name": c.name, "created": c.created.Unix(), "creator": c.creator}})
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return c.id, nil
}

// ArchiveChannel closes a channel: it can be read, and nothing in it changes any more. Nobody leaves it, so the app
// still sees it if it was a member.
func (w *Workspace) ArchiveChannel(channel string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.findChannel(channel)
	if c == nil || c.im || c.general {
		return fmt.Errorf("no channel %q that can be archived", channel)
	}
	c.archived = true
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return nil
}

// SetMember adds or removes a person, or the app's bot for "app". Direct messages have fixed members. The app hears
// member_joined_channel when its bot is a member, also of its own arrival: that is how it learns that it was invited.
// Joining twice changes nothing and tells nobody.
func (w *Workspace) SetMember(channel, who string, join bool) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.findChannel(channel)
	if c == nil || c.im {
		return fmt.Errorf("no channel %q", channel)
	}
	if who == "app" {
		who = w.app.userID
	}
	u := w.findUser(who)
	if u == nil {
		return notHere(who)
	}
	if join {
		w.join(c, u.ID, "")
	} else {
		w.leave(c, u.ID)
	}
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return nil
}

// join adds a member and tells the app when the app can see it (reference/events/member_joined_channel).
func (w *Workspace) join(c *conversation, userID, inviter string) {
	if slices.Contains(c.members, userID) {
		return
	}
	c.members = append(c.members, userID)
	w.memberEvent("member_joined_channel", c, userID, inviter)
}

// leave removes a member and tells the app, also when it is the app that leaves.
func (w *Workspace) leave(c *conversation, userID string) {
	i := slices.Index(c.members, userID)
	if i < 0 {
		return
	}
	w.memberEvent("member_left_channel", c, userID, "")
	c.members = slices.Delete(c.members, i, i+1)
}

// memberEvent sends a member event. channel_type is a letter here, C or G, unlike in message events; inviter is absent
// when somebody joined by themselves.
func (w *Workspace) memberEvent(kind string, c *conversation, userID, inviter string) {
	if !w.botIsIn(c) && userID != w.app.userID {
		return
	}
	letter := "C"
	if c.private {
		letter = "G"
	}
	event := map[string]any{"type": kind, "user": userID, "channel": c.id, "channel_type": letter, "team": w.team.id}
	if inviter != "" {
		event["inviter"] = inviter
	}
	w.emit(kind, event)
}

// findChannel looks a conversation up by id or, for channels, by name with or without "#". Names are for people and
// tests. Of the Web API only chat.postMessage takes them, and only of public channels.
func (w *Workspace) findChannel(channel string) *conversation {
	if c := w.channels[channel]; c != nil {
		return c
	}
	name := strings.TrimPrefix(channel, "#")
	for _, id := range w.channelIDs {
		if c := w.channels[id]; !c.im && c.name == name {
			return c
		}
	}
	return nil
}

// directMessage finds or opens the conversation of exactly these people. Its id never changes, however often and by
// whom it is opened. Three and more people have a group with a G id.
func (w *Workspace) directMessage(partners ...string) *conversation {
	partners = slices.Compact(slices.Sorted(slices.Values(partners)))
	key := strings.Join(partners, " ")
	if c := w.direct[key]; c != nil {
		return c
	}
	prefix := "D"
	if len(partners) > 2 {
		prefix = "G"
	}
	c := &conversation{id: w.nextID(prefix), im: true, private: true, members: partners, created: w.now(),
		lastRead: map[string]string{}}
	w.channels[c.id], w.direct[key] = c, c
	w.channelIDs = append(w.channelIDs, c.id)
	return c
}

// appDM is the conversation of a person with the app's bot: its Messages tab.
func (w *Workspace) appDM(userID string) *conversation { return w.directMessage(w.app.userID, userID) }

// has tells whether a user is a member.
func (c *conversation) has(userID string) bool { return slices.Contains(c.members, userID) }

// group tells a direct message of more than two.
func (c *conversation) group() bool { return c.im && len(c.members) > 2 }

// partner is the other member of a direct message; the same person in a note to self.
func (c *conversation) partner(userID string) string {
	for _, id := range c.members {
		if id != userID {
			return id
		}
	}
	return userID
}

// botIsIn tells whether the app's bot is a member, which decides about events, history and posting.
func (w *Workspace) botIsIn(c *conversation) bool { return c.has(w.app.userID) }

// find returns the message with a timestamp and its index, or nil and -1.
func (c *conversation) find(ts string) (*Message, int) {
	i, found := slices.BinarySearchFunc(c.messages, ts,
		func(m *Message, ts string) int { return strings.Compare(m.TS, ts) })
	if !found {
		return nil, -1
	}
	return c.messages[i], i
}

// scopeFamilies name the scopes and the subscriptions of each kind of conversation: channels:read, message.channels.
var scopeFamilies = map[string]string{"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}

// kind is the channel type as message events and scopes spell it: channel, group, im or mpim. The same four words
// decide about scopes (im:read), subscriptions (message.im) and channel_type, which is why they stand here once
// (apis/events-api; reference/objects/conversation-object).
func (c *conversation) kind() string {
	switch {
	case c.group():
		return "mpim"
	case c.im:
		return "im"
	case c.private:
		return "group"
	}
	return "channel"
}
