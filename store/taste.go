// Tastes and feedback: what people answer to an asset or leave unanswered, what that teaches, what they saved, and the
// sums by persona that planning reads.

package store

import (
	"slices"

	"vouch/store/delivery"
	"vouch/store/kv"
	"vouch/store/share"
	"vouch/store/taste"
	"vouch/store/text"
)

// The tables of tastes, opinions and evidence, see package taste.
var (
	tastes, opinions, evidences  = taste.Table, taste.Opinions, taste.Evidences
	savers, saverRow, opinionKey = taste.Savers, taste.SaverRow, taste.OpinionKey
)

// taste reads what is known of a person's taste; of new people nothing is.
func (t *tx) taste(id EmployeeID) Taste {
	p, _ := tastes.Get(t.Tx, string(id))
	return p.Taste
}

// saveTaste writes a taste; whoever changed what is saved moves the rows of it.
func (t *tx) saveTaste(id EmployeeID, known Taste) {
	tastes.Rewrite(t.Tx, &taste.Kept{Employee: id, Taste: known})
}

// showTo remembers in a stored taste, nil for none, which assets a digest showed, sorted, and their topics.
func (t *tx) showTo(id EmployeeID, raw []byte, seen []uint32, topics []string) {
	if raw == nil {
		t.Put(tastes.Bucket, string(id),
			taste.Pack(&taste.Kept{Employee: id, Taste: Taste{Seen: slices.Compact(seen), Last: topics}}))
		return
	}
	if raw[0] != kv.Layout {
		kv.Fail("tastes: unknown layout of a value")
	}
	shown, err := taste.PackShown(raw[1:], seen, topics)
	if err != nil {
		kv.Fail("tastes: %w", err)
	}
	t.Put(tastes.Bucket, string(id), shown)
}

// TasteOf returns what a person's answers taught.
func (q *Query) TasteOf(id EmployeeID) Taste {
	end(q.t.employee(id))
	return q.t.taste(id)
}

// eraseTaste removes what a person saved and learned, and takes their saves off the counts of assets.
func eraseTaste(t *tx, e *erasure) {
	for _, asset := range t.taste(e.id).Saved {
		a := assets.Must(t.Tx, string(asset))
		a.Saves--
		t.saveCounts(&a)
	}
	tastes.Remove(t.Tx, string(e.id))
}

// SaveFeedback records a person's answer to an asset, given in a digest (delivery is its key) or elsewhere (""). It
// moves what the person's taste knows, the saved list and the pick's answer. The same answer again changes nothing,
// another one replaces it. NotForMe needs a reason: unsaid, topic, too_often, network or seen. Cleared takes the last
// answer back with what it taught; that the asset was seen stays true, and a share is taken back by WithdrawShare only.
func (db *DB) SaveFeedback(id EmployeeID, asset AssetID, answer Feedback, reason, delivery string) (Asset, error) {
	return write(db, func(t *tx) (Asset, error) { return t.saveFeedback(id, asset, answer, reason, delivery) })
}

// saveFeedback keeps saving and thinking apart: a person can save what they also found too long.
func (t *tx) saveFeedback(id EmployeeID, asset AssetID, answer Feedback, reason, delivery string) (Asset, error) {
	e, err := t.member(id)
	if err != nil {
		return Asset{}, err
	}
	a, err := t.seenAsset(asset)
	if err != nil {
		return a, err
	}
	switch answer {
	case Saved, Unsaved:
		if answer == Saved && !a.IsVisibleTo(&e) {
			return a, errNoAsset
		}
		if answer == Saved && a.State != Live {
			_, err = t.liveAsset(asset)
			return a, err
		}
		t.keepSaved(id, &a, answer == Saved)
	case Liked, Disliked, More:
		t.learn(Opinion{Employee: id, Asset: asset, Answer: answer}, &a)
	case NotForMe:
		o := Opinion{Employee: id, Asset: asset, Answer: answer, Reason: text.Cut(reason, maxShort)}
		if !slices.ContainsFunc(taste.Reasons, o.IsAbout) {
			return a, invalid("Say what was wrong with it.")
		}
		t.learn(o, &a)
	case Cleared:
		t.unlearn(id, &a)
	default:
		return a, invalid("This answer is not known.")
	}
	t.answerPick(delivery, id, asset, taste.PickAnswers[answer])
	return a, nil
}

// keepSaved adds an asset to a person's saved list or takes it off.
func (t *tx) keepSaved(id EmployeeID, a *Asset, keep bool) {
	taste := t.taste(id)
	at := slices.Index(taste.Saved, a.ID)
	if keep == (at >= 0) {
		return
	}
	row := []kv.Row{saverRow(a.ID, id)}
	said, _ := t.opinion(id, a.ID)
	t.noteOpinion(id, a.ID, said, said, !keep, keep)
	if keep {
		t.MoveRows(nil, row)
		taste.Saved = append(taste.Saved, a.ID)
		taste.Learn(a.Kind, a.Topics, 1, 0)
		a.Saves++
	} else {
		t.MoveRows(row, nil)
		t.forgetReminder(id, a.ID)
		taste.Saved = slices.Delete(taste.Saved, at, at+1)
		taste.Learn(a.Kind, a.Topics, -1, 0)
		a.Saves--
	}
	t.saveTaste(id, taste)
	t.saveCounts(a)
}

// unlearn forgets a person's opinion of an asset, and what it taught. That somebody posted it is no opinion to be
// cleared.
func (t *tx) unlearn(id EmployeeID, a *Asset) {
	if old, found := t.opinion(id, a.ID); found && old.Answer != taste.Shared {
		t.forget(id, a)
	}
}

// forget is unlearn for whatever the opinion is.
func (t *tx) forget(id EmployeeID, a *Asset) {
	old, found := t.opinion(id, a.ID)
	if !found {
		return
	}
	taste := t.taste(id)
	saved := slices.Contains(taste.Saved, a.ID)
	t.noteOpinion(id, a.ID, old, Opinion{}, saved, saved)
	yes, no := old.Weight()
	taste.Learn(a.Kind, a.Topics, -yes, -no)
	opinions.Remove(t.Tx, opinionKey(id, a.ID))
	t.saveTaste(id, taste)
}

// opinion reads what a person last answered to an asset.
func (t *tx) opinion(id EmployeeID, asset AssetID) (Opinion, bool) {
	return opinions.Get(t.Tx, opinionKey(id, asset))
}

// OpinionOf returns what a person last answered to an asset; false when they have not, or have taken it back.
func (q *Query) OpinionOf(id EmployeeID, asset AssetID) (Opinion, bool) {
	return q.t.opinion(id, asset)
}

// learn replaces a person's opinion of an asset.
func (t *tx) learn(o Opinion, a *Asset) {
	known := t.taste(o.Employee)
	old, found := t.opinion(o.Employee, o.Asset)
	if found {
		// Somebody who posted it has said more than any later click says.
		if old.Answer == taste.Shared || (old.Answer == o.Answer && old.Reason == o.Reason) {
			return
		}
		yes, no := old.Weight()
		known.Learn(a.Kind, a.Topics, -yes, -no)
	}
	saved := slices.Contains(known.Saved, a.ID)
	t.noteOpinion(o.Employee, o.Asset, old, o, saved, saved)
	yes, no := o.Weight()
	known.Learn(a.Kind, a.Topics, yes, no)
	if o.Answer == NotForMe || o.Answer == taste.Shared {
		known.See(a.Seq)
	}
	o.At = t.now
	opinions.Save(t.Tx, &o)
	t.saveTaste(o.Employee, known)
}

// answerPick notes on a delivery what its person did with a pick. A click after the post says less than the post.
func (t *tx) answerPick(delivery string, id EmployeeID, asset AssetID, answer string) {
	d, found := deliveries.Get(t.Tx, delivery)
	if found && !slices.ContainsFunc(d.Picks, func(p Pick) bool {
		return p.Asset == asset &&
			p.Answer == taste.PickAnswers[taste.Shared]
	}) {
		t.setAnswer(delivery, id, asset, answer)
	}
}

// setAnswer is answerPick for the share itself: declared, and taken back.
func (t *tx) setAnswer(key string, id EmployeeID, asset AssetID, answer string) {
	d, found := deliveries.Get(t.Tx, key)
	if !found || d.Employee != id {
		return
	}
	before := slices.Clone(d.Picks)
	for i := range d.Picks {
		if d.Picks[i].Asset == asset {
			d.Picks[i].Answer = answer
		}
	}
	t.teachSkipped(id, delivery.Skipped(before), d.Picks)
	was, is := delivery.Trials(before), delivery.Trials(d.Picks)
	for i := range d.Picks {
		t.noteEvidence(d.Picks[i].Asset, id, Counts{Tried: is[i] - was[i]})
	}
	deliveries.Save(t.Tx, &d)
}

// SavedAssets returns what a person saved and is still live, oldest first.
func (q *Query) SavedAssets(id EmployeeID) (list []Asset) {
	e, _ := employees.Get(q.t.Tx, string(id))
	for _, asset := range q.t.taste(id).Saved {
		if a, found := assets.Get(q.t.Tx, string(asset)); found && a.State == Live && a.IsVisibleTo(&e) {
			q.t.noteHold(&a)
			list = append(list, a)
		}
	}
	return list
}

func eraseOpinions(t *tx, e *erasure) {
	t.eraseEvidence(e)
	e.count["answers"] = opinions.RemoveAll(t.Tx, func(o *Opinion) bool { return o.Employee == e.id })
}

// teachSkipped moves a taste from what the picks of a digest taught before an answer to what they teach with it: the
// first answer makes the others failures, a later answer to one of them takes its failure back, and taking the only
// answer back takes back all.
func (t *tx) teachSkipped(id EmployeeID, before []float64, picks []Pick) {
	after := delivery.Skipped(picks)
	taste, changed := Taste{}, false
	for i := range picks {
		if before[i] == after[i] {
			continue
		}
		a, found := assets.Get(t.Tx, string(picks[i].Asset))
		if !found {
			continue
		}
		if !changed {
			taste, changed = t.taste(id), true
		}
		taste.Learn(a.Kind, a.Topics, 0, after[i]-before[i])
	}
	if changed {
		t.saveTaste(id, taste)
	}
}

// saveNotes adds counts to what is kept, each asset once.
func (t *tx) saveNotes(notes taste.Notes) { notes.Save(t.Tx, t.now, t.settings().HalfLifeDays) }

// noteEvidence is saveNotes for one asset and person; of people who are gone it notes nothing.
func (t *tx) noteEvidence(asset AssetID, id EmployeeID, c Counts) {
	if e, found := employees.Get(t.Tx, string(id)); found && c != (Counts{}) {
		notes := taste.Notes{}
		notes.Note(asset, e.Prefs.Personas, c)
		t.saveNotes(notes)
	}
}

// noteOpinion notes that a person's opinion of an asset became another one, "" for none, or that they saved it or
// took it off.
func (t *tx) noteOpinion(id EmployeeID, asset AssetID, old, now Opinion, wasSaved, isSaved bool) {
	c := Counts{Liked: taste.LikedBy(now.Answer, isSaved) - t.remains(old, wasSaved)}
	// Somebody who was never shown it tried it by answering, and sought it.
	if len(t.digestsWith(id, asset)) == 0 {
		c.Tried, c.Sought = taste.Given(now, isSaved)-taste.Given(old, wasSaved), c.Liked
	}
	t.noteEvidence(asset, id, c)
}

// remains is what is left of an opinion now.
func (t *tx) remains(o Opinion, saved bool) float64 {
	return o.Remains(saved, t.now, float64(t.settings().HalfLifeDays))
}

// eraseEvidence takes back what a person liked: the persona of one person would go on telling it. Their impressions
// stay, as sums that say nothing about anybody.
func (t *tx) eraseEvidence(e *erasure) {
	saved := t.taste(e.id).Saved
	for _, o := range taste.Said(t.Tx, e.id, saved) {
		liked := t.remains(o, slices.Contains(saved, o.Asset))
		t.noteEvidence(o.Asset, e.id, Counts{Liked: -liked, Sought: -liked})
	}
}

// Deeds returns what people did with each of a list of assets; those with which nobody did anything are missing.
func (q *Query) Deeds(list []Asset) map[AssetID]Deeds {
	return share.DeedsOf(q.t.Tx, list, q.t.now, q.t.settings().HalfLifeDays)
}
