// Review: an asset is approved, by two people where a topic is regulated, or sent back with a note.

package store

import (
	"slices"
	"strconv"
	"strings"

	"vouch/store/employee"
	"vouch/store/text"
)

// reviewAnew begins the approval of a anew: only who suggested it and why stays.
func (t *tx) reviewAnew(a *Asset) Review {
	r := a.Approval()
	return Review{AskedAt: t.now, Suggested: r.Suggested, Why: r.Why}
}

// needsColleague tells whether somebody else must approve what id wants in the library. Only who runs the library all
// alone answers for their own.
func (t *tx) needsColleague(id EmployeeID, a *Asset) bool {
	return a.IsOwnOf(id) && slices.ContainsFunc(append(t.holders(Curator), t.managers()...),
		func(other EmployeeID) bool { return other != id && !a.IsOwnOf(other) })
}

// askCompliance puts an asset into review for its second approval. Whoever publishes or edits it answers for it as the
// curator, unless it is their own: then another curator comes first.
func (t *tx) askCompliance(actor EmployeeID, a *Asset) {
	r := t.reviewAnew(a)
	r.Regulated = true
	if actor != "" && !t.needsColleague(actor, a) {
		r.ApprovedBy = actor
	}
	a.State, a.Review = InReview, &r
}

// ApproveAsset approves an asset in review. A curator's approval makes it live, or scheduled when its time has not
// come; with a regulated topic it then waits for a compliance reviewer, who must be another person. Nobody approves
// what they suggested, added or are the author of while a colleague can. version is the one they saw: another one is a
// Conflict that says who did what. The same person approving again changes nothing. Whoever suggested the asset is
// told, and paid once.
func (db *DB) ApproveAsset(actor EmployeeID, id AssetID, version int) (Asset, error) {
	return writeBy(db, actor, reviewers, func(t *tx) (Asset, error) {
		a, err := t.asset(id)
		if err != nil {
			return a, err
		}
		switch {
		case a.StateBy == actor && (a.State == Live || a.State == Scheduled):
			return a, nil
		case a.State == InReview && a.Approval().ApprovedBy == actor && a.Version == version+1:
			return a, nil
		case a.State != InReview:
			return a, conflict(t.whatHappened(&a))
		case a.Version != version:
			return a, conflict(t.whoChanged(actor, &a))
		}
		return t.approve(actor, a)
	})
}

// approve takes the next approval of an asset in review.
func (t *tx) approve(actor EmployeeID, a Asset) (Asset, error) {
	old := a
	if why := t.cannotApprove(actor, &a); why != "" {
		return old, denied(t.explainDenial(why, &a))
	}
	if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(t.now) {
		return old, conflict("This item expired while it waited. Give it a later end, or reject it.")
	}
	if err := t.checkAsset(&a); err != nil {
		return old, err
	}
	r := a.Approval()
	a.Review = &r
	a.StateReason, a.StateBy, a.StateAt = "", actor, t.now
	detail := ""
	if waits := a.WaitsFor(*t.settings()); waits == Curator && (r.Regulated || t.settings().Regulates(a.Topics)) {
		// The answer times count anew for compliance.
		r.ApprovedBy, r.AskedAt, r.NudgedAt, r.EscalatedAt = actor, t.now, zeroTime, zeroTime
		detail = "compliance is next"
	} else {
		if waits == Compliance {
			r.SecondBy = actor
		} else {
			r.ApprovedBy = actor
		}
		r.Note = ""
		t.goLive(&a)
		detail = string(a.State)
	}
	a.Version++
	t.saveAsset(&a)
	if a.State != InReview {
		t.rewriteAsset(&a)
		t.payContent(&a)
		t.storyLive(&a)
		t.tellReview(&a, actor)
	}
	t.audit(actor, "asset.approve", string(a.ID), detail)
	return a, nil
}

// payContent pays whoever suggested or told what was approved, once for each asset; nobody for their own
// approval, and nobody who has left.
func (t *tx) payContent(a *Asset) {
	r := a.Approval()
	if r.Suggested == "" || r.Suggested == r.ApprovedBy || (a.State != Live && a.State != Scheduled) {
		return
	}
	if e, found := employees.Get(t.Tx, string(r.Suggested)); !found || !e.IsAdvocate() {
		return
	}
	t.award(Entry{Employee: r.Suggested, Points: t.settings().Points.ContentAccepted, Rule: RuleContentAccepted,
		Cause: keyOf("content", string(a.ID)), Subject: a.Title, Actor: r.ApprovedBy})
}

// RejectAsset sends an asset in review back: it becomes a draft with the note, and whoever suggested it reads why.
// Curators, compliance reviewers and program managers may; version as in ApproveAsset. Field of its FieldErrors: note.
func (db *DB) RejectAsset(actor EmployeeID, id AssetID, version int, note string) (Asset, error) {
	return writeBy(db, actor, reviewers, func(t *tx) (Asset, error) {
		a, err := t.asset(id)
		note = text.Line(note)
		switch {
		case err != nil || (a.State == Draft && a.StateBy == actor && a.Version == version+1):
			return a, err
		case a.State != InReview:
			return a, conflict(t.whatHappened(&a))
		case a.Version != version:
			return a, conflict(t.whoChanged(actor, &a))
		case note == "":
			return a, FieldErrors{"note": "Say why, so that whoever suggested it can do better."}.Err()
		case text.Longer(note, maxShort):
			return a, FieldErrors{"note": "Shorten this to 200 characters."}.Err()
		}
		r := a.Approval()
		r.Note = note
		a.Review, a.State, a.StateReason, a.StateBy, a.StateAt = &r, Draft, note, actor, t.now
		a.Version++
		t.saveAsset(&a)
		t.rewriteAsset(&a)
		t.tellReview(&a, actor)
		t.audit(actor, "asset.reject", string(a.ID), note)
		return a, nil
	})
}

// tellReview tells whoever suggested an asset, and the curator who approved it first, what became of it; not those who
// decided.
func (t *tx) tellReview(a *Asset, decider EmployeeID) {
	r := a.Approval()
	for _, id := range text.Unique([]EmployeeID{r.Suggested, r.ApprovedBy}) {
		if e, found := employees.Get(t.Tx, string(id)); found && id != decider && e.WorksHere() {
			t.enqueue(Message{Key: keyOf("review_news", string(a.ID), strconv.Itoa(a.Version), string(id)),
				Kind: MsgReviewNews, Ref: string(a.ID), To: id})
		}
	}
}

// AcceptProposal takes over what the source of an asset says now, as an edit would, with the same consequences. Only
// curators and program managers may; with nothing proposed it changes nothing.
func (db *DB) AcceptProposal(actor EmployeeID, id AssetID, version int) (Asset, error) {
	return db.decideProposal(actor, id, version, func(t *tx, old Asset) (Asset, error) {
		a := old
		a.SayAs(old.Proposed)
		a.Proposed = nil
		return t.edit(actor, old, a, "asset.accept")
	})
}

// KeepApproved leaves an asset as it was approved. The same words of the source are not asked about again. Only
// curators and program managers may; with nothing proposed it changes nothing.
func (db *DB) KeepApproved(actor EmployeeID, id AssetID, version int) (Asset, error) {
	return db.decideProposal(actor, id, version, func(t *tx, a Asset) (Asset, error) {
		kept := *a.Proposed
		kept.Kept = true
		a.Proposed = &kept
		a.Version++
		t.saveAsset(&a)
		t.audit(actor, "asset.keep", string(a.ID), "")
		return a, nil
	})
}

// decideProposal finds what a source proposed for somebody who may decide about it.
func (db *DB) decideProposal(actor EmployeeID, id AssetID, version int,
	decide func(*tx, Asset) (Asset, error)) (Asset, error) {
	return writeBy(db, actor, curating, func(t *tx) (Asset, error) {
		a, err := t.asset(id)
		switch {
		case err != nil || a.Proposed == nil || a.Proposed.Kept:
			return a, err
		case a.Version != version:
			return a, conflict(t.whoChanged(actor, &a))
		}
		return decide(t, a)
	})
}

// whatHappened says who decided about an asset that is not in review any more.
func (t *tx) whatHappened(a *Asset) string {
	who := t.nameOf(a.StateBy)
	switch a.State {
	case Live, Scheduled:
		if a.StateBy == "" {
			return "This item was approved already, and it is live."
		}
		return who + " approved this item already. It is " + string(a.State) + "."
	case Draft:
		return who + " sent this item back already."
	case Withdrawn:
		if a.StateBy == "" {
			return "This item is out of the library: " + a.StateReason
		}
		return who + " withdrew this item."
	}
	return "This item expired meanwhile."
}

// whoChanged says who changed an asset last, for somebody who saw it before. The audit knows; it is read as far back as
// a busy day goes.
func (t *tx) whoChanged(reader EmployeeID, a *Asset) string {
	if a.SourceVersion == a.Version {
		return "Its source changed this item meanwhile. Look at it again."
	}
	const far = 300
	var who EmployeeID
	n := 0
	t.ScanBack(auditLog.Bucket, "", "", func(_ string, raw []byte) bool {
		entry := auditLog.Decode(raw)
		if n++; entry.Subject == string(a.ID) && strings.HasPrefix(entry.Action, "asset.") {
			who, n = entry.Actor, far
		}
		return n < far
	})
	switch who {
	case reader:
		return "You changed this item meanwhile. Look at it again."
	case "":
		return "Somebody else changed this item meanwhile. Look at it again."
	}
	return t.nameOf(who) + " changed this item meanwhile. Look at it again."
}

// nameOf is how a sentence names somebody.
func (t *tx) nameOf(id EmployeeID) string { return employee.NameOf(t.Tx, id) }
