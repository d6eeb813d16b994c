// Identities: a person's Slack id changes, as when a workspace moves into an organisation, and everything that is
// theirs goes over to the new one.

package store

import (
	"slices"
	"strings"

	"vouch/store/board"
	"vouch/store/click"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/taste"
	"vouch/store/text"
)

// JoinIdentity gives everything of the person with the id old to the one with the id new: points, shares, referrals,
// answers, saves, roles, digests and messages. What they decided under the new id stands above what they decided
// before. It tells whether it did anything: joining again changes nothing. Two active advocates are two people, which
// is a Conflict. Only program managers and the command line may.
func (db *DB) JoinIdentity(actor, old, new EmployeeID) (joined bool, err error) {
	var gone []EmployeeID
	joined, err = writeBy(db, actor, managing, func(t *tx) (joined bool, err error) {
		joined, err = t.joinIdentity(actor, old, new)
		gone = t.gone
		return joined, err
	})
	db.tellGone(gone...)
	return joined, err
}

func (t *tx) joinIdentity(actor, old, new EmployeeID) (bool, error) {
	if old == new {
		return false, invalid("The old and the new id are the same.")
	}
	was, now, err := t.joinable(old, new)
	if err != nil || was.ID == "" {
		return false, err
	}
	// Off every board first: what stands there is derived from the ids.
	for _, e := range []*Employee{&was, &now} {
		board.Move(t.Tx, e.ID, employee.ClassOf(e), employee.Unranked)
		for _, key := range t.Keys(board.Totals, kv.Join(string(e.ID), ""), 0) {
			t.Delete(board.Totals, key)
		}
	}
	t.joinTastes(old, new)
	t.joinShares(old, new)
	employees.Remove(t.Tx, string(old))
	t.Delete(channels, string(old)) // whether the conversation is still theirs, Slack is asked
	j := kv.NewRename(old, new)
	for _, n := range nouns {
		if n.bucket != auditLog.Bucket { // a chain cannot be rewritten
			n.join(t, j)
		}
	}
	t.changeRoutes(func(routes []Route) []Route {
		j.In(routes)
		return routes
	})
	now = employees.Must(t.Tx, string(new))
	now.TakeOver(&was)
	if now.IsAdvocate() && now.NextDigest.IsZero() {
		t.schedule(&now)
	}
	t.saveEmployee(&now)
	for _, entry := range entries.Under(t.Tx, entriesByPerson, string(new), 0) {
		t.addPoints(&entry)
	}
	t.liveChanged = true // authors are shown with live items
	t.gone = append(t.gone, old)
	t.audit(actor, "employee.join", string(new), string(old))
	for _, role := range was.Roles {
		if err := t.grant(actor, new, role); err != nil {
			return false, err
		}
	}
	return true, nil
}

// joinable reads the person under both ids, or says why they cannot be joined. Nobody is left under an id that is
// joined already.
func (t *tx) joinable(old, new EmployeeID) (was, now Employee, err error) {
	now, err = t.member(new)
	switch {
	case KindOf(err) == NotFound:
		return was, now, notFound("Vouch does not know " + shownID(new) +
			" yet. It reads the people of the workspace every few hours.")
	case err != nil:
		return was, now, err
	}
	found := false
	was, found = employees.Get(t.Tx, string(old))
	switch {
	case !found && slices.Contains(now.Earlier, old):
		return was, now, nil
	case !found:
		return was, now, notFound("Vouch knows nobody with the id " + shownID(old) + ".")
	case was.IsAdvocate() && now.IsAdvocate():
		return was, now, conflict("Both take part and are active in Slack, so these are two people. " +
			"Deactivate the old account first.")
	}
	for _, key := range t.Keys(messagesSending, "", 0) {
		// The courier knows it by its key, which would change under its hands.
		if m := messages.Must(t.Tx, key); m.To == old {
			return was, now, conflict("A message is being sent to them at this moment. Try again in some minutes.")
		}
	}
	return was, now, nil
}

// shownID is an id that somebody typed, fit for a sentence.
func shownID(id EmployeeID) string { return text.Cut(text.Line(string(id)), maxName) }

// joinTastes adds up what two ids saved, saw and taught. Of two answers to one asset the one under the new id counts.
func (t *tx) joinTastes(old, new EmployeeID) {
	for _, key := range t.Keys(opinions.Bucket, opinionKey(old, ""), 0) {
		asset := kv.Split(key, 2)[1]
		if t.Get(opinions.Bucket, opinionKey(new, AssetID(asset))) != nil {
			a := assets.Must(t.Tx, asset)
			t.forget(old, &a)
		}
	}
	was, is := t.taste(old), t.taste(new)
	saved := was.Saved
	for _, asset := range is.Saved {
		if slices.Contains(was.Saved, asset) {
			a := assets.Must(t.Tx, string(asset))
			was.Learn(a.Kind, a.Topics, -1, 0)
			a.Saves--
			t.saveCounts(&a)
			continue
		}
		saved = append(saved, asset)
	}
	is.Join(&was, saved)
	if tastes.Remove(t.Tx, string(old)) {
		tastes.Save(t.Tx, &taste.Kept{Employee: new, Taste: is})
	}
}

// joinShares drops, of two shares of one asset on one network, the one that got less far, for there is only one of each
// per person. What it was paid stays.
func (t *tx) joinShares(old, new EmployeeID) {
	for _, s := range shares.Under(t.Tx, sharesByPerson, string(old), 0) {
		twin, found := t.shareOf(new, s.Asset, s.Network)
		if !found {
			continue
		}
		if s.Level > twin.Level {
			s, twin = twin, s
		}
		shares.Remove(t.Tx, string(s.ID))
		click.Join(t.Tx, s.ID, twin.ID)
		twin.Joined, twin.EngagedAt = s.Token, employee.Earliest(twin.EngagedAt, s.EngagedAt) // its link goes on counting
		twin.ConvertedAt = employee.Earliest(twin.ConvertedAt, s.ConvertedAt)
		t.moveOutcomes(s.ID, twin.ID)
		twin.SettleLevel()
		shares.Save(t.Tx, &twin)
		if s.Level >= Declared {
			a := assets.Must(t.Tx, string(s.Asset))
			a.Shares--
			t.saveCounts(&a)
		}
	}
}

// joinOther joins the two ids that Slack itself says one person has: in an organisation somebody of a workspace that
// moved there has one of the workspace and one of the organisation, and is listed under either
// (docs.slack.dev/reference/methods/migration.exchange). What cannot be joined now is tried at the next sync.
func (t *tx) joinOther(user *SlackUser) {
	if user.OtherID == "" || t.Get(employees.Bucket, string(user.OtherID)) == nil {
		return
	}
	_, _ = t.joinIdentity("", user.OtherID, user.ID)
}

// heirs finds who of the listed people is the same as somebody who is missing from the list: Slack gave them an id of
// the organisation (W...) in place of the workspace's (U...). Slack lists an account that was closed for ever, so an id
// that is gone altogether was changed. Both must be the only ones with this name, these other names and this zone.
func (t *tx) heirs(missing []EmployeeID, users []SlackUser) map[EmployeeID]EmployeeID {
	named, claims := map[string][]EmployeeID{}, map[string][]EmployeeID{}
	sign := func(e *Employee) string {
		return text.Fold(strings.Join(append([]string{e.Name, e.TimeZone}, e.OtherNames...), "\n"))
	}
	for _, id := range missing {
		if e := employees.Must(t.Tx, string(id)); strings.HasPrefix(string(id), "U") {
			claims[sign(&e)] = append(claims[sign(&e)], id)
		}
	}
	for i := 0; i < len(users) && len(claims) > 0; i++ {
		if e, found := employees.Get(t.Tx, string(users[i].ID)); found && strings.HasPrefix(string(e.ID), "W") {
			named[sign(&e)] = append(named[sign(&e)], e.ID)
		}
	}
	heirs := map[EmployeeID]EmployeeID{}
	for name, ids := range claims {
		if len(ids) == 1 && len(named[name]) == 1 {
			heirs[ids[0]] = named[name][0]
		}
	}
	return heirs
}

// joinHeir joins somebody who is missing from Slack's list with whom heirs found, and tells the managers.
func (t *tx) joinHeir(old, new EmployeeID) bool {
	if joined, err := t.joinIdentity("", old, new); err != nil || !joined {
		return false
	}
	t.enqueueEach(t.managers(), Message{Key: keyOf("notice/identity", string(new)), Kind: MsgNotice,
		Text: "Slack gave <@" + string(new) + "> a new id. Their points, shares, referrals and roles went over to it. " +
			"If this is somebody else of the same name, tell whoever runs Vouch."})
	return true
}
