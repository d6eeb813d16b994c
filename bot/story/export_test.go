// Names that the tests beside the package need.

package story

var PhotoProblem = photoProblem
var StoryValue = storyValue
