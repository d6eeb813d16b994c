// The golden files of onboarding, the digest, Home, settings, points, boards and roles.

package program

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Roles(t *testing.T) {
	var many []store.EmployeeID
	for i := range maxRoleHolders {
		many = append(many, store.EmployeeID(fmt.Sprintf("U0%09d", i)))
	}
	golden.Modal(t, "roles", rolesModal(map[store.Role][]store.EmployeeID{store.Curator: {"U1", "U2"}, store.Recruiter: many}))
	golden.Modal(t, "role-many", roleModal(grantable[2], many))
	golden.Modal(t, "role-nobody", roleModal(grantable[0], nil))
}
