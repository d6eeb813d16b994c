// Inputs of messages and announcements in the browser console.

package slacksim_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// Page: reference/block-kit/blocks/input-block: an input of a message is sent with the next press; and what arrives is
// said to screen readers.
func TestConsole_MessageInput(t *testing.T) {
	w, a, origin := mustConsole(t)
	p := mustPage(t, origin, "#/ada", 1280, 900)
	input := slack.NewInputBlock("note", slack.NewTextBlockObject("plain_text", "Note", false, false), nil,
		slack.NewPlainTextInputBlockElement(nil, "note"))
	press := slack.NewActionBlock("buttons", slack.NewButtonBlockElement("press", "1",
		slack.NewTextBlockObject("plain_text", "Press me", false, false)))
	_, _, err := w.api.PostMessageContext(soon(t), w.Person("ada").ID(), slack.MsgOptionText("A form *in* a message",
		false), slack.MsgOptionBlocks(input, press))
	mustNotFail(t, err)
	p.step(t, "what arrives is announced without its marks", func(t *testing.T) {
		p.await(text("#announcer[aria-live=polite]", "A form in a message"))
	})
	p.step(t, "what is typed into a message reaches the app with the next press", func(t *testing.T) {
		p.click("[data-block=note] input")
		p.keys("typed here")
		p.click("button[data-action=press]")
		p.await(text(".message", "Pressed, thanks."))
		for _, e := range a.got(socketmode.EventTypeInteractive) {
			if typed := e.Data.(slack.InteractionCallback).BlockActionState.Values["note"]["note"].Value; typed != "typed here" {
				t.Errorf("the app got %q", typed)
			}
		}
	})
	p.step(t, "one's own messages are not announced", func(t *testing.T) {
		p.click("#composer-text")
		p.keys("my own words", kb.Enter)
		p.await(text(".message", "my own words"))
		_, _, err := w.api.PostMessageContext(soon(t), w.Person("ada").ID(), slack.MsgOptionText("an answer", false))
		mustNotFail(t, err)
		p.await(text("#announcer", "an answer"))
		p.await(`!document.querySelector("#announcer").textContent.includes("my own words")`)
	})
	p.clean()
}
