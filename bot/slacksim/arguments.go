// Arguments of a Web API call: the same values whether they came as query, form or JSON.

package slacksim

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"vouch/bot/slacksim/blockkit"
)

// arguments holds each argument as JSON. Form values are JSON strings.
type arguments map[string]json.RawMessage

// addForm takes query or form values. Of a repeated name the first counts.
func (a arguments) addForm(values url.Values) {
	for name, list := range values {
		if len(list) > 0 {
			a[name] = json.RawMessage(encode(list[0]))
		}
	}
}

// has tells whether an argument was given with a value other than null and "".
func (a arguments) has(name string) bool { return !isEmptyText(a[name]) }

// text is an argument as a string; numbers and booleans as they were written, "" when absent.
func (a arguments) text(name string) string {
	raw := a[name]
	if blockkit.IsNull(raw) {
		return ""
	}
	var value string
	if json.Unmarshal(raw, &value) == nil {
		return value
	}
	return string(raw)
}

// flag is a boolean argument: true, "true" or 1. Clients write booleans in forms differently: slack-go "true", Python's
// and Java's "1". Everything else is false.
func (a arguments) flag(name string) bool {
	value := a.text(name)
	return value == "true" || value == "1"
}

// object is an argument that is JSON itself. In forms, and sometimes in JSON bodies, it arrives inside a string. A
// value that is no JSON inside its string comes back as it is, for the caller to refuse with the code of its argument.
func (a arguments) object(name string) json.RawMessage {
	raw := a[name]
	var inner string
	if !blockkit.IsNull(raw) && json.Unmarshal(raw, &inner) == nil {
		return json.RawMessage(inner)
	}
	return raw
}

// list is an argument of several ids: a JSON array or a comma-separated string. Slack's Node client sends arrays as
// JSON in a form field, Python's and Go's send commas; the pages show commas.
func (a arguments) list(name string) []string {
	var values []string
	if raw := a.object(name); json.Unmarshal(raw, &values) == nil {
		return values
	}
	for value := range strings.SplitSeq(a.text(name), ",") {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// number is an integer argument, 0 when it is absent.
func (a arguments) number(name string) (int, error) {
	value, err := strconv.Atoi(orDefault(a.text(name), "0"))
	if err != nil {
		return 0, badArgument("must provide an integer [json-pointer:/%s]", name)
	}
	return value, nil
}

// plain is the arguments for the log, long ones cut.
func (a arguments) plain() map[string]string {
	const most = 2000
	texts := make(map[string]string, len(a))
	for name := range a {
		value := a.text(name)
		if len(value) > most {
			value = value[:most]
		}
		texts[name] = strings.ToValidUTF8(value, "")
	}
	return texts
}

// page cuts one page out of a list of total items and gives the cursor of the next (apis/web-api/pagination). The
// cursor is opaque to clients and holds an offset here, in base64 as Slack's do. A limit of 0 counts as not given. What
// arrives between two pages can shift them, as on Slack, where a page may also be shorter than asked for.
func (a arguments) page(total, usual, most int) (from, to int, next string) {
	limit, err := a.number("limit")
	refuseIf(err != nil || limit < 0 || limit > most, apiError("invalid_limit"))
	if limit == 0 {
		limit = usual
	}
	if cursor := a.text("cursor"); cursor != "" {
		decoded, err := base64.StdEncoding.DecodeString(cursor)
		offset, found := strings.CutPrefix(string(decoded), "offset:")
		from, _ = strconv.Atoi(offset)
		refuseIf(err != nil || !found || from < 1 || from > total, apiError("invalid_cursor"))
	}
	to = min(total, from+limit)
	if to < total {
		next = base64.StdEncoding.EncodeToString([]byte("offset:" + strconv.Itoa(to)))
	}
	return from, to, next
}

// nextPage is the response_metadata of a paged answer; an empty cursor ends the list.
func nextPage(cursor string) map[string]any { return map[string]any{"next_cursor": cursor} }
