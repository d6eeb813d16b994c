// api.test, auth.test, apps.connections.open, team.info and bots.info.

package slacksim

// apiTest echoes its arguments; with "error" it fails with that code.
func apiTest(_ *Workspace, c *call) (answer, error) {
	if code := c.text("error"); code != "" {
		return nil, apiError(code)
	}
	return answer{"args": c.plain()}, nil
}

// authTest tells whose token this is (reference/methods/auth.test). An app-level token belongs to the app and to no
// workspace, so there is no bot and no team to tell; no page shows that answer.
func authTest(w *Workspace, c *call) (answer, error) {
	if c.byApp {
		return answer{"app_name": w.app.name, "app_id": w.app.id}, nil
	}
	return answer{
		"url": "https://" + w.team.domain + ".slack.com/", "team": w.team.name, "team_id": w.team.id,
		"user": w.users[w.app.userID].Name, "user_id": w.app.userID, "bot_id": w.app.botID, "is_enterprise_install": false,
	}, nil
}

// appsConnectionsOpen grants one Socket Mode connection. No page tells the answer while Socket Mode is off; an error
// that clients take as final fits best, because only a person can switch it on again.
//
//	{"ok":true,"url":"wss://wss-primary.slack.com/link/?ticket=UUID&app_id=HEX"}
//
// The address works once and for half a minute (reference/methods/apps.connections.open). Each connection needs a new
// one. The method is tier 3, so a client that reconnects in a tight loop is refused with 429 before long.
func appsConnectionsOpen(w *Workspace, c *call) (answer, error) {
	if w.socketOff {
		return nil, apiError("forbidden_team")
	}
	w.seenBase = c.base
	return answer{"url": w.openTicket(c.base)}, nil
}

// teamInfo describes the workspace. Another team's id is team_not_found. enterprise_id and enterprise_name exist on
// Enterprise Grid only (reference/methods/team.info). Errors: team_not_found.
func teamInfo(w *Workspace, c *call) (answer, error) {
	if id := c.text("team"); id != "" && id != w.team.id {
		return nil, apiError("team_not_found")
	}
	return answer{"team": map[string]any{
		"id": w.team.id, "name": w.team.name, "domain": w.team.domain, "email_domain": "",
		"url": "https://" + w.team.domain + ".slack.com/", "icon": map[string]any{"image_default": true},
	}}, nil
}

// botsInfo describes the app's own bot, the only one apps usually look up. Other apps' bots are bot_not_found, although
// Slack would describe them (reference/methods/bots.info).
func botsInfo(w *Workspace, c *call) (answer, error) {
	if id := c.text("bot"); id != "" && id != w.app.botID {
		return nil, apiError("bot_not_found")
	}
	return answer{"bot": map[string]any{
		"id": w.app.botID, "deleted": w.revoked, "name": w.app.name, "updated": w.now().Unix(),
		"app_id": w.app.id, "user_id": w.app.userID, "icons": map[string]any{},
	}}, nil
}
