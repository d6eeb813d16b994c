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
// between several.
//
// Action ids count before words, because an app may use one button's words as another's id. The error lists what is
// there as block/action "words", which is most of what a failing test needs to say.
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

// sheet is something with fields: a view, or a message as one person sees it.
type sheet struct {
	blocks []map[string]any
	values fieldValues
	// scope finds the options that external menus of the sheet were offered.
	scope string
	// inputsOnly leaves out elements that act at once when they are used, as all do in messages except inputs.
	inputsOnly bool
}

// put stores one field's value and returns where it stands.
func (w *Workspace) put(s sheet, blockID, what string, choice any) (place, error) {
	p, err := locate(s.blocks, blockID, what, nil)
	if err != nil {
		return place{}, err
	}
	if s.inputsOnly && !p.input {
		return place{}, fmt.Errorf("%s is pressed, not filled in", p.actionID)
	}
	value, err := w.encodeChoice(p, choice, w.offered[s.scope+"/"+p.blockID+"/"+p.actionID])
	if err != nil {
		return place{}, fmt.Errorf("%s: %w", p.actionID, err)
	}
	if s.values[p.blockID] == nil {
		s.values[p.blockID] = map[string]map[string]any{}
	}
	s.values[p.blockID][p.actionID] = value
	return p, nil
}

// putAll stores several fields, in the order of their keys, so that the same mistake is reported every time. The values
// of the sheet must be a copy, because those before a mistake are stored already.
func (w *Workspace) putAll(s sheet, fields Values) ([]place, error) {
	var places []place
	for _, what := range slices.Sorted(maps.Keys(fields)) {
		block, inner := "", map[string]any{what: fields[what]}
		if byAction, ok := fields[what].(map[string]any); ok && hasBlock(s.blocks, what) {
			block, inner = what, byAction
		}
		for _, actionID := range slices.Sorted(maps.Keys(inner)) {
			p, err := w.put(s, block, actionID, inner[actionID])
			if err != nil {
				return nil, err
			}
			places = append(places, p)
		}
	}
	return places, nil
}

// fill stores one field's value in a view.
func (w *Workspace) fill(v *view, blockID, what string, choice any) error {
	p, err := w.put(sheet{blocks: v.blocks(), values: v.values, scope: v.id}, blockID, what, choice)
	if err == nil {
		delete(v.errors, p.blockID)
	}
	return err
}

// fillAll stores several fields of a view: all of them or none. The errors at the changed fields go away, because they
// were about the former values.
func (w *Workspace) fillAll(v *view, fields Values) error {
	values := cloneValues(v.values)
	places, err := w.putAll(sheet{blocks: v.blocks(), values: values, scope: v.id}, fields)
	if err != nil {
		return err
	}
	v.values = values
	for _, p := range places {
		delete(v.errors, p.blockID)
	}
	return nil
}

// fillMessage stores what a person typed into the input blocks of a message. Without dispatch_action nothing is sent:
// the app finds it in state.values when the person presses something in the same message
// (reference/interaction-payloads/block_actions-payload).
func (w *Workspace) fillMessage(userID string, m *Message, fields Values) error {
	scope := scopeOf(userID, m.Channel, m.TS)
	values := cloneValues(w.typed[scope])
	if _, err := w.putAll(sheet{blocks: m.everyBlock(), values: values, scope: scope, inputsOnly: true}, fields); err != nil {
		return err
	}
	w.typed[scope] = values
	return nil
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
// page and may differ; that the app hears nothing is what counts.
//
// Only input blocks have such rules; what stands in sections and actions is sent as it is. Required means that optional
// was not set, which is what Slack assumes (reference/block-kit/blocks/input-block).
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

// textComplaint holds a text to its field's own rules, "" when it is fine.
//
// Lengths count characters. An e-mail address is a bare one with a dot in its domain, a URL one with http or https and
// a host (reference/block-kit/block-elements/email-input-element, url-input-element).
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
