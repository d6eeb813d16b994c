// Feedback: what people answer to an asset or leave unanswered, what that teaches, and what they saved.

package store

import (
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// Opinion is the last answer of a person to an asset, other than saving it. It makes a second click harmless and lets a
// changed mind take back what the first answer taught.
type Opinion struct {
	Employee EmployeeID `json:"employee"`
	Asset    AssetID    `json:"asset"`
	Answer   Feedback   `json:"answer"`
	Reason   string     `json:"reason,omitempty"`
	At       time.Time  `json:"at"`
}

// opinions have no index: each is read by its person and asset.
var opinions = kv.Table[Opinion]{Bucket: kv.NewBucket("answers"), Key: func(o *Opinion) string { return opinionKey(o.Employee, o.Asset) }}

// opinionKey is the key of what a person thinks of an asset.
func opinionKey(id EmployeeID, asset AssetID) string { return kv.Join(string(id), string(asset)) }

// shared is the opinion of somebody who posted an asset.
const shared Feedback = "shared"

// The reasons of NotForMe. ReasonUnsaid waits for one of the others: people say at once that something is not for them,
// and why only when they are asked.
const (
	ReasonUnsaid   = "unsaid"
	ReasonTopic    = "topic"     // with a colon and the topic where one is named
	ReasonTooOften = "too_often" // the caller changes the rhythm
	ReasonNetwork  = "network"
	ReasonSeen     = "seen"
)

// reasons lists what NotForMe takes.
var reasons = []string{ReasonUnsaid, ReasonTopic, ReasonTooOften, ReasonNetwork, ReasonSeen}

// isAbout tells whether reason is the one that was given, whatever stands behind it.
func (o Opinion) isAbout(reason string) bool {
	given, _, _ := strings.Cut(o.Reason, ":")
	return given == reason
}

// weight is how much an answer teaches: successes and failures of the asset's topics and kind. Deliberate acts weigh
// twice a quick reaction; of "not for me" only the topic says something about the content.
func (o Opinion) weight() (yes, no float64) {
	switch o.Answer {
	case Liked:
		return 1, 0
	case More, shared:
		return 2, 0
	case Disliked:
		return 0, 1
	case NotForMe:
		if o.isAbout(ReasonTopic) {
			return 0, 2
		}
	}
	return 0, 0
}

// pickAnswers are the words a delivery keeps for each answer.
var pickAnswers = map[Feedback]string{
	Saved: "saved", Unsaved: "", Cleared: "", Liked: "liked", Disliked: "disliked", More: "more", NotForMe: "dismissed", shared: "shared",
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
		if !slices.ContainsFunc(reasons, o.isAbout) {
			return a, invalid("Say what was wrong with it.")
		}
		t.learn(o, &a)
	case Cleared:
		t.unlearn(id, &a)
	default:
		return a, invalid("This answer is not known.")
	}
	t.answerPick(delivery, id, asset, pickAnswers[answer])
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
		taste.learn(a, 1, 0)
		a.Saves++
	} else {
		t.MoveRows(row, nil)
		taste.Saved = slices.Delete(taste.Saved, at, at+1)
		taste.learn(a, -1, 0)
		a.Saves--
	}
	t.saveTaste(id, taste)
	t.saveCounts(a)
}

// unlearn forgets a person's opinion of an asset, and what it taught. That somebody posted it is no opinion to be
// cleared.
func (t *tx) unlearn(id EmployeeID, a *Asset) {
	if old, found := t.opinion(id, a.ID); found && old.Answer != shared {
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
	yes, no := old.weight()
	taste.learn(a, -yes, -no)
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
	taste := t.taste(o.Employee)
	old, found := t.opinion(o.Employee, o.Asset)
	if found {
		// Somebody who posted it has said more than any later click says.
		if old.Answer == shared || (old.Answer == o.Answer && old.Reason == o.Reason) {
			return
		}
		yes, no := old.weight()
		taste.learn(a, -yes, -no)
	}
	saved := slices.Contains(taste.Saved, a.ID)
	t.noteOpinion(o.Employee, o.Asset, old, o, saved, saved)
	yes, no := o.weight()
	taste.learn(a, yes, no)
	if o.Answer == NotForMe || o.Answer == shared {
		taste.see(a.Seq)
	}
	o.At = t.now
	opinions.Save(t.Tx, &o)
	t.saveTaste(o.Employee, taste)
}

// answerPick notes on a delivery what its person did with a pick. A click after the post says less than the post.
func (t *tx) answerPick(delivery string, id EmployeeID, asset AssetID, answer string) {
	d, found := deliveries.Get(t.Tx, delivery)
	if found && !slices.ContainsFunc(d.Picks, func(p Pick) bool { return p.Asset == asset && p.Answer == pickAnswers[shared] }) {
		t.setAnswer(delivery, id, asset, answer)
	}
}

// setAnswer is answerPick for the share itself: declared, and taken back.
func (t *tx) setAnswer(delivery string, id EmployeeID, asset AssetID, answer string) {
	d, found := deliveries.Get(t.Tx, delivery)
	if !found || d.Employee != id {
		return
	}
	before := slices.Clone(d.Picks)
	for i := range d.Picks {
		if d.Picks[i].Asset == asset {
			d.Picks[i].Answer = answer
		}
	}
	t.teachSkipped(id, SkippedPicks(before), d.Picks)
	was, is := PickTrials(before), PickTrials(d.Picks)
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
			list = append(list, a)
		}
	}
	return list
}

func exportOpinion(_ *tx, o *Opinion, _ exportScope) (any, []EmployeeID) {
	return *o, []EmployeeID{o.Employee}
}

func eraseOpinions(t *tx, e *erasure) {
	t.eraseEvidence(e)
	e.count["answers"] = opinions.RemoveAll(t.Tx, func(o *Opinion) bool { return o.Employee == e.id })
}

// What a pick that was skipped counts as a failure of its topics and kind, where a reaction counts 1. People read a
// list from the top, so what stands above an answer was seen and left (Joachims and others, "Accurately interpreting
// clickthrough data as implicit feedback", SIGIR 2005: skipped above a click); what stands below it perhaps was not,
// and counts half. Both are fractions that binary numbers hold exactly, so taking them back leaves nothing behind.
const (
	skippedAbove = 0.25
	skippedBelow = 0.125
)

// SkippedPicks gives what each pick of a digest counts as a failure for having been skipped, in the order of the picks.
// A digest without any answer teaches nothing: whoever was away saw none of it, and silence is counted by Attention.
func SkippedPicks(picks []Pick) []float64 {
	failures, last := make([]float64, len(picks)), -1
	for i := range picks {
		if picks[i].Answer != "" {
			last = i
		}
	}
	for i := range picks {
		switch {
		case last < 0 || picks[i].Answer != "":
		case i < last:
			failures[i] = skippedAbove
		default:
			failures[i] = skippedBelow
		}
	}
	return failures
}

// teachSkipped moves a taste from what the picks of a digest taught before an answer to what they teach with it: the
// first answer makes the others failures, a later answer to one of them takes its failure back, and taking the only
// answer back takes back all.
func (t *tx) teachSkipped(id EmployeeID, before []float64, picks []Pick) {
	after := SkippedPicks(picks)
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
		taste.learn(&a, 0, after[i]-before[i])
	}
	if changed {
		t.saveTaste(id, taste)
	}
}
