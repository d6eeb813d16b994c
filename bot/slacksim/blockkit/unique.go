// Block Kit rules over a whole list of blocks: ids that must differ, one focus, what only some places allow.

package blockkit

import (
	"fmt"
	"strconv"
)

// relateBlocks checks what the blocks of one list share. prefix is the pointer of the object that holds the list.
func (c *checker) relateBlocks(blocks []any, prefix string) {
	scope := &blockScope{checker: c, ids: map[string]bool{}}
	scope.blocks(blocks, prefix+"/blocks")
}

// blockScope remembers what may occur once in a message or view.
type blockScope struct {
	*checker
	// ids are the block_ids seen so far; focused tells whether an element already asked for the focus.
	ids     map[string]bool
	focused bool
}

// blocks visits a list, and the blocks that containers, carousels and plans hold: their ids share one scope.
func (s *blockScope) blocks(list []any, pointer string) {
	for i, item := range list {
		block, ok := item.(map[string]any)
		if !ok {
			continue
		}
		at := pointer + "/" + strconv.Itoa(i)
		s.blockID(block, at)
		s.actionIDs(block, at)
		s.taskStatus(block, at)
		switch block["type"] {
		case "container":
			s.inner(block["child_blocks"], at+"/child_blocks")
		case "carousel":
			s.inner(block["elements"], at+"/elements")
		}
	}
}

// inner visits blocks inside a block; a value that is no list was already refused.
func (s *blockScope) inner(value any, pointer string) {
	if list, ok := value.([]any); ok {
		s.blocks(list, pointer)
	}
}

// blockID: https://docs.slack.dev/reference/block-kit/blocks, "unique for each message and each iteration of a
// message". Two blocks of one id would make the state of a form ambiguous. Slack's wording is taken from the one for
// action_id.
func (s *blockScope) blockID(block map[string]any, pointer string) {
	id, ok := block["block_id"].(string)
	if !ok || id == "" {
		return
	}
	if s.ids[id] {
		s.fail(fmt.Sprintf("`block_id` %q already exists", id), pointer+"/block_id")
	}
	s.ids[id] = true
}

// actionIDs compares the elements of one block; the same action_id in two blocks is accepted.
// docs.slack.dev/reference/block-kit/block-elements asks for ids unique within their block; Slack refuses repetition
// there with a sentence of its own, which was seen on a live workspace.
func (s *blockScope) actionIDs(block map[string]any, pointer string) {
	seen := map[string]bool{}
	for _, place := range Elements(block) {
		id, ok := place.Element["action_id"].(string)
		if ok && seen[id] {
			s.fail(fmt.Sprintf("`action_id` %q already exists", id), pointer+place.pointer+"/action_id")
		}
		if ok {
			seen[id] = true
		}
		s.focus(place.Element, pointer+place.pointer)
		s.responseURL(block, place.Element, pointer+place.pointer)
	}
}

// focus: https://docs.slack.dev/reference/block-kit/block-elements, "only one element can be set to true". Slack's
// wording was never seen.
func (s *blockScope) focus(element map[string]any, pointer string) {
	if element["focus_on_load"] != true {
		return
	}
	if s.focused {
		s.fail("`focus_on_load` can only be set on one element", pointer+"/focus_on_load")
	}
	s.focused = true
}

// responseURL: only a menu in an input block of a modal may ask for a response URL.
// docs.slack.dev/reference/block-kit/block-elements/select-menu-element, "response_url_enabled": elsewhere there is no
// submission that could carry the URL.
func (s *blockScope) responseURL(block, element map[string]any, pointer string) {
	inModalInput := s.surface == SurfaceModal && block["type"] == "input"
	if element["response_url_enabled"] == true && !inModalInput {
		s.broken(pointer, "invalid additional property: response_url_enabled")
	}
}

// taskStatus: a task waits only as part of a plan.
func (s *blockScope) taskStatus(block map[string]any, pointer string) {
	if block["type"] == "task_card" && block["status"] == "pending" {
		s.broken(pointer+"/status", "must be a valid enum value")
	}
}

// Place is an element of a block and where it stands below the block.
type Place struct {
	Element map[string]any
	pointer string
}

// Elements lists the elements of a block that can carry an action_id, in reading order. Those of blocks inside it are
// not among them.
func Elements(block map[string]any) []Place {
	var places []Place
	add := func(value any, pointer string) {
		if element, ok := value.(map[string]any); ok {
			places = append(places, Place{element, pointer})
		}
	}
	add(block["element"], "/element")
	add(block["accessory"], "/accessory")
	for _, key := range []string{"elements", "actions"} {
		list, _ := block[key].([]any)
		for i, item := range list {
			add(item, "/"+key+"/"+strconv.Itoa(i))
		}
	}
	rows, _ := block["rows"].([]any)
	for i, row := range rows {
		cells, _ := row.([]any)
		for j, item := range cells {
			cell, _ := item.(map[string]any)
			add(cell["element"], fmt.Sprintf("/rows/%d/%d/element", i, j))
		}
	}
	return places
}
