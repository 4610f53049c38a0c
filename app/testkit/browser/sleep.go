package browser

import (
	"slices"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Sleep puts the tab to sleep, as a phone does that is put away: it is hidden, and nothing in it runs.
func (p *Page) Sleep() *Page {
	p.t.Helper()
	p.live(page.SetWebLifecycleStateStateFrozen)
	return p
}

// Wake wakes a tab that sleeps, and shows it.
func (p *Page) Wake() *Page {
	p.t.Helper()
	p.live(page.SetWebLifecycleStateStateActive)
	_, err := chromedp.Call(p.ctx, page.BringToFront, struct{}{})
	p.must(err)
	return p
}

func (p *Page) live(state page.SetWebLifecycleStateState) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
	p.must(err)
}

// LostNetwork forgets that the browser noted connections that broke or could not be made. Other errors stay.
func (p *Page) LostNetwork() *Page { return p.forgive(isOfNetwork) }

// Lost forgets that the browser noted what it could not get from an address. Other errors stay.
func (p *Page) Lost(address string) *Page {
	return p.forgive(func(text string) bool {
		return strings.Contains(text, "Failed to load resource") && strings.Contains(text, address)
	})
}

func (p *Page) forgive(isForgiven func(text string) bool) *Page {
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	p.console.errors = slices.DeleteFunc(p.console.errors, isForgiven)
	return p
}

func isOfNetwork(text string) bool {
	for _, sign := range []string{"net::ERR_", "WebSocket connection to", "Failed to fetch"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// Counts waits until as many elements of a CSS selector as wanted hold the text.
func (p *Page) Counts(selector, text string, wanted int) *Page {
	p.t.Helper()
	script := call(`(css, text) => [...document.querySelectorAll(css)].filter((e) => e.textContent.includes(text)).length`,
		selector, text)
	p.until(text+" at "+selector, func() (bool, error) {
		found, err := ask[int](p, script)
		return found == wanted, err
	})
	return p
}
