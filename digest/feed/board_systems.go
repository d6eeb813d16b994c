// The three job boards: the postings as each lists them, and how one becomes an item.

package feed

import (
	"fmt"
	"strings"

	"vouch/store"
)

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
