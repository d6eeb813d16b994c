// The digest message: its picks with their reasons, and what became of each.

package digestcard

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// shownPick is one pick as its reader sees it now.
type shownPick struct {
	Asset   store.Asset // zero when it was deleted
	Reason  string
	Reader  store.EmployeeID    // whose digest it is: composed words differ from person to person
	Event   *surface.ShownEvent // nil for what has no date
	Leaders []string            // names of leaders who shared it, newest first
	Others  int                 // other colleagues who shared it
	// Pictured tells that there is a picture at its address; a window, which has no second try without, shows none.
	Pictured bool
	Saved    bool
	Shared   []store.Network // where the reader shared it, declared or better
	Latest   store.Share     // the reader's newest share of it that counts or waits for "I posted it"; zero when there is none
	Answer   store.Feedback  // what the reader thinks of it, "" nothing yet
	Asking   bool            // "not for me" was pressed lately and nobody said why: ask what was wrong
	Said     string          // how an answer was obeyed just now, "" none
}

// shownDigest is one person's digest of one day.
type shownDigest struct {
	Date   store.LocalDate
	Joined bool // false when its reader has left
	First  bool // the first digest of its reader, which explains reactions
	Picks  []shownPick
	Unread bool     // its reader has to agree to the policy before they share
	Rhythm string   // words of rhythmWords
	Paused string   // words of pausedWords while paused, else ""
	Slowed string   // that this digest comes less often from now on, "" it does not
	Came   string   // what came of its reader's shares, ready for mrkdwn, "" nothing new
	Also   []string // news that waited for this digest, ready for mrkdwn
	After  asked    // whether anybody answered a post, zero when it does not ask
	Copy   bool     // shown again in private, where nobody can react
}

// A digest is read in ten seconds: these cuts, in characters, and the number of controls below keep it at 110 words and
// seven controls, which TestDigest_IsReadInTenSeconds holds. Titles and reasons are rarely cut.
const (
	maxTitle   = 80
	maxSummary = 140
	maxReason  = 90
	maxSharer  = 40
	// With more picks than this the first is shown without its summary, and nobody is named who shared a pick.
	roomyPicks = 3
)

// digestContent renders the digest: the first pick whole, the others in two lines with one menu, one line at the end.
func digestContent(d shownDigest) block.Content {
	title := "Your picks for " + block.LocalDay(d.Date)
	blocks := []slack.Block{block.Header(title)}
	text := []string{title + "."}
	if d.Came != "" {
		blocks, text = append(blocks, block.Section(d.Came)), append(text, d.Came)
	}
	for i, pick := range d.Picks {
		blocks = append(blocks, pickBlocks(d, i)...)
		text = append(text, pickText(i+1, pick))
	}
	if len(d.Also) > 0 {
		also := "*Also this week*\n" + strings.Join(d.Also, "\n")
		blocks = append(blocks, block.Divider(), block.Section(also))
		text = append(text, also)
	}
	if d.After.Key != "" {
		said, line := afterBlock(d.After)
		blocks, text = append(blocks, block.Divider(), said), append(text, line)
	}
	line, button := digestFooter(d)
	footer := block.SectionWith(line, button)
	// Seven controls are the most: where each of many picks has one, the question takes the place of the footer's.
	if d.After.Key != "" && d.After.Led == "" && len(d.Picks) > roomyPicks {
		footer = block.Section(line)
	}
	footer.BlockID = "digest"
	blocks = append(blocks, block.Divider(), footer)
	text = append(text, line)
	// Explained once: who has read it knows it. A copy takes no reactions.
	if d.First && !d.Copy {
		blocks = append(blocks,
			block.ContextLine("Or react: "+keycapWords(len(d.Picks))+" to like, :bookmark: saves the first, "+
				":thumbsdown: fewer like these, :no_bell: pauses a week."))
	}
	return block.Message(block.CutBytes(strings.Join(text, "\n"), block.MaxMessageText), blocks...)
}

// maxCameTitle cuts the title of a post of which something came, in characters.
const maxCameTitle = 60

// cameWords are what news of a share say, by what happened.
var cameWords = map[string][2]string{
	store.NewsOpened: {"person opened your link", "people opened your link"},
	"applied":        {"person applied", "people applied"}, "interview": {"interview came of it", "interviews came of it"},
	"hired": {"person was hired", "people were hired"}, "meeting": {"meeting came of it", "meetings came of it"},
	"won": {"deal came of it", "deals came of it"},
}

// cameOf says in a line what came of the reader's shares: all of the one of which most is new, and how many people
// opened the others. title gives the title of a share's item.
func cameOf(news []store.ShareNews, title func(store.ShareID) string) string {
	var said []string
	others := 0
	for _, n := range news {
		words, known := cameWords[n.What]
		switch {
		case known && n.Share == news[0].Share:
			said = append(said, block.Count(n.Count, words[0], words[1]))
		case n.What == store.NewsOpened:
			others += n.Count
		}
	}
	if len(said) == 0 {
		return ""
	}
	came := "*" + block.List(said) + "*: " + block.Line(block.Cut(title(news[0].Share), maxCameTitle)) + "."
	came += block.When(others > 0, " "+block.Count(others, "opened another", "opened your others")+".")
	return came
}

// pickBlocks are one pick of a digest.
func pickBlocks(d shownDigest, i int) []slack.Block {
	p := d.Picks[i]
	number := strconv.Itoa(i+1) + ". "
	switch gone := surface.GoneWords(p.Asset); {
	case gone != "":
		return []slack.Block{named("pick:", p, block.Section("~"+number+pickTitle(p)+"~\n"+gone))}
	case p.Answer == store.NotForMe:
		return []slack.Block{dismissedBlock(number+pickTitle(p), p)}
	}
	head, between := "*"+number+surface.Titled(p.Asset, maxTitle)+"*\n"+surface.KindWords(p.Asset), " · "
	if p.Event != nil {
		head, between = head+" · "+surface.LastingEventWords(p.Asset, *p.Event), "\n"
	}
	roomy := len(d.Picks) <= roomyPicks
	why := whyWords(p, roomy)
	if state := pickState(p); state != "" {
		why = "*" + state + "*"
	}
	choices := pickChoices(p)
	if i > 0 {
		return []slack.Block{named("do:", p, block.SectionWith(head+between+why, pickMenu(choices)))}
	}
	// The question after a post takes the place of the summary.
	if summary := surface.CardWords(p.Asset, p.Reader, maxSummary); summary != "" && roomy && d.After.Key == "" {
		head += "\n" + summary
	}
	blocks := []slack.Block{named("pick:", p, block.Section(head+"\n"+why))}
	blocks = append(blocks, block.When(p.Pictured && p.Asset.ImageAlt != "" && !d.Copy,
		block.Picture(p.Asset.Image, p.Asset.ImageAlt)))
	buttons := min(2, len(choices))
	if !roomy {
		buttons = 1 // each of the others has a menu too
	}
	var row []slack.BlockElement
	for at, c := range choices[:buttons] {
		// The labels are the same in each digest, so screen readers hear the title too.
		button := block.Button(c.action, c.label, c.value, block.Spoken(c.label+": "+p.Asset.Title))
		if at == 0 && c.action != surface.ActStoryRead && len(p.Shared) == 0 {
			block.Primary(button)
		}
		row = append(row, button)
	}
	return append(blocks, block.Actions("do:"+string(p.Asset.ID), append(row, pickMenu(choices[buttons:]))...))
}

// named gives a section the id of its pick: it comes back with each press, and tells two picks' menus apart.
func named(prefix string, p shownPick, s *slack.SectionBlock) *slack.SectionBlock {
	s.BlockID = prefix + string(p.Asset.ID)
	return s
}

// whyWords says why somebody sees a pick and, where there is room, who has shared it: the newest leader by name, the
// others by number.
func whyWords(p shownPick, roomy bool) string {
	var who []string
	for _, name := range p.Leaders[:min(len(p.Leaders), 1)] {
		who = append(who, block.Line(block.Cut(name, maxSharer)))
	}
	if rest := p.Others + len(p.Leaders) - len(who); rest > 0 {
		who = append(who, block.Count(rest, "colleague", "colleagues"))
	}
	reason, sharers := p.Reason, ""
	if len(who) > 0 && roomy {
		sharers = "Shared by " + block.List(who) + "."
		// The reason may say so, too, without names.
		if strings.Contains(reason, "shared it") {
			reason = reason[:max(strings.LastIndex(reason, ", and "), 0)]
		}
	}
	if reason == "" {
		return sharers
	}
	return strings.TrimSpace(block.Line(surface.UpperFirst(text.CutWords(reason, maxReason))) + ". " + sharers)
}

// pickState says what the reader has done with a pick, "" nothing yet; after sharing also what comes next.
func pickState(p shownPick) string {
	var said []string
	if p.Event != nil {
		if coming := surface.AttendanceWords(*p.Event); coming != "" {
			said = append(said, coming)
		}
	}
	// The strongest answer first: what was posted says more than what was thought or saved.
	if len(p.Shared) > 0 {
		said = append(said, "You shared this on "+surface.NetworkList(p.Shared)+".")
	}
	switch {
	case p.Latest.Level == store.Opened:
		said = append(said, "Your text for "+surface.NetworkName(p.Latest.Network)+" is ready. Did you post it?")
	case lacksLink(p.Latest):
		said = append(said, "Next: add the link to your post.")
	}
	if len(said) > 0 {
		return strings.Join(said, " ")
	}
	switch {
	case p.Said != "":
		return p.Said
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

// lacksLink tells that a post has an address which nobody gave yet.
func lacksLink(s store.Share) bool {
	return s.Level >= store.Declared && s.PostURL == "" && surface.HasPostAddress(s.Network)
}

// pickTitle is a pick's title, ready for mrkdwn. What was removed has none any more.
func pickTitle(p shownPick) string {
	if title := block.Line(block.Cut(surface.CardTitle(p.Asset), maxTitle)); title != "" {
		return title
	}
	return "A removed item"
}

// pickChoice is one thing to do with a pick, as a button or in its menu.
type pickChoice struct{ action, label, value string }

// What only a menu does. An option's value is an action, a colon and what a button would carry as its value.
const (
	menuShared = "shared"
	menuMore   = "more"
	menuNot    = "not"
)

// pickChoices are what can be done with a pick, the most likely first: the next step of sharing it, what its kind asks
// for, keeping it, and the answers that teach.
func pickChoices(p shownPick) (list []pickChoice) {
	id := string(p.Asset.ID)
	share := pickChoice{surface.ActShare, "Share", id}
	next := share
	switch {
	case p.Latest.Level == store.Opened:
		next = pickChoice{surface.ActSharePosted, "I posted it", string(p.Latest.ID)}
		share.label = "See the text again"
	case lacksLink(p.Latest):
		next = pickChoice{surface.ActSharePosted, "Add the link", string(p.Latest.ID)}
		share.label = "Share again"
	case len(p.Shared) > 0:
		next.label = "Share again"
	}
	if !p.Asset.Internal {
		list = append(list, next)
	}
	switch {
	case p.Asset.Story != "":
		list = append(list, pickChoice{surface.ActStoryRead, "Read", id})
	case p.Asset.Kind == store.Job:
		list = append(list, pickChoice{surface.ActRefer, "Refer someone", id})
	case p.Event != nil:
		if attend := surface.AttendButton(p.Asset, *p.Event); attend != nil {
			list = append(list, pickChoice{attend.ActionID, attend.Text.Text, id})
		}
	}
	if p.Saved {
		list = append(list, pickChoice{surface.ActUnsave, "Remove from saved", id})
	} else {
		list = append(list, pickChoice{surface.ActSave, "Save", id})
	}
	if !p.Asset.Internal && next.action != share.action {
		list = append(list, share)
	}
	if !p.Asset.Internal {
		list = append(list, pickChoice{menuShared, "I already shared it", id})
	}
	return append(list, pickChoice{menuMore, "More like this", id}, pickChoice{menuNot, "Not for me", id})
}

// maxMenu is how many options an overflow menu takes (docs.slack.dev/reference/block-kit/block-elements).
const maxMenu = 5

// pickMenu holds choices; of too many, the answers that teach least are left out.
func pickMenu(choices []pickChoice) *slack.OverflowBlockElement {
	for _, least := range []string{menuMore, menuShared} {
		if len(choices) > maxMenu {
			choices = slices.DeleteFunc(choices, func(c pickChoice) bool { return c.action == least })
		}
	}
	options := block.Options(choices, func(c pickChoice) (string, string) { return c.action + ":" + c.value, c.label })
	return block.Overflow(actPickMenu, options...)
}

// dismissedBlock shows a pick that isn't for its reader: small, with the question what was wrong while it is fresh, and
// the way back, because a menu's neighbours are easily hit by mistake.
func dismissedBlock(title string, p shownPick) slack.Block {
	said := p.Said
	if said == "" {
		said = "You won't see this again."
	}
	said = title + "\n*Not for you.* " + said
	if p.Asking {
		return named("why:", p, block.SectionWith(said, block.SelectOne(actWhyNot, "Why not?", whyNotOptions(p.Asset), "")))
	}
	return named("why:", p, block.SectionWith(said, block.Button(actBringBack, "Bring it back", string(p.Asset.ID),
		block.Spoken("Bring it back: "+p.Asset.Title))))
}

// maxTopicReasons bounds how many topics of one pick are offered to be muted.
const maxTopicReasons = 4

// reasonNone is the choice of somebody who did not mean it.
const reasonNone = "back"

// whyNotOptions are the way back and the four reasons; the topic is asked by name, because most assets have several. A
// value is the reason, a colon and the asset, and for a topic a colon and the topic.
func whyNotOptions(a store.Asset) []*slack.OptionBlockObject {
	id := string(a.ID)
	options := []*slack.OptionBlockObject{block.Option(reasonNone+":"+id, "Bring it back")}
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

// digestFooter is the one line at the end: when the digest comes, or what has just changed about that, with the button
// that changes it; or that the policy waits for its reader.
func digestFooter(d shownDigest) (line string, button *slack.ButtonBlockElement) {
	switch {
	case d.Paused != "":
		return "Your digest is paused " + d.Paused + ".", block.Button(surface.ActResume, "Resume now", "")
	case d.Slowed != "":
		return d.Slowed, block.Button(surface.ActRhythmKept, "Keep it as it was", "")
	case d.Unread:
		return "Before you share: read the policy.", block.Button(surface.ActPolicy, "Read the policy", "")
	}
	return "You get this " + d.Rhythm + ".", block.Button(surface.ActSettings, "Settings", "")
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
	text := title + " (" + strings.ToLower(block.KindName(p.Asset.Kind)) + "). " + whyWords(p, true)
	if p.Event != nil {
		text += " " + surface.LastingEventWords(p.Asset, *p.Event) + "."
	}
	text += block.After(" ", pickState(p))
	return text
}

// digestModal shows a digest in a modal, for people who come from Home. Its metadata is the delivery's key.
func digestModal(d shownDigest, key string) *slack.ModalViewRequest {
	d.Copy = true
	return block.Modal(surface.CBDigest, "Your picks", "", "Close", key, digestContent(d).Blocks...)
}
