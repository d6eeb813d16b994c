// Who answers referrals, as managers see it: the routes in their order, and the form for a new one.

package program

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of a new route.
const (
	fieldRouteKind       = "route_kind"
	fieldRouteDepartment = "route_department"
	fieldRouteLocation   = "route_location"
	fieldRouteContains   = "route_contains"
	fieldRouteOwner      = "route_owner"
)

// What the menu of a route does.
const (
	routeUp     = "up"
	routeDown   = "down"
	routeRemove = "remove"
)

// maxShownRoutes keeps the list far below the 100 blocks of a view; whoever needs more has them in the program file.
const maxShownRoutes = 50

// programRoutesModal lists the routes in the order they are tried, each with a menu.
func programRoutesModal(s store.Settings) *slack.ModalViewRequest {
	blocks := []slack.Block{block.Section("New referrals go to the first route that fits. Where none fits, the " +
		"recruiter or seller with the fewest open referrals answers.")}
	blocks = append(blocks, block.When(len(s.Routes) == 0, block.Section("*There are no routes yet.*")))
	for i, r := range s.Routes[:min(len(s.Routes), maxShownRoutes)] {
		var options []*slack.OptionBlockObject
		if i > 0 {
			options = append(options, block.Option(routeChoice(routeUp, i, s.Version), "Try it earlier"))
		}
		if i+1 < len(s.Routes) {
			options = append(options, block.Option(routeChoice(routeDown, i, s.Version), "Try it later"))
		}
		options = append(options, block.Option(routeChoice(routeRemove, i, s.Version), "Remove"))
		row := block.SectionWith(fmt.Sprintf("*%d.* %s", i+1, routeWords(r)), block.Overflow(actProgramRouteMenu, options...))
		row.BlockID = "route:" + strconv.Itoa(i+1)
		blocks = append(blocks, row)
	}
	if rest := len(s.Routes) - maxShownRoutes; rest > 0 {
		blocks = append(blocks, block.ContextLine("And "+block.Count(rest, "other", "others")+
			", which are in the program file: `vouch program show`."))
	}
	blocks = append(blocks, block.Actions("", block.Button(actProgramRoute, "Add a route", "")))
	return block.Modal(cbProgramRoutes, "Who answers", "", "Close", "", blocks...)
}

// routeWords says a route in a sentence.
func routeWords(r store.Route) string {
	text := "Candidates"
	if r.Kind == store.Client {
		text = "Clients"
	}
	text += block.After(" for a job in the department ", block.Line(r.Department))
	text += block.After(" for a job in ", block.Line(r.Location))
	text += block.When(r.Contains != "", " with \""+block.Line(r.Contains)+"\" in the job or the need")
	return text + ": " + block.Person(r.Owner)
}

// routeChoice is what a menu entry carries: what to do with which route of which version of the settings.
func routeChoice(do string, at, version int) string {
	return surface.Ref[string]{ID: strconv.Itoa(at), Version: version, Note: do}.String()
}

// parseRouteChoice reads it back; false for anything foreign.
func parseRouteChoice(value string) (do string, at, version int, readable bool) {
	ref := surface.ParseRef[string](value)
	at, err := strconv.Atoi(ref.ID)
	known := slices.Contains([]string{routeUp, routeDown, routeRemove}, ref.Note)
	return ref.Note, at, ref.Version, err == nil && at >= 0 && ref.Version >= 0 && known
}

// movedRoute is the list after a menu was used; at lies in it.
func movedRoute(routes []store.Route, do string, at int) []store.Route {
	routes = slices.Clone(routes)
	switch {
	case do == routeRemove:
		return slices.Delete(routes, at, at+1)
	case do == routeUp && at > 0:
		routes[at-1], routes[at] = routes[at], routes[at-1]
	case do == routeDown && at+1 < len(routes):
		routes[at+1], routes[at] = routes[at], routes[at+1]
	}
	return routes
}

// programRouteModal asks for a new route. Its metadata is the version of the settings.
func programRouteModal(s store.Settings) *slack.ModalViewRequest {
	kinds := []*slack.OptionBlockObject{block.Option(string(store.Candidate), "Candidates"),
		block.Option(string(store.Client), "Clients")}
	short := func(placeholder string) *slack.PlainTextInputBlockElement {
		return block.TextInput(block.InputValue, placeholder, "", false, maxSettingText)
	}
	return block.Modal(cbProgramRoute, "New route", "Save", "Cancel", strconv.Itoa(s.Version),
		block.Input(fieldRouteKind, "For", block.Radio(block.InputValue, kinds, string(store.Candidate)), "", false),
		block.Input(fieldRouteOwner, "Who answers", block.SelectPerson(block.InputValue, "Choose a colleague", ""), "",
			false),
		block.Input(fieldRouteDepartment, "Only for jobs of the department", short("Engineering"),
			"The whole name. Empty fits every job.", true),
		block.Input(fieldRouteLocation, "Only for jobs in", short("Oslo"),
			"Part of the place: Oslo fits \"Oslo, Norway\". Empty fits every job.", true),
		block.Input(fieldRouteContains, "Only with this word", short("backend"),
			"In the job's title, or in what a client needs.", true))
}
