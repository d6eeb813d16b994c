// Roles: who may run the program or the library, with an error that names who can.

package surface

import (
	"vouch/store"
)

// MustManage refuses anybody but program managers, and says who can.
func MustManage(q *store.Query, id store.EmployeeID) {
	if !q.IsManager(id) {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Only program managers can do that. " + q.WhomToAsk()})
	}
}

// MayCurate tells whether somebody may change the library.
func MayCurate(q *store.Query, e store.Employee) bool {
	return q.CanManage(e) || (e.Has(store.Curator) && CannotJoin(e) == "")
}

// MustCurate refuses people without the role, naming who can.
func MustCurate(q *store.Query, id store.EmployeeID) {
	if !MayCurate(q, q.Employee(id)) {
		q.Refuse(&store.Error{Kind: store.Denied, Msg: "Only curators and program managers can change the library. " + q.WhomToAsk()})
	}
}
