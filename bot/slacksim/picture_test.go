// Pictures in blocks: what Slack refuses although the form is right.

package slacksim_test

import (
	"bytes"

	"image"
	"image/png"
	"strconv"
	"strings"
	"testing"

	"vouch/bot/slacksim"
)

// Page: reference/block-kit/composition-objects/slack-file-object; github.com/slackapi/java-slack-sdk/issues/1349.
func TestPicture_FilesAreShownOnceSlackHasLookedAtThem(t *testing.T) {
	w := mustTCPWorld(t)
	var picture bytes.Buffer
	mustNotFail(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))))
	upload := func(name, body string) string {
		step := w.mustAPI(t, "files.getUploadURLExternal", "filename", name, "length", strconv.Itoa(len(body)))
		response, err := w.http.Post(step["upload_url"].(string), "image/png", strings.NewReader(body))
		mustNotFail(t, err)
		_ = response.Body.Close()
		id := step["file_id"].(string)
		w.mustAPI(t, "files.completeUploadExternal", "files", `[{"id":"`+id+`"}]`)
		return id
	}
	image := func(id string) string { return `[{"type":"image","alt_text":"x","slack_file":{"id":"` + id + `"}}]` }
	post := func(blocks string) string {
		answer := w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "x", "blocks", blocks)
		if list, _ := answer["errors"].([]any); len(list) > 0 {
			return list[0].(string)
		}
		return errorOf(answer)
	}
	id := upload("a.png", picture.String())
	if got := post(image(id)); got != "invalid slack file [json-pointer:/blocks/0/slack_file]" {
		t.Errorf("at once: %q", got)
	}
	if kind := w.mustAPI(t, "files.info", "file", id)["file"].(map[string]any)["mimetype"]; kind != "" {
		t.Errorf("at once its type is %q", kind)
	}
	text := upload("b.png", "no picture")
	mustNotFail(t, w.Await(soon(t), func() bool {
		return w.mustAPI(t, "files.info", "file", text)["file"].(map[string]any)["mimetype"] == "image/png"
	}))
	for blocks, want := range map[string]string{image(id): "", image(text): "invalid slack file [json-pointer:/blocks/0/slack_file]",
		image("F0NOBODY0"): "invalid slack file [json-pointer:/blocks/0/slack_file]"} {
		if got := post(blocks); got != want {
			t.Errorf("%s: %q, want %q", blocks, got, want)
		}
	}
	view := `{"type":"home","blocks":` + image("F0NOBODY0") + `}`
	if got := errorOf(w.mustAPI(t, "views.publish", "user_id", "U0SIM00ADA", "view", view)); got != "invalid_arguments" {
		t.Errorf("Home with an unknown file: %q", got)
	}
}

func TestPicture_FaultsRefuseBlocksUploadsAndAddresses(t *testing.T) {
	w := mustWorld(t)
	mustNotFail(t, w.SetFaults(slacksim.Faults{RefuseBlocks: &[]string{"card"}, RefuseUploads: new("file_uploads_disabled"),
		UnreadablePictures: new(true)}))
	for blocks, want := range map[string]string{
		`[{"type":"card","title":{"type":"plain_text","text":"x"}}]`:              "invalid_blocks",
		`[{"type":"image","alt_text":"x","image_url":"https://x.example/a.png"}]`: "invalid_blocks",
		`[{"type":"divider"}]`: "",
	} {
		if got := errorOf(w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "blocks", blocks, "text", "x")); got != want {
			t.Errorf("%s: %q, want %q", blocks, got, want)
		}
	}
	if got := errorOf(w.mustAPI(t, "files.getUploadURLExternal", "filename", "x", "length", "3")); got != "file_uploads_disabled" {
		t.Errorf("an upload: %q", got)
	}
	w.ClearFaults()
	if got := errorOf(w.mustAPI(t, "files.getUploadURLExternal", "filename", "x", "length", "3")); got != "" {
		t.Errorf("after the faults: %q", got)
	}
}
