// People at work: the whole way from a command over a modal to a message and its buttons, in a bubble and over TCP.

package slacksim_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"vouch/bot/slacksim"
)

// formApp answers /try with a modal, refuses "bad", and otherwise posts a message with a button.
func formApp(w *world) func(*app, socketmode.Event) {
	return func(a *app, e socketmode.Event) {
		switch e.Type {
		case socketmode.EventTypeSlashCommand:
			a.client.Ack(*e.Request)
			command := e.Data.(slack.SlashCommand)
			field := slack.NewPlainTextInputBlockElement(nil, "name")
			_, _ = w.api.OpenView(command.TriggerID, slack.ModalViewRequest{
				Type: slack.VTModal, CallbackID: "form", Title: slack.NewTextBlockObject("plain_text", "Form", false, false),
				Submit: slack.NewTextBlockObject("plain_text", "Send", false, false),
				Blocks: slack.Blocks{BlockSet: []slack.Block{
					slack.NewInputBlock("who", slack.NewTextBlockObject("plain_text", "Name", false, false), nil, field),
				}},
			})
		case socketmode.EventTypeInteractive:
			formInteraction(w, a, e)
		case socketmode.EventTypeEventsAPI:
			a.client.Ack(*e.Request)
		}
	}
}

func formInteraction(w *world, a *app, e socketmode.Event) {
	callback := e.Data.(slack.InteractionCallback)
	switch callback.Type {
	case slack.InteractionTypeViewSubmission:
		name := callback.View.State.Values["who"]["name"].Value
		if name == "bad" {
			a.client.Ack(*e.Request, slack.NewErrorsViewSubmissionResponse(map[string]string{"who": "Not that one"}))
			return
		}
		a.client.Ack(*e.Request)
		button := slack.NewButtonBlockElement("ok", name, slack.NewTextBlockObject("plain_text", "OK", false, false))
		_, _, _ = w.api.PostMessage(callback.User.ID, slack.MsgOptionText("Hello "+name, false),
			slack.MsgOptionBlocks(slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "Hello "+name, false, false), nil,
				nil),
				slack.NewActionBlock("acts", button)))
	case slack.InteractionTypeBlockActions:
		a.client.Ack(*e.Request)
		_, _, _, _ = w.api.UpdateMessage(callback.Channel.ID, callback.Message.Timestamp, slack.MsgOptionText("Done", false),
			slack.MsgOptionBlocks())
	}
}

// liveThrough does what formApp offers and checks what the person sees.
func liveThrough(t *testing.T, w *world) {
	ctx := soon(t)
	ada := w.Person("ada")
	reply, err := ada.Slash(ctx, "general", "/try something")
	mustNotFail(t, err)
	if !reply.Acked || reply.Error != "" {
		t.Fatalf("slash: %+v", reply)
	}
	_, err = ada.AwaitModal(ctx, nil)
	mustNotFail(t, err)
	for _, step := range []struct {
		fields slacksim.Values
		want   string
	}{{nil, slacksim.ResultInvalid}, {slacksim.Values{"who": "bad"}, slacksim.ResultErrors},
		{slacksim.Values{"Name": "Bo"}, slacksim.ResultClosed}} {
		got, err := ada.Submit(ctx, step.fields)
		mustNotFail(t, err)
		if got.Result != step.want {
			t.Fatalf("submitting %v: got %+v, want %s", step.fields, got, step.want)
		}
	}
	m, err := ada.AwaitMessage(ctx, func(m slacksim.Message) bool { return m.Text == "Hello Bo" })
	mustNotFail(t, err)
	if !strings.HasPrefix(m.Channel, "D") {
		t.Errorf("posting to a user id gave channel %s, want the direct message", m.Channel)
	}
	pressed, err := ada.Press(ctx, m, "OK")
	mustNotFail(t, err)
	if pressed.Warning {
		t.Error("the button shows a warning although it was acknowledged")
	}
	done, err := ada.AwaitMessage(ctx, func(m slacksim.Message) bool { return m.Text == "Done" })
	mustNotFail(t, err)
	if len(done.Blocks) != 0 || done.TS != m.TS {
		t.Errorf("the update with empty blocks left %+v", done)
	}
	if log := w.Log(0, "trouble", "timeout", "invalid_ack", "unknown_ack", "api_error"); len(log) > 0 {
		t.Errorf("journal: %+v", log)
	}
}

// Pages: interactivity/implementing-slash-commands, surfaces/modals, reference/methods/chat.update.
func TestPerson_LivesThroughAForm(t *testing.T) {
	t.Run("over TCP", func(t *testing.T) {
		w := mustTCPWorld(t)
		w.mustApp(t, formApp(w))
		liveThrough(t, w)
	})
	t.Run("in a bubble, after a quiet week", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := mustWorld(t)
			w.mustApp(t, formApp(w))
			time.Sleep(7 * 24 * time.Hour)
			liveThrough(t, w)
		})
	})
}
