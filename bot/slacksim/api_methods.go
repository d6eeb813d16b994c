// The table of Web API methods: tier, scope, accepted body and required arguments of each (reference/methods).

package slacksim

// method is one row of the table.
type method struct {
	name string
	// perMinute is the tier's number of calls.
	perMinute float64
	// json tells whether arguments may come as a JSON body; all methods accept forms.
	json bool
	// scopes are alternatives of which the token needs one. Scopes that depend on the conversation are checked later.
	scopes []string
	// needsToken is false only for api.test; appToken asks for the app-level token, anyToken takes both.
	needsToken, appToken, anyToken bool
	// required arguments are checked before run; a missing one is invalid_arguments.
	required []string
	// run does the work under the workspace's lock, or refuses. What it returns is merged into {"ok":true}.
	run func(*Workspace, *call) answer
}

// option changes a row of the table.
type option func(*method)

// jsonBody marks a method that reads its arguments from JSON too, as its page tells.
func jsonBody(m *method) { m.json = true }

// scope names the scopes of which the token must hold one.
func scope(alternatives ...string) option { return func(m *method) { m.scopes = alternatives } }

// needs names the arguments without which the method is not even tried.
func needs(arguments ...string) option { return func(m *method) { m.required = arguments } }

// row writes one line of the table.
func row(name string, perMinute float64, run func(*Workspace, *call) answer, options ...option) method {
	m := method{name: name, perMinute: perMinute, needsToken: true, run: run}
	for _, change := range options {
		change(&m)
	}
	return m
}

// methodTable holds every method this workspace answers; all others are unknown_method.
var methodTable map[string]method

// init joins the groups. It cannot be a plain literal: faults.go refers to the table, and methods refer to faults.
// Groups stand in the order of the pages; a name in two groups would silently win for the later one, which the tests of
// every method would show by the wrong scope or tier.
func init() {
	methodTable = map[string]method{}
	for _, rows := range [][]method{platformMethods, chatMethods, conversationMethods, userMethods, viewMethods,
		itemMethods, fileMethods, appMethods} {
		for _, m := range rows {
			methodTable[m.name] = m
		}
	}
}

// platformMethods are about the app itself and its team.
var platformMethods = []method{
	row("api.test", special, apiTest, jsonBody, func(m *method) { m.needsToken = false }),
	row("auth.test", special, authTest, jsonBody, func(m *method) { m.anyToken = true }),
	row("apps.connections.open", tier3, appsConnectionsOpen, jsonBody, func(m *method) { m.appToken = true },
		scope("connections:write")),
	row("team.info", tier3, teamInfo, jsonBody, scope("team:read")),
	row("bots.info", tier3, botsInfo, scope("users:read")),
}

// chatMethods write messages. chat.postMessage has limits of its own on top of its tier.
var chatMethods = []method{
	row("chat.postMessage", special, chatPostMessage, jsonBody, scope("chat:write"), needs("channel")),
	row("chat.update", tier3, chatUpdate, jsonBody, scope("chat:write"), needs("channel", "ts")),
	row("chat.delete", tier3, chatDelete, jsonBody, scope("chat:write"), needs("channel", "ts")),
	row("chat.postEphemeral", tier4, chatPostEphemeral, jsonBody, scope("chat:write"), needs("channel", "user")),
	row("chat.getPermalink", special, chatGetPermalink, needs("channel", "message_ts")),
}

// conversationMethods are about channels and direct messages. Those without a scope here check it by the kind of
// conversation.
var conversationMethods = []method{
	row("conversations.open", tier3, conversationsOpen, jsonBody,
		scope("im:write", "mpim:write", "channels:manage", "groups:write")),
	row("conversations.info", tier3, conversationsInfo, needs("channel")),
	row("conversations.list", tier2, conversationsList),
	row("conversations.members", tier4, conversationsMembers, needs("channel")),
	row("conversations.history", tier3, conversationsHistory, jsonBody, needs("channel")),
	row("conversations.replies", tier3, conversationsReplies, needs("channel", "ts")),
	row("conversations.join", tier3, conversationsJoin, jsonBody, scope("channels:join"), needs("channel")),
}

// userMethods are about people and their groups. All are documented as GET and take forms as well.
var userMethods = []method{
	row("users.list", tier2, usersList, scope("users:read")),
	row("users.info", tier4, usersInfo, scope("users:read"), needs("user")),
	row("users.lookupByEmail", tier3, usersLookupByEmail, scope("users:read.email"), needs("email")),
	row("users.conversations", tier3, usersConversations),
	row("usergroups.list", tier2, usergroupsList, scope("usergroups:read")),
	row("usergroups.users.list", tier2, usergroupsUsersList, scope("usergroups:read"), needs("usergroup")),
}

// viewMethods need no scope: a trigger, or the app's own view, is enough.
var viewMethods = []method{
	row("views.open", tier4, viewsOpen, jsonBody, needs("view")),
	row("views.push", tier4, viewsPush, jsonBody, needs("view")),
	row("views.update", tier4, viewsUpdate, jsonBody, needs("view")),
	row("views.publish", tier4, viewsPublish, jsonBody, needs("user_id", "view")),
}

// itemMethods put emoji under messages.
var itemMethods = []method{
	row("reactions.add", tier3, reactionsAdd, jsonBody, scope("reactions:write"), needs("name")),
	row("reactions.remove", tier2, reactionsRemove, jsonBody, scope("reactions:write"), needs("name")),
	row("reactions.get", tier3, reactionsGet, scope("reactions:read")),
}

// fileMethods are the steps of an upload.
var fileMethods = []method{
	row("files.getUploadURLExternal", tier4, filesGetUploadURLExternal, scope("files:write"), needs("length", "filename")),
	row("files.completeUploadExternal", tier4, filesCompleteUploadExternal, jsonBody, scope("files:write"),
		needs("files")),
	row("files.info", tier4, filesInfo, scope("files:read"), needs("file")),
}
