package browser

import (
	"fmt"

	"github.com/chromedp/chromedp/kb"
)

// TabTo presses Tab until the focus is on the link, button, field or choice with the text. The focus must be visible.
func (p *Page) TabTo(words string) *Page {
	p.t.Helper()
	for range 80 {
		p.Type(kb.Tab)
		if run[bool](p, call(focusScript, p.T(words))) {
			if !run[bool](p, focusSeenScript) {
				p.t.Errorf("%s: the focus on %q cannot be seen", p.who, p.T(words))
			}
			return p
		}
	}
	p.fail(fmt.Sprintf("the Tab key does not lead to %q", p.T(words)))
	return p
}

// Focused demands that the first element of a CSS selector has the focus.
func (p *Page) Focused(selector string) *Page {
	p.t.Helper()
	p.until("the focus at "+selector, func() (bool, error) {
		return ask[bool](p, call(`(css) => document.activeElement === document.querySelector(css)`, selector))
	})
	return p
}

// FollowKey presses a key, and waits for the next page.
func (p *Page) FollowKey(key string) *Page {
	p.t.Helper()
	p.followWith(func() { p.Type(key) })
	return p
}

const focusScript = `(words) => {
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim()
  const element = document.activeElement
  const label = element.labels?.[0] ?? element
  return squeeze(label.textContent).startsWith(squeeze(words))
}`

// The outline may be that of an element around a choice.
const focusSeenScript = `[
  document.activeElement, document.activeElement.parentElement, document.activeElement.closest('.card, .choice'),
].some((e) => {
  const style = e && getComputedStyle(e)
  return style && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none')
})`
