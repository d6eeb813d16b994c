// The table of who passed which lesson.

package lesson

import (
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// Pass is that somebody answered the question of a lesson rightly. It stays when the lesson is edited.
type Pass struct {
	ID       string          `json:"id"`
	Employee term.EmployeeID `json:"employee"`
	Lesson   string          `json:"lesson"`
	At       time.Time       `json:"at"`
}

// Passes holds who passed which lesson.
var Passes = kv.Table[Pass]{
	Bucket: kv.NewBucket("lesson_passes"), // employee, lesson -> Pass
	Key:    func(p *Pass) string { return kv.Join(string(p.Employee), p.Lesson) },
}

// PassedBy are the ids of the lessons that somebody passed, those that were removed since included.
func PassedBy(t *kv.Tx, id term.EmployeeID) map[string]bool {
	passed := map[string]bool{}
	for _, key := range t.Keys(Passes.Bucket, kv.Join(string(id), ""), 0) {
		passed[kv.Split(key, 2)[1]] = true
	}
	return passed
}
