// Speed of picking for one person.

package match

import (
	"testing"

	"vouch/digest/digesttest"
	"vouch/store"
)

// BenchmarkPick measures one digest of three from 2,000 live assets, for a thousand people in turn who have seen about
// 200.
func BenchmarkPick(b *testing.B) {
	lib := NewLibrary(digesttest.ManyAssets(2000, 1), digesttest.Personas, digesttest.Morning)
	readers := make([]store.Reader, 1000)
	for i := range readers {
		readers[i] = digesttest.TypicalReader(i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if len(Pick(lib, readers[i%len(readers)], 3, digesttest.Monday)) != 3 {
			b.Fatal("fewer than three picks")
		}
	}
}

// BenchmarkNewLibrary measures preparing 2,000 live assets, which happens at most once an hour and whenever they
// change.
func BenchmarkNewLibrary(b *testing.B) {
	assets := digesttest.ManyAssets(2000, 1)
	b.ReportAllocs()
	for b.Loop() {
		NewLibrary(assets, digesttest.Personas, digesttest.Morning)
	}
}
