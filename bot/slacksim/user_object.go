// Users as Slack's JSON: which fields appear for whom, and to an app with which scopes.

package slacksim

import (
	"image"
	"image/color"
	"image/png"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// userObject is the user object of reference/objects/user-object as this app may see it. Any field may be missing,
// which is what apps trip over: e-mail without users:read.email, for bots and for strangers; time zone for bots,
// strangers, deactivated people and those who never set one; roles for deactivated people; locale unless it was asked
// for. tz_offset is in seconds now and changes with daylight saving time without any event.
func (w *Workspace) userObject(u *User, base string, withLocale bool) map[string]any {
	object := map[string]any{
		"id": u.ID, "team_id": w.teamOf(u), "name": u.Name, "deleted": u.Deleted, "color": u.AvatarColor,
		"profile": w.profileObject(u, base), "is_bot": u.IsBot, "is_app_user": false, "updated": u.updated.Unix(),
	}
	if u.Deleted {
		return object
	}
	object["real_name"] = u.RealName
	if location, err := time.LoadLocation(u.TZ); err == nil && u.TZ != "" && !u.IsStranger {
		label, offset := w.now().In(location).Zone()
		object["tz"], object["tz_label"], object["tz_offset"] = u.TZ, label, offset
	}
	object["is_admin"], object["is_owner"], object["is_primary_owner"] = u.IsAdmin, u.IsOwner, u.IsPrimaryOwner
	object["is_restricted"], object["is_ultra_restricted"] = u.IsGuest, u.IsSingleChannelGuest
	object["is_email_confirmed"] = u.Email != "" && !u.IsBot
	object["who_can_share_contact_card"] = "EVERYONE"
	if u.IsStranger {
		object["is_stranger"] = true
	} else if withLocale {
		object["locale"] = orDefault(u.Locale, "en-US")
	}
	return object
}

// profileObject is a user's profile. display_name is "" for people who never set one; clients then show real_name.
// Pictures come in the sizes of the page, all drawn by serveAvatar. fields is null, as in users.info of plans without
// custom fields; status and huddle fields are there and empty. E-mail needs a scope of its own and is left out without
// it.
func (w *Workspace) profileObject(u *User, base string) map[string]any {
	first, last, _ := strings.Cut(u.RealName, " ")
	avatar := base + "/avatars/" + u.ID + "/"
	profile := map[string]any{
		"title": u.Title, "phone": u.Phone, "skype": "", "real_name": u.RealName, "real_name_normalized": u.RealName,
		"display_name": u.DisplayName, "display_name_normalized": u.DisplayName, "fields": nil,
		"status_text": "", "status_emoji": "", "status_emoji_display_info": []any{}, "status_expiration": 0,
		"avatar_hash": "g" + u.AvatarColor, "first_name": first, "last_name": last, "status_text_canonical": "",
		"team": w.teamOf(u), "is_custom_image": false,
	}
	for _, size := range []string{"24", "32", "48", "72", "192", "512"} {
		profile["image_"+size] = avatar + size + ".png"
	}
	if u.Pronouns != "" {
		profile["pronouns"] = u.Pronouns
	}
	if u.Email != "" && w.manifest.Granted("users:read.email") && !u.IsBot && !u.IsStranger {
		profile["email"] = u.Email
	}
	if u.ID == w.app.userID {
		profile["bot_id"], profile["api_app_id"], profile["always_active"] = w.app.botID, w.app.id, true
	} else if u.IsBot {
		profile["bot_id"], profile["api_app_id"] = "B"+strings.TrimPrefix(u.ID, "U"), ""
	}
	return profile
}

// userEvent is the user object in team_join and user_change, which always carry the locale.
func (w *Workspace) userEvent(u *User) map[string]any { return w.userObject(u, w.base(), true) }

// teamOf is the team of a user's home: strangers of Slack Connect bring their own.
func (w *Workspace) teamOf(u *User) string {
	if u.IsStranger {
		return "T0SIM0PEER"
	}
	return w.team.id
}

// orDefault is text, or fallback when it is empty.
func orDefault(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// serveAvatar draws a person's picture: a square of their colour, at most 512 pixels wide. It needs no token, like the
// pictures on Slack's own hosts.
func (w *Workspace) serveAvatar(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	u := w.users[r.PathValue("user")]
	shade := "888888"
	if u != nil {
		shade = u.AvatarColor
	}
	w.mu.Unlock()
	size, err := strconv.Atoi(strings.TrimSuffix(r.PathValue("file"), ".png"))
	value, hexErr := strconv.ParseUint(shade, 16, 24)
	if u == nil || err != nil || hexErr != nil || size < 1 || size > 512 {
		http.NotFound(rw, r)
		return
	}
	fill := color.RGBA{R: uint8(value >> 16 & 255), G: uint8(value >> 8 & 255), B: uint8(value & 255), A: 255} // #nosec G115 -- masked
	picture := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{fill})
	rw.Header().Set("Content-Type", "image/png")
	_ = png.Encode(rw, picture)
}
