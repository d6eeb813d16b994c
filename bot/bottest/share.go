// Tests of sharing: the form keeps what is right, the kit pays once, and what was taken back is taken back.

package bottest

import (
	"strings"

	"vouch/bot/block"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
)

// Field gives the value of the text field of the share form, under whatever id it has now.
func (a Actor) Field() (input, text string) {
	a.tb.Helper()
	for input, elements := range a.Modal().Values {
		if strings.HasPrefix(input, surface.FieldText+".") {
			text, _ = elements[block.InputValue]["value"].(string)
			return input, text
		}
	}
	a.tb.Fatal("the modal has no text field")
	return "", ""
}

// Posts submits the share form with a text and says "I posted it".
func (a Actor) Posts(text string) {
	a.tb.Helper()
	input, _ := a.Field()
	if errors := a.Submits(slacksim.Values{input: text}); errors != nil {
		a.tb.Fatalf("errors %v", errors)
	}
	a.PressesModal(surface.ActSharePosted)
}

// Score is what the person has in all.
func (a Actor) Score() int {
	a.tb.Helper()
	return Must(a.h.Db.ScoreOf(a.Id, store.Now()))(a.tb).All
}

// Share is the person's newest share.
func (a Actor) Share() store.Share {
	a.tb.Helper()
	shares := Must(a.h.Db.SharesOf(a.Id, 1))(a.tb)
	if len(shares) == 0 {
		a.tb.Fatal("there is no share")
	}
	return shares[0]
}
