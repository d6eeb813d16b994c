// Tests of late answers, without waiting for a quarter to end.

package pulse

import (
	"strings"
	"testing"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestOnSend_Late(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	h := &Handlers{Kit: &surface.Kit{DB: db}}
	in := dispatch.Interaction{User: "U1", Action: dispatch.Action{ID: actSend, Value: "1999-Q4"}}
	reply, err := h.onSend(t.Context(), in)
	if err != nil || reply.Replace == nil {
		t.Fatalf("a late answer leaves the questions: %+v, %v", reply, err)
	}
	if !strings.Contains(reply.Replace.Text, "The quarter is over") {
		t.Errorf("it says %q", reply.Replace.Text)
	}
	_, err = h.render(t.Context(), store.Message{To: "U1", Ref: "1999-Q4"})
	if store.KindOf(err) != store.Conflict && store.KindOf(err) != store.NotFound {
		t.Errorf("late questions are sent: %v", err)
	}
}
