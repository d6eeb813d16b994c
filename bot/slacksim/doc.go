// Package slacksim is a strict Slack workspace in memory, at the wire: Web API, Socket Mode and the people who use
// them.
//
// An app under test connects to it with an unmodified Slack SDK; slack-go and Slack's own Bolt for JavaScript do. What
// passes here is meant to pass on Slack, so the simulator is strict where Slack is strict and says where nobody knows.
// Paths in comments are pages below https://docs.slack.dev/.
//
// # Use
//
// In a test:
//
//	pipe := slacksim.NewPipe()
//	sim, err := slacksim.New(slacksim.Options{Manifest: manifest, BaseURL: "http://slack.test"})
//	go sim.Serve(pipe)
//	ada := sim.Person("ada")
//	reply, err := ada.Slash(ctx, "general", "/refer Grace Hopper")
//	form, err := ada.AwaitModal(ctx, nil)
//	result, err := ada.Submit(ctx, slacksim.Values{"mail": "grace@example.com"})
//	card, err := ada.AwaitMessage(ctx, func(m slacksim.Message) bool { return m.Text == "Thank you" })
//	pressed, err := ada.Press(ctx, card, "Withdraw")
//
// Everything works over any listener, also inside a testing/synctest bubble, where New, NewPipe and the clients must be
// made in the bubble. Nothing sleeps; waiting is by condition.
//
// Other programs use the control interface of control.go; people use the console that is served at "/".
//
// # What it imitates
//
// Web API (apis/web-api): tokens in header or form and never in the query, token types, the scopes of the manifest
// with needed and provided, JSON and form bodies per method, charset warnings, unknown_method, HTTP 200 for failures,
// 429 with Retry-After from one bucket per method and one per channel for posting, cursors. The methods are those of
// methodTable in api_methods.go.
//
// Conversations (reference/objects/conversation-object): membership decides about posting, history and events; what the
// app cannot see does not exist for it (channel_not_found); a user id as channel opens the direct message and answers
// its D id; archived channels, deactivated people, bots, USLACKBOT, guests, strangers.
//
// Messages (reference/methods/chat.postMessage, chat.update): normalised blocks, metadata that comes back on request,
// the rules of what an update keeps, threads, ephemeral messages.
//
// Block Kit (reference/block-kit): every limit with Slack's words and JSON pointers; see CheckMessage, CheckBlocks and
// CheckView. Blocks in attachments live by the same rules.
//
// Socket Mode (apis/events-api/using-socket-mode): single-use tickets, hello, pings every ten seconds, at most ten
// connections and a random one for each envelope, three seconds for an acknowledgement, closing on frames above 20,480
// bytes, warning, refresh_requested, link_disabled and too_many_websockets, debug_reconnects, ghosts.
//
// Events (apis/events-api): only those the manifest subscribes to, only where the app's bot is, redelivered three times
// with the same event id.
//
// Interactions (reference/interaction-payloads): slash commands, shortcuts, block actions, options, submissions and
// closed views with exactly the keys of the pages, and what the person sees when the app does not answer.
//
// Views (surfaces/modals, surfaces/app-home): triggers that work once and for three seconds, a stack of three, hash,
// external id, input that survives updates, the client's own refusals, and the banner after an answer nobody
// understands.
//
// Response URLs (interactivity/handling-user-interaction): five uses in thirty minutes, replacing and deleting.
//
// Files (messaging/working-with-files): the upload in three steps, the moment until a file can be shown, and image
// blocks with files that Slack cannot show.
//
// # What it does not imitate
//
// OAuth, user tokens and token rotation; Enterprise Grid; scheduled messages; search, huddles, canvases, lists and
// workflows; the RTM API; link unfurling; the history limit of free plans; posting policies (restricted_action); emoji
// and profile fields of the workspace's own; app_rate_limited and the automatic end of subscriptions whose deliveries
// fail; what Slack makes of markdown blocks.
//
// # Where nobody knows
//
// These choices are guesses, taken so that an app which copes here copes either way:
//
//   - apps.connections.open while Socket Mode is off answers forbidden_team.
//   - A ticket for a connection lives thirty seconds.
//   - An acknowledgement may come over any connection; late, repeated and unknown ones do nothing and are logged.
//   - A redelivered event has a new envelope id.
//   - After refresh_requested a connection gets no more envelopes, after warning it does; both end within ten seconds.
//   - A response URL that is used up or too old answers 404 with used_url or expired_url.
//   - views.open from within a modal replaces that modal.
//   - A video without links.embed:write and a file input without files:read are missing_scope.
//   - auth.test with an app-level token answers the app's name and id.
//   - Posting to a bot or to USLACKBOT is channel_not_found.
//   - A command answered with blocks that Slack would refuse fails with the code of the refusal.
package slacksim
