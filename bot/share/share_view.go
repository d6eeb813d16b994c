// The views of sharing: the form, the kit, and what happens after "I posted it".

package share

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
)

// The fields of the forms; they are also the names in the store's FieldErrors.
const (
	fieldNetwork = "network"
	fieldPostURL = "post_url"
	fieldAngle   = "angle"
	fieldSays    = "says"
)

// textBlock is the block id of the text field. Slack shows a new initial value only under a new id.
func textBlock(round int) string { return fmt.Sprintf("%s.%d", surface.FieldText, round) }

// shareFormView asks for the network and the words.
func shareFormView(f *shareForm) *slack.ModalViewRequest {
	prompt := f.prompt()
	prompt += block.When(f.ownPoints > 0 && f.Angle != noAngle,
		fmt.Sprintf(" %d characters of your own earn %s.", post.OwnWordsMin,
			block.Count(f.ownPoints, "more point", "more points")))
	room := min(f.room(), block.MaxSectionText)
	words := block.TextInput(block.InputValue, "", f.text, true, block.MaxSectionText)
	// Slack counts along beside the field. It refuses a text that is too long from the start, and so does not count that.
	if words.MaxLength = room; room < utf8.RuneCountInString(f.text) {
		words.MaxLength = 0
	}
	blocks := []slack.Block{
		block.Section("*" + surface.Titled(f.asset, surface.MaxAssetTitle) + "*\n" +
			block.Line(block.Cut(f.asset.Summary, maxSummary))),
		block.Dispatching(block.Input(fieldNetwork, "Where", block.SelectOne(actShareNetwork, "Choose a network",
			surface.NetworkOptions(f.networks, f.shared), string(f.Network)), "", false)),
	}
	blocks = append(blocks, block.When(f.asset.Truth != "", block.Section("*What is agreed:* "+block.Line(f.asset.Truth))))
	if len(f.asset.Angles) > 0 {
		var angles []*slack.OptionBlockObject
		for i, angle := range f.asset.Angles {
			angles = append(angles, block.Option(strconv.Itoa(i), angle))
		}
		angles = append(angles, block.Option(noAngle, "None of these"))
		blocks = append(blocks, block.Dispatching(block.Input(fieldAngle, "What was your part?",
			block.SelectOne(actShareAngle, "Choose", angles, f.Angle), "", true)))
	}
	blocks = append(blocks, block.Input(textBlock(f.Round), "Your words, up to "+post.Thousands(max(room,
		0))+" characters", words, prompt, false))
	blocks = append(blocks, stopBlocks(f)...)
	if len(f.ways) > 1 {
		ways := block.Options(f.ways, func(way post.Said) (string, string) { return way.Tag, way.Words })
		blocks = append(blocks, block.Dispatching(block.Input(fieldSays, "Say where you work as",
			block.SelectOne(actShareSays, "Choose", ways, cmp.Or(f.Says, f.ways[0].Tag)), "", false)))
	}
	if used, limit := post.CountText(f.Network, post.Compose(post.CleanText(f.text), f.disclosure), f.link); used > limit {
		blocks = append(blocks, block.Section("*"+block.Count(used-limit, "character",
			"characters")+" too long for "+surface.NetworkName(f.Network)+".*"))
	}
	if len(f.points) > 0 {
		said := "*Worth saying, in your own way:*"
		for _, point := range f.points {
			said += "\n• " + block.Line(point)
		}
		blocks = append(blocks, block.Section(said))
	}
	if f.Offered >= 0 {
		blocks = append(blocks, block.Section("Your words stay. Another suggestion, to copy from:"),
			surface.Preformatted(post.CleanText(f.asset.Variants[f.Offered].Text)))
	}
	blocks = append(blocks, block.Actions("",
		block.When(f.variants > 1, block.Button(actShareAnother, "Another suggestion", "another")),
		block.When(!f.Later, laterMenu(f))))
	blocks = append(blocks, laterBlocks(f)...)
	if f.first {
		blocks = append([]slack.Block{block.ContextLine(walkthrough)}, blocks...)
	}
	return block.Modal(cbShare, "Share", "Get my post", "Cancel", block.Metadata(f.shareState),
		append(blocks, block.Section(shareRules(f)))...)
}

// walkthrough says once how sharing goes, and walked what comes of it.
const (
	walkthrough = "*Your first share:* change the text until it is yours, then press “Get my post”.\n" +
		"Post it yourself on the network, come back here, and press “I posted it”."
	walked = " Home shows how many people open your link."
)

// stopBlocks say that colleagues post the text already, or what stops it, and offer to ask compliance until it was
// asked.
func stopBlocks(f *shareForm) []slack.Block {
	switch {
	case f.crowded && f.text == "":
		return []slack.Block{block.Section("Colleagues share every suggested text today. *Say it in your own words.*")}
	case f.crowded:
		return []slack.Block{block.Section("Enough colleagues share that text today. *Here is another one.*")}
	}
	why := "*" + block.Line(f.stop) + "*\n"
	switch {
	case f.stop == "":
		return nil
	case f.asked.State == store.ClearanceAsked:
		return []slack.Block{block.Section(why + "Compliance is reading this text. You get a message.")}
	case f.asked.State == store.ClearanceRefused:
		return []slack.Block{block.Section(why + block.Person(f.asked.DecidedBy) + " refused this text: " +
			block.Line(f.asked.Note))}
	}
	return []slack.Block{block.Section(why + "Change the text, or ask whether it may be posted."),
		block.Actions("", block.Button(actShareAsk, "Ask compliance", "ask"))}
}

// maxSummary cuts what an item is about: its reader has just seen it.
const maxSummary = 200

// shareRules says what is added and, where a network's own limit is what binds, how it comes to the length above; the
// field itself holds no more than 3,000 characters. What opening the network will do is said in the kit.
func shareRules(f *shareForm) string {
	rule, _ := post.RuleOf(f.Network)
	link := " and the link"
	if f.link == "" {
		link = ""
	}
	added := "*We add* “" + block.Line(f.disclosure) + "”" + link + ", so that readers know you work here."
	if f.regulated != "" {
		added = "*Compliance reads own words first:* “" + block.Line(f.regulated) + "” is regulated. " + added
	}
	if f.Network == store.CopyOnly || f.Network == store.Email || rule.Limit > block.MaxSectionText {
		return added
	}
	added += " " + rule.Label + " takes " + post.Thousands(rule.Limit) + " characters in all"
	added += block.When(f.link != "" && (f.Network == store.X || f.Network == store.Mastodon), " and counts a link as 23")
	return added + "."
}

// composerLink is the address behind the button that opens the network's own form. The web face knows there who the
// sharer is; it has the text that was kept, which of a share that was posted before is the first one.
func composerLink(publicURL, composer string, s store.Share) string {
	if publicURL == "" || s.Level >= store.Declared {
		return composer
	}
	return publicURL + "/c/" + s.Token
}

// shareKitView hands out the post: text to copy, the network's own form, and the button for afterwards. A mail address
// cannot be the url of a button, so e-mail gets a link in the text.
func shareKitView(publicURL string, s store.Share, a store.Asset) *slack.ModalViewRequest {
	rule, _ := post.RuleOf(s.Network)
	address := post.LinkOf(publicURL, a.URL, s.Network, a.Campaign, s.Token)
	text := post.Compose(s.Text, s.Disclosure)
	composer, prefilled, ok := post.ComposerURL(s.Network, text, address)
	blocks := append([]slack.Block{block.Section("*Your post*, to copy:")}, postBlocks(text, address)...)
	blocks = append(blocks, block.Section(kitHint(rule, address, prefilled, ok)))
	var row []slack.BlockElement
	switch {
	// Slack takes no mailto: address for a button, only in text.
	case ok && s.Network == store.Email:
		blocks = append(blocks, block.Section(block.Link(composer, "Open your mail program")))
	case ok:
		composer = composerLink(publicURL, composer, s)
		row = append(row, block.LinkButton(actShareComposer, "Open "+rule.Label, composer, string(s.ID)))
	}
	// The same kit again, for another look at the text: it must not offer to be paid twice.
	if s.Level >= store.Declared {
		blocks = append(blocks, block.Section("You posted this already, "+
			surface.PlaceWords(s.Network)+", "+block.Day(s.DeclaredAt, nil)+". It counts once."))
		row = append(row, block.When(surface.HasPostAddress(s.Network),
			block.Button(surface.ActSharePosted, "Give the link to my post", string(s.ID))))
		row = append(row, undoButton(s))
	} else {
		row = append(row, block.Button(surface.ActSharePosted, "I posted it", string(s.ID), block.Primary))
	}
	row = append(row, block.Button(actShareAnew, "Other text or network", string(s.Asset)))
	blocks = append(blocks, block.Actions("", row...),
		block.Section("Nothing is posted for you. Change the text as you like, but keep "+keptWords(s)+"."))
	return block.Modal(block.CBResult, "Your post", "", "Close", string(s.ID), blocks...)
}

// keptWords are what stays in every post, also when somebody takes it out of the text on the way back to the form.
func keptWords(s store.Share) string {
	if s.Disclosure == "" {
		return "the words that say where you work"
	}
	return "“" + block.Line(s.Disclosure) + "”: we put it into every post"
}

// postBlocks show the post in one piece to copy, or text and link apart when they are too long together; a story may
// have no link.
func postBlocks(text, address string) []slack.Block {
	if address == "" {
		return []slack.Block{surface.Preformatted(text)}
	}
	if whole := text + "\n\n" + address; utf8.RuneCountInString(whole) <= block.MaxSectionText {
		return []slack.Block{surface.Preformatted(whole)}
	}
	return []slack.Block{surface.Preformatted(text), block.Section("and the link:"), surface.Preformatted(address)}
}

// kitHint says what opening the network will do with this text.
func kitHint(rule post.NetworkRule, address string, prefilled, ok bool) string {
	if ok && rule.Prefill && !prefilled {
		return "Your text is too long to pass on: copy it first, then paste it in " + rule.Label + "."
	}
	return rule.HintFor(address)
}

// declaredShare is a share after "I posted it".
type declaredShare struct {
	store.Share
	asset store.Asset
	paid  []store.Entry // what was paid just now or, when it was declared before, then
	rules store.PointRules
	again bool // it was declared before
	first bool // of this person
}

// shareDeclaredView thanks, says what was earned, and asks for the post's address.
func shareDeclaredView(d declaredShare) *slack.ModalViewRequest {
	text := "Thank you for sharing *" + block.Line(d.asset.Title) + "* " + surface.PlaceWords(d.Network) + ". "
	switch {
	case d.again:
		text += strings.TrimSpace(earned(d.paid) + " It is on record and counts once.")
	case len(d.paid) == 0 && d.rules.ShareDeclared > 0:
		text += fmt.Sprintf("Recorded. No points this time: at most %s a day earn points.",
			block.Count(d.rules.PaidSharesPerDay, "share", "shares"))
	default:
		text += earned(d.paid)
	}
	text += block.When(d.first, walked)
	if d.lacksOwnWords() {
		text += fmt.Sprintf(" Next time, %d characters of your own earn %s.",
			post.OwnWordsMin, block.Count(d.rules.OwnWords, "more point", "more points"))
	}
	text += block.When(d.asset.State == store.Withdrawn,
		"\n*This item was withdrawn meanwhile.* Please take your post down if you can.")
	row := block.Actions("", undoButton(d.Share), block.Button(surface.ActMe, "My points", ""))
	switch {
	case d.PostURL != "":
		return block.Modal(block.CBResult, "Shared", "", "Close", string(d.ID), block.Section(text),
			block.Section(block.Link(d.PostURL, "Your post")+" is on record."), row)
	case !surface.HasPostAddress(d.Network):
		return block.Modal(block.CBResult, "Shared", "", "Close", string(d.ID), block.Section(text), row)
	}
	hint := "On the post, choose “Copy link”."
	if len(d.paid) > 0 && d.rules.ShareProven > 0 {
		hint = "Worth " + block.Count(d.rules.ShareProven, "point", "points") + " more. " + hint
	}
	return block.Modal(cbShareProof, "Shared", "Save the link", "Not now", string(d.ID), block.Section(text),
		block.Input(fieldPostURL, "Paste the link to your post", block.UrlInput(block.InputValue, "https://", ""), hint,
			false), row)
}

// lacksOwnWords tells that a share from the form earned less than it could have: people who wrote a little wonder why
// it did not count. Of posts made without the form the text is not known.
func (d declaredShare) lacksOwnWords() bool {
	return len(d.paid) > 0 && d.rules.OwnWords > 0 && d.Text != "" && !d.OwnWords
}

// undoButton takes the share back.
func undoButton(s store.Share) *slack.ButtonBlockElement {
	return block.Button(actShareUndo, "I did not post it", string(s.ID), block.Danger,
		block.Confirming(block.Confirm("Take it back?", "The share and its points are taken back. You can share it again "+
			"at any time.", "Take it back", "Keep it")))
}

// shareProvenView confirms the post's address.
func shareProvenView(s store.Share, paid []store.Entry) *slack.ModalViewRequest {
	text := "Your post is on record: " + block.Link(s.PostURL, "open it") + "."
	text += block.When(len(paid) > 0, "\n"+earned(paid))
	return block.ResultModal("Shared", text, block.Actions("", undoButton(s),
		block.Button(surface.ActMe, "My points", "")))
}

// shareUndoneView confirms that a share was taken back.
func shareUndoneView(s store.Share, a store.Asset, reversed []store.Entry) *slack.ModalViewRequest {
	total := 0
	for _, entry := range reversed {
		total -= entry.Points
	}
	text := "Taken back. It does not count."
	if total > 0 {
		text = "Taken back, and " + block.Count(total, "point", "points") + " with it."
	}
	if surface.GoneWords(a) != "" {
		return block.ResultModal("Taken back", text) // what can't be shared any more is not offered again
	}
	return block.ResultModal("Taken back", text, block.Actions("",
		block.Button(surface.ActShare, "Share it after all", string(s.Asset))))
}

// earned says what was paid and for what; "" when nothing was.
func earned(paid []store.Entry) string {
	total, byRule := 0, map[string]int{}
	var rules, reasons []string
	for _, entry := range paid {
		if total += entry.Points; byRule[entry.Rule] == 0 {
			rules = append(rules, entry.Rule)
		}
		byRule[entry.Rule] += entry.Points
	}
	if total == 0 {
		return ""
	}
	for _, rule := range rules {
		reasons = append(reasons, fmt.Sprintf("%d for %s", byRule[rule], pointReason(rule)))
	}
	if len(rules) == 1 {
		return fmt.Sprintf("You earned *%s* for %s.", block.Count(total, "point", "points"), pointReason(paid[0].Rule))
	}
	return fmt.Sprintf("You earned *%s*: %s.", block.Count(total, "point", "points"), strings.Join(reasons, ", "))
}

// pointReason says in words why a rule pays for a share.
func pointReason(rule string) string {
	switch rule {
	case store.RuleShareDeclared:
		return "sharing"
	case store.RuleOwnWords:
		return "your own words"
	case store.RuleShareProven:
		return "the link to your post"
	case store.RuleShareEngaged:
		return "people who opened your link"
	}
	return "taking part"
}

// alreadySharedView asks only where. Its metadata is the asset.
func alreadySharedView(a store.Asset, networks []store.Network, shared map[store.Network]bool) *slack.ModalViewRequest {
	return block.Modal(cbShared, "Already shared", "Record it", "Cancel", string(a.ID),
		block.Input(fieldNetwork, "Where did you share “"+block.Cut(a.Title, surface.MaxAssetTitle)+"”?",
			block.SelectOne(block.InputValue, "Choose a network", surface.NetworkOptions(networks, shared), ""), "", false))
}
