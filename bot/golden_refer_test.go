// The golden files of referring.

package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/store"
)

// goldenCandidate is a referral in full, with everything somebody may write into it.
func goldenCandidate(stage store.Stage) store.Referral {
	r := goldenReferral(stage)
	r.Person = store.Person{Name: "Jane <Doe> & co", Email: "jane|x@example.com", Profile: "https://www.linkedin.com/in/jane", Phone: "+49 30 1234567",
		Why: "She taught me Go.\n" + hostile}
	r.Job, r.Relationship, r.HowWell, r.Version = "01JOB", "worked", 4, 7
	r.History = []store.StageChange{{Stage: store.Submitted, By: "U0ADA", At: goldenNow}}
	return r
}

func goldenForm() referForm {
	return referForm{referState: referState{Kind: store.Candidate}}
}

func TestGolden_Refer(t *testing.T) {
	goldenModal(t, "refer-empty", referFormView(goldenForm()))

	full := goldenForm()
	job := goldenJob()
	job.Title, job.Job = strings.Repeat("Staff engineer, payments ", 6), &store.JobFacts{Location: "Berlin & <remote>"}
	full.job = &job
	full.submission = store.Submission{Person: goldenCandidate(store.Submitted).Person, Need: hostile, Relationship: "friend", HowWell: 1, Consent: true}
	full.Edit = "01REFERRAL"
	goldenModal(t, "refer-edit", referFormView(full))

	client := goldenForm()
	client.Kind = store.Client
	client.submission.Person = store.Person{Name: strings.Repeat("🎉", 300), Company: hostile}
	client.notice = "*That job is filled or closed.* Choose another one."
	goldenModal(t, "refer-client", referFormView(client))
}

func TestGolden_ReferResult(t *testing.T) {
	berlin := goldenMember().zone
	accepted := store.SubmitResult{Verdict: store.VerdictAccepted, Referral: goldenCandidate(store.Submitted)}
	goldenModal(t, "refer-accepted", referResultView(accepted, goldenSettings(), berlin))
	unowned := accepted
	unowned.Referral.Owner, unowned.Referral.Kind = "", store.Client
	goldenModal(t, "refer-accepted-no-owner", referResultView(unowned, store.Settings{}, berlin))
	goldenModal(t, "refer-known", referResultView(store.SubmitResult{Verdict: store.VerdictKnown, Until: goldenNow.AddDate(0, 6, 0)}, goldenSettings(), berlin))
	goldenModal(t, "refer-yours", referResultView(store.SubmitResult{Verdict: store.VerdictYours, Referral: goldenCandidate(store.Interview)}, goldenSettings(), berlin))
	goldenModal(t, "refer-not-eligible", referResultView(store.SubmitResult{Verdict: store.VerdictNot, Rule: "This job is <not> open any more."}, goldenSettings(), berlin))
}

func TestGolden_ReferOwn(t *testing.T) {
	berlin := goldenMember().zone
	submitted := goldenCandidate(store.Submitted)
	goldenModal(t, "refer-own-submitted", referralView(submitted, "Staff engineer", "Saved.", berlin))
	asked := goldenCandidate(store.Accepted)
	asked.History = append(asked.History, store.StageChange{Stage: store.Accepted, By: "U0REC", At: goldenNow})
	for i := range 7 {
		asked.Questions = append(asked.Questions, store.Question{Text: fmt.Sprintf("Question %d? %s", i, hostile)})
	}
	asked.Questions[4].Answer, asked.Questions[4].Answered, asked.Nudged = "Yes & <no>", goldenNow, 1
	goldenModal(t, "refer-own-questions", referralView(asked, hostile, "", berlin))
	goldenModal(t, "refer-answer-form", answerFormView(asked, openQuestions(asked), answerState{Referral: asked.ID, Question: 6, Channel: "D1", TS: "1.2"}))
	declined := goldenCandidate(store.Declined)
	declined.History = append(declined.History, store.StageChange{Stage: store.Declined, At: goldenNow, Reason: "The position is filled. " + hostile})
	goldenModal(t, "refer-own-declined", referralView(declined, "Staff engineer", "", berlin))
	erased := store.Referral{ID: "01REFERRAL", Kind: store.Client, Referrer: "U0ADA", Stage: store.Submitted, Erased: true, Nudged: 2}
	goldenModal(t, "refer-own-erased", referralView(erased, "an introduction", "", nil))
	goldenModal(t, "refer-owned", ownedReferralView(asked, "Staff engineer", "Somebody else was faster: this is <now> accepted.", berlin))
}

func TestGolden_ReferCard(t *testing.T) {
	berlin := goldenMember().zone
	goldenMessage(t, "refer-card-submitted", referralCardView(goldenCandidate(store.Submitted), "Staff engineer, payments", berlin))
	moving := goldenCandidate(store.Screening)
	moving.Questions = []store.Question{{Text: "How long have you worked together?", Answer: strings.Repeat("Long. ", 200), Answered: goldenNow}}
	goldenMessage(t, "refer-card-screening", referralCardView(moving, hostile, berlin))
	client := goldenCandidate(store.Opportunity)
	client.Kind, client.Job, client.Need, client.Owner, client.Relationship = store.Client, "", "Faster builds", "", "unheard of"
	client.Person.Company, client.Person.Why = "Southwind & Daughters", strings.Repeat("<&>", 333)
	goldenMessage(t, "refer-card-client", referralCardView(client, "Faster builds", berlin))
	goldenMessage(t, "refer-card-started", referralCardView(goldenCandidate(store.Started), "Staff engineer", berlin))
	goldenMessage(t, "refer-card-erased", referralCardView(store.Referral{ID: "01REFERRAL", Referrer: "U0ADA", Stage: store.Accepted, Kind: store.Candidate, Erased: true}, "a role", nil))
	goldenMessage(t, "refer-card-moved", movedCardView())
	goldenMessage(t, "refer-card-nudge", introduced("<@U0ADA> waits for your answer to this referral.", referralCardView(goldenCandidate(store.Submitted), "Staff engineer", berlin)))
	goldenModal(t, "refer-card-ask", cardAskView(moving))
	goldenModal(t, "refer-card-decline", cardDeclineView(moving))
	goldenModal(t, "refer-card-assign", cardAssignView(client))
}

func TestGolden_ReferNews(t *testing.T) {
	berlin := goldenMember().zone
	for _, stage := range append(store.Stages(store.Candidate), store.Declined, store.Won) {
		r := goldenCandidate(stage)
		step := store.StageChange{Stage: stage, At: goldenNow}
		if stage == store.Declined {
			step.Reason = "Not the skills we need now. <Sorry>"
		}
		goldenMessage(t, "refer-news-"+string(stage), referralNewsView(r, step, "Staff engineer & more", berlin))
	}
	silent := goldenCandidate(store.Submitted)
	silent.Nudged = 2
	goldenMessage(t, "refer-news-silence", silenceView(silent, "Staff engineer"))
	silent.Owner = ""
	goldenMessage(t, "refer-news-silence-no-owner", silenceView(silent, "Staff engineer"))
	q := store.Question{Text: strings.Repeat("<Is> she here?\n", 200), AskedAt: goldenNow}
	goldenMessage(t, "refer-question", questionView(silent, q))
	q.Answer, q.Answered = "Yes.\nShe is.", goldenNow.Add(time.Hour)
	goldenMessage(t, "refer-question-answered", questionView(silent, q))
	goldenMessage(t, "refer-answer", answerView(silent, q))
}
