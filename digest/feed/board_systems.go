// The three job boards: the postings as each lists them, and how one becomes an item.

package feed

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"vouch/store"
)

// posting is one entry of a board's list; skip is a reason why it is no open position, or "".
type posting interface {
	item() (item Item, skip string)
}

// named is what Greenhouse gives of a place or department.
type named struct {
	Name string `json:"name"`
}

// greenhouseJob is a posting as GET /v1/boards/{token}/jobs?content=true lists it.
type greenhouseJob struct {
	ID             int64   `json:"id"`
	InternalJobID  *int64  `json:"internal_job_id"` // null for a prospect post, which is no open position
	Title          string  `json:"title"`
	UpdatedAt      string  `json:"updated_at"`
	FirstPublished string  `json:"first_published"`
	Deadline       string  `json:"application_deadline"`
	URL            string  `json:"absolute_url"`
	Language       string  `json:"language"`
	Content        string  `json:"content"` // HTML, escaped once or twice
	Location       named   `json:"location"`
	Departments    []named `json:"departments"`
}

func (p greenhouseJob) item() (Item, string) {
	if p.InternalJobID == nil {
		return Item{Title: p.Title}, "It collects prospects and is not an open position."
	}
	facts := &store.JobFacts{Location: p.Location.Name}
	if len(p.Departments) > 0 {
		facts.Department = p.Departments[0].Name
	}
	return Item{
		Title: p.Title, Summary: postingSummary(p.Content), URL: p.URL, Language: p.Language,
		Published: parseTime(cmp.Or(p.FirstPublished, p.UpdatedAt)), Expires: parseExpiry(p.Deadline),
		ExternalID: strconv.FormatInt(p.ID, 10), Job: facts,
	}, ""
}

// leverPosting is a posting as GET /v0/postings/{site}?mode=json lists it.
type leverPosting struct {
	ID          string `json:"id"`
	Title       string `json:"text"`
	URL         string `json:"hostedUrl"`
	Opening     string `json:"openingPlain"`
	Description string `json:"descriptionBodyPlain"`
	Plain       string `json:"descriptionPlain"`
	Workplace   string `json:"workplaceType"`
	CreatedAt   int64  `json:"createdAt"` // milliseconds since 1970
	Categories  struct {
		Location   string   `json:"location"`
		Team       string   `json:"team"`
		Department string   `json:"department"`
		Locations  []string `json:"allLocations"` // holds the first location too
	} `json:"categories"`
}

func (p leverPosting) item() (Item, string) {
	places := p.Categories.Locations
	if len(places) < 2 {
		places = []string{p.Categories.Location}
	}
	item := Item{
		Title: p.Title, Summary: postingSummary(cmp.Or(p.Opening, p.Description, p.Plain)), URL: p.URL, ExternalID: p.ID,
		Job: jobFacts(p.Categories.Department, p.Categories.Team, places, strings.EqualFold(p.Workplace, "remote")),
	}
	if p.CreatedAt > 0 {
		item.Published = time.UnixMilli(p.CreatedAt).UTC()
	}
	return item, ""
}

// ashbyPosting is a posting as GET /posting-api/job-board/{name} lists it.
type ashbyPosting struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Location  string `json:"location"`
	Secondary []struct {
		Location string `json:"location"`
	} `json:"secondaryLocations"`
	Department  string `json:"department"`
	Team        string `json:"team"`
	IsListed    *bool  `json:"isListed"` // false for postings reachable by direct link only
	IsRemote    bool   `json:"isRemote"`
	PublishedAt string `json:"publishedAt"`
	URL         string `json:"jobUrl"`
	ApplyURL    string `json:"applyUrl"`
	Plain       string `json:"descriptionPlain"`
	HTML        string `json:"descriptionHtml"`
}

func (p ashbyPosting) item() (Item, string) {
	if p.IsListed != nil && !*p.IsListed {
		return Item{Title: p.Title}, "Its company does not list it publicly."
	}
	places := []string{p.Location}
	for _, other := range p.Secondary {
		places = append(places, other.Location)
	}
	return Item{
		Title: p.Title, Summary: postingSummary(cmp.Or(p.Plain, p.HTML)), URL: cmp.Or(p.URL, p.ApplyURL),
		Published: parseTime(p.PublishedAt), ExternalID: p.ID, Job: jobFacts(p.Department, p.Team, places, p.IsRemote),
	}, ""
}

// jobFacts are the facts of a posting. The team stands in where no department is named, and
// "Remote" where no place is.
func jobFacts(department, team string, places []string, remote bool) *store.JobFacts {
	facts := &store.JobFacts{Department: cmp.Or(department, team), Location: strings.Join(cleanList(places, 5), "; ")}
	if facts.Location == "" && remote {
		facts.Location = "Remote"
	}
	return facts
}

// postingSummary turns a description into the text of a summary.
func postingSummary(description string) string {
	return Sanitize(PlainText(unescapeFully(description), MaxSummary), MaxSummary)
}
