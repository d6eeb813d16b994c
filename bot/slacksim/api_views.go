// views.open, views.push, views.update and views.publish (reference/methods/views.open and its neighbours).

package slacksim

import (
	"encoding/json"

	"vouch/bot/slacksim/blockkit"
)

// bodyOf reads and checks the view of a call. Problems carry pointers below /view, with "failed to match all allowed
// schemas [json-pointer:/view]" first when a value breaks its table. In forms the view is JSON in a string; in JSON
// bodies Slack takes both.
func (w *Workspace) bodyOf(c *call, kind string) (map[string]any, error) {
	raw := c.object("view")
	if !json.Valid(raw) {
		return nil, badArgument("must provide an object [json-pointer:/view]")
	}
	body, problems := w.checkView(raw)
	if len(problems) > 0 {
		return nil, w.rejected(problems, false)
	}
	if scope := w.lacking(body); scope != "" {
		return nil, w.missingScope(scope)
	}
	if got, _ := body["type"].(string); got != kind {
		return nil, badArgument("must be a valid enum value [json-pointer:/view/type]")
	}
	return body, nil
}

// checkView checks a view as Slack does, its pictures too.
func (w *Workspace) checkView(raw json.RawMessage) (map[string]any, []blockkit.Problem) {
	body, problems := blockkit.CheckView(raw)
	if len(problems) > 0 {
		return nil, problems
	}
	return body, w.unshowable(body["blocks"], "invalid_arguments", "/view/blocks")
}

// freeExternalID refuses an external id that another live view holds. An id is free again as soon as the view that
// holds it was closed (surfaces/modals, "external_id").
func (w *Workspace) freeExternalID(body map[string]any, own *view) error {
	externalID, _ := body["external_id"].(string)
	if other := w.byExternalID(externalID); other != nil && other != own {
		return apiError("duplicate_external_id")
	}
	return nil
}

// viewsOpen opens a modal for the person whose trigger it is (reference/methods/views.open). Errors: invalid_arguments
// with messages for a broken view, invalid_trigger_id, exchanged_trigger_id, expired_trigger_id, duplicate_external_id,
// view_too_large. A modal that is open already is replaced; no page tells what Slack does.
func viewsOpen(w *Workspace, c *call) (answer, error) {
	t, v, err := w.triggered(c)
	if err != nil {
		return nil, err
	}
	v.startIn(t.channel)
	w.openModal(v)
	return answer{"view": w.viewObject(v, false)}, nil
}

// triggered checks view and trigger of views.open and views.push. A broken view does not use the trigger up. The view
// is checked before the trigger is used, so an app may try again with the same trigger after a mistake, while its three
// seconds last. No page tells Slack's order; the other one would only hide the mistake behind another error.
func (w *Workspace) triggered(c *call) (*trigger, *view, error) {
	if !c.has("trigger_id") {
		return nil, nil, badArgument("missing required field: trigger_id")
	}
	body, err := w.bodyOf(c, "modal")
	if err != nil {
		return nil, nil, err
	}
	if err := w.freeExternalID(body, nil); err != nil {
		return nil, nil, err
	}
	t, err := w.exchange(c.text("trigger_id"))
	if err != nil {
		return nil, nil, err
	}
	return t, w.newView(t.userID, body), nil
}

// viewsPush needs a trigger from an interaction inside the modal it pushes onto. A trigger from elsewhere, or from a
// modal that is closed by now, is not_found; a stack of three is push_limit_reached. The new view's root_view_id is
// that of the stack, and previous_view_id the view below (surfaces/modals, "Adding a new view").
func viewsPush(w *Workspace, c *call) (answer, error) {
	t, v, err := w.triggered(c)
	if err != nil {
		return nil, err
	}
	if t.viewID == "" || w.views[t.viewID] == nil || len(w.modals[t.userID]) == 0 {
		return nil, apiError("not_found")
	}
	if w.views[t.viewID].kind != "modal" {
		return nil, badArgument("must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]")
	}
	if err := w.pushModal(v); err != nil {
		return nil, err
	}
	return answer{"view": w.viewObject(v, false)}, nil
}

// viewsUpdate replaces any live view of the app, hidden ones too. It needs no trigger, and exactly one of view_id and
// external_id. With hash it fails with hash_conflict when the view has changed since; without it the last call wins. A
// view the person has closed meanwhile is not_found.
func viewsUpdate(w *Workspace, c *call) (answer, error) {
	if c.has("view_id") == c.has("external_id") {
		return nil, badArgument("exactly one of view_id and external_id must be given")
	}
	v := w.views[c.text("view_id")]
	if c.has("external_id") {
		v = w.byExternalID(c.text("external_id"))
	}
	if v == nil {
		return nil, apiError("not_found")
	}
	body, err := w.bodyOf(c, v.kind)
	if err != nil {
		return nil, err
	}
	if c.has("hash") && c.text("hash") != v.hash {
		return nil, apiError("hash_conflict")
	}
	if err := w.freeExternalID(body, v); err != nil {
		return nil, err
	}
	w.replace(v, body)
	return answer{"view": w.viewObject(v, false)}, nil
}

// viewsPublish sets a person's App Home. It works before they ever opened it, needs no trigger, and replaces what was
// there. Without a Home tab in the manifest it is not_enabled; for strangers and unknown people invalid_arguments.
func viewsPublish(w *Workspace, c *call) (answer, error) {
	if !w.manifest.Features.AppHome.HomeTabEnabled {
		return nil, apiError("not_enabled")
	}
	u := w.users[c.text("user_id")]
	if u == nil || u.IsBot || u.ID == "USLACKBOT" || u.IsStranger {
		return nil, badArgument("invalid `user_id`")
	}
	body, err := w.bodyOf(c, "home")
	if err != nil {
		return nil, err
	}
	v := w.homes[u.ID]
	if c.has("hash") && (v == nil || c.text("hash") != v.hash) {
		return nil, apiError("hash_conflict")
	}
	if err := w.freeExternalID(body, v); err != nil {
		return nil, err
	}
	if v == nil {
		v = w.newView(u.ID, body)
		w.homes[u.ID], w.views[v.id] = v, v
		w.showView(v)
	} else {
		w.replace(v, body)
	}
	return answer{"view": w.viewObject(v, false)}, nil
}
