// Reasons: the words that tell a person why an asset was picked, true of what moved its score.

package match

import (
	"strconv"
	"time"
	"unicode/utf8"

	"vouch/store"
	"vouch/store/text"
)

// reasonMax keeps a reason on one line of a phone in most cases. In characters; it is a
// choice for reading and no limit of Slack's.
const reasonMax = 90

const (
	//
	reasonExplore = "to try something different"
	reasonBeyond  = "a look beyond your own topics"
)

const (
	today    = 24 * time.Hour
	thisWeek = 7 * today
	// A weekend long.
	soonOver = 3 * today // from when on the nearing end of a job or event is worth saying
)

// reason says why c was chosen. What the person chose or did comes first, then who they are, then what others did; one
// more fact is added where it fits. It must be called before take, while the scratch is still that of the slot. It
// never names other people, and no number of the score.
func (s *scratch) reason(c choice) string {
	at := c.at
	it := &s.lib.items[at]
	switch {
	// Nothing about the person led here, and saying otherwise would be untrue.
	case c.explored:
		return reasonExplore
	case !s.rule.scored():
		return s.reasonPlain(it, at)
	case c.wide:
		return s.reasonWide(it, at)
	}
	lead, adjective := s.lead(it, c)
	if lead == "" {
		if lead = s.extra(it, at); lead != "" {
			return text.Cut(lead, reasonMax)
		}
		return s.reasonPlain(it, at)
	}
	if more := s.extra(it, at); more != "" {
		if both := lead + ", and " + more; utf8.RuneCountInString(both) <= reasonMax {
			return both
		}
	}
	if news := s.lib.news(it); news != "" {
		link := ", and it is "
		if adjective {
			link = ", and "
		}
		if both := lead + link + news; utf8.RuneCountInString(both) <= reasonMax {
			return both
		}
	}
	return text.Cut(lead, reasonMax)
}

// lead is what ties the item to this person, "" when nothing in particular does.
// adjective tells that it reads like "for engineering", to which an adjective can
// be joined without a verb. Of several topics the first two by name are told.
func (s *scratch) lead(it *item, c choice) (words string, adjective bool) {
	var followed, personal []string
	for _, topic := range it.topics {
		state, label := &s.topics[topic], s.lib.labels[topic]
		if state.followed {
			followed = append(followed, label)
		} else if state.persona {
			personal = append(personal, label)
		}
	}
	switch liked := s.liked(it, c); {
	case len(followed) > 1:
		return "because you follow " + followed[0] + " and " + followed[1], false
	case len(followed) == 1:
		return "because you follow " + followed[0], false
	case liked != "":
		return "because " + liked, false
	}
	for _, p := range s.personas {
		if p.named.has(c.at) {
			return "for " + p.spoken(), true
		}
	}
	if reached := s.reached(it); reached != "" {
		return reached, true
	}
	if len(personal) > 0 {
		for _, p := range s.personas {
			if p.spoken() == personal[0] {
				return "on " + personal[0], true
			}
			if p.sharedTopics(it) > 0 {
				return "on " + personal[0] + ", a topic in " + p.spoken(), true
			}
		}
	}
	return "", false
}

// reached says which of those an item is for mostly follow the person, or their colleagues where the person did not
// say; "" for none.
func (s *scratch) reached(it *item) string {
	if s.audienceFit(it) < 1 {
		return ""
	}
	for i, audience := range store.Audiences {
		bit, name := uint8(1)<<i, "for the "+inSentence(audience.Label())
		if s.mostly&it.audiences&bit == 0 {
			continue
		}
		for _, p := range s.personas {
			if s.assumed && p.mostly&bit != 0 {
				return name + " whom people in " + p.spoken() + " reach"
			}
		}
		return name + " who follow you"
	}
	return ""
}

// liked names the topic, else the kind, whose earlier answers raised the item most; "" where none did. With a drawn
// taste both must hold: the person answered well to it, and the draw that decided left it above the middle. Otherwise
// something else moved the score.
func (s *scratch) liked(it *item, c choice) string {
	if !s.rule.taste {
		return ""
	}
	drawn := func(mean float64, d *draws) float64 {
		if c.drawn < 0 {
			return mean
		}
		return mean + float64(d[c.drawn])
	}
	// 0.5 is neutral: nothing known, or as much for as against.
	best, most := "", 0.5
	for _, topic := range it.topics {
		if state := &s.topics[topic]; state.taste >= likedMean {
			if value := drawn(state.taste, s.drawsOf(topic)); value > most {
				best, most = s.lib.labels[topic], value
			}
		}
	}
	if best != "" {
		return best + " caught your eye before" // a tense that fits one and many: topics are both
	}
	// Kind 0 is one that this release does not know, and has no word.
	if it.kind > 0 && s.kinds[it.kind] >= likedMean && drawn(s.kinds[it.kind], &s.kindDraws[it.kind]) > 0.5 {
		return kindWords[it.asset.Kind] + " caught your eye before"
	}
	return ""
}

// crowd is from how many people on colleagues are counted in a reason: fewer could be told apart.
const crowd = 3

// sharers says how many people of the person's personas, or of everybody, posted the item in the last seven days, when
// that raised its score; "" otherwise.
func (s *scratch) sharers(it *item, at int) string {
	if it.reach+weightEvidence*float64(s.appealTo(at).mean) <= 0 {
		return ""
	}
	for _, p := range s.personas {
		if n := it.deeds.Sharers[p.id]; n >= crowd {
			return strconv.Itoa(n) + " people in " + p.spoken() + " shared it this week"
		}
	}
	if n := it.deeds.Sharers[""]; n >= crowd {
		return strconv.Itoa(n) + " people shared it this week"
	}
	return ""
}

// extra is what others did for the item: leaders, colleagues, curators, the closing date of a
// job or event. "" when there is nothing; people are counted and never named.
func (s *scratch) extra(it *item, at int) string {
	if it.deeds.Leaders == 1 {
		return "a leader shared it"
	}
	if it.deeds.Leaders > 1 {
		return numberWord(it.deeds.Leaders) + " leaders shared it"
	}
	if words := s.sharers(it, at); words != "" {
		return words
	}
	if it.asset.Kind == store.Job || it.asset.Kind == store.Event {
		end := endOf(it.asset)
		if left := end.Sub(s.lib.hour); !end.IsZero() && left < soonOver {
			if it.asset.Event != nil {
				return beginsWords(left)
			}
			if left < today {
				return "it ends within a day"
			}
			// Begun days count whole: 25 hours are two days.
			return "only " + numberWord(int(left/today)+1) + " days are left"
		}
	}
	if it.asset.Featured {
		return "the curators featured it"
	}
	return ""
}

// beginsWords says how soon an event begins.
func beginsWords(left time.Duration) string {
	if left < today {
		return "it begins within a day"
	}
	return "it begins within " + numberWord(int(left/today)+1) + " days"
}

// news says how new the item is, "" when it is not. By time and not by calendar day,
// which differs between the people one library serves.
func (lib *Library) news(it *item) string {
	switch age := lib.hour.Sub(newSince(it.asset)); {
	case age < today:
		return "new today"
	case age < thisWeek:
		return "new this week"
	}
	return ""
}

// reasonPlain serves when nothing ties the item to the person: it is for everyone,
// or nothing is known about the person yet.
func (s *scratch) reasonPlain(it *item, at int) string {
	words := "from the whole library"
	if s.lib.everyone.has(at) {
		words = "for everyone"
	}
	if news := s.lib.news(it); news != "" {
		return words + ", and " + news
	}
	if it.asset.Campaign != "" {
		return text.Cut(words+", part of "+it.asset.Campaign, reasonMax)
	}
	return words
}

// reasonWide is for items from beyond the person's own part of the library.
// It says openly that the item is from outside, so that a miss is no surprise.
func (s *scratch) reasonWide(it *item, at int) string {
	// It fits the person but not the networks they chose.
	if networks := it.asset.Networks; len(networks) > 0 && s.fit(at) > 0 {
		return "made for " + networks[0].Label()
	}
	var nearest *personaList
	for _, id := range it.asset.Personas {
		if p := s.lib.personas[id]; p != nil && (nearest == nil || p.order < nearest.order ||
			(p.order == nearest.order && p.id < nearest.id)) {
			nearest = p
		}
	}
	if nearest == nil {
		return reasonBeyond
	}
	return text.Cut(reasonBeyond+", at "+nearest.spoken(), reasonMax)
}

// spoken is the persona's name inside a sentence.
func (p *personaList) spoken() string {
	if p.name == "" {
		return string(p.id)
	}
	return inSentence(p.name)
}
