// The digest message: its picks with their reasons, and what became of each.

package digestcard

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
)

// shownPick is one pick as its reader sees it now.
type shownPick struct {
	Asset   store.Asset // zero when it was deleted
	Reason  string
	Reader  store.EmployeeID    // whose digest it is: composed words differ from person to person
	Event   *surface.ShownEvent // nil for what has no date
	Leaders []string            // names of leaders who shared it, newest first
	Others  int                 // other colleagues who shared it
	Saved   bool
	Shared  []store.Network // where the reader shared it, declared or better
	Opened  []store.Network // where the kit was opened and nothing was said since
	Answer  store.Feedback  // what the reader thinks of it, "" nothing yet
	Asking  bool            // "not for me" was pressed lately and nobody said why: ask what was wrong
	Said    string          // how an answer was obeyed just now, "" none
}

// shownDigest is one person's digest of one day.
type shownDigest struct {
	Date   store.LocalDate
	Joined bool // false when its reader has left
	Picks  []shownPick
	Rhythm string   // words of rhythmWords
	Note   string   // what a reaction did, "" none
	Paused string   // words of pausedWords while paused, else ""
	Slowed string   // that this digest comes less often from now on, "" it does not
	Also   []string // news that waited for this digest, ready for mrkdwn
	Kept   string   // that it comes as often as before after all, "" nothing was undone
	Copy   bool     // shown again in private, where nobody can react
}

// digestContent renders the digest. It holds at most 5 picks of 3 blocks each, well inside Slack's 50.
func digestContent(d shownDigest) block.Content {
	title := "Your picks for " + block.LocalDay(d.Date)
	blocks := []slack.Block{block.Header(title)}
	text := []string{title + "."}
	for i, pick := range d.Picks {
		blocks = append(blocks, pickBlocks(i+1, pick)...)
		text = append(text, pickText(i+1, pick))
	}
	blocks = append(blocks, block.Divider())
	if len(d.Also) > 0 {
		also := "*Also this week*\n" + strings.Join(d.Also, "\n")
		blocks = append(blocks, block.Section(also))
		text = append(text, also)
	}
	blocks = append(blocks, slowedBlocks(d)...)
	if words := d.Slowed + d.Kept; words != "" {
		text = append(text, words)
	}
	if d.Note != "" {
		blocks = append(blocks, block.Section(d.Note))
		text = append(text, d.Note)
	}
	blocks = append(blocks, digestFooter(d)...)
	text = append(text, "Share or save a pick with its buttons.")
	return block.Content{Text: block.CutBytes(strings.Join(text, "\n"), block.MaxMessageText), Blocks: blocks}
}

// pickBlocks are a pick's title with the sentence why it matters, its reason, and its buttons while it can be shared.
func pickBlocks(number int, p shownPick) []slack.Block {
	// Block ids carry the asset: they come back with each press, and tell two picks' menus apart.
	id := string(p.Asset.ID)
	title := strconv.Itoa(number) + ". " + pickTitle(p)
	if state := surface.GoneWords(p.Asset); state != "" {
		gone := block.Section("~" + title + "~\n" + state)
		gone.BlockID = "pick:" + id
		return []slack.Block{gone}
	}
	if p.Answer == store.NotForMe {
		return dismissedBlocks(title, p)
	}
	head := "*" + strconv.Itoa(number) + ". " + surface.Titled(p.Asset, 150) + "*\n" + surface.KindWords(p.Asset)
	if summary := surface.CardWords(p.Asset, p.Reader, surface.MaxSummary); summary != "" {
		head += "\n" + summary
	}
	if p.Event != nil {
		head += "\n" + surface.LastingEventWords(p.Asset, *p.Event)
	}
	if state := pickState(p); state != "" {
		head += "\n*" + state + "*"
	}
	main := block.Section(head)
	main.BlockID = "pick:" + id
	return []slack.Block{main, block.ContextLine(whyWords(p)), block.Actions("do:"+id, pickElements(p)...)}
}

// whyWords says why somebody sees a pick and who has shared it: leaders by name, colleagues by number.
func whyWords(p shownPick) string {
	why := "Why you see this: " + block.Line(block.Cut(p.Reason, 120)) + "."
	var who []string
	// Three names tell who; a longer list would push the reason out of sight on a phone.
	for _, name := range p.Leaders[:min(len(p.Leaders), 3)] {
		who = append(who, block.Line(block.Cut(name, 60)))
	}
	if rest := p.Others + len(p.Leaders) - len(who); rest > 0 {
		who = append(who, block.Count(rest, "colleague", "colleagues"))
	}
	if len(who) > 0 {
		why += " Shared by " + block.List(who) + "."
	}
	return why
}

// pickState says what the reader has done with a pick, "" nothing yet.
func pickState(p shownPick) string {
	coming := ""
	if p.Event != nil {
		coming = surface.AttendanceWords(*p.Event)
	}
	switch {
	case coming != "" && len(p.Shared) > 0:
		return coming + " You shared this on " + surface.NetworkList(p.Shared) + "."
	case coming != "":
		return coming
	// The strongest answer first: what was posted says more than what was thought or saved.
	case len(p.Shared) > 0:
		return "You shared this on " + surface.NetworkList(p.Shared) + "."
	case p.Said != "":
		return p.Said
	case len(p.Opened) > 0:
		return "You opened the text for " + surface.NetworkList(p.Opened) + "."
	case p.Saved:
		return "Saved. You find it on Home."
	case p.Answer == store.Liked:
		return "You liked this."
	case p.Answer == store.More:
		return "Noted: more like this."
	case p.Answer == store.Disliked:
		return "Noted: less like this."
	}
	return ""
}

// pickTitle is a pick's title, ready for mrkdwn. What was removed has none any more.
func pickTitle(p shownPick) string {
	if title := block.Line(block.Cut(surface.CardTitle(p.Asset), 150)); title != "" {
		return title
	}
	return "A removed item"
}

// pickElements are the buttons and the menu of a pick. None is primary: three coloured buttons in one message weigh as
// much as none, and sharing is a choice. The labels are the same in each pick, so screen readers hear the title too.
func pickElements(p shownPick) []slack.BlockElement {
	id, title := string(p.Asset.ID), p.Asset.Title
	// Sharing on a second network is welcome, and the other label says that the first one was recorded.
	share := "Share"
	if len(p.Shared) > 0 {
		share = "Share again"
	}
	var elements []slack.BlockElement
	if p.Asset.Story != "" {
		elements = append(elements, surface.ReadButton(p.Asset))
	}
	if !p.Asset.Internal {
		elements = append(elements, block.Button(surface.ActShare, share, id, block.Spoken(share+": "+title)))
	}
	if p.Event != nil {
		if attend := surface.AttendButton(p.Asset, *p.Event); attend != nil {
			elements = append(elements, attend)
		}
	}
	if p.Asset.Kind == store.Job {
		elements = append(elements, block.Button(surface.ActRefer, "Refer someone", id, block.Spoken("Refer someone for: "+title)))
	}
	if p.Saved {
		elements = append(elements, block.Button(surface.ActUnsave, "Remove from saved", id, block.Spoken("Remove from saved: "+title)))
	} else {
		elements = append(elements, block.Button(surface.ActSave, "Save", id, block.Spoken("Save: "+title)))
	}
	var menu []*slack.OptionBlockObject
	if !p.Asset.Internal {
		menu = append(menu, block.Option(menuShared+":"+id, "I already shared it"))
	}
	return append(elements, block.Overflow(actPickMenu, append(menu,
		block.Option(menuMore+":"+id, "More like this"),
		block.Option(menuNot+":"+id, "Not for me"))...))
}

// What the menu of a pick does; an option's value is one of these, a colon and the asset.
const (
	menuShared = "shared"
	menuMore   = "more"
	menuNot    = "not"
)

// dismissedBlocks show a pick that isn't for its reader: small, with the question what was wrong while it is fresh, and
// the way back, because a menu's neighbours are easily hit by mistake.
func dismissedBlocks(title string, p shownPick) []slack.Block {
	said := p.Said
	if said == "" {
		said = "You won't see this again."
	}
	main := block.Section(title + "\n*Not for you.* " + said)
	main.BlockID = "pick:" + string(p.Asset.ID)
	back := block.Button(actBringBack, "Bring it back", string(p.Asset.ID), block.Spoken("Bring it back: "+p.Asset.Title))
	if !p.Asking {
		return []slack.Block{main, block.Actions("why:"+string(p.Asset.ID), back)}
	}
	return []slack.Block{main, block.Actions("why:"+string(p.Asset.ID),
		block.SelectOne(actWhyNot, "What was wrong?", whyNotOptions(p.Asset), ""), back)}
}

// maxTopicReasons bounds how many topics of one pick are offered to be muted.
const maxTopicReasons = 4

// whyNotOptions are the four reasons; the topic is asked by name, because most assets have several. A value is the
// reason, a colon and the asset, and for a topic a colon and the topic.
func whyNotOptions(a store.Asset) []*slack.OptionBlockObject {
	id := string(a.ID)
	var options []*slack.OptionBlockObject
	// An option's value takes 150 characters (docs.slack.dev/reference/block-kit/composition-objects/option-object).
	for _, topic := range a.Topics[:min(len(a.Topics), maxTopicReasons)] {
		if value := store.ReasonTopic + ":" + id + ":" + topic; len(value) <= 150 {
			options = append(options, block.Option(value, "No more about "+match.TopicLabel(topic)))
		}
	}
	return append(options,
		block.Option(store.ReasonTooOften+":"+id, "Digests come too often"),
		block.Option(store.ReasonNetwork+":"+id, "It doesn't suit my networks"),
		block.Option(store.ReasonSeen+":"+id, "I had seen it already"))
}

// digestFooter says how reactions work, when the digest comes, and where to change that.
func digestFooter(d shownDigest) []slack.Block {
	when := "You get this " + d.Rhythm + "."
	settings := []slack.BlockElement{block.Button(surface.ActSettings, "Settings", "")}
	if d.Paused != "" {
		when = "Your digest is paused " + d.Paused + "."
		settings = append(settings, block.Button(surface.ActResume, "Resume now", ""))
	}
	if d.Copy {
		return []slack.Block{block.ContextLine(when), block.Actions("digest", settings...)}
	}
	return []slack.Block{
		block.ContextLine(when, "Quick answers by reaction: "+keycapWords(len(d.Picks))+" to like a pick, :bookmark: to save the first, "+
			":thumbsdown: for less like these, :no_bell: to pause for a week. Taking one away undoes it."),
		block.Actions("digest", settings...),
	}
}

// keycapWords names the number reactions of n picks: ":one: to :three:".
func keycapWords(n int) string {
	if n <= 1 {
		return ":one:"
	}
	return ":one: to :" + keycaps[min(n, len(keycaps))-1] + ":"
}

// pickText is a pick in the message's text, for notifications and screen readers.
func pickText(number int, p shownPick) string {
	title := strconv.Itoa(number) + ". " + pickTitle(p)
	if state := surface.GoneWords(p.Asset); state != "" {
		return title + ": " + state
	}
	if p.Answer == store.NotForMe {
		return title + ": not for you."
	}
	text := title + " (" + strings.ToLower(block.KindName(p.Asset.Kind)) + "). " + whyWords(p)
	if p.Event != nil {
		text += " " + surface.LastingEventWords(p.Asset, *p.Event) + "."
	}
	if state := pickState(p); state != "" {
		text += " " + state
	}
	return text
}

// digestModal shows a digest in a modal, for people who come from Home. Its metadata is the delivery's key.
func digestModal(d shownDigest, key string) *slack.ModalViewRequest {
	d.Copy = true
	return block.Modal(surface.CBDigest, "Your picks", "", "Close", key, digestContent(d).Blocks...)
}
