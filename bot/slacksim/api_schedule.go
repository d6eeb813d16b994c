// chat.scheduleMessage and its companions: messages that post themselves later.

package slacksim

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits of reference/methods/chat.scheduleMessage.
const (
	scheduleAhead     = 120 * 24 * time.Hour
	scheduleWindow    = 5 * time.Minute
	schedulePerWindow = 30
)

// scheduledMessage waits to be posted.
type scheduledMessage struct {
	id     string
	target *conversation
	postAt time.Time
	// created is when the app planned it.
	created time.Time
	body    content
	timer   *time.Timer
}

// chatScheduleMessage plans a message (reference/methods/chat.scheduleMessage).
//
// post_at is in Unix seconds, at most 120 days ahead; at most 30 messages may fall into the same five minutes of a
// channel. Errors: invalid_time, time_in_past, time_too_far, restricted_too_many, msg_too_long where chat.postMessage would
// cut the text, and those of chat.postMessage. The page
// names a known defect that is kept here: a message with metadata is accepted and never posted.
func chatScheduleMessage(w *Workspace, c *call) (answer, error) {
	seconds, err := strconv.ParseInt(c.text("post_at"), 10, 64)
	if err != nil {
		return nil, apiError("invalid_time")
	}
	postAt, now := time.Unix(seconds, 0), w.now()
	switch {
	case !postAt.After(now):
		return nil, apiError("time_in_past")
	case postAt.Sub(now) > scheduleAhead:
		return nil, apiError("time_too_far")
	}
	body, err := w.contentOf(c, "")
	if err != nil {
		return nil, err
	}
	if body.truncated {
		return nil, apiError("msg_too_long")
	}
	target, err := w.postTarget(c.text("channel"))
	if err != nil {
		return nil, err
	}
	if w.crowded(target, postAt) {
		return nil, apiError("restricted_too_many")
	}
	body.threadTS = c.text("thread_ts")
	s := &scheduledMessage{id: w.nextID("Q"), target: target, postAt: postAt, created: now, body: body}
	w.scheduled[s.id] = s
	epoch := w.epoch
	s.timer = time.AfterFunc(postAt.Sub(now), func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.closed || epoch != w.epoch || w.scheduled[s.id] != s {
			return
		}
		delete(w.scheduled, s.id)
		if body.metadata != nil {
			w.log("undelivered", "a scheduled message with metadata, which Slack never posts")
			return
		}
		w.post(target, w.botMessage(body))
	})
	return answer{"channel": target.id, "scheduled_message_id": s.id, "post_at": seconds, "message": map[string]any{
		"text": body.text, "bot_id": w.app.botID, "type": "delayed_message", "subtype": "bot_message",
	}}, nil
}

// ClockMoved tells that the clock of the options was moved: messages that are due by it are posted, open clients read anew
// what day it is.
func (w *Workspace) ClockMoved() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.scheduled {
		s.timer.Reset(s.postAt.Sub(w.now()))
	}
	w.notifyAll(Update{Type: "state"})
}

// crowded tells whether one more message at a time would make more than 30 of a channel fall into five minutes, wherever
// the five minutes begin.
func (w *Workspace) crowded(target *conversation, postAt time.Time) bool {
	times := []time.Time{postAt}
	for _, s := range w.scheduled {
		if s.target == target && s.postAt.Sub(postAt).Abs() < scheduleWindow {
			times = append(times, s.postAt)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	for i := schedulePerWindow; i < len(times); i++ {
		if times[i].Sub(times[i-schedulePerWindow]) < scheduleWindow {
			return true
		}
	}
	return false
}

// chatDeleteScheduledMessage takes a planned message back. Once posted it is invalid_scheduled_message_id.
//
// Slack refuses also shortly before the time; how long before is on no page, so here it works until the message is posted
// (reference/methods/chat.deleteScheduledMessage).
func chatDeleteScheduledMessage(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel"))
	if err != nil {
		return nil, err
	}
	s := w.scheduled[c.text("scheduled_message_id")]
	if s == nil || s.target != target {
		return nil, apiError("invalid_scheduled_message_id")
	}
	s.timer.Stop()
	delete(w.scheduled, s.id)
	return answer{}, nil
}

// chatScheduledMessagesList pages through what is still planned, of one channel or of all. Ids carry their Q here; Slack's
// own sample shows bare numbers, recordings show Q, so clients should compare leniently.
//
//	{"ok":true,"scheduled_messages":[{"id":"Q1","channel_id":"C1","post_at":1700000000,"date_created":1690000000,"text":"..."}],
//	 "response_metadata":{"next_cursor":""}}
//
// Another app's messages never show, and a channel that does not exist is invalid_channel, not channel_not_found.
func chatScheduledMessagesList(w *Workspace, c *call) (answer, error) {
	if id := c.text("channel"); id != "" && w.channels[id] == nil {
		return nil, apiError("invalid_channel")
	}
	var waiting []*scheduledMessage
	for _, s := range w.scheduled {
		if id := c.text("channel"); id == "" || id == s.target.id {
			waiting = append(waiting, s)
		}
	}
	slices.SortFunc(waiting, func(a, b *scheduledMessage) int { return strings.Compare(a.id, b.id) })
	from, to, next, err := c.page(len(waiting), 100, 1000)
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, s := range waiting[from:to] {
		list = append(list, map[string]any{"id": s.id, "channel_id": s.target.id, "post_at": s.postAt.Unix(),
			"date_created": s.created.Unix(), "text": s.body.text})
	}
	return answer{"scheduled_messages": list, "response_metadata": nextPage(next)}, nil
}
