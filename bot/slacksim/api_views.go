// views.open, views.push, views.update and views.publish (reference/methods/views.open and its neighbours).

package slacksim

import (
	"encoding/json"

	"vouch/bot/slacksim/blockkit"
)

// bodyOf reads and checks the view of a call. Problems carry pointers below /view, with "failed to match all allowed
// schemas [json-pointer:/view]" first when a value breaks its table. In forms the view is JSON in a string; in JSON
// bodies Slack takes both.
func (w *Workspace) bodyOf(c *call, kind string) map[string]any {
	raw := c.object("view")
	refuseIf(!json.Valid(raw), badArgument("must provide an object [json-pointer:/view]"))
	body, problems := w.checkView(raw)
	refuse(w.rejected(problems, false))
	scope := w.lacking(body)
	refuseIf(scope != "", w.missingScope(scope))
	refuseIf(body["type"] != kind, badArgument("must be a valid enum value [json-pointer:/view/type]"))
	return body
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
func viewsOpen(w *Workspace, c *call) answer {
	t, v := w.triggered(c)
	v.startIn(t.channel)
	w.openModal(v)
	return answer{"view": w.viewObject(v, false)}
}

// triggered checks view and trigger of views.open and views.push. A broken view does not use the trigger up. The view
// is checked before the trigger is used, so an app may try again with the same trigger after a mistake, while its three
// seconds last. No page tells Slack's order; the other one would only hide the mistake behind another error.
func (w *Workspace) triggered(c *call) (*trigger, *view) {
	refuseIf(!c.has("trigger_id"), badArgument("missing required field: trigger_id"))
	body := w.bodyOf(c, "modal")
	refuse(w.freeExternalID(body, nil))
	t := w.exchange(c.text("trigger_id"))
	return t, w.newView(t.userID, body)
}

// viewsPush needs a trigger from an interaction inside the modal it pushes onto. A trigger from elsewhere, or from a
// modal that is closed by now, is not_found; a stack of three is push_limit_reached. The new view's root_view_id is
// that of the stack, and previous_view_id the view below (surfaces/modals, "Adding a new view").
func viewsPush(w *Workspace, c *call) answer {
	t, v := w.triggered(c)
	refuseIf(t.viewID == "" || w.views[t.viewID] == nil || len(w.modals[t.userID]) == 0, apiError("not_found"))
	refuseIf(w.views[t.viewID].kind != "modal",
		badArgument("must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]"))
	refuse(w.pushModal(v))
	return answer{"view": w.viewObject(v, false)}
}

// viewsUpdate replaces any live view of the app, hidden ones too. It needs no trigger, and exactly one of view_id and
// external_id. With hash it fails with hash_conflict when the view has changed since; without it the last call wins. A
// view the person has closed meanwhile is not_found.
func viewsUpdate(w *Workspace, c *call) answer {
	refuseIf(c.has("view_id") == c.has("external_id"), badArgument("exactly one of view_id and external_id must be given"))
	v := w.views[c.text("view_id")]
	if c.has("external_id") {
		v = w.byExternalID(c.text("external_id"))
	}
	refuseIf(v == nil, apiError("not_found"))
	body := w.bodyOf(c, v.kind)
	refuseIf(c.has("hash") && c.text("hash") != v.hash, apiError("hash_conflict"))
	refuse(w.freeExternalID(body, v))
	w.replace(v, body)
	return answer{"view": w.viewObject(v, false)}
}

// viewsPublish sets a person's App Home. It works before they ever opened it, needs no trigger, and replaces what was
// there. Without a Home tab in the manifest it is not_enabled; for strangers and unknown people invalid_arguments.
func viewsPublish(w *Workspace, c *call) answer {
	refuseIf(!w.manifest.Features.AppHome.HomeTabEnabled, apiError("not_enabled"))
	u := w.users[c.text("user_id")]
	refuseIf(u == nil || u.IsBot || u.ID == "USLACKBOT" || u.IsStranger, badArgument("invalid `user_id`"))
	body := w.bodyOf(c, "home")
	v := w.homes[u.ID]
	refuseIf(c.has("hash") && (v == nil || c.text("hash") != v.hash), apiError("hash_conflict"))
	refuse(w.freeExternalID(body, v))
	if v == nil {
		v = w.newView(u.ID, body)
		w.homes[u.ID], w.views[v.id] = v, v
		w.showView(v)
	} else {
		w.replace(v, body)
	}
	return answer{"view": w.viewObject(v, false)}
}
