// Views: modals with their stack and App Home, what people typed into them, and how updates keep it (surfaces/modals).

package slacksim

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// maxStack is how many views a modal holds: the root and two on top.
const maxStack = 3

// fieldValues are form values as Slack encodes them: block id, then action id, then the element's value object.
type fieldValues map[string]map[string]map[string]any

// set stores the value of one element.
func (v fieldValues) set(at place, value map[string]any) {
	if v[at.blockID] == nil {
		v[at.blockID] = map[string]map[string]any{}
	}
	v[at.blockID][at.actionID] = value
}

// view is an open modal view or a person's App Home. A modal is a stack of views. Each has an id, a hash that changes
// with every update, the id of the root view and of the view below. What a person typed lives in values until the view
// goes; it never goes back into body.
type view struct {
	// kind is modal or home.
	id, userID, kind, hash string
	rootID, previousID     string
	// body is the normalised view as the app sent it.
	body map[string]any
	// values are what the person sees in the fields now.
	values fieldValues
	// errors are shown at the fields, by block id; trouble is the banner on top.
	errors  map[string]string
	trouble string
	// sending is true while a submission waits for its acknowledgement: the button is blocked.
	sending bool
}

// newView makes a view that is not shown yet.
func (w *Workspace) newView(userID string, body map[string]any) *view {
	v := &view{id: w.nextID("V"), userID: userID, body: body}
	v.kind, _ = body["type"].(string)
	v.rootID = v.id
	v.values = initialValues(v.blocks())
	v.rehash()
	return v
}

// rehash marks a change; the old hash no longer matches.
func (v *view) rehash() { v.hash = fmt.Sprintf("%d.%s", time.Now().Unix(), secret(8)) }

// blocks are the view's normalised blocks.
func (v *view) blocks() []map[string]any { return toBlocks(v.body["blocks"]) }

// text is a string property of the view, "" when it was not given.
func (v *view) text(key string) string {
	value, _ := v.body[key].(string)
	return value
}

// flag is a boolean property of the view, false when it was not given.
func (v *view) flag(key string) bool {
	value, _ := v.body[key].(bool)
	return value
}

// toBlocks reads a list of blocks from a decoded view or message.
func toBlocks(value any) []map[string]any {
	switch list := value.(type) {
	case []map[string]any:
		return list
	case []any:
		blocks := make([]map[string]any, 0, len(list))
		for _, item := range list {
			if block, ok := item.(map[string]any); ok {
				blocks = append(blocks, block)
			}
		}
		return blocks
	}
	return nil
}

// viewObject is a view as answers and payloads carry it (reference/views). Answers of the Web API carry no values,
// payloads of interactions do. The title "View Title" of home views is really what recordings show.
//
//	{"id":"V1","team_id":"T1","type":"modal","blocks":[...],"private_metadata":"","callback_id":"","state":{"values":{}},
//	 "hash":"1700000000.abcdef12","title":{...},"clear_on_close":false,"notify_on_close":false,"close":null,"submit":null,
//	 "previous_view_id":null,"root_view_id":"V1","app_id":"A1","external_id":"","app_installed_team_id":"T1","bot_id":"B1"}
func (w *Workspace) viewObject(v *view, withValues bool) map[string]any {
	values := any(map[string]any{})
	if withValues && len(v.values) > 0 {
		values = cloneValues(v.values)
	}
	object := map[string]any{
		"id": v.id, "team_id": w.team.id, "type": v.kind, "blocks": v.blocks(),
		"private_metadata": v.text("private_metadata"),
		"callback_id":      v.text("callback_id"), "state": map[string]any{"values": values}, "hash": v.hash,
		"title": v.body["title"], "clear_on_close": v.flag("clear_on_close"), "notify_on_close": v.flag("notify_on_close"),
		"close": v.body["close"], "submit": v.body["submit"], "previous_view_id": nil, "root_view_id": v.rootID,
		"app_id": w.app.id, "external_id": v.text("external_id"), "app_installed_team_id": w.team.id, "bot_id": w.app.botID,
	}
	if v.previousID != "" {
		object["previous_view_id"] = v.previousID
	}
	if v.kind == "home" {
		object["title"] = map[string]any{"type": "plain_text", "text": "View Title", "emoji": true}
	}
	return object
}

// cloneValues copies values two levels deep; value objects are replaced, never changed in place.
func cloneValues(values fieldValues) fieldValues {
	copied := fieldValues{}
	for block, actions := range values {
		copied[block] = maps.Clone(actions)
	}
	return copied
}

// startIn chooses the conversation where the modal was opened in menus with default_to_current_conversation; an initial
// conversation of their own goes first (reference/block-kit/block-elements/select-menu-element).
func (v *view) startIn(channel string) {
	for p := range elements(v.blocks()) {
		value := v.values[p.blockID][p.actionID]
		if p.element["default_to_current_conversation"] != true || p.element[initialKey(p.kind())] != nil || value == nil ||
			channel == "" {
			continue
		}
		value[valueKeys[p.kind()]] = channel
		if holdsMany(p.kind()) {
			value[valueKeys[p.kind()]] = []any{channel}
		}
	}
}

// replace gives a view a new body. Input survives where block id, action id and kind of element are unchanged; initial
// values of fields that were already shown are ignored. To reset a field an app must change its block id.
func (w *Workspace) replace(v *view, body map[string]any) {
	kept := v.values
	v.body = body
	v.values = initialValues(v.blocks())
	for place := range elements(v.blocks()) {
		old, had := kept[place.blockID][place.actionID]
		if !had || old["type"] != place.element["type"] {
			continue
		}
		v.values.set(place, old)
	}
	v.errors, v.trouble = nil, ""
	v.rehash()
	w.showView(v)
}

// showView tells the person's client about a view's new state.
func (w *Workspace) showView(v *view) {
	if v.kind == "home" {
		w.notify(v.userID, Update{Type: "home", Fields: map[string]any{"view": w.viewObject(v, true)}})
	} else {
		w.notify(v.userID, Update{Type: "modal", Fields: w.modalState(v.userID)})
	}
	w.wake()
}

// modalState is what a person sees of their modal: the stack, the view on top, its field errors and its banner.
func (w *Workspace) modalState(userID string) map[string]any {
	stack, top, complaints, trouble := []any{}, any(nil), map[string]string{}, ""
	for _, v := range w.modals[userID] {
		top, trouble, complaints = w.viewObject(v, true), v.trouble, v.errors
		stack = append(stack, top)
	}
	if complaints == nil {
		complaints = map[string]string{}
	}
	return map[string]any{"stack": stack, "top": top, "errors": complaints, "trouble": trouble}
}

// openModal replaces whatever modal a person has open by a new one. The former modal goes without view_closed: no
// person closed it. Clients hear of the new one alone: one that had read it already would otherwise close it and open
// it again under the person's hands.
func (w *Workspace) openModal(v *view) {
	w.forgetViews(w.modals[v.userID])
	w.views[v.id] = v
	w.modals[v.userID] = []*view{v}
	w.showView(v)
}

// pushModal puts a view on top of a person's stack; a fourth is push_limit_reached.
func (w *Workspace) pushModal(v *view) error {
	stack := w.modals[v.userID]
	if len(stack) >= maxStack {
		return apiError("push_limit_reached")
	}
	v.rootID, v.previousID = stack[0].id, stack[len(stack)-1].id
	w.views[v.id] = v
	w.modals[v.userID] = append(stack, v)
	w.showView(v)
	return nil
}

// discard takes all views of a person's modal away from an index on. Their ids are not_found from then on.
func (w *Workspace) discard(userID string, from int) {
	stack := w.modals[userID]
	w.forgetViews(stack[min(from, len(stack)):])
	if from == 0 {
		delete(w.modals, userID)
	} else {
		w.modals[userID] = slices.Clone(stack[:from])
	}
	w.notify(userID, Update{Type: "modal", Fields: w.modalState(userID)})
	w.wake()
}

func (w *Workspace) forgetViews(views []*view) {
	for _, v := range views {
		delete(w.views, v.id)
	}
}

// top is the view a person sees of their modal, nil without one.
func (w *Workspace) top(userID string) *view {
	stack := w.modals[userID]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// byExternalID finds a live view by the app's own handle.
func (w *Workspace) byExternalID(externalID string) *view {
	for _, v := range w.views {
		if externalID != "" && v.text("external_id") == externalID {
			return v
		}
	}
	return nil
}
