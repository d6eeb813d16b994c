// Ashby: the public posting API.

package feed

import (
	"io"
	"strings"
)

// ashbyPosting is a posting as GET
// /posting-api/job-board/{name}?includeCompensation=true lists it.
type ashbyPosting struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Location  string `json:"location"`
	Secondary []struct {
		Location string `json:"location"`
	} `json:"secondaryLocations"`
	Department string `json:"department"`
	Team       string `json:"team"`
	// False for postings reachable by direct link only.
	IsListed       *bool  `json:"isListed"`
	IsRemote       bool   `json:"isRemote"`
	Workplace      string `json:"workplaceType"`
	EmploymentType string `json:"employmentType"`
	PublishedAt    string `json:"publishedAt"`
	URL            string `json:"jobUrl"`
	ApplyURL       string `json:"applyUrl"`
	Plain          string `json:"descriptionPlain"`
	HTML           string `json:"descriptionHtml"`
	Compensation   *struct {
		Summary string `json:"compensationTierSummary"`
	} `json:"compensation"`
}

// ParseAshby reads the list of an Ashby board. Postings that are not listed
// are skipped: their company does not show them.
func ParseAshby(r io.Reader, options ParseOptions) (Result, error) {
	return parsePostings(Ashby, "an Ashby", r, options, ashbyItem)
}

// ashbyItem converts one posting, or says why not.
func ashbyItem(posting ashbyPosting) (Item, string) {
	if posting.IsListed != nil && !*posting.IsListed {
		return Item{Title: posting.Title}, "Its company does not list it publicly."
	}
	places := []string{posting.Location}
	for _, other := range posting.Secondary {
		places = append(places, other.Location)
	}
	place := strings.Join(cleanList(places, 5), "; ")
	job := &Job{
		Location: place, Department: posting.Department, Team: posting.Team,
		EmploymentType: employmentType(posting.EmploymentType), Remote: workplace(posting.Workplace, place),
	}
	// The older field says "remote" for hybrid positions too, so the newer one
	// outweighs it.
	if posting.IsRemote && job.Remote == "" {
		job.Remote = "remote"
	}
	if posting.Compensation != nil {
		job.Salary = posting.Compensation.Summary
	}
	return Item{
		Title: posting.Title, Summary: postingSummary(firstOf(posting.Plain, posting.HTML)),
		URL: firstOf(posting.URL, posting.ApplyURL), Published: parseTime(posting.PublishedAt), ExternalID: posting.ID, Job: job,
	}, ""
}
