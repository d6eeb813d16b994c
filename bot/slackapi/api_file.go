// Files by Web API: a picture of our own becomes a file of the app's at Slack, and an image block shows it by its id; a
// file that somebody asked for goes into their conversation with the app.

package slackapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// ScopeFiles is the scope that only drawings and files need. Without it messages go out as text, and no file goes.
const ScopeFiles = "files:write"

// Numbers of uploading.
const (
	// uploadTime bounds the upload of a message's drawings, and waitedUploadTime that for which a person waits. Slack
	// looks at a file for about a second before a block may show it.
	uploadTime       = 10 * time.Second
	waitedUploadTime = 4 * time.Second
	// firstReadyLook is the first wait for Slack to have looked at a file; it doubles.
	firstReadyLook = 200 * time.Millisecond
	// noUploads is how long nothing is uploaded after Slack refused it for a reason of the app or the workspace.
	noUploads = time.Hour
	// maxUploaded bounds what is remembered: pictures that are shown again soon, as a board's preview and its post.
	maxUploaded = 256
	// maxAltOfFile is docs.slack.dev/reference/methods/files.getUploadURLExternal, alt_txt.
	maxAltOfFile = 1000
)

// uploads remembers which drawings Slack has.
type uploads struct {
	mu    sync.Mutex
	files map[[sha256.Size]byte]string // Slack's id by the picture's hash
	until time.Time                    // nothing is uploaded before
}

// known is the file of a drawing, "" when it must be uploaded; allowed tells whether that is to be tried.
func (u *uploads) known(sum [sha256.Size]byte) (file string, allowed bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.files[sum], !time.Now().Before(u.until)
}

// keep remembers a file.
func (u *uploads) keep(sum [sha256.Size]byte, file string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.files == nil || len(u.files) >= maxUploaded {
		u.files = map[[sha256.Size]byte]string{}
	}
	u.files[sum] = file
}

// forget drops all files, because Slack refused one: somebody may have deleted it.
func (u *uploads) forget() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.files = nil
}

// rest stops uploads for a while.
func (u *uploads) rest() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.until = time.Now().Add(noUploads)
}

// picturedContent is a content with its pictures in their places, and the same without any, for a Slack that refuses
// one of them.
type picturedContent struct{ shown, plain block.Content }

// pictured gives a content's drawings to Slack. To upload twice does no harm, because a file that no message shows is
// seen by nobody.
func (a *API) pictured(ctx context.Context, c block.Content) picturedContent {
	plain := block.WithoutPictures(block.Placed(c, nil))
	return picturedContent{shown: block.Content{Text: c.Text, Blocks: a.placed(ctx, c)},
		plain: block.Content{Text: c.Text, Blocks: plain}}
}

// placed are the blocks of a content with the pictures that Slack takes.
func (a *API) placed(ctx context.Context, c block.Content) []slack.Block {
	if len(c.Drawings) == 0 {
		return block.Placed(c, nil)
	}
	limit := uploadTime
	if isWaitedFor(ctx) {
		limit = waitedUploadTime
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	files := make([]string, len(c.Drawings))
	for i, d := range c.Drawings {
		files[i] = a.fileOf(ctx, d)
	}
	return block.Placed(c, files)
}

// fileOf is Slack's id of a drawing, "" when Slack does not take it.
func (a *API) fileOf(ctx context.Context, d block.Drawing) string {
	sum := sha256.Sum256(d.PNG)
	file, allowed := a.uploads.known(sum)
	if file != "" || !allowed {
		return file
	}
	file, err := a.upload(ctx, d)
	switch CodeOf(err) {
	case "missing_scope", "file_uploads_disabled", "file_type_not_allowed", "storage_limit_reached", "restricted_action":
		a.uploads.rest()
	}
	if err != nil {
		return ""
	}
	a.uploads.keep(sum, file)
	return file
}

// upload gives a picture to Slack, shared nowhere, and waits until a block may show it.
func (a *API) upload(ctx context.Context, d block.Drawing) (file string, err error) {
	file, err = a.uploadTo(ctx, "", "", slack.GetUploadURLExternalParameters{
		FileName: d.Name, FileSize: len(d.PNG), AltTxt: block.Cut(block.Clean(d.Alt), maxAltOfFile)}, d.PNG)
	if err != nil {
		return "", err
	}
	return file, a.awaitFile(ctx, file)
}

// SendFile puts a file with a plain comment into the app's conversation with a person, who asked for it.
func (a *API) SendFile(ctx context.Context, to store.EmployeeID, name, comment string, data []byte) error {
	channel, err := a.OpenDM(ctx, to)
	if err != nil {
		return err
	}
	_, err = a.uploadTo(ctx, channel, comment, slack.GetUploadURLExternalParameters{FileName: name,
		FileSize: len(data)}, data)
	return err
}

// uploadTo uploads in three steps (docs.slack.dev/messaging/working-with-files); channel "" shares the file nowhere.
func (a *API) uploadTo(ctx context.Context, channel, comment string, as slack.GetUploadURLExternalParameters,
	data []byte) (file string, err error) {
	var opened *slack.GetUploadURLExternalResponse
	err = a.call(ctx, "files.getUploadURLExternal", func(ctx context.Context) (err error) {
		opened, err = a.client.GetUploadURLExternalContext(ctx, as)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := a.uploadBytes(ctx, opened.UploadURL, data); err != nil {
		return "", err
	}
	return opened.FileID, a.call(ctx, "files.completeUploadExternal", func(ctx context.Context) error {
		_, err := a.client.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{Channel: channel,
			InitialComment: comment, Files: []slack.FileSummary{{ID: opened.FileID, Title: as.FileName}}})
		return err
	})
}

// uploadBytes is the second step. The address is a secret and needs no token.
func (a *API) uploadBytes(ctx context.Context, url string, data []byte) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(data))
	if err != nil {
		return errNoAddress
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	answer, err := a.Http.Do(request)
	if err != nil {
		return withoutURL(err)
	}
	return statusOf(answer)
}

// errNotReady tells that Slack did not look at a file in time.
var errNotReady = errors.New("slack: an uploaded file that is not ready")

// awaitFile waits until Slack knows what a file is: a block with one that it has not looked at is refused as "invalid
// slack file", and files.info then has no type (github.com/slackapi/java-slack-sdk/issues/1349).
func (a *API) awaitFile(ctx context.Context, file string) error {
	for wait := firstReadyLook; ; wait *= 2 {
		var info *slack.File
		err := a.call(ctx, "files.info", func(ctx context.Context) (err error) {
			info, _, _, err = a.client.GetFileInfoContext(ctx, file, 0, 0)
			return err
		})
		switch {
		case err != nil && CodeOf(err) != "file_not_found":
			return err
		case err == nil && info.Mimetype != "":
			return nil
		case !fits(ctx, wait) || Pause(ctx, wait) != nil:
			return errNotReady
		}
	}
}
