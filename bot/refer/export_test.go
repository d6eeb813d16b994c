// Names that the tests beside the package need.

package refer

var DeclineReasons = declineReasons
