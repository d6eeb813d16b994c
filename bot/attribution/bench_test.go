// Benchmarks: redirects per second with every click on disk, beside a handler that only redirects.

package attribution_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/attribution"
	"vouch/store"
	"vouch/store/storetest"
)

// BenchmarkRedirect follows links of 100 shares by ever new visitors, and the same address of a bare handler.
func BenchmarkRedirect(b *testing.B) {
	for _, visitors := range []int{1, 64, 256} {
		b.Run(fmt.Sprint(visitors), func(b *testing.B) { benchmarkRedirect(b, visitors) })
	}
}

// benchmarkRedirect uses as many connections at once as there are visitors.
func benchmarkRedirect(b *testing.B, visitors int) {
	b.Run("bare handler", func(b *testing.B) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://example.com/blog/post?utm_source=linkedin")
			w.Header().Set("Content-Length", "0")
			w.WriteHeader(http.StatusFound)
		})}
		go func() { _ = server.Serve(listener) }()
		defer server.Close()
		follow(b, listener.Addr().String(), []string{"aaaaaaaaaaaaa"}, visitors)
	})
	b.Run("durable clicks", func(b *testing.B) {
		db := storetest.MustOpen(b)
		storetest.MustCompany(b, db)
		var tokens []string
		for i := range 100 {
			id := store.EmployeeID(fmt.Sprintf("U%d", i))
			storetest.MustAdvocate(b, db, id, "Ada")
			tokens = append(tokens, storetest.MustShare(b, db, id, storetest.MustAsset(b, db, nil).ID).Token)
		}
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			b.Fatal(err)
		}
		server := attribution.NewServer(attribution.Options{DB: db, Log: zerolog.New(io.Discard)})
		go func() { _ = server.Serve(listener) }()
		defer server.Shutdown(b.Context())
		follow(b, listener.Addr().String(), tokens, visitors)
		b.StopTimer()
		total := 0
		_ = db.View(func(q *store.Query) error {
			q.EachClickDay("2000-01-01", "2100-01-01", func(_ store.ShareID, _ store.LocalDate, c store.ClickCounts) {
				total += c.Human + c.Repeat + c.Scanner
			})
			return nil
		})
		if total < b.N {
			b.Errorf("%d clicks counted of %d", total, b.N)
		}
	})
}

// follow sends b.N requests over connections that stay open and reports the rate, the processor's time for each, which
// says more on a machine with other work, the median and the slowest of a hundred.
func follow(b *testing.B, address string, tokens []string, visitors int) {
	var next atomic.Int64
	took := make([][]time.Duration, visitors)
	b.ResetTimer()
	busy := processorTime()
	var group sync.WaitGroup
	for v := range visitors {
		group.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			reader := bufio.NewReader(conn)
			for {
				i := next.Add(1)
				if i > int64(b.N) {
					return
				}
				begun := time.Now()
				fmt.Fprintf(conn, "GET /s/%s HTTP/1.1\r\nHost: go.example.com\r\nUser-Agent: %s %d\r\nAccept-Language: en\r\n\r\n",
					tokens[i%int64(len(tokens))], person, i%1000)
				answer, err := http.ReadResponse(reader, nil)
				if err != nil || answer.StatusCode != http.StatusFound {
					b.Errorf("answered %v, %v", answer, err)
					return
				}
				took[v] = append(took[v], time.Since(begun))
			}
		})
	}
	group.Wait()
	b.ReportMetric(float64((processorTime()-busy).Nanoseconds())/1e3/float64(b.N), "cpu-µs/op")
	all := slices.Concat(took...)
	slices.Sort(all)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "redirects/s")
	if len(all) > 0 {
		b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
		b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	}
}

// processorTime is what the process has used of the processor.
func processorTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
