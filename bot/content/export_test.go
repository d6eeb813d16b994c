// Names that the tests beside the package need.

package content

var ClockField = clockField
var PointField = pointField
