// The views of a person's points for program managers, and the message about points that were taken back.

package board

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// listedEntries is how many entries are listed: what is older is rarely wrong, and a view holds a hundred blocks.
const listedEntries = 30

// maxReason is the longest reason in characters.
const maxReason = 200

// ledger is what the list of a person's points shows.
type ledger struct {
	whose   store.EmployeeID // "" nobody yet
	notice  string           // what became of the last press, mrkdwn
	entries []ledgerEntry    // newest first
	zone    *time.Location   // the reader's
}

// ledgerEntry is an entry, and whether nothing of it can be taken back any more.
type ledgerEntry struct {
	store.Entry
	done bool
}

// pointsModal lists a person's newest entries, each with its way back.
func pointsModal(l ledger) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.When(l.notice != "", block.Section("*"+l.notice+"*")))
	blocks = append(blocks, block.SectionWith("*Whose points?*",
		block.SelectPerson(actPointsOf, "Choose a colleague", string(l.whose))))
	blocks = append(blocks, block.When(l.whose != "" && len(l.entries) == 0, block.Section("No points yet.")))
	for _, e := range l.entries {
		words := surface.EntryWords(e.Entry) + ", " + block.Day(e.At, l.zone)
		if e.done {
			blocks = append(blocks, block.Section(words))
			continue
		}
		blocks = append(blocks, block.SectionWith(words, block.Button(actPointsBack, "Take back…", e.ID, block.Danger,
			block.Spoken("Take back "+block.Clean(e.Subject)))))
	}
	return block.Modal(surface.CBList, "Points", "", "Close", "", blocks...)
}

// takeBackModal asks why an entry is taken back.
func takeBackModal(e store.Entry) *slack.ModalViewRequest {
	return block.Modal(cbPointsBack, "Take points back", "Take back", "Cancel", e.ID,
		block.Section(surface.EntryWords(e)+"\nOf "+block.Person(e.Employee)+", who reads your reason. It cannot be undone."),
		block.Input(surface.FieldReason, "Why?", block.TextInput(block.InputValue, "", "", false, maxReason), "", false))
}

// takenBack is the message to the person: what, why, and where every point is explained.
func takenBack(e store.Entry) block.Content {
	text := "Your points changed: " + surface.EntryWords(e)
	return block.Message(text,
		block.SectionWith(text, block.Button(surface.ActMe, "My points", "", block.Spoken("My points, each explained"))))
}
