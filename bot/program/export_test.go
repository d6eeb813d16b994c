// Names that the tests beside the package need.

package program

var RoleOf = roleOf
var RouteChoice = routeChoice
