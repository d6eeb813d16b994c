// Publishing Home: only for people who have it open, once for several changes, and at a pace that Slack allows.

package dispatch

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"vouch/bot/pool"
	"vouch/store"
)

// Numbers of publishing Home.
const (
	homeWorkers = 16
	homeQueue   = 2048
	// homeOpen is how long Home counts as open after it was opened or used. Slack tells when somebody goes to the Messages
	// tab, and not when they leave the app. Whoever comes back opens it, which renders it fresh.
	homeOpen = 30 * time.Minute
	// views.publish takes 100 calls a minute (tier 4, docs.slack.dev/reference/methods/views.publish). Openings come first
	// and are not held back, so what follows other interactions stays below.
	homesPerSecond, homesAtOnce = 80.0 / 60, 20
)

// homes knows who has Home open and publishes it for them.
type homes struct {
	publish func(in Interaction) // renders Home and shows it
	pool    *pool.Pool
	pace    *rate.Limiter

	mu     sync.Mutex
	open   map[store.EmployeeID]time.Time // when Home was last opened or used
	queued map[store.EmployeeID]bool      // will be published and has not been rendered yet
}

// newHomes makes a publisher with nobody's Home open.
func newHomes(publish func(in Interaction)) *homes {
	return &homes{
		publish: publish, pool: pool.New(homeWorkers, homeQueue), pace: rate.NewLimiter(homesPerSecond, homesAtOnce),
		open: map[store.EmployeeID]time.Time{}, queued: map[store.EmployeeID]bool{},
	}
}

// isOnHome tells whether an interaction shows that the person looks at Home.
func (in Interaction) isOnHome() bool {
	return in.View.Type == "home" || in.Kind == KindHomeOpened && in.Event.Tab != "messages"
}

// observe notes who opens and leaves Home.
func (h *homes) observe(in Interaction) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case in.isOnHome():
		if len(h.open) >= homeQueue {
			h.forget()
		}
		h.open[in.User] = in.At
	case in.Kind == KindHomeOpened:
		delete(h.open, in.User)
	}
}

// forget drops those who opened Home too long ago, so that the table does not grow with the company.
func (h *homes) forget() {
	for id, at := range h.open {
		if store.Now().Sub(at) > homeOpen {
			delete(h.open, id)
		}
	}
}

// changed publishes Home after an interaction that changed it, if the person has it open: at once when they look at it,
// else when the pace allows.
func (h *homes) changed(in Interaction) {
	h.mu.Lock()
	defer h.mu.Unlock()
	at, open := h.open[in.User]
	if !open || in.At.Sub(at) > homeOpen {
		return
	}
	if in.isOnHome() {
		h.pace.Allow() // slows the others down
		h.submit(in)
		return
	}
	if h.queued[in.User] {
		return
	}
	h.queued[in.User] = true
	h.submitAfter(h.pace.Reserve().Delay(), in)
}

// submitAfter is submit once the pace allows it.
func (h *homes) submitAfter(wait time.Duration, in Interaction) {
	if wait <= 0 {
		h.submit(in)
		return
	}
	time.AfterFunc(wait, func() { h.submit(in) })
}

// submit hands Home to the workers. When they have too much to do it is left out: opening it again renders it.
func (h *homes) submit(in Interaction) {
	h.pool.Submit(string(in.User), func() {
		h.mu.Lock()
		delete(h.queued, in.User)
		h.mu.Unlock()
		h.publish(in)
	})
}

// publishHome renders a person's Home and shows it; a failure is told to them.
func (d *Dispatcher) publishHome(in Interaction) {
	d.attempt(in, func(ctx context.Context) error {
		blocks, err := d.hooks.Home(ctx, in.User)
		if err != nil {
			return err
		}
		return d.API.PublishHome(ctx, in.User, blocks)
	})
}
