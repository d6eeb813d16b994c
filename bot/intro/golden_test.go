// The golden files of introductions.

package intro

import (
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

// goldenIntro is an introduction as somebody sees it, with everything that may be written into it.
func goldenIntro(stage store.IntroStage, reader store.EmployeeID) shown {
	return shown{Introduction: store.Introduction{ID: "01INTRO", Kind: store.Client, Introducer: "U0ADA", Owner: "U0CLEO",
		Person: store.Person{Name: "Grace <Hopper>", Company: "Acme & co", Why: golden.Hostile}, Need: "a warehouse system",
		Stage: stage, SentAt: golden.Now}, reader: reader, zone: time.UTC, company: "Northwind", from: "Ada Stone",
		owner: "Cleo Marsh", points: []string{"We deliver in a week.", golden.Hostile}}
}

func TestGolden_Intro(t *testing.T) {
	golden.ShortForm(t, "intro-form", 8, formView(form{Kind: store.Client}))
	stages := []store.IntroStage{store.IntroOffered, store.IntroSent, store.IntroAnswered, store.IntroReferred}
	for _, stage := range stages {
		golden.Message(t, "intro-"+string(stage), contentFor(goldenIntro(stage, "U0ADA")))
	}
	golden.Message(t, "intro-ask", askContent(goldenIntro(store.IntroSent, "U0ADA")))
	golden.Modal(t, "intro-modal", modal(goldenIntro(store.IntroOffered, "U0ADA")))

	card := goldenIntro(store.IntroOffered, "U0CLEO")
	golden.Message(t, "intro-card", contentFor(card))
	card.Stage, card.AcceptedAt = store.IntroSent, golden.Now
	golden.Message(t, "intro-card-accepted", contentFor(card))
	card.Erased, card.Stage, card.Person = true, store.IntroEnded, store.Person{}
	golden.Message(t, "intro-card-erased", contentFor(card))
}
