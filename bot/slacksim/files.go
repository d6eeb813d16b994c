// Files: uploads by the app and by people, what they may be downloaded as, and which pictures blocks may show.

package slacksim

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/bot/slacksim/blockkit"
)

// maxFileBytes bounds one upload; Slack's own limit of 1 GB would be too much for memory.
const maxFileBytes = 100 << 20

// file is an uploaded or expected file.
type file struct {
	// user is who uploaded it: the app's bot, or a person who chose it in a form.
	id, name, title, altText, user, uploadKey string
	created                                   time.Time
	// length is announced in step one; data is nil until step two, complete false until step three.
	length   int
	data     []byte
	complete bool
	// ready is when Slack has looked at the file.
	ready time.Time
}

// processing is how long Slack looks at a completed file. Until then files.info has no type for it, and an image block
// with it is refused (github.com/slackapi/java-slack-sdk/issues/1349, where it took about a second).
const processing = 300 * time.Millisecond

// object is the file object of reference/objects/file-object.
func (f *file) object(base string) map[string]any {
	kind := strings.TrimPrefix(strings.ToLower(path.Ext(f.name)), ".")
	link := base + "/files/" + f.id + "/" + strings.ReplaceAll(f.name, " ", "_")
	return map[string]any{
		"id": f.id, "created": f.created.Unix(), "timestamp": f.created.Unix(), "name": f.name, "title": f.title,
		"mimetype": f.mimeType(), "filetype": kind, "user": f.user, "size": len(f.data), "mode": "hosted",
		"alt_txt":     f.altText,
		"is_external": false, "is_public": false, "url_private": link, "url_private_download": link + "?download=1",
		"permalink": link,
	}
}

// mimeType goes by the name's ending; what was uploaded is never trusted to say what it is.
func (f *file) mimeType() string {
	return orDefault(mime.TypeByExtension(path.Ext(f.name)), "application/octet-stream")
}

// filesGetUploadURLExternal is step one: it announces name and length in bytes and answers an address for exactly that
// many bytes. Errors: invalid_arguments for an empty file, file_upload_size_restricted, alt_txt_too_large above 1,000
// characters.
//
//	{"ok":true,"upload_url":"https://files.slack.com/upload/v1/ABC","file_id":"F1"}
//
// The id exists from now on, but files.info does not know it before step three
// (reference/methods/files.getUploadURLExternal).
func filesGetUploadURLExternal(w *Workspace, c *call) answer {
	length, err := c.number("length")
	refuse(err)
	refuseIf(w.faults.uploads != "", apiError(w.faults.uploads))
	refuseIf(length < 1, badArgument("must be greater than 0 [json-pointer:/length]"))
	refuseIf(length > maxFileBytes, apiError("file_upload_size_restricted"))
	refuseIf(utf8.RuneCountInString(c.text("alt_txt")) > 1000, apiError("alt_txt_too_large"))
	f := &file{id: w.nextID("F"), name: c.text("filename"), altText: c.text("alt_txt"), user: w.app.userID,
		created: w.now(), length: length, uploadKey: secret(32)}
	w.uploads[f.uploadKey] = f
	w.files[f.id] = f
	return answer{"upload_url": c.base + "/upload/v1/" + f.uploadKey, "file_id": f.id}
}

// serveUpload takes the bytes of one file, raw or as multipart form. The address is the credential and works once. The
// answer is plain text, "OK - 1234" with the number of bytes, and HTTP 200 (messaging/working-with-files, "Uploading
// files"). Another number of bytes than announced is refused, because Slack never completes such a file.
func (w *Workspace) serveUpload(rw http.ResponseWriter, r *http.Request) {
	data, err := readUpload(rw, r)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	f := w.uploads[r.PathValue("key")]
	switch {
	case f == nil:
		http.Error(rw, "unknown upload", http.StatusNotFound)
	case len(data) != f.length:
		http.Error(rw, fmt.Sprintf("announced %d bytes, got %d", f.length, len(data)), http.StatusBadRequest)
	default:
		f.data = data
		delete(w.uploads, f.uploadKey)
		_, _ = fmt.Fprintf(rw, "OK - %d", len(data))
	}
}

// readUpload takes the bytes of step two, raw as slack-go sends them or as multipart form as Slack's own SDKs do.
func readUpload(rw http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(rw, r.Body, maxFileBytes+1<<20)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(r.Body)
	}
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, err
	}
	for {
		part, err := reader.NextPart()
		if err != nil {
			return nil, fmt.Errorf("no file in the form: %w", err)
		}
		if part.FileName() != "" || part.FormName() == "file" || part.FormName() == "filename" {
			return io.ReadAll(part)
		}
	}
}

// filesCompleteUploadExternal is step three: it names the files and shares them. Without a channel they stay private to
// the app. The answer has no message timestamp; the message arrives as an event. Each file can be completed once. files
// is [{"id":"F1","title":"...","highlight_type":"png"}], as JSON inside a form; the last is how a file is shown until
// Slack has looked at it. Errors: file_not_found for files whose bytes never came, channel_not_found, not_in_channel;
// nothing is shared when one of several files or channels is wrong (reference/methods/files.completeUploadExternal).
func filesCompleteUploadExternal(w *Workspace, c *call) answer {
	var wanted []struct {
		ID, Title string
		Highlight *string `json:"highlight_type"`
	}
	err := json.Unmarshal(c.object("files"), &wanted)
	refuseIf(err != nil || len(wanted) == 0, badArgument("must provide an array [json-pointer:/files]"))
	for i, want := range wanted {
		refuseIf(want.Highlight != nil && !slices.Contains(fileTypes, *want.Highlight),
			badArgument("must be a valid enum value [json-pointer:/files/%d/highlight_type]", i))
	}
	targets := w.shareTargets(c)
	body := w.commentOf(c, targets)
	var files []*file
	shown := []map[string]any{}
	for _, want := range wanted {
		f := w.files[want.ID]
		refuseIf(f == nil || f.data == nil || f.complete, apiError("file_not_found"))
		f.title = orDefault(want.Title, f.name)
		files = append(files, f)
		shown = append(shown, map[string]any{"id": f.id, "title": f.title})
	}
	for _, f := range files {
		f.complete, f.ready = true, w.now().Add(processing)
	}
	for _, target := range targets {
		w.share(target, files, body, c.base)
	}
	return answer{"files": shown}
}

// fileTypes are the names of file types (reference/objects/file-object, "File types").
var fileTypes = strings.Fields(`auto text ai apk applescript binary bmp boxnote c csharp cpp css csv clojure coffeescript
	cfm d dart diff doc docx dockerfile dotx email eps epub erlang fla flv fsharp fortran gdoc gdraw gif go gpres groovy
	gsheet gzip html handlebars haskell haxe heic indd java javascript jpg json keynote kotlin latex lisp lua m4a markdown
	matlab mhtml mkv mov mp3 mp4 mpg mumps numbers nzb objc ocaml odg odi odp ods odt ogg ogv pages pascal pdf perl php pig
	png post powershell ppt pptx psd puppet python qtz r rtf ruby rust sql sass scala scheme sketch shell smalltalk svg swf
	swift tar tiff tsv vb vbscript vcard velocity verilog wav webm webp wmv xls xlsx xlsb xlsm xltx xml yaml zip`)

// maxShares is how many conversations one call shares its files with.
const maxShares = 100

// shareTargets finds the conversations of channels and channel_id. A user's id means the app's direct message with
// them.
func (w *Workspace) shareTargets(c *call) []*conversation {
	channels := c.list("channels")
	if id := c.text("channel_id"); id != "" {
		channels = append(channels, id)
	}
	refuseIf(len(channels) > maxShares, apiError("channels_limit_exceeded"))
	var targets []*conversation
	for _, id := range channels {
		find := w.ownConversation
		if w.users[id] != nil {
			find = w.postTarget
		}
		target := find(id)
		refuseIf(!w.botIsIn(target), apiError("not_in_channel"))
		targets = append(targets, target)
	}
	return targets
}

// commentOf reads what stands with shared files: initial_comment, or without one the blocks.
func (w *Workspace) commentOf(c *call, targets []*conversation) content {
	body := content{text: c.text("initial_comment")}
	if body.text == "" && c.has("blocks") && len(targets) > 0 {
		read, problems := w.readContent(map[string]json.RawMessage{"blocks": c.object("blocks")})
		refuse(w.rejected(problems, true))
		body = read
	}
	body.threadTS = c.text("thread_ts")
	return body
}

// share posts files as a message; the app learns its ts from the event only. On Slack this happens a moment after the
// answer, here before it: apps that read the channel right away are luckier here.
func (w *Workspace) share(target *conversation, files []*file, body content, base string) {
	m := w.botMessage(body)
	m.Subtype = "file_share"
	for _, f := range files {
		m.Files = append(m.Files, f.object(base))
	}
	w.post(target, m)
	for _, f := range files {
		w.emit("file_shared", map[string]any{"type": "file_shared", "channel_id": target.id, "file_id": f.id,
			"user_id": f.user, "file": map[string]any{"id": f.id}})
	}
}

// filesInfo describes a completed file; an announced one does not exist yet. Slack shows files that the app may see;
// here those are all completed ones, without a type while they are processed. comments and paging belong to the
// answer's shape and are always empty.
func filesInfo(w *Workspace, c *call) answer {
	f := w.files[c.text("file")]
	refuseIf(f == nil || !f.complete, apiError("file_not_found"))
	shown := f.object(c.base)
	if w.now().Before(f.ready) {
		shown["mimetype"], shown["filetype"] = "", ""
	}
	return answer{"file": shown, "comments": []any{}, "response_metadata": nextPage("")}
}

// serveFile sends a file's bytes, always as a download or picture and never as a page of this origin. Slack asks for
// the token in the Authorization header; browsers of people have a session instead. Here the address alone is enough,
// so that the console can show pictures, behind the same guard as the console.
func (w *Workspace) serveFile(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	f := w.files[r.PathValue("id")]
	w.mu.Unlock()
	if f == nil || f.data == nil {
		http.NotFound(rw, r)
		return
	}
	kind := f.mimeType()
	if !strings.HasPrefix(kind, "image/") || strings.Contains(kind, "svg") {
		kind = "application/octet-stream"
		rw.Header().Set("Content-Disposition", "attachment")
	}
	rw.Header().Set("Content-Type", kind)
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = rw.Write(f.data)
}

// AddFile puts a file into the workspace as if the person had chosen it in a form, and returns its id. It is complete
// at once and shared nowhere: a file of a form becomes visible to the app by its id in the submission, and only with
// files:read can the app look it up.
func (w *Workspace) AddFile(who, name string, data []byte) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.findUser(who)
	if u == nil {
		return "", notHere(who)
	}
	if name == "" || len(data) == 0 || len(data) > maxFileBytes {
		return "", fmt.Errorf("a file needs a name and 1 to %d bytes", maxFileBytes)
	}
	f := &file{id: w.nextID("F"), name: path.Base(name), title: path.Base(name), user: u.ID, created: w.now(), data: data,
		complete: true}
	w.files[f.id] = f
	return f.id, nil
}

// shownTypes are the pictures that blocks may show (reference/block-kit/composition-objects/slack-file-object).
var shownTypes = []string{"image/png", "image/jpeg", "image/gif"}

// showable tells whether a block may show a file: it is complete, was looked at, and is a picture.
func (w *Workspace) showable(id string) bool {
	f := w.files[id]
	return f != nil && f.complete && !w.now().Before(f.ready) &&
		slices.Contains(shownTypes, http.DetectContentType(f.data))
}

// unshowable finds in blocks or a view what Slack refuses although its form is right: a file that it cannot show, and
// by faults an address that it cannot read or a type of block that is not for this workspace. code is that of the
// refusal, pointer where the part stands. The caller holds the lock. Files by address are not looked up here.
//
//	"errors":["invalid slack file [json-pointer:/blocks/0/slack_file]"]
func (w *Workspace) unshowable(part any, code, pointer string) (problems []blockkit.Problem) {
	each := func(key any, value any) {
		problems = append(problems, w.unshowable(value, code, fmt.Sprint(pointer, "/", key))...)
	}
	add := func(message, key string) {
		problems = append(problems, blockkit.Problem{Code: code, Message: message, Pointer: pointer + "/" + key})
	}
	switch part := part.(type) {
	case []any:
		for i, value := range part {
			each(i, value)
		}
	case []map[string]any:
		for i, value := range part {
			each(i, value)
		}
	case map[string]any:
		kind, _ := part["type"].(string)
		file, _ := part["slack_file"].(map[string]any)
		switch {
		case slices.Contains(w.faults.blocks, kind):
			add("unsupported type: "+kind, "type")
		case kind == "image" && part["image_url"] != nil && w.faults.unreadable:
			add("downloading image failed", "image_url")
		case kind == "image" && file["id"] != nil && !w.showable(fmt.Sprint(file["id"])):
			add("invalid slack file", "slack_file")
		}
		for _, key := range slices.Sorted(maps.Keys(part)) {
			each(key, part[key])
		}
	}
	return problems
}
