// Greenhouse: the public Job Board API.

package feed

import (
	"io"
	"strconv"
)

// greenhouseJob is a posting as GET /v1/boards/{token}/jobs?content=true lists
// it.
type greenhouseJob struct {
	ID int64 `json:"id"`
	// Null for a prospect post, which is no open position.
	InternalJobID  *int64 `json:"internal_job_id"`
	Title          string `json:"title"`
	UpdatedAt      string `json:"updated_at"`
	FirstPublished string `json:"first_published"`
	Deadline       string `json:"application_deadline"`
	URL            string `json:"absolute_url"`
	Language       string `json:"language"`
	// HTML, escaped once or twice.
	Content  string `json:"content"`
	Location struct {
		Name string `json:"name"`
	} `json:"location"`
	Departments []struct {
		Name string `json:"name"`
	} `json:"departments"`
	PayRanges []struct {
		MinCents float64 `json:"min_cents"`
		MaxCents float64 `json:"max_cents"`
		Currency string  `json:"currency_type"`
	} `json:"pay_input_ranges"`
}

// ParseGreenhouse reads the list of a Greenhouse board. Prospect posts are
// skipped.
func ParseGreenhouse(r io.Reader, options ParseOptions) (Result, error) {
	return parsePostings(Greenhouse, "a Greenhouse", r, options, greenhouseItem)
}

// greenhouseItem converts one posting, or says why not.
func greenhouseItem(posting greenhouseJob) (Item, string) {
	if posting.InternalJobID == nil {
		return Item{Title: posting.Title}, "It collects prospects and is not an open position."
	}
	// Greenhouse has no field for remote work; its customers write it into the
	// location.
	job := &Job{Location: posting.Location.Name, Remote: workplace("", posting.Location.Name)}
	if len(posting.Departments) > 0 {
		job.Department = posting.Departments[0].Name
	}
	if len(posting.PayRanges) > 0 {
		pay := posting.PayRanges[0]
		job.Salary = salaryText(pay.Currency, pay.MinCents/100, pay.MaxCents/100, "")
	}
	return Item{
		Title: posting.Title, Summary: postingSummary(posting.Content), URL: posting.URL, Language: posting.Language,
		Published: parseTime(firstOf(posting.FirstPublished, posting.UpdatedAt)), Expires: parseExpiry(posting.Deadline),
		ExternalID: strconv.FormatInt(posting.ID, 10), Job: job,
	}, ""
}
