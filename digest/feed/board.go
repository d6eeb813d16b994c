// Public job boards: where each system publishes its list, how it lists a posting, and how one board's list becomes
// items.

package feed

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"vouch/store"
)

// Systems whose public boards are read.
const (
	Greenhouse = "greenhouse"
	Lever      = "lever"
	LeverEU    = "lever-eu" // Lever's European host; same format
	Ashby      = "ashby"
)

// boardName is what the systems use in addresses; Ashby allows spaces. It stands in a path that is built here, so a
// slash or question mark must not get in.
var boardName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$`)

// boardSystems are where each system publishes its boards. Sources: the Greenhouse Job Board API, Lever's postings-api
// and Ashby's public posting API documentation.
var boardSystems = []struct {
	name  string
	page  string   // of a board for people, before its name
	hosts []string // more hosts of such pages
	list  string   // the public list for programs, with %s for the name as the third part of its path
}{
	{Greenhouse, "https://boards.greenhouse.io/", []string{"job-boards.greenhouse.io", "job-boards.eu.greenhouse.io"},
		"https://boards-api.greenhouse.io/v1/boards/%s/jobs?content=true"},
	{Lever, "https://jobs.lever.co/", nil, "https://api.lever.co/v0/postings/%s?mode=json"},
	{LeverEU, "https://jobs.eu.lever.co/", nil, "https://api.eu.lever.co/v0/postings/%s?mode=json"},
	{Ashby, "https://jobs.ashbyhq.com/", nil, "https://api.ashbyhq.com/posting-api/job-board/%s"},
}

// BoardURL returns the address of the public list of a board, for example BoardURL(Greenhouse, "acme").
func BoardURL(system, name string) (string, error) {
	name = strings.TrimSpace(name)
	if !boardName.MatchString(name) {
		return "", fail(Invalid, "%q is not the name of a job board. It is the part of the board's address after the host.",
			Sanitize(name, 80))
	}
	for _, known := range boardSystems {
		if known.name == system {
			return fmt.Sprintf(known.list, url.PathEscape(name)), nil
		}
	}
	return "", unknownSystem(system)
}

// unknownSystem is the error for a system that is not read here.
func unknownSystem(system string) *Error {
	return fail(Invalid, "%q is not a job board system known here. Use greenhouse, lever, lever-eu or ashby.",
		Sanitize(system, 40))
}

// DetectBoard recognises the address of a board, for people or for programs, and returns its system and name. The two
// results feed BoardURL. ok is false for any other address. The name is as it stands in the address, case included:
// systems differ in whether it matters.
func DetectBoard(address string) (system, name string, ok bool) {
	parsed, err := parseWebURL(address)
	if err != nil {
		return "", "", false
	}
	// A path that is too short gives "", which is no board's name.
	parts := append(strings.Split(strings.Trim(parsed.Path, "/"), "/"), "", "")
	host := strings.ToLower(parsed.Hostname())
	for _, known := range boardSystems {
		switch {
		case known.page == "https://"+host+"/", slices.Contains(known.hosts, host):
			if name = parts[0]; known.name == Greenhouse && name == "embed" {
				name = parsed.Query().Get("for")
			}
		case strings.HasPrefix(known.list, "https://"+host+"/"):
			name = parts[2]
		default:
			continue
		}
		return known.name, name, boardName.MatchString(name)
	}
	return "", "", false
}

// ParseBoard reads the list of a board of the given system. Errors are *Error, as those of Parse.
func ParseBoard(system string, r io.Reader, options ParseOptions) (Result, error) {
	options = options.withDefaults()
	// Postings are decoded one by one, so that one odd posting does not hide the others.
	var list struct {
		Jobs *[]json.RawMessage `json:"jobs"`
	}
	read := greenhouseItem
	switch system {
	case Greenhouse, Ashby:
		if system == Ashby {
			read = ashbyItem
		}
		if err := readBoard(r, options, &list); err != nil {
			return Result{}, err
		}
	case Lever, LeverEU:
		system, read = Lever, leverItem
		if err := readBoard(r, options, &list.Jobs); err != nil {
			return Result{}, err
		}
	default:
		return Result{}, unknownSystem(system)
	}
	if list.Jobs == nil {
		return Result{}, fail(Invalid, "This is not the public list of a job board of %s. Check the system and the name.",
			system)
	}
	c := newCollector(system, options)
	for i, raw := range *list.Jobs {
		if !c.wants(i + 1) {
			continue
		}
		var posting node
		if json.Unmarshal(raw, &posting) != nil || len(posting) == 0 {
			c.skip(i+1, "", "Its fields are not what this job board sends.")
			continue
		}
		item, reason := read(posting)
		if reason != "" {
			c.skip(i+1, item.Title, "%s", reason)
			c.over()
			continue
		}
		// Set here, so that no title or department makes anything else of a position.
		item.Kind = store.Job
		c.add(i+1, item)
	}
	return c.done(), nil
}

// readBoard decodes a board's JSON into list, a pointer for encoding/json.
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

// A posting is read field by field: one of another type than its system documents costs that field and not the job. The
// string is a reason why it is no open position, or "".

// greenhouseItem reads a posting as GET /v1/boards/{token}/jobs?content=true lists it.
func greenhouseItem(p node) (Item, string) {
	// Null for a prospect post.
	if id, said := p["internal_job_id"]; said && id == nil {
		return Item{Title: p.text("title")}, "It collects prospects and is not an open position."
	}
	departments := append(p.texts("departments"), "")
	return Item{
		Title: p.text("title"), Summary: summaryText(unescapeFully(p.text("content"))), // HTML, escaped once or twice
		URL: p.text("absolute_url"), Language: p.text("language"),
		Published: parseTime(p.text("first_published", "updated_at")), Expires: parseExpiry(p.text("application_deadline")),
		ExternalID: p.text("id"), Job: &store.JobFacts{Location: p.text("location"), Department: departments[0]},
	}, ""
}

// leverItem reads a posting as GET /v0/postings/{site}?mode=json lists it.
func leverItem(p node) (Item, string) {
	categories, _ := p["categories"].(map[string]any)
	facts := node(categories)
	places := facts.texts("allLocations") // holds the first location too
	if len(places) < 2 {
		places = facts.texts("location")
	}
	return Item{
		Title: p.text("text"), Summary: summaryText(unescapeFully(p.text("openingPlain", "descriptionBodyPlain",
			"descriptionPlain"))),
		URL: p.text("hostedUrl"), ExternalID: p.text("id"),
		Published: parseTime(p.text("createdAt")), // milliseconds since 1970
		Job:       jobFacts(facts.text("department", "team"), places, strings.EqualFold(p.text("workplaceType"), "remote")),
	}, ""
}

// ashbyItem reads a posting as GET /posting-api/job-board/{name} lists it.
func ashbyItem(p node) (Item, string) {
	// Those that are reachable by direct link only.
	if fmt.Sprint(p["isListed"]) == "false" {
		return Item{Title: p.text("title")}, "Its company does not list it publicly."
	}
	places := p.texts("location")
	for _, other := range listOf(p["secondaryLocations"]) {
		if named, ok := other.(map[string]any); ok {
			other = named["location"]
		}
		places = append(places, textOf(other))
	}
	return Item{
		Title: p.text("title"), Summary: summaryText(unescapeFully(p.text("descriptionPlain", "descriptionHtml"))),
		URL: p.text("jobUrl", "applyUrl"), Published: parseTime(p.text("publishedAt")), ExternalID: p.text("id"),
		Job: jobFacts(p.text("department", "team"), places, p["isRemote"] == true),
	}, ""
}

// jobFacts are the facts of a posting. "Remote" stands in where no place is named.
func jobFacts(department string, places []string, remote bool) *store.JobFacts {
	facts := &store.JobFacts{Department: department, Location: strings.Join(cleanList(places, 5), "; ")}
	if facts.Location == "" && remote {
		facts.Location = "Remote"
	}
	return facts
}
