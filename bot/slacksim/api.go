// What every Web API call passes: content types, tokens, scopes, arguments and rate limits, before any method runs.

package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"vouch/bot/slacksim/blockkit"
)

// failure is a Web API answer with ok:false:
//
//	{"ok":false,"error":"missing_scope","needed":"im:write","provided":"chat:write,commands"}
//	{"ok":false,"error":"invalid_blocks","errors":["..."],"response_metadata":{"messages":["[ERROR] ..."]}}
//
// The code is what clients compare; messages are for whoever reads the log. It travels with HTTP 200.
type failure struct {
	code             string
	messages         []string
	errors           []string
	needed, provided string
	// more are further keys of the answer, such as req_method of unknown_method.
	more map[string]any
}

// Error is the bare code, as clients compare it.
func (f *failure) Error() string { return f.code }

// apiError is a failure with nothing but its code.
func apiError(code string) error { return &failure{code: code} }

// badArgument is the answer to an argument that breaks a rule (reference/methods, common errors). The sentence may end
// in a JSON pointer in brackets, as Slack's do.
func badArgument(format string, args ...any) error {
	return &failure{code: "invalid_arguments", messages: []string{"[ERROR] " + fmt.Sprintf(format, args...)}}
}

// rejected turns Block Kit problems into an answer, nil without any. The chat methods list the sentences twice, plainly
// in errors and with "[ERROR] " in front in response_metadata; the view methods only there. Problems of another code
// than the first are left out: Slack stops at the first kind of trouble.
func (w *Workspace) rejected(problems []blockkit.Problem, listed bool) error {
	if len(problems) == 0 {
		return nil
	}
	f := &failure{code: problems[0].Code}
	if f.code == "missing_scope" {
		return w.missingScope(problems[0].Message)
	}
	for _, p := range problems {
		if p.Code != f.code || p.Message == "" {
			continue
		}
		f.messages = append(f.messages, "[ERROR] "+p.String())
		if listed {
			f.errors = append(f.errors, p.String())
		}
	}
	return f
}

// answer is what a method adds to {"ok":true}.
type answer map[string]any

// call is one request to a Web API method.
type call struct {
	arguments
	// base is the origin of the URLs in the answer, as the client sees this server.
	base     string
	warnings []string
	// byApp tells that the token was the app-level one.
	byApp bool
}

// maxRequestBody bounds what the server reads of one request; uploads have their own limit.
const maxRequestBody = 8 << 20

// serveAPI answers /api/{method}. No page tells the order of Slack's checks in full. Here it is: method, forced faults,
// content type, token, kind of token, scope, rate limit, required arguments, and then the method's own. The lock is
// held only while the method runs; reading the body and writing the answer do not block anybody.
func (w *Workspace) serveAPI(rw http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	rw.Header().Set("X-Slack-Req-Id", secret(32))
	m, known := methodTable[name]
	w.mu.Lock()
	outage := w.faults.outage
	broken, limited := w.faults.take(serverError, name), w.faults.take(rateLimit, name)
	hang := w.faults.take(timeoutAfterEffect, name)
	w.mu.Unlock()
	switch {
	case outage:
		brokenServer(rw, http.StatusServiceUnavailable)
		return
	case broken != nil:
		brokenServer(rw, max(broken.Status, http.StatusInternalServerError))
		return
	case limited != nil:
		w.refuseRate(rw, name, max(1, limited.RetryAfter))
		return
	case !known:
		w.finish(rw, name, nil, nil, &failure{code: "unknown_method", more: map[string]any{"req_method": name}})
		return
	}
	c, err := w.readCall(rw, r, m)
	if err == nil {
		err = w.authorize(rw, r, c, m)
	}
	if err != nil {
		w.finish(rw, name, c, nil, err)
		return
	}
	w.mu.Lock()
	wait := w.limit(m, c)
	var result answer
	if wait == 0 {
		result, err = w.run(m, c)
	}
	w.mu.Unlock()
	if wait > 0 {
		w.refuseRate(rw, name, wait)
		return
	}
	if hang != nil {
		w.hangUp(r)
	}
	w.finish(rw, name, c, result, err)
}

// run checks the required arguments and calls the method, under the lock. Slack names the first missing argument only,
// without a pointer: "[ERROR] missing required field: channel".
func (w *Workspace) run(m method, c *call) (result answer, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			var refused bool
			if err, refused = reason.(*failure); !refused {
				panic(reason)
			}
		}
	}()
	for _, name := range m.required {
		refuseIf(!c.has(name), badArgument("missing required field: %s", name))
	}
	return m.run(w, c), nil
}

// refuse ends the method that runs with a failure, if there is one. Methods refuse at nearly every line, so they do it
// by a panic that never leaves run.
func refuse(err error) {
	if err != nil {
		panic(err)
	}
}

// refuseIf is refuse where a condition holds.
func refuseIf(refused bool, err error) {
	if refused {
		refuse(err)
	}
}

// finish logs a call and writes its answer.
func (w *Workspace) finish(rw http.ResponseWriter, name string, c *call, result answer, err error) {
	code := ""
	if err != nil {
		code = err.Error()
	}
	var args map[string]string
	if c != nil {
		args = c.plain()
	}
	w.mu.Lock()
	w.logCall(name, args, code)
	w.mu.Unlock()
	w.reply(rw, c, result, err)
}

// charsetWarning is the sentence that comes with the warning missing_charset.
const charsetWarning = "[WARN] A Content-Type HTTP header was presented but did not declare a charset, such as a " +
	"'utf-8'"

// warn adds a call's warnings to the body of its answer, also to a refusal: Slack looks at the content type before it
// looks at the token. A client must not take a warning for a failure; ok alone decides.
func warn(body map[string]any, c *call) {
	if c == nil || len(c.warnings) == 0 {
		return
	}
	metadata, _ := body["response_metadata"].(map[string]any)
	if metadata == nil {
		metadata = map[string]any{}
	}
	metadata["warnings"] = c.warnings
	if slices.Contains(c.warnings, "missing_charset") {
		messages, _ := metadata["messages"].([]string)
		metadata["messages"] = append(messages, charsetWarning)
	}
	body["warning"], body["response_metadata"] = strings.Join(c.warnings, ","), metadata
}

// reply writes an answer: HTTP 200 also for failures, as Slack does. Clients that look at the status alone miss nearly
// every error, which is worth finding out here.
func (w *Workspace) reply(rw http.ResponseWriter, c *call, result answer, err error) {
	body := map[string]any{"ok": true}
	var f *failure
	switch {
	case errors.As(err, &f):
		body = map[string]any{"ok": false, "error": f.code}
		if len(f.errors) > 0 {
			body["errors"] = f.errors
		}
		if len(f.messages) > 0 {
			body["response_metadata"] = map[string]any{"messages": f.messages}
		}
		if f.needed != "" {
			body["needed"], body["provided"] = f.needed, f.provided
		}
		maps.Copy(body, f.more)
	case err != nil:
		body = map[string]any{"ok": false, "error": "internal_error"}
	default:
		for key, value := range result {
			body[key] = value
		}
	}
	warn(body, c)
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = rw.Write(encode(body))
}

// brokenServer answers like a broken server: no JSON, so that a client which decodes before it looks at the status
// fails.
func brokenServer(rw http.ResponseWriter, status int) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = io.WriteString(rw, "<html><body><h1>Server Error</h1></body></html>")
}

// hangUp leaves a call whose effect has happened without an answer, until the client gives up or a minute is over. Then
// the connection is cut. A client cannot know whether its message was posted, and must find out before it posts again.
func (w *Workspace) hangUp(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-w.ctx.Done():
	case <-time.After(time.Minute):
	}
	panic(http.ErrAbortHandler)
}

// readCall reads the arguments in the form the method accepts (apis/web-api, "POST bodies"). All methods take forms and
// queries, and only some JSON; JSON for the others is not an error, but nothing is read from it. A POST may give some
// arguments in its query; those of the body count more. Only the token never counts in a query. An empty body of any
// type is fine: slack-go opens connections with an empty JSON body. JSON without a charset and forms with one get the
// warnings Slack gives.
func (w *Workspace) readCall(rw http.ResponseWriter, r *http.Request, m method) (*call, error) {
	c := &call{base: w.baseFor(r), arguments: arguments{}}
	c.addForm(r.URL.Query())
	delete(c.arguments, "token")
	if r.Method == http.MethodGet {
		if m.appToken {
			return c, apiError("insecure_request")
		}
		return c, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequestBody))
	if err != nil {
		return c, apiError("invalid_form_data")
	}
	header := r.Header.Get("Content-Type")
	if header == "" && len(body) > 0 {
		return c, apiError("missing_post_type")
	}
	kind, parameters, err := mime.ParseMediaType(header)
	if header != "" && err != nil {
		return c, apiError("invalid_post_type")
	}
	if charset := strings.ToLower(parameters["charset"]); charset != "" && charset != "utf-8" && charset != "iso-8859-1" {
		return c, apiError("invalid_charset")
	}
	switch kind {
	case "":
	case "application/json":
		if parameters["charset"] == "" {
			c.warnings = append(c.warnings, "missing_charset")
		}
		if len(body) > 0 && m.json {
			return c, c.addJSON(body)
		}
	case "application/x-www-form-urlencoded", "multipart/form-data":
		r.Body = io.NopCloser(bytes.NewReader(body))
		// Slack takes multipart forms for every method, although only uploads need them.
		if err := r.ParseMultipartForm(maxRequestBody); err != nil && !errors.Is(err, http.ErrNotMultipart) {
			return c, apiError("invalid_form_data")
		}
		if kind != "multipart/form-data" && parameters["charset"] != "" {
			c.warnings = append(c.warnings, "superfluous_charset")
		}
		c.addForm(r.PostForm)
	default:
		return c, apiError("invalid_post_type")
	}
	return c, nil
}

// addJSON takes the arguments from a JSON object. A token in it is ignored: with JSON it must be in the header. Values
// keep their JSON types: a number, a boolean or an object may stand where a form holds its text.
func (c *call) addJSON(body []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		if json.Valid(body) {
			return apiError("json_not_object")
		}
		return apiError("invalid_json")
	}
	for name, value := range object {
		if name != "token" {
			c.arguments[name] = value
		}
	}
	return nil
}

// authorize checks token, token type and scope, and tells the scopes in the headers. A token may stand in the
// Authorization header or in a form; of both the header counts. Codes: not_authed without one, invalid_auth for a wrong
// one, account_inactive after uninstalling, not_allowed_token_type for an app-level token where a bot token belongs and
// the other way round, missing_scope. xapp tokens count in the header only, where
// reference/methods/apps.connections.open wants them. The headers X-OAuth-Scopes and X-Accepted-OAuth-Scopes name what
// the token holds and what the method would take; Slack's Node client passes them on as response_metadata.scopes and
// acceptedScopes.
func (w *Workspace) authorize(rw http.ResponseWriter, r *http.Request, c *call, m method) error {
	token := c.text("token")
	delete(c.arguments, "token")
	if m.appToken {
		token = "" // reference/methods/apps.connections.open: the token must not be passed as a parameter
	}
	if scheme, header, found := strings.Cut(r.Header.Get("Authorization"), " "); found &&
		strings.EqualFold(scheme, "Bearer") {
		token = strings.TrimSpace(header)
	}
	if m.scopes == nil && !m.needsToken {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	granted := w.manifest.OAuthConfig.Scopes.Bot
	var isApp bool
	switch {
	case token == "":
		return apiError("not_authed")
	case w.revoked && (token == w.app.botToken || token == w.app.appToken):
		return apiError("account_inactive")
	case token == w.app.appToken:
		isApp, granted = true, []string{"connections:write"}
		c.byApp = true
	case token != w.app.botToken:
		return apiError("invalid_auth")
	}
	rw.Header().Set("X-OAuth-Scopes", strings.Join(granted, ","))
	rw.Header().Set("X-Accepted-OAuth-Scopes", strings.Join(m.scopes, ","))
	if isApp != m.appToken && !m.anyToken {
		return apiError("not_allowed_token_type")
	}
	if len(m.scopes) > 0 && !slices.ContainsFunc(m.scopes, func(s string) bool { return slices.Contains(granted, s) }) {
		return w.missingScope(m.scopes[0])
	}
	return nil
}

// missingScope tells which scope a call would have needed.
func (w *Workspace) missingScope(needed string) error {
	return &failure{code: "missing_scope", needed: needed, provided: strings.Join(w.manifest.OAuthConfig.Scopes.Bot, ",")}
}

// needScope is the check for methods whose scope depends on the kind of conversation, as channels:read or im:read. The
// family of a scope goes by the conversation, never by the letter its id starts with: channels, groups, im, mpim.
func (w *Workspace) needScope(c *conversation, action string) {
	w.needGrant(scopeFamilies[c.kind()] + ":" + action)
}

// needGrant refuses an app without a scope.
func (w *Workspace) needGrant(scope string) {
	refuseIf(!w.manifest.Granted(scope), w.missingScope(scope))
}
