// Lever: the public postings list.

package feed

import (
	"encoding/json"
	"io"
	"strings"
	"time"
)

// leverPosting is a posting as GET /v0/postings/{site}?mode=json lists it.
type leverPosting struct {
	ID          string `json:"id"`
	Title       string `json:"text"`
	URL         string `json:"hostedUrl"`
	Opening     string `json:"openingPlain"`
	Description string `json:"descriptionBodyPlain"`
	Plain       string `json:"descriptionPlain"`
	Workplace   string `json:"workplaceType"`
	// Milliseconds since 1970.
	CreatedAt  int64 `json:"createdAt"`
	Categories struct {
		Location   string   `json:"location"`
		Commitment string   `json:"commitment"`
		Team       string   `json:"team"`
		Department string   `json:"department"`
		Locations  []string `json:"allLocations"`
	} `json:"categories"`
	Salary *struct {
		Currency string  `json:"currency"`
		Interval string  `json:"interval"`
		Min      float64 `json:"min"`
		Max      float64 `json:"max"`
	} `json:"salaryRange"`
}

// ParseLever reads the list of a Lever site. Errors are *Error.
func ParseLever(r io.Reader, options ParseOptions) (Result, error) {
	options = options.withDefaults()
	var list []json.RawMessage
	if err := readBoard(r, options, &list); err != nil {
		return Result{}, err
	}
	if list == nil {
		return Result{}, fail(Invalid, "This is not the public list of a Lever site. Check the system and the name.")
	}
	c := newCollector(Lever, options)
	for i, raw := range list {
		addPosting(c, i+1, raw, leverItem)
	}
	return c.done(), nil
}

// leverItem converts one posting. The reason is always "": whatever Lever lists is
// public.
func leverItem(posting leverPosting) (Item, string) {
	// The list holds the first location too, so it replaces the single field.
	place := posting.Categories.Location
	if len(posting.Categories.Locations) > 1 {
		place = strings.Join(cleanList(posting.Categories.Locations, 5), "; ")
	}
	job := &Job{
		Location: place, Department: posting.Categories.Department, Team: posting.Categories.Team,
		EmploymentType: employmentType(posting.Categories.Commitment), Remote: workplace(posting.Workplace, place),
	}
	if pay := posting.Salary; pay != nil {
		job.Salary = salaryText(pay.Currency, pay.Min, pay.Max, pay.Interval)
	}
	item := Item{
		Title: posting.Title, Summary: postingSummary(firstOf(posting.Opening, posting.Description, posting.Plain)),
		URL: posting.URL, ExternalID: posting.ID, Job: job,
	}
	if posting.CreatedAt > 0 {
		item.Published = time.UnixMilli(posting.CreatedAt).UTC()
	}
	return item, ""
}
