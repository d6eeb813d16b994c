// Pictures in blocks: files that Slack has looked at and can show, addresses that it can read, and blocks that a
// workspace refuses.

package slacksim

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"vouch/bot/slacksim/blockkit"
)

// shownTypes are the pictures that blocks may show (reference/block-kit/composition-objects/slack-file-object).
var shownTypes = []string{"image/png", "image/jpeg", "image/gif"}

// showable tells whether a block may show a file: it is complete, was looked at, and is a picture.
func (w *Workspace) showable(id string) bool {
	f := w.files[id]
	return f != nil && f.complete && !w.now().Before(f.ready) && slices.Contains(shownTypes, http.DetectContentType(f.data))
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
