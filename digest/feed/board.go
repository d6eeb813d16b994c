// Public job boards: where each system publishes its list, and how one board's list becomes items.

package feed

import (
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Systems whose public boards are read.
const (
	Greenhouse = "greenhouse"
	Lever      = "lever"
	LeverEU    = "lever-eu" // Lever's European host; same format
	Ashby      = "ashby"
)

// boardName is what the systems use in addresses; Ashby allows spaces. It stands in a
// path that is built here, so a slash or question mark must not get in.
var boardName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$`)

// BoardURL returns the address of the public list of a board, for example
// BoardURL(Greenhouse, "acme"). Sources: the Greenhouse Job Board API, Lever's
// postings-api and Ashby's public posting API documentation.
func BoardURL(system, name string) (string, error) {
	name = strings.TrimSpace(name)
	if !boardName.MatchString(name) {
		return "", fail(Invalid, "%q is not the name of a job board. It is the part of the board's address after the host.", Sanitize(name, 80))
	}
	name = url.PathEscape(name)
	switch system {
	case Greenhouse:
		return "https://boards-api.greenhouse.io/v1/boards/" + name + "/jobs?content=true", nil
	case Lever:
		return "https://api.lever.co/v0/postings/" + name + "?mode=json", nil
	case LeverEU:
		return "https://api.eu.lever.co/v0/postings/" + name + "?mode=json", nil
	case Ashby:
		return "https://api.ashbyhq.com/posting-api/job-board/" + name + "?includeCompensation=true", nil
	}
	return "", fail(Invalid, "%q is not a job board system known here. Use greenhouse, lever, lever-eu or ashby.", Sanitize(system, 40))
}

// DetectBoard recognises the address of a board, for people or for programs,
// and returns its system and name. The two results feed BoardURL. ok is false for any
// other address. The name is as it stands in the address, case included: systems differ
// in whether it matters.
func DetectBoard(address string) (system, name string, ok bool) {
	parsed, err := parseWebURL(address)
	if err != nil {
		return "", "", false
	}
	segments := strings.Split(strings.Trim(parsed.Path, "/"), "/")
	// A path that is too short gives "", which is no board's name.
	part := func(index int) string {
		if index < len(segments) {
			return segments[index]
		}
		return ""
	}
	switch strings.ToLower(parsed.Hostname()) {
	case "boards.greenhouse.io", "job-boards.greenhouse.io", "job-boards.eu.greenhouse.io":
		system, name = Greenhouse, part(0)
		if name == "embed" {
			name = parsed.Query().Get("for")
		}
	case "boards-api.greenhouse.io":
		system, name = Greenhouse, part(2)
	case "jobs.lever.co":
		system, name = Lever, part(0)
	case "jobs.eu.lever.co":
		system, name = LeverEU, part(0)
	case "api.lever.co":
		system, name = Lever, part(2)
	case "api.eu.lever.co":
		system, name = LeverEU, part(2)
	case "jobs.ashbyhq.com":
		system, name = Ashby, part(0)
	case "api.ashbyhq.com":
		system, name = Ashby, part(2)
	}
	return system, name, system != "" && boardName.MatchString(name)
}

// ParseBoard reads the list of a board of the given system. Errors are *Error, as those
// of Parse.
func ParseBoard(system string, r io.Reader, options ParseOptions) (Result, error) {
	switch system {
	case Greenhouse:
		return ParseGreenhouse(r, options)
	case Lever, LeverEU:
		return ParseLever(r, options)
	case Ashby:
		return ParseAshby(r, options)
	}
	return Result{}, fail(Invalid, "%q is not a job board system known here. Use greenhouse, lever, lever-eu or ashby.", Sanitize(system, 40))
}

// readBoard decodes a board's JSON into list. Entries are decoded one by one
// by the callers, so that one odd posting does not hide the others. list is a pointer for
// encoding/json.
func readBoard(r io.Reader, options ParseOptions, list any) error {
	document, err := readDocument(r, options.ContentType, options.MaxBytes)
	if err != nil {
		return err
	}
	if strings.HasPrefix(strings.TrimSpace(string(document[:min(len(document), 64)])), "<") {
		return fail(Invalid, "This is a web page, not the public list of a job board. Give the board's system and name.")
	}
	if err := json.Unmarshal(document, list); err != nil {
		if strings.Contains(err.Error(), "unexpected end") {
			return failWith(Truncated, err, "The job board's list ends in the middle. Try again later.")
		}
		return failWith(Invalid, err, "This is not the public list of that job board. Check the system and the name.")
	}
	return nil
}

// parsePostings reads a board's list: an object whose "jobs" holds the postings, as Ashby
// and Greenhouse publish it. name is the system's own name, for the sentence about a
// document that is no such list.
func parsePostings[P any](system, name string, r io.Reader, options ParseOptions, convert func(P) (Item, string)) (Result, error) {
	options = options.withDefaults()
	var list struct {
		Jobs *[]json.RawMessage `json:"jobs"`
	}
	if err := readBoard(r, options, &list); err != nil {
		return Result{}, err
	}
	if list.Jobs == nil {
		return Result{}, fail(Invalid, "This is not the public list of %s board. Check the system and the name.", name)
	}
	c := newCollector(system, options)
	for i, raw := range *list.Jobs {
		addPosting(c, i+1, raw, convert)
	}
	return c.done(), nil
}

// addPosting decodes one posting and adds it; one that cannot be decoded is
// skipped.
func addPosting[P any](c *collector, index int, raw json.RawMessage, convert func(P) (Item, string)) {
	if !c.wants(index) {
		return
	}
	var posting P
	if err := json.Unmarshal(raw, &posting); err != nil {
		c.skip(index, "", "Its fields are not what this job board sends.")
		return
	}
	item, reason := convert(posting)
	if reason != "" {
		c.skip(index, item.Title, "%s", reason)
		c.over()
		return
	}
	// Set here, so that no title or department makes anything else of a
	// position.
	item.Kind = KindJob
	c.add(index, item)
}

// postingSummary turns a description into the text of a summary.
func postingSummary(description string) string {
	return Sanitize(PlainText(unescapeFully(description), MaxSummary), MaxSummary)
}

// employmentTypes map the spellings of the boards and of schema.org to ours.
// Keys are in small letters without signs; the boards write the same word in several
// ways.
var employmentTypes = map[string]string{
	"fulltime": "full-time", "permanent": "full-time", "regular": "full-time", "parttime": "part-time",
	"contract": "contract", "contractor": "contract", "freelance": "contract", "temporary": "temporary", "temp": "temporary",
	"intern": "internship", "internship": "internship", "trainee": "internship", "perdiem": "temporary",
}

// employmentType returns our word for a board's, or the board's own. What is not known is
// shown as it was published rather than dropped.
func employmentType(published string) string {
	key := strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(published))
	return firstOf(employmentTypes[key], published)
}

// workplace returns our word for where the work is done, from a board's
// ("OnSite", "on-site") and the location's name.
func workplace(published, location string) string {
	switch key := strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(published)); key {
	case "remote", "hybrid":
		return key
	case "onsite":
		return "on-site"
	}
	words := strings.Fields(wordText(location))
	for _, word := range []string{"remote", "hybrid"} {
		if slices.Contains(words, word) {
			return word
		}
	}
	return ""
}
