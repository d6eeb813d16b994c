// Coverage: the weekly card to curators on what the library lacks, and the same at once on request.

package bot

import (
	"context"
	"time"

	"vouch/digest"
	"vouch/store"
)

// coverageRoutes lists how curators ask what the library lacks.
func (b *Bot) coverageRoutes() []route {
	return []route{
		onWord(cmdVouch, "coverage", "what the library lacks (curators and program managers)", b.onCoverage),
		onAction(actCoverage, b.onCoverageTable),
	}
}

// onCoverage answers with the card.
func (b *Bot) onCoverage(_ context.Context, in inbound) (reply, error) {
	coverage, zone, err := b.coverageFor(in.User)
	if err != nil {
		return reply{}, err
	}
	card := coverageCard(coverage, zone)
	return reply{Text: card.Text, Blocks: card.Blocks}, nil
}

// onCoverageTable opens everything there is to know, from the card or from Home.
func (b *Bot) onCoverageTable(_ context.Context, in inbound) (reply, error) {
	coverage, zone, err := b.coverageFor(in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: coverageView(coverage, zone)}, nil
}

// coverageFor is the coverage now, for somebody who may know it, and their zone.
func (b *Bot) coverageFor(id store.EmployeeID) (coverage digest.Coverage, zone *time.Location, err error) {
	if err = b.mayCurate(id); err == nil {
		zone, err = b.zoneOf(id)
	}
	if err == nil {
		coverage, err = b.planner.Coverage(store.Now())
	}
	return coverage, zone, err
}

// renderCoverage draws the weekly card with what is true when it is sent. It is not sent any more to somebody who lost the role,
// nor when its week is over: the next one says it better.
func (b *Bot) renderCoverage(_ context.Context, m store.Message) (content, error) {
	settings, err := b.db.Settings()
	if err != nil {
		return content{}, err
	}
	if store.SpanKey(store.Week, store.Now(), store.Location(settings.TimeZone, "UTC")) != string(store.Week)+"/"+m.Ref {
		return content{}, overtaken("The week of this card is over.")
	}
	coverage, zone, err := b.coverageFor(m.To)
	if store.KindOf(err) == store.Denied {
		return content{}, overtaken("This person does not run the library any more.")
	}
	if err != nil {
		return content{}, err
	}
	return coverageCard(coverage, zone), nil
}

// coverageKinds are the messages to curators about the library.
func (b *Bot) coverageKinds() []kind {
	return []kind{
		{Kind: store.MsgCoverage, Render: b.renderCoverage},
	}
}
