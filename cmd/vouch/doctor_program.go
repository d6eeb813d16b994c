// What the doctor reads in the database: is it sound, do its sources work, and is the program ready for people.

package main

import (
	"context"
	"fmt"
	"strings"

	"vouch/bot"
	"vouch/digest"
	"vouch/store"
)

// doctorOperation finds what there is to say of the database.
func doctorOperation(ctx context.Context, db *store.DB, _ struct{}) ([]bot.Finding, error) {
	found, err := soundness(ctx, db)
	if err != nil {
		return nil, err
	}
	program, err := programFindings(db)
	return append(found, program...), err
}

// soundness is the check of the file in one line, with the first problem.
func soundness(ctx context.Context, db *store.DB) ([]bot.Finding, error) {
	report, err := db.Check(ctx)
	if err != nil {
		return nil, err
	}
	if n := len(report.Problems); n > 0 {
		return []bot.Finding{{Part: "database", Grade: bot.Failure, Text: fmt.Sprintf("%s, first: %s", plural(n, "problem"),
			report.Problems[0]), Fix: "stop the bot and restore the last good backup; vouch check lists all"}}, nil
	}
	misdated, err := db.Misdated(store.Now())
	if err != nil {
		return nil, err
	}
	if len(misdated) > 0 {
		return []bot.Finding{{Part: "database", Grade: bot.Warning, Text: plural(len(misdated), "due time") +
			" too far ahead: the clock was wrong", Fix: "set the clock, the running bot then sets them again"}}, nil
	}
	return []bot.Finding{{Part: "database", Text: "sound"}}, nil
}

// programFindings are the gaps of the program, and what runs dry or has failed in it.
func programFindings(db *store.DB) (found []bot.Finding, err error) {
	warn := func(holds bool, part, text, fix string) {
		if holds {
			found = append(found, bot.Finding{Part: part, Grade: bot.Warning, Text: text, Fix: fix})
		}
	}
	coverage, err := (&digest.Planner{DB: db}).Coverage(store.Now())
	if err != nil {
		return nil, err
	}
	retention := ""
	err = db.View(func(q *store.Query) error {
		settings := q.Settings()
		warn(!settings.Policy.IsRead(), "program", "no program manager has read and confirmed the policy",
			"do it on a manager's Home in Slack")
		warn(settings.Company == "", "program", "the company has no name, so nobody can share",
			"set it with /vouch admin in Slack or in the program file")
		warn(!q.HasManager(), "program", "no program manager is named: all owners and admins of the workspace manage it",
			"name one with VOUCH_MANAGERS or on a manager's Home")
		retention = strings.Join(q.Retention(), "; ")
		late := len(q.LateReviews())
		warn(late > 0, "review", plural(late, "item")+" waiting for longer than promised",
			"curators answer with /vouch review")
		for _, h := range q.HookTargets() {
			warn(h.IsOff(), "webhook", "nothing is sent to "+h.Host()+": "+h.Why,
				"mend it, then vouch hook out add with its address")
		}
		pulse := q.Pulse()
		warn(pulse.NoOwner > 0, "referrals", plural(pulse.NoOwner, "open referral")+" without an owner",
			"name recruiters and sellers, or routes in the program file")
		return nil
	})
	if err != nil {
		return nil, err
	}
	warn(coverage.Live == 0, "library", "no item is live, so no digest is sent",
		"import content, or add sources with /vouch sources")
	for _, source := range coverage.Broken {
		warn(true, "source", fmt.Sprintf("%s: %s", source.Name, source.Result),
			"mend its address with /vouch sources, or pause it")
	}
	for _, persona := range coverage.Personas {
		warn(coverage.Live > 0 && persona.RunsDry(), "library", fmt.Sprintf("%s runs dry in %.0f working days",
			persona.Name, persona.Days), "add items for it; /vouch coverage says more")
	}
	if len(found) == 0 {
		found = append(found, bot.Finding{Part: "program", Text: "ready"})
	}
	return append(found, bot.Finding{Part: "retention", Text: retention}), nil
}
