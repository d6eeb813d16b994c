// Erasure: a person leaves no trace but sums, a referral none but its keyed hashes.

package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"vouch/store/kv"
)

// Erased counts what an erasure removed or made anonymous, by kind.
type Erased map[string]int

// EraseEmployee removes a person: their profile, digests, answers, messages and words are gone, their shares and ledger
// lines stay under a name that cannot be traced back, so every sum stays right. What they own goes to the managers.
// The audit keeps their opaque Slack id where it stands. The person, program managers and the command line may.
func (db *DB) EraseEmployee(actor, id EmployeeID) (Erased, error) {
	return write(db, func(t *tx) (Erased, error) {
		if actor != id {
			if err := t.require(actor, Manager); err != nil {
				return nil, err
			}
		}
		e, err := t.employee(id)
		if err != nil {
			return nil, err
		}
		// A fresh id each time: two erased people stay two, and neither can be found again.
		ghost := EmployeeID(erasedPrefix + t.newID())
		count := Erased{"employee": 1}
		t.eraseMessages(id, count)
		t.eraseAnswers(id, count)
		t.eraseStories(id, ghost, count)
		t.eraseAttendances(id, count)
		t.eraseShares(id, ghost, count)
		t.eraseLedger(&e, ghost, count)
		t.eraseFromReferrals(id, ghost, count)
		t.eraseFromProgram(id, ghost)
		t.eraseFromPeople(id)
		t.leaveMemberships(id)
		employees.Remove(t.Tx, string(id))
		// The chain of the audit can never be rewritten, so it must not learn who this was.
		who := actor
		if actor == id {
			who = ghost
		}
		t.audit(who, "employee.erase", string(ghost), "")
		return count, nil
	})
}

// erasedPrefix begins the id that stands for somebody who was erased; Slack knows no such person.
const erasedPrefix = "erased-"

// IsErased tells an id that stands for somebody who was erased.
func (id EmployeeID) IsErased() bool { return strings.HasPrefix(string(id), erasedPrefix) }

// eraseMessages removes deliveries, receipts and outbox messages, and has what was delivered to the person in the last 90 days
// (see keptFor) replaced in place. Keys of messages hold the ids they are about.
func (t *tx) eraseMessages(id EmployeeID, count Erased) {
	count["deliveries"] = deliveries.RemoveAll(t.Tx, func(d *Delivery) bool { return d.Employee == id })
	gone, places := map[string]bool{}, map[string]Message{}
	count["receipts"] = receipts.RemoveAll(t.Tx, func(r *Receipt) bool {
		gone[r.Key] = gone[r.Key] || r.Employee == id
		// What they were told is in their conversation with the app. The record of this edit goes when it is done.
		if r.Employee == id && r.In == "" && r.Channel != "" && r.TS != "" {
			places[slashed("erased", r.Channel, r.TS)] = Message{Key: slashed("erased", r.Channel, r.TS), Kind: MsgErased, Channel: r.Channel, Ref: r.TS}
		}
		return r.Employee == id
	})
	count["messages"] = messages.RemoveAll(t.Tx, func(m *Message) bool {
		return m.To == id || gone[m.Ref] || slices.Contains(strings.Split(m.Key, "/"), string(id))
	})
	t.Delete(channels, string(id))
	for _, key := range slices.Sorted(maps.Keys(places)) {
		t.enqueue(places[key])
	}
}

// eraseAnswers removes what a person liked, saved and learned, and takes their saves off the counts of assets.
func (t *tx) eraseAnswers(id EmployeeID, count Erased) {
	for _, asset := range t.taste(id).Saved {
		a := assets.Must(t.Tx, string(asset))
		a.Saves--
		t.saveCounts(&a)
	}
	tastes.Remove(t.Tx, string(id))
	count["answers"] = opinions.RemoveAll(t.Tx, func(o *Opinion) bool { return o.Employee == id })
}

// eraseStories removes what a person told, takes it out of the library, and makes them anonymous as a curator of others' stories.
func (t *tx) eraseStories(id, ghost EmployeeID, count Erased) {
	own := t.storiesOf(id)
	for i := range own {
		s := &own[i]
		if s.Asset != "" {
			a := assets.Must(t.Tx, string(s.Asset))
			a.Title = "A story that was removed"
			assets.Save(t.Tx, &a)
			t.retireStory(s, ghost, "The data of its author was erased.")
		}
		stories.Remove(t.Tx, string(s.ID))
	}
	count["stories"] = len(own)
	stories.RewriteAll(t.Tx, func(s *Story) bool {
		touched := s.Proposed.By == id || s.Approved.By == id
		replaceID(&s.Proposed.By, id, ghost)
		replaceID(&s.Approved.By, id, ghost)
		return touched
	})
}

// eraseShares keeps the fact that somebody shared, without who, which words and where the post is.
func (t *tx) eraseShares(id, ghost EmployeeID, count Erased) {
	count["shares"] = shares.RewriteAll(t.Tx, func(s *Share) bool {
		if s.Employee != id {
			return false
		}
		s.Employee, s.Text, s.PostURL, s.Disclosure = ghost, "", "", ""
		return true
	})
}

// eraseLedger moves the ledger lines and totals of a person to the ghost, which stands on no board.
func (t *tx) eraseLedger(e *Employee, ghost EmployeeID, count Erased) {
	// First off the boards, under the old id, because board rows are derived from it.
	t.moveStandings(e.ID, classOf(e), unranked)
	prefix := kv.Join(string(e.ID), "")
	for _, key := range t.Keys(totals, prefix, 0) {
		sum := t.total(string(e.ID), key[len(prefix):])
		t.Delete(totals, key)
		t.Put(totals, kv.Join(string(ghost), key[len(prefix):]), sum.pack())
	}
	count["entries"] = entries.RewriteAll(t.Tx, func(entry *Entry) bool {
		touched := entry.Employee == e.ID || entry.Actor == e.ID
		// The title of what they told may say who they were.
		if entry.Employee == e.ID && entry.Rule == RuleContentAccepted {
			entry.Subject = ""
		}
		replaceID(&entry.Employee, e.ID, ghost)
		replaceID(&entry.Actor, e.ID, ghost)
		return touched
	})
}

// replaceID puts ghost in the place of id.
func replaceID(at *EmployeeID, id, ghost EmployeeID) {
	if *at == id {
		*at = ghost
	}
}

// eraseFromReferrals makes the referrer anonymous, drops their words about the person, and hands what they own to the
// managers.
func (t *tx) eraseFromReferrals(id, ghost EmployeeID, count Erased) {
	var orphans []ReferralID
	count["referrals"] = referrals.RewriteAll(t.Tx, func(k *keptReferral) bool {
		// The candidate's own data stays: it belongs to them and to the running process, not to who referred them.
		touched := k.Referrer == id || k.Owner == id
		if k.Referrer == id {
			k.Referrer, k.Cause = ghost, ""
			delete(k.Sealed, "why")
			for n := range k.Asked {
				delete(k.Sealed, questionField(n, "answer"))
			}
		}
		if k.Owner == id {
			if k.Owner = ""; k.isOpen() {
				orphans = append(orphans, k.ID)
			}
		}
		for i := range k.History {
			touched = touched || k.History[i].By == id
			replaceID(&k.History[i].By, id, ghost)
		}
		return touched
	})
	for _, orphan := range orphans {
		k := referrals.Must(t.Tx, string(orphan))
		t.touch(&k)
		t.sendCard(&k)
	}
}

// eraseFromProgram takes a person out of assets, schedules, posts and routes.
func (t *tx) eraseFromProgram(id, ghost EmployeeID) {
	assets.RewriteAll(t.Tx, func(a *Asset) bool {
		touched := a.Author == id || a.CreatedBy == id || a.StateBy == id
		if r := a.Review; r != nil {
			if r.Suggested == id {
				// Why they suggested it is theirs, and it may stand in for a summary that the page did not have.
				if a.Summary == a.Prompt {
					a.Summary = ""
				}
				a.Prompt = ""
			}
			touched = touched || r.Suggested == id || r.ApprovedBy == id || r.SecondBy == id
			replaceID(&r.Suggested, id, ghost)
			replaceID(&r.ApprovedBy, id, ghost)
			replaceID(&r.SecondBy, id, ghost)
		}
		replaceID(&a.Author, id, "")
		replaceID(&a.CreatedBy, id, ghost)
		replaceID(&a.StateBy, id, ghost)
		return touched
	})
	// Authors are shown with live items, so whoever caches the library must read it again.
	t.liveChanged = true
	boardSchedules.RewriteAll(t.Tx, func(s *BoardSchedule) bool {
		touched := s.CreatedBy == id
		replaceID(&s.CreatedBy, id, ghost)
		return touched
	})
	boardPosts.RewriteAll(t.Tx, func(p *BoardPost) bool {
		touched := p.By == id
		replaceID(&p.By, id, ghost)
		return touched
	})
	sources.RewriteAll(t.Tx, func(s *Source) bool {
		touched := s.AddedBy == id
		replaceID(&s.AddedBy, id, ghost)
		return touched
	})
	settings := *t.settings()
	kept := slices.DeleteFunc(slices.Clone(settings.Routes), func(r Route) bool { return r.Owner == id })
	if len(kept) != len(settings.Routes) {
		settings.Routes = kept
		settings.Version++
		t.saveProgram(keySettings, settings)
		t.settingsCache = &settings
	}
}

// eraseFromPeople takes a person out of the reporting lines of others.
func (t *tx) eraseFromPeople(id EmployeeID) {
	employees.RewriteAll(t.Tx, func(e *Employee) bool {
		touched := e.Reports == id
		replaceID(&e.Reports, id, "")
		return touched
	})
}

// EraseReferral removes the personal data of a candidate or client, from delivered messages too. The keyed hashes stay, so that
// the ownership window holds; an open referral is declined. Program managers and the command line may; erasing twice changes nothing.
func (db *DB) EraseReferral(actor EmployeeID, id ReferralID) error {
	return change(db, func(t *tx) error {
		if err := t.require(actor, Manager); err != nil {
			return err
		}
		k, found := referrals.Get(t.Tx, string(id))
		if !found {
			return errNoReferral
		}
		if k.Erased {
			return nil
		}
		k.erasePerson()
		// Nobody can go on with a person they know nothing about. Somebody who was hired is no candidate any more.
		if k.isOpen() && k.Stage != Hired {
			t.setStage(&k, Declined, actor, "Their data was erased.")
			t.tellReferrer(&k, "")
		}
		t.touchAll(&k)
		t.audit(actor, "referral.erase", string(id), "")
		return nil
	})
}

// erasePerson takes out the personal data, also what people typed as reasons. The keyed hashes stay.
func (k *keptReferral) erasePerson() {
	k.Erased, k.Sealed, k.Need = true, nil, ""
	k.History = slices.Clone(k.History)
	for i := range k.History {
		k.History[i].Reason = ""
	}
}

// touchAll is touch for a referral whose person was erased: not only cards but everything that was sent about it is rewritten.
func (t *tx) touchAll(k *keptReferral) {
	t.touch(k)
	id := string(k.ID)
	change := strconv.Itoa(k.Version)
	t.rewriteRef(MsgReferralOwner, id, change)
	for step := range k.History {
		t.rewriteRef(MsgReferralNews, slashed(id, strconv.Itoa(step)), change)
	}
	for question := range k.Asked {
		ref := slashed(id, strconv.Itoa(question))
		t.rewriteRef(MsgAskReferrer, ref, change)
		t.rewriteRef(MsgAnswer, ref, change)
	}
}
