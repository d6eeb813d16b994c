// Forms as Slack's own client treats them: finding a field, typing into it, and refusing a submission that breaks the
// field's rules before the app hears of it.

package slacksim

import (
	"fmt"
	"maps"
	"math/big"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// locate finds the element a caller means: by action id, or by the words on it. A block id or a button's value decides
// between several. Action ids count before words, because an app may use one button's words as another's id. The error
// lists what is there as block/action "words", which is most of what a failing test needs to say.
func locate(blocks []map[string]any, blockID, what string, choice any) (place, error) {
	var known []string
	var byID, byWords []place
	for p := range elements(blocks) {
		known = append(known, fmt.Sprintf("%s/%s %q", p.blockID, p.actionID, p.label()))
		if blockID != "" && p.blockID != blockID {
			continue
		}
		if p.actionID == what {
			byID = append(byID, p)
		} else if p.label() == what || p.blockID == what {
			byWords = append(byWords, p)
		}
	}
	found := byID
	if len(found) == 0 {
		found = byWords
	}
	if wanted, ok := choice.(string); ok && len(found) > 1 {
		same := slices.DeleteFunc(slices.Clone(found), func(p place) bool { return p.element["value"] != wanted })
		if len(same) > 0 {
			found = same
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return place{}, fmt.Errorf("no element %q here; there are: %s", what, strings.Join(known, "; "))
	}
	return place{}, fmt.Errorf("%d elements match %q, name the block: %s", len(found), what, strings.Join(known, "; "))
}

// menuWith finds the overflow menu that offers these words.
func menuWith(blocks []map[string]any, e Element) (place, bool) {
	for p := range elements(blocks) {
		if p.kind() != "overflow" || e.Choice != nil || (e.BlockID != "" && p.blockID != e.BlockID) {
			continue
		}
		if slices.ContainsFunc(optionsOf(p.element), func(o map[string]any) bool { return plainText(o["text"]) == e.What }) {
			return p, true
		}
	}
	return place{}, false
}

// surface is what a person acts on: one of their views, or a message as they see it. It is found and used under the
// lock, without letting it go in between.
type surface struct {
	userID string
	// view is nil for a message, which stands in a conversation.
	view    *view
	in      *conversation
	message *Message
}

// blocks are those a person sees there.
func (s surface) blocks() []map[string]any {
	if s.view != nil {
		return s.view.blocks()
	}
	return s.message.everyBlock()
}

// key finds what one person chose there and was offered there.
func (s surface) key() string {
	if s.view != nil {
		return s.view.id
	}
	return s.userID + "|" + s.message.Channel + "|" + s.message.TS
}

// where says on what a person acts: on a message by channel and timestamp, else on a view by id, "home", or "" for the
// modal on top.
type where struct{ channel, ts, view string }

// surface finds what a person acts on, under the lock.
func (p *Person) surface(at where) (surface, error) {
	u, err := p.user()
	if err != nil {
		return surface{}, err
	}
	if at.channel != "" {
		c, m, err := p.w.visibleMessage(u.ID, at.channel, at.ts)
		return surface{userID: u.ID, in: c, message: m}, err
	}
	v := p.w.views[at.view]
	switch at.view {
	case "":
		v = p.w.top(u.ID)
	case "home":
		v = p.w.homes[u.ID]
	}
	if v == nil || v.userID != u.ID {
		return surface{}, fmt.Errorf("%s has no open view %q", u.Name, at.view)
	}
	return surface{userID: u.ID, view: v}, nil
}

// fill stores what a person types: all fields or none. A key of fields may be a block id, whose value is then a map by
// action id. Nothing is sent: what stands in a message is sent along when something in it is pressed
// (reference/interaction-payloads/block_actions-payload, "state").
func (w *Workspace) fill(s surface, fields Values) error {
	type entry struct {
		at    place
		value map[string]any
	}
	var entries []entry
	// In the order of their keys, so that the same mistake is reported every time.
	for _, what := range slices.Sorted(maps.Keys(fields)) {
		block, inner := "", map[string]any{what: fields[what]}
		if byAction, ok := fields[what].(map[string]any); ok && hasBlock(s.blocks(), what) {
			block, inner = what, byAction
		}
		for _, actionID := range slices.Sorted(maps.Keys(inner)) {
			at, err := locate(s.blocks(), block, actionID, nil)
			if err != nil {
				return err
			}
			if s.view == nil && !at.input {
				return fmt.Errorf("%s is pressed, not filled in", at.actionID)
			}
			value, err := w.encodeChoice(at, inner[actionID], w.offered[s.key()+"/"+at.blockID+"/"+at.actionID])
			if err != nil {
				return fmt.Errorf("%s: %w", at.actionID, err)
			}
			entries = append(entries, entry{at, value})
		}
	}
	for _, e := range entries {
		w.keep(s, e.at, e.value)
	}
	return nil
}

// keep stores the value of one element. An error at its field goes away, because it was about the former value.
func (w *Workspace) keep(s surface, at place, value map[string]any) {
	values := w.typed[s.key()]
	if s.view != nil {
		values = s.view.values
		delete(s.view.errors, at.blockID)
	} else if values == nil {
		values = fieldValues{}
		w.typed[s.key()] = values
	}
	values.set(at, value)
}

// hasBlock tells whether a key of Values is a block id, so that a map below it is one by action id.
func hasBlock(blocks []map[string]any, blockID string) bool {
	for p := range elements(blocks) {
		if p.blockID == blockID {
			return true
		}
	}
	return false
}

// clientErrors are the messages Slack's client shows without asking the app, by block id. Their words are not on any
// page and may differ; that the app hears nothing is what counts. Only input blocks have such rules; what stands in
// sections and actions is sent as it is. Required means that optional was not set, which is what Slack assumes
// (reference/block-kit/blocks/input-block).
func clientErrors(v *view) map[string]string {
	errors := map[string]string{}
	for p := range elements(v.blocks()) {
		if !p.input {
			continue
		}
		value := v.values[p.blockID][p.actionID]
		content := value[valueKeys[p.kind()]]
		many, isList := content.([]any)
		empty := content == nil || content == "" || (isList && len(many) == 0)
		optional, _ := p.block["optional"].(bool)
		switch {
		case empty && !optional:
			errors[p.blockID] = "Please complete this required field."
		case !empty:
			if words, ok := content.(string); ok {
				if complaint := textComplaint(p, words); complaint != "" {
					errors[p.blockID] = complaint
				}
			}
		}
	}
	return errors
}

// textComplaint holds a text to its field's own rules, "" when it is fine. Lengths count characters. An e-mail address
// is a bare one with a dot in its domain, a URL one with http or https and a host
// (reference/block-kit/block-elements/email-input-element, url-input-element).
func textComplaint(p place, words string) string {
	length := utf8.RuneCountInString(words)
	if least, ok := p.element["min_length"].(float64); ok && length < int(least) {
		return fmt.Sprintf("This field must be at least %d characters long.", int(least))
	}
	most := 3000
	if limit, ok := p.element["max_length"].(float64); ok {
		most = int(limit)
	}
	if p.kind() == "plain_text_input" && length > most {
		return fmt.Sprintf("This field must be at most %d characters long.", most)
	}
	switch p.kind() {
	case "email_text_input":
		address, err := mail.ParseAddress(words)
		if err != nil || address.Address != words || !strings.Contains(words[strings.LastIndex(words, "@"):], ".") {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		address, err := url.Parse(words)
		if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
			return "Please enter a valid URL."
		}
	case "number_input":
		return numberComplaint(p, words)
	}
	return ""
}

// numberComplaint holds a number to its field's rules. Numbers are text and may have any length, so they are compared
// exactly and never as floats.
func numberComplaint(p place, words string) string {
	value, ok := new(big.Rat).SetString(words)
	if !ok || strings.ContainsAny(words, "/eExXbBoO_") {
		return "Please enter a valid number."
	}
	if decimals, _ := p.element["is_decimal_allowed"].(bool); !decimals && !value.IsInt() {
		return "Please enter a whole number."
	}
	for key, sign := range map[string]int{"min_value": -1, "max_value": 1} {
		limit, given := p.element[key].(string)
		if !given {
			continue
		}
		if bound, ok := new(big.Rat).SetString(limit); ok && value.Cmp(bound) == sign {
			return fmt.Sprintf("Please enter a number within the limit of %s.", limit)
		}
	}
	return ""
}
