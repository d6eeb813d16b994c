// The web face in the running program: its settings, its listeners, what it is told of the rest, and its end.

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/attribution"
	"vouch/bot/attribution/hook"
	"vouch/store"
)

// webConfig are the settings of the web face.
type webConfig struct {
	Listen string `env:"VOUCH_LISTEN" help:"Address of the web face, such as :8080. Default: none; links lead to pages."`

	PublicURL string `name:"public-url" env:"VOUCH_PUBLIC_URL" help:"What links begin with, as https://go.example.com."`

	MetricsListen string `env:"VOUCH_METRICS_LISTEN" help:"Address of /metrics alone, such as 127.0.0.1:9090."`

	TLSCert string `name:"tls-cert" env:"VOUCH_TLS_CERT" help:"Certificate file, read again when renewed." type:"path"`
	TLSKey  string `name:"tls-key" env:"VOUCH_TLS_KEY" help:"Its key file." type:"path"`

	Proxies []string `name:"trusted-proxies" env:"VOUCH_TRUSTED_PROXIES" help:"Whose X-Forwarded-For is believed."`
}

// web checks the settings of the web face. On success PublicURL has no slash at its end.
func (m *mistakes) web(c *webConfig) {
	m.listen("VOUCH_LISTEN", c.Listen, ":8080")
	m.listen("VOUCH_METRICS_LISTEN", c.MetricsListen, "127.0.0.1:9090")
	if c.Listen != "" && c.Listen == c.MetricsListen {
		m.add("VOUCH_METRICS_LISTEN is the address of VOUCH_LISTEN: give another one, or leave it out")
	}
	if c.PublicURL != "" {
		m.publicURL(c)
	}
	if _, err := trustedProxies(c.Proxies); err != nil {
		m.add("VOUCH_TRUSTED_PROXIES: %v", err)
	}
	switch {
	case (c.TLSCert == "") != (c.TLSKey == ""):
		m.add("VOUCH_TLS_CERT and VOUCH_TLS_KEY belong together: set both, or neither when a proxy speaks https")
	case c.TLSCert == "":
	case c.Listen == "":
		m.add("VOUCH_TLS_CERT is set, but nothing listens: set VOUCH_LISTEN, or take it away")
	default:
		if _, err := attribution.Certificate(c.TLSCert, c.TLSKey); err != nil {
			m.add("VOUCH_TLS_CERT: %v", err)
		}
	}
}

// listen checks an address to listen at; "" is none.
func (m *mistakes) listen(name, address, example string) {
	if address == "" {
		return
	}
	if _, err := net.ResolveTCPAddr("tcp", address); err != nil || !strings.Contains(address, ":") {
		m.add("%s: %q is no address to listen at, such as %s", name, address, example)
	}
}

// publicURL checks the address that links begin with.
func (m *mistakes) publicURL(c *webConfig) {
	u, err := url.Parse(c.PublicURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		m.add("VOUCH_PUBLIC_URL: %q is no http(s) address, such as https://go.example.com", c.PublicURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		m.add("VOUCH_PUBLIC_URL: leave out what stands around the address: https://go.example.com is enough")
	case c.Listen == "":
		m.add("VOUCH_PUBLIC_URL is set, but nothing would answer there: set VOUCH_LISTEN too")
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
}

// trustedProxies reads addresses and networks; empty places are left out.
func trustedProxies(list []string) (proxies []netip.Prefix, err error) {
	for _, text := range list {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		p, err := netip.ParsePrefix(text)
		if err != nil {
			address, single := netip.ParseAddr(text)
			if p, err = address.Prefix(address.BitLen()); single != nil || err != nil {
				return nil, fmt.Errorf("%q is no address or network, such as 10.0.0.0/8 or 192.0.2.7", text)
			}
		}
		proxies = append(proxies, p.Masked())
	}
	return proxies, nil
}

// webOptions are what the web face of an App needs. The App closes the listeners.
type webOptions struct {
	Listener, Metrics net.Listener // nil: none
	PublicURL         string       // without a slash at the end; "" hands out no links of ours
	Proxies           []netip.Prefix
	Certificate       attribution.GetCertificate
}

// open takes the addresses, so that a busy one is told before the database is touched. The settings are checked.
func (c *webConfig) open() (o webOptions, err error) {
	o.PublicURL = c.PublicURL
	if o.Proxies, err = trustedProxies(c.Proxies); err != nil {
		return o, err
	}
	if c.TLSCert != "" {
		if o.Certificate, err = attribution.Certificate(c.TLSCert, c.TLSKey); err != nil {
			return o, err
		}
	}
	for _, at := range []struct {
		name, address string
		listener      *net.Listener
	}{{"VOUCH_LISTEN", c.Listen, &o.Listener}, {"VOUCH_METRICS_LISTEN", c.MetricsListen, &o.Metrics}} {
		if at.address == "" {
			continue
		}
		if *at.listener, err = new(net.ListenConfig).Listen(context.Background(), "tcp", at.address); err != nil {
			err = fmt.Errorf("%s: %w: choose a free address, or stop the program that has it", at.name, err)
			return o, errors.Join(err, o.close())
		}
	}
	return o, nil
}

// close gives the listeners back.
func (o *webOptions) close() (err error) {
	for _, listener := range []net.Listener{o.Listener, o.Metrics} {
		if listener != nil {
			err = errors.Join(err, listener.Close())
		}
	}
	return err
}

// webStop bounds the wait for answers under way when the program stops.
const webStop = 10 * time.Second

// web is the running web face.
type web struct {
	server  *attribution.Server
	metrics *http.Server // nil: none of its own
	serving sync.WaitGroup
}

// startWeb serves what options ask for; nil when that is nothing.
func (a *App) startWeb() *web {
	o := a.options.Web
	if o.Listener == nil && o.Metrics == nil {
		return nil
	}
	log := a.options.Log.With().Str("component", "web").Logger()
	hooks := hook.NewReceiver(hook.Options{DB: a.DB, PublicURL: o.PublicURL, Log: log})
	w := &web{server: attribution.NewServer(attribution.Options{
		DB: a.DB, Hooks: hooks, PublicURL: o.PublicURL, Proxies: o.Proxies, Certificate: o.Certificate, Log: log,
		Ready:          func() error { _, err := a.healthy(); return err },
		Readings:       func() []attribution.Reading { return append(a.readings(), hookReadings(hooks)...) },
		PrivateMetrics: o.Metrics != nil,
	})}
	if o.Listener != nil {
		w.serve(log, func() error { return w.server.Serve(o.Listener) })
	}
	if o.Metrics != nil {
		w.metrics = w.server.MetricsServer()
		w.serve(log, func() error { return w.metrics.Serve(o.Metrics) })
	}
	return w
}

// serve runs one server beside the bot. It ends with stop; what ends it earlier is logged, and Slack goes on.
func (w *web) serve(log zerolog.Logger, run func() error) {
	w.serving.Go(func() {
		if err := run(); err != nil && !errors.Is(err, http.ErrServerClosed) {
			log.Error().Err(err).Msg("the web face has ended")
		}
	})
}

// stop answers what is under way and takes nothing more.
func (w *web) stop() {
	if w == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), webStop)
	defer cancel()
	w.server.Shutdown(ctx)
	if w.metrics != nil {
		_ = w.metrics.Close()
	}
	w.serving.Wait()
}

// hookReadings count deliveries by what became of them.
func hookReadings(hooks *hook.Receiver) (list []attribution.Reading) {
	for _, result := range hook.Results {
		list = append(list, attribution.Reading{Name: "hooks_" + result + "_total", Help: "Deliveries " + result + ".",
			Value: float64(hooks.Count(result)), Total: true})
	}
	return list
}

// readings are the program's numbers for the metrics.
func (a *App) readings() []attribution.Reading {
	s := a.Bot.Status()
	list := []attribution.Reading{
		{Name: "slack_connections", Help: "Connections to Slack that stand.", Value: float64(s.Connected)},
		{Name: "slack_waiting", Help: "Interactions that wait.", Value: float64(s.Waiting)},
		{Name: "slack_envelopes_total", Help: "Envelopes from Slack.", Value: float64(s.Received), Total: true},
		{Name: "slack_acknowledged_total", Help: "Envelopes acknowledged.", Value: float64(s.Acked), Total: true},
		{Name: "slack_shed_total", Help: "Envelopes left to Slack's own error.", Value: float64(s.Shed), Total: true},
		{Name: "messages_sent_total", Help: "Messages delivered.", Value: float64(s.Sent), Total: true},
		{Name: "messages_given_up_total", Help: "Messages that cannot be delivered.", Value: float64(s.GivenUp), Total: true},
	}
	var stats store.Stats
	if err := a.DB.View(func(q *store.Query) error { stats = q.Stats(); return nil }); err != nil {
		return list
	}
	return append(list,
		attribution.Reading{Name: "advocates", Help: "People who joined.", Value: float64(stats.Advocates)},
		attribution.Reading{Name: "assets_live", Help: "Items that can be shared.", Value: float64(stats.Live)},
		attribution.Reading{Name: "shares", Help: "Posts that were declared.", Value: float64(stats.Shares)},
		attribution.Reading{Name: "referrals", Help: "Referrals.", Value: float64(stats.Referrals)},
		attribution.Reading{Name: "database_bytes", Help: "Size of the database file.", Value: float64(stats.Bytes)})
}
