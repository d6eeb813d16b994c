// Metrics: what Prometheus reads. No label holds anything about a person, a share or a visitor.

package attribution

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"vouch/store"
)

// Reading is a number of another part of the program.
type Reading struct {
	Name, Help string // after "vouch_"
	Value      float64
	Total      bool // it only grows
}

// classNames are the classes of clicks as labels.
var classNames = map[store.ClickClass]string{
	store.Human: "human", store.Repeat: "repeat", store.Crawler: "crawler", store.Preview: "preview",
	store.Prefetch: "prefetch", store.Head: "head", store.Scanner: "scanner", store.Own: "own",
}

// metrics are the numbers of the web face, with those of the program and the process.
type metrics struct {
	registry *prometheus.Registry
	clicks   map[store.ClickClass]prometheus.Counter
	answers  *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics(readings func() []Reading, open func() int) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), clicks: map[store.ClickClass]prometheus.Counter{}}
	clicks := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vouch_clicks_total",
		Help: "Followed links by what followed them."}, []string{"class"})
	for class, name := range classNames {
		m.clicks[class] = clicks.WithLabelValues(name)
	}
	m.answers = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "vouch_http_answers_total",
		Help: "Answered requests by route and status."}, []string{"route", "code"})
	m.seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "vouch_http_seconds",
		Help:    "Time to an answer in seconds, by route.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}}, []string{"route"})
	m.registry.MustRegister(clicks, m.answers, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "vouch_http_connections", Help: "Open connections."},
			func() float64 { return float64(open()) }))
	if readings != nil {
		m.registry.MustRegister(readingsOf(readings))
	}
	return m
}

// handler answers with the metrics.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// readingsOf is a collector that asks when it is asked. It describes nothing beforehand, which the client allows.
type readingsOf func() []Reading

// Describe is part of prometheus.Collector.
func (readingsOf) Describe(chan<- *prometheus.Desc) {}

// Collect is part of prometheus.Collector.
func (ask readingsOf) Collect(out chan<- prometheus.Metric) {
	for _, r := range ask() {
		kind := prometheus.GaugeValue
		if r.Total {
			kind = prometheus.CounterValue
		}
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc("vouch_"+r.Name, r.Help, nil, nil), kind, r.Value)
	}
}

// measured counts the answers of a handler and how long they take.
func (s *Server) measured(route string, handle http.HandlerFunc) http.HandlerFunc {
	seconds := s.metrics.seconds.WithLabelValues(route)
	return func(w http.ResponseWriter, r *http.Request) {
		begun, answer := time.Now(), &statusWriter{ResponseWriter: w, code: http.StatusOK}
		handle(answer, r)
		seconds.Observe(time.Since(begun).Seconds())
		s.metrics.answers.WithLabelValues(route, strconv.Itoa(answer.code)).Inc()
	}
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	code int
}

// WriteHeader notes the status.
func (w *statusWriter) WriteHeader(code int) {
	w.code = code
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
