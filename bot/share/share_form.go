// The share form's state: which network, which suggestion, and what the person made of it.

package share

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
)

// shareState travels in the form's private metadata.
type shareState struct {
	Asset    store.AssetID `json:"asset"`
	Network  store.Network `json:"network"`
	Variant  int           `json:"variant"`         // the one the text began from, -1 for none
	Offered  int           `json:"offered"`         // the one shown beside own words, -1 for none
	Angle    string        `json:"angle,omitempty"` // the chosen vantage point by its number, or noAngle
	Round    int           `json:"round"`           // grows with each new suggestion, so that Slack shows it instead of the typed text
	Says     string        `json:"says,omitempty"`  // the chosen way to say where its author works, by its language
	Later    bool          `json:"later,omitempty"` // asks for a day and a time
	Delivery string        `json:"delivery,omitempty"`
}

// parseShareState reads the form's metadata; a broken one leads to an unknown asset, which has its own answer.
func parseShareState(metadata string) shareState {
	var s shareState
	if json.Unmarshal([]byte(metadata), &s) != nil {
		return shareState{Variant: -1, Offered: -1}
	}
	return s
}

// shareForm is everything the form shows. link is the tracked address as long as it will be, with a token of the same
// length.
type shareForm struct {
	shareState
	reader     store.EmployeeID
	asset      store.Asset
	networks   []store.Network
	shares     []store.Share          // this person's, newest first
	shared     map[store.Network]bool // where they posted it already
	disclosure string
	ways       []post.Said // how it may be said, the chosen one included
	link       string
	text       string
	stop       string          // what stops the text, "" nothing
	asked      store.Clearance // what compliance was asked and said about this text
	begun      bool            // the text is one that compliance allowed, or that waited for a reminder
	later      []laterTime     // when its reader may be reminded
	wrong      string          // what is wrong with the time they chose, "" nothing
	regulated  string          // the topic about which own words are read first, "" none
	crowded    bool            // the text they would get has gone to enough colleagues today
	sameText   int             // how many colleagues a day get one suggested text, 0 any number
	zone       *time.Location  // the program's
	variants   int             // how many suggestions there are to go round
	ownPoints  int             // what own words earn, 0 nothing
	points     []string        // what this person could say about it
	first      bool            // nothing of theirs was posted yet
}

// noAngle is the choice of somebody who cannot speak of an item first-hand.
const noAngle = "none"

// prompt is the question beside the text: that of the chosen vantage point, else the item's.
func (f *shareForm) prompt() string {
	if f.Angle == noAngle {
		return "Then skip this one: it is best told first-hand."
	}
	for i, angle := range f.asset.Angles {
		if f.Angle == strconv.Itoa(i) {
			return "“" + angle + "”: what happened, in your words?"
		}
	}
	return cmp.Or(f.asset.Prompt, "What would you tell a friend about it?")
}

// maxPoints is how many talking points the form shows: prompts to think of, no script.
const maxPoints = 3

// pointsFor are the talking points for somebody of these personas, theirs before those for everybody.
func pointsFor(a store.Asset, personas []store.PersonaID) []string {
	var points []string
	for _, id := range append(slices.Clone(personas), "") {
		for _, point := range a.TalkingPoints {
			if point.Persona == id && len(points) < maxPoints {
				points = append(points, point.Text)
			}
		}
	}
	return points
}

// newShareForm is the function of that name in a View of its own.
func (h *Handlers) newShareForm(id store.EmployeeID, state shareState) (form *shareForm, err error) {
	err = h.DB.View(func(q *store.Query) (err error) { form, err = newShareForm(q, h.PublicURL, id, state); return err })
	return form, err
}

// newShareForm gathers the form for a person who may share. A network that does not fit becomes the first that fits
// both sides and was not used yet; a suggestion that was edited away is forgotten.
func newShareForm(q *store.Query, publicURL string, id store.EmployeeID, state shareState) (*shareForm, error) {
	me := surface.Advocate(q, id)
	q.MayShare(id)
	asset := q.AssetFor(id, state.Asset)
	// Said here for every step of the form: an asset can be withdrawn while somebody writes about it.
	if asset.State != store.Live {
		return nil, &store.Error{Kind: store.Conflict, Msg: surface.GoneWords(asset) + " Nothing was recorded."}
	}
	if asset.Held != "" {
		return nil, &store.Error{Kind: store.Conflict, Msg: "Sharing this is on hold: " +
			strings.TrimRight(asset.Held, ".") + ". Nothing was recorded."}
	}
	if asset.IsEmbargoed(store.Now()) {
		until := asset.EmbargoUntil.In(me.Zone).Format("Monday, 2 January 2006, 15:04")
		return nil, &store.Error{Kind: store.Conflict, Msg: "This is under embargo until " + until +
			". Nothing was recorded."}
	}
	if asset.Internal {
		return nil, errInternal
	}
	// Authors speak for themselves: the words that quote them to others would be strange in their own post.
	if asset.Story != "" && asset.Author == id && len(asset.Variants) > 0 {
		if _, own, quoted := strings.Cut(asset.Variants[0].Text, "\n\n"); quoted {
			asset.Variants[0].Text = own
		}
	}
	form := &shareForm{shareState: state, reader: id, asset: asset, networks: post.NetworksOf(asset, me.Prefs),
		shares: q.SharesOf(id, surface.RecentShares), points: pointsFor(asset, me.Prefs.Personas),
		ownPoints: me.Settings.Points.OwnWords, regulated: me.Settings.RegulatedTopic(asset.Topics),
		later: laterTimes(me, store.Now()), sameText: me.Settings.SameText,
		zone: store.Location(me.Settings.TimeZone, "")}
	if asset.Voluntary || !me.Takes(store.ByPoints) {
		form.ownPoints = 0
	}
	form.shared, form.first = sharedOn(form.shares, asset.ID), posted(form.shares) == 0
	if !slices.Contains(form.networks, form.Network) {
		unused := slices.IndexFunc(form.networks, func(n store.Network) bool { return !form.shared[n] })
		form.Network = form.networks[max(unused, 0)]
	}
	if form.Variant >= len(asset.Variants) {
		form.Variant = -1
	}
	form.ways = post.Disclosures(me.Settings, asset, form.Network, me.Employee)
	chosen := slices.IndexFunc(form.ways, func(way post.Said) bool { return way.Tag == form.Says })
	form.disclosure = form.ways[max(chosen, 0)].Words
	// Of the length that the link will have; its token comes with the share.
	form.link = post.LinkOf(publicURL, asset.URL, form.Network, asset.Campaign, strings.Repeat("x", store.TokenLength))
	return form, nil
}

// errInternal answers shares of a story whose author consented to colleagues only.
var errInternal = &store.Error{Kind: store.Conflict,
	Msg: "This story is for colleagues to read. Its author does not want it shared outside."}

// posted counts the shares that somebody said they posted.
func posted(shares []store.Share) (n int) {
	for _, s := range shares {
		if s.Level >= store.Declared {
			n++
		}
	}
	return n
}

// sharedOn tells on which networks an asset was posted by somebody with these shares.
func sharedOn(shares []store.Share, asset store.AssetID) map[store.Network]bool {
	shared := map[store.Network]bool{}
	for _, s := range shares {
		if s.Asset == asset && s.Level >= store.Declared {
			shared[s.Network] = true
		}
	}
	return shared
}

// following is the suggestion after the one given, -1 for the first; -1 when none fits the network.
func (f *shareForm) following(variant int) int {
	order := slices.DeleteFunc(post.VariantsFor(f.asset, f.Network, f.disclosure, f.link), f.isTaken)
	f.variants = len(order)
	if len(order) == 0 {
		return -1
	}
	return order[(slices.Index(order, variant)+1)%len(order)]
}

// isTaken tells whether a suggestion, or with -1 the sentence made of the item, has gone to enough colleagues today;
// who has it already keeps it. An opening that is composed for a job differs from reader to reader.
func (f *shareForm) isTaken(variant int) bool {
	if variant < 0 && f.asset.Kind == store.Job && (f.asset.Job == nil || f.asset.Job.Hook == "") {
		return false
	}
	has := func(s store.Share) bool { return s.Asset == f.asset.ID && s.Variant == variant }
	return f.sameText > 0 && f.asset.Given(variant).TodayIn(store.Now(), f.zone) >= f.sameText &&
		!slices.ContainsFunc(f.shares, has)
}

// suggest puts the suggestion after the one given into the form; without any, a plain sentence about the asset, and
// nothing while colleagues share all there are.
func (f *shareForm) suggest(after int) {
	f.Variant, f.Offered = f.following(after), -1
	if f.Variant >= 0 {
		f.text = post.CleanText(f.asset.Variants[f.Variant].Text)
		return
	}
	if f.isTaken(-1) || slices.ContainsFunc(post.VariantsFor(f.asset, f.Network, f.disclosure, f.link), f.isTaken) {
		f.text, f.crowded = "", true
		return
	}
	f.text, _ = post.Suggest(f.asset, f.Network, f.disclosure, f.link, f.reader)
}

// keep leaves the typed text in place.
func (f *shareForm) keep(typed string) {
	f.following(-1)
	f.text = typed
}

// offer shows the next suggestion beside the typed text.
func (f *shareForm) offer() {
	if f.Offered < 0 {
		f.Offered = f.Variant
	}
	f.Offered = f.following(f.Offered)
}

// isUntouched tells whether text is empty or a suggestion that nobody has changed.
func (f *shareForm) isUntouched(text string) bool {
	text = post.CleanText(text)
	suggested, _ := post.Suggest(f.asset, f.Network, f.disclosure, f.link, f.reader)
	if f.Variant >= 0 {
		suggested = post.CleanText(f.asset.Variants[f.Variant].Text)
	}
	return text == "" || text == suggested
}

// open is what the form asks for with the text that was typed.
func (f *shareForm) open(typed string) store.OpenShare {
	typed = post.CleanText(typed)
	disclosure := f.disclosure
	for _, way := range f.ways {
		if post.IsDisclosed(typed, way.Words) { // they said it themselves, in another language
			disclosure = way.Words
		}
	}
	return store.OpenShare{Employee: f.reader, Asset: f.asset.ID, Network: f.Network, Variant: f.Variant,
		Disclosure: disclosure, Text: post.Compose(typed, disclosure), Written: typed, Supplied: f.isSupplied(typed),
		OwnWords: post.IsOwnWords(typed, f.asset), Delivery: f.Delivery}
}

// isSupplied tells whether text is any of the suggestions, unchanged: those were approved with the item.
func (f *shareForm) isSupplied(text string) bool {
	return f.isUntouched(text) ||
		slices.ContainsFunc(f.asset.Variants, func(v store.Variant) bool { return post.CleanText(v.Text) == text })
}

// room is how many characters are left for the person's text beside the disclosure and the link.
func (f *shareForm) room() int {
	// Counting a real text would be wrong: emoji and links count differently on each network, and only what we add is
	// measured.
	const sample = "words"
	alone, limit := post.CountText(f.Network, sample, "")
	whole, _ := post.CountText(f.Network, post.Compose(sample, f.disclosure), f.link)
	return limit - (whole - alone)
}
