// Block Kit rules between fields, between blocks, and between blocks and their view.

package blockkit

import (
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"slices"
)

// hasField tells whether a property was sent, whatever its value.
func hasField(object map[string]any, key string) bool {
	_, present := object[key]
	return present
}

// objectsIn gives the objects of a list; anything else in it was already refused by the list's rule.
func objectsIn(value any) []map[string]any {
	items, _ := value.([]any)
	var found []map[string]any
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			found = append(found, object)
		}
	}
	return found
}

// textOrFields: docs.slack.dev/reference/block-kit/blocks/section-block. Slack points at the type, not at the block.
func textOrFields(c *checker, section map[string]any, pointer string) {
	if !hasField(section, "text") && !hasField(section, "fields") {
		c.broken(pointer+"/type", "must define either `text` or `fields`")
	}
}

// inputElement: https://docs.slack.dev/reference/block-kit/blocks/input-block; a file input cannot dispatch.
func inputElement(c *checker, input map[string]any, pointer string) {
	element, _ := input["element"].(map[string]any)
	if element["type"] == "file_input" && input["dispatch_action"] == true {
		c.broken(pointer+"/dispatch_action", "must be a valid enum value")
	}
}

// containerTitle: docs.slack.dev/reference/block-kit/blocks/container-block; what starts closed must be able to open.
func containerTitle(c *checker, container map[string]any, pointer string) {
	if container["default_collapsed"] == true && container["is_collapsible"] != true {
		c.broken(pointer+"/default_collapsed", "must be a valid enum value")
	}
}

// initialAmongOptions compares whole options, as Slack does: the same value under another text is not the same option.
func initialAmongOptions(c *checker, menu map[string]any, pointer string) {
	options, _ := menu["options"].([]any)
	for _, group := range objectsIn(menu["option_groups"]) {
		inGroup, _ := group["options"].([]any)
		options = append(slices.Clip(options), inGroup...)
	}
	isOffered := func(choice any) bool {
		return slices.ContainsFunc(options, func(option any) bool { return reflect.DeepEqual(option, choice) })
	}
	if choice, present := menu["initial_option"]; present && !isOffered(choice) {
		c.broken(pointer+"/initial_option", "must be a valid enum value")
	}
	choices, _ := menu["initial_options"].([]any)
	for i, choice := range choices {
		if !isOffered(choice) {
			c.broken(fmt.Sprintf("%s/initial_options/%d", pointer, i), "must be a valid enum value")
		}
	}
}

// lengthBounds: docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element. A first value that the
// person could not have typed would make the form impossible to submit.
func lengthBounds(c *checker, input map[string]any, pointer string) {
	most, bounded := input["max_length"].(float64)
	text, _ := input["initial_value"].(string)
	if bounded && float64(countCharacters(text)) > most {
		c.broken(pointer+"/initial_value", "must be less than %.0f characters", most+1)
	}
}

// plainDecimal is the shape that the field's own rule asks for; a value that breaks it was already reported.
var plainDecimal = regexp.MustCompile(numberText)

// numberBounds compares the bounds of a number input, which travel as text, and checks that they suit
// is_decimal_allowed.
func numberBounds(c *checker, input map[string]any, pointer string) {
	value := func(key string) *big.Rat {
		text, _ := input[key].(string)
		// Only short plain decimals are compared: the exponents that SetString also reads would fill the memory.
		if len(text) > 100 || !plainDecimal.MatchString(text) {
			return nil
		}
		number, ok := new(big.Rat).SetString(text)
		if !ok {
			return nil
		}
		if input["is_decimal_allowed"] == false && !number.IsInt() {
			c.broken(pointer+"/"+key, "must provide an integer")
		}
		return number
	}
	initial, least, most := value("initial_value"), value("min_value"), value("max_value")
	switch {
	case least != nil && most != nil && least.Cmp(most) > 0:
		c.broken(pointer+"/min_value", "must be less than %s", input["max_value"])
	case initial != nil && least != nil && initial.Cmp(least) < 0:
		c.broken(pointer+"/initial_value", "must be greater than %s", input["min_value"])
	case initial != nil && most != nil && initial.Cmp(most) > 0:
		c.broken(pointer+"/initial_value", "must be less than %s", input["max_value"])
	}
}

// inputsNeedSubmit: https://docs.slack.dev/reference/views; a modal with an input block must have a submit button.
func (c *checker) inputsNeedSubmit(view map[string]any, blocks []any) {
	if c.surface != SurfaceModal || hasField(view, "submit") {
		return
	}
	for i, block := range blocks {
		if object, ok := block.(map[string]any); ok && object["type"] == "input" {
			c.fail("must define `submit` to use an `input` block in modals", fmt.Sprintf("/view/blocks/%d/input", i))
		}
	}
}
