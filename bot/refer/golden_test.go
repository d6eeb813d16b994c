// The golden files of referrals.

package refer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/money"
)

// goldenCandidate is a referral in full, with everything somebody may write into it.
func goldenCandidate(stage store.Stage) store.Referral {
	r := golden.Referral(stage)
	r.Person = store.Person{Name: "Jane <Doe> & co", Email: "jane|x@example.com",
		Profile: "https://www.linkedin.com/in/jane",
		Phone:   "+49 30 1234567", CV: "https://files.example/jane|x>.pdf",
		Why: "She taught me Go.\n" + golden.Hostile}
	r.Job, r.Relationship, r.HowWell, r.Version = "01JOB", "worked", 4, 7
	r.History = []store.StageChange{{Stage: store.Submitted, By: "U0ADA", At: golden.Now}}
	return r
}

func goldenForm() referForm {
	return referForm{referState: referState{Kind: store.Candidate}, settings: store.DefaultSettings()}
}

func TestGolden_Refer(t *testing.T) {
	golden.ShortForm(t, "refer-empty", 6, referFormView(goldenForm()))

	full := goldenForm()
	job := golden.Job()
	job.Title, job.Job = strings.Repeat("Staff engineer, payments ", 6), &store.JobFacts{Location: "Berlin & <remote>"}
	full.job = &job
	full.submission = store.Submission{Person: goldenCandidate(store.Submitted).Person, Need: golden.Hostile,
		Relationship: "friend", HowWell: 1, Consent: true}
	full.Edit, full.Detail, full.contact = "01REFERRAL", true, surface.ContactLine(full.submission.Person)
	golden.Modal(t, "refer-edit", referFormView(full))

	client := goldenForm()
	client.Kind = store.Client
	client.submission.Person = store.Person{Name: strings.Repeat("🎉", 300), Company: golden.Hostile}
	client.notice = "*That job is filled or closed.* Choose another one."
	golden.ShortForm(t, "refer-client", 6, referFormView(client))
}

func TestGolden_ReferResult(t *testing.T) {
	berlin := golden.Member().Zone
	accepted := store.SubmitResult{Verdict: store.VerdictAccepted, Referral: goldenCandidate(store.Submitted)}
	settings := store.DefaultSettings()
	settings.Company = golden.Hostile
	golden.Modal(t, "refer-accepted", referResultView(accepted, settings, berlin))
	golden.Modal(t, "refer-in-process", referResultView(store.SubmitResult{Verdict: store.VerdictKnown}, settings, berlin))
	unowned := accepted
	unowned.Referral.Owner, unowned.Referral.Kind = "", store.Client
	golden.Modal(t, "refer-accepted-no-owner", referResultView(unowned, store.Settings{}, berlin))
	golden.Modal(t, "refer-known", referResultView(store.SubmitResult{Verdict: store.VerdictKnown,
		Until: golden.Now.AddDate(0, 6, 0)}, golden.Settings(), berlin))
	golden.Modal(t, "refer-yours", referResultView(store.SubmitResult{Verdict: store.VerdictYours,
		Referral: goldenCandidate(store.Interview)}, golden.Settings(), berlin))
	golden.Modal(t, "refer-not-eligible", referResultView(store.SubmitResult{Verdict: store.VerdictNot,
		Rule: "This job is <not> open any more."}, golden.Settings(), berlin))
}

func TestGolden_ReferOwn(t *testing.T) {
	berlin := golden.Member().Zone
	submitted := goldenCandidate(store.Submitted)
	golden.Modal(t, "refer-own-submitted", referralView(seen(submitted, "Staff engineer", berlin), "Saved."))
	asked := goldenCandidate(store.Accepted)
	asked.History = append(asked.History, store.StageChange{Stage: store.Accepted, By: "U0REC", At: golden.Now})
	for i := range 7 {
		asked.Questions = append(asked.Questions, store.Question{Text: fmt.Sprintf("Question %d? %s", i, golden.Hostile)})
	}
	asked.Questions[4].Answer, asked.Questions[4].Answered, asked.Nudged = "Yes & <no>", golden.Now, 1
	golden.Modal(t, "refer-own-questions", referralView(seen(asked, golden.Hostile, berlin), ""))
	golden.Modal(t, "refer-answer-form", answerFormView(asked, 6))
	declined := goldenCandidate(store.Declined)
	declined.History = append(declined.History, store.StageChange{Stage: store.Declined, At: golden.Now,
		Reason: "The position is filled. " + golden.Hostile})
	golden.Modal(t, "refer-own-declined", referralView(seen(declined, "Staff engineer", berlin), ""))
	erased := store.Referral{ID: "01REFERRAL", Kind: store.Client, Referrer: "U0ADA", Stage: store.Submitted, Erased: true,
		Nudged: 2}
	golden.Modal(t, "refer-own-erased", referralView(seen(erased, "an introduction", nil), ""))
	golden.Modal(t, "refer-owned", ownedReferralView(seen(asked, "Staff engineer", berlin),
		"Somebody else was faster: this is <now> accepted."))
}

func TestGolden_ReferCard(t *testing.T) {
	berlin := golden.Member().Zone
	golden.Message(t, "refer-card-submitted", referralCardView(seen(goldenCandidate(store.Submitted),
		"Staff engineer, payments", berlin)))
	moving := goldenCandidate(store.Screening)
	moving.Questions = []store.Question{{Text: "How long have you worked together?", Answer: strings.Repeat("Long. ", 200),
		Answered: golden.Now}}
	moving.History = append(moving.History, store.StageChange{Stage: store.Screening, By: "U0REC", At: golden.Now})
	// Each step that counts says how it is known: by hand, or as what the outcome came by.
	for _, step := range []store.StageChange{{Stage: store.Interview, Known: "signed"},
		{Stage: store.Offer, Known: "csv"}} {
		step.At = golden.Now
		moving.History = append(moving.History, step)
	}
	touched := seenBy("U0REC", moving, golden.Hostile, berlin)
	touched.touch = "event"
	golden.Message(t, "refer-card-screening", referralCardView(touched))
	client := goldenCandidate(store.Opportunity)
	client.Kind, client.Job, client.Need, client.Owner, client.Relationship = store.Client, "", "Faster builds", "",
		"unheard of"
	client.Person.Company, client.Person.Why = "Southwind & Daughters", strings.Repeat("<&>", 333)
	golden.Message(t, "refer-card-client", referralCardView(seen(client, "Faster builds", berlin)))
	golden.Message(t, "refer-card-started", referralCardView(seen(goldenCandidate(store.Started), "Staff engineer",
		berlin)))
	golden.Message(t, "refer-card-erased", referralCardView(seen(store.Referral{ID: "01REFERRAL", Referrer: "U0ADA",
		Stage: store.Accepted, Kind: store.Candidate, Erased: true}, "a role", nil)))
	golden.Message(t, "refer-card-moved", movedCardView())
	golden.Message(t, "refer-card-nudge", introduced("<@U0ADA> waits for your answer to this referral.",
		referralCardView(seen(goldenCandidate(store.Submitted), "Staff engineer", berlin))))
	golden.Modal(t, "refer-card-ask", cardAskView(seenBy("U0REC", moving, "", berlin)))
	golden.Modal(t, "refer-card-decline", cardDeclineView(seenBy("U0REC", moving, "", berlin)))
	golden.Modal(t, "refer-card-assign", cardAssignView(seenBy("U0REC", client, "", berlin)))
	hired := seenBy("U0REC", goldenCandidate(store.Offer), "", berlin)
	hired.corrections = []store.Correction{{Stage: store.Submitted, Points: -140}, {Stage: store.Interview, Points: -100},
		{Stage: store.Hired, Points: 1}, {Stage: store.Started}}
	golden.Modal(t, "refer-card-reached", cardReachedView(hired,
		cardRef{ID: hired.ID, Version: hired.Version, Note: "hired"}))
	golden.Modal(t, "refer-card-correct", cardCorrectView(hired))
}

// What the form shows as the revenue is read again when it is saved, however large it is.
func TestClosingBlocks_RevenueIsReadAgain(t *testing.T) {
	r := goldenCandidate(store.Won)
	r.Kind, r.Bonus = store.Client, &bonus.Terms{Percent: 5}
	r.Closing.Revenue = money.Amount{Minor: 123456789, Currency: "EUR"}
	raw := string(golden.MustJSON(t, closingBlocks(seen(r, "", nil), store.Won)))
	if _, rest, found := strings.Cut(raw, `"initial_value":"`); !found || !strings.HasPrefix(rest, `EUR 1234567.89"`) {
		t.Errorf("the form is %s", raw)
	}
}

// seenBy is a referral as one person is shown it.
func seenBy(reader store.EmployeeID, r store.Referral, about string, zone *time.Location) shown {
	return shown{Referral: r, about: subject(about), reader: reader, now: golden.Now, zone: zone}
}

// seen is a referral as its referrer is shown it.
func seen(r store.Referral, about string, zone *time.Location) shown {
	return seenBy(r.Referrer, r, about, zone)
}

func TestGolden_ReferNews(t *testing.T) {
	berlin := golden.Member().Zone
	for _, stage := range append(store.Stages(store.Candidate), store.Declined, store.Won) {
		r := goldenCandidate(stage)
		step := store.StageChange{Stage: stage, At: golden.Now}
		if stage == store.Declined {
			step.Reason = "Not the skills we need now. <Sorry>"
		}
		golden.Message(t, "refer-news-"+string(stage), referralNewsView(seen(r, "Staff engineer & more", berlin), step))
	}
	hired := seen(goldenCandidate(store.Hired), "Staff engineer & more", berlin)
	hiredNews := referralNewsView(hired, store.StageChange{Stage: store.Hired})
	hiredNews.Text += "\n*Bonus*"
	golden.Message(t, "refer-news-celebrated", celebrated(hiredNews,
		surface.Earned(100, moments[store.Hired]), 100))
	r := goldenCandidate(store.Interview)
	r.History = append(r.History, store.StageChange{Stage: store.Interview, By: "U0REC", At: golden.Now, Correction: true,
		Points: -100, Reason: "The wrong <line>"})
	golden.Message(t, "refer-news-corrected", referralNewsView(seenBy("U0ADA", r, "Staff engineer & more", berlin),
		r.History[1]))
	golden.Message(t, "refer-news-corrected-owner",
		referralNewsView(seenBy("U0DEV", r, "Staff engineer & more", berlin), r.History[1]))
	matched := goldenCandidate(store.Accepted)
	matched.Lane = golden.Hostile
	golden.Message(t, "refer-news-lane", laneView(seen(matched, "Staff engineer & more", berlin)))
	golden.Message(t, "refer-news-lane-owner", laneView(seenBy("U0REC", matched, "Staff engineer & more", berlin)))
	silent := goldenCandidate(store.Submitted)
	silent.Nudged = 2
	golden.Message(t, "refer-news-silence", silenceView(seen(silent, "Staff engineer", berlin)))
	silent.Owner = ""
	golden.Message(t, "refer-news-silence-no-owner", silenceView(seen(silent, "Staff engineer", berlin)))
	q := store.Question{Text: strings.Repeat("<Is> she here?\n", 200), AskedAt: golden.Now}
	silent.Questions = []store.Question{q}
	golden.Message(t, "refer-question", questionView(silent, 0))
	q.Answer, q.Answered = "Yes.\nShe is.", golden.Now.Add(time.Hour)
	silent.Questions[0] = q
	golden.Message(t, "refer-question-answered", questionView(silent, 0))
	golden.Message(t, "refer-answer", answerView(silent, q))
}
