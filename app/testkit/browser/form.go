package browser

import (
	_ "embed"
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed find.js
var findScript string

// Follow clicks on a link or button, and waits for the next page.
func (p *Page) Follow(words string) *Page {
	p.t.Helper()
	p.followWith(func() { p.Press(words) })
	return p
}

// FollowAt is Follow for the first element of a CSS selector.
func (p *Page) FollowAt(selector string) *Page {
	p.t.Helper()
	p.followWith(func() { p.PressAt(selector) })
	return p
}

// Unfold opens a folded part of the page by its summary.
func (p *Page) Unfold(words string) *Page {
	p.t.Helper()
	p.click("fold", p.T(words))
	return p
}

// UnfoldTo opens the group of the menu that a link is in, where it is closed.
func (p *Page) UnfoldTo(words string) *Page {
	p.t.Helper()
	fold := run[string](p, call(`(words) => {
		const links = [...document.querySelectorAll('.desk-menu details:not([open]) a[href]')]
		const link = links.find((a) => a.textContent.trim().startsWith(words))
		return link?.closest('details').querySelector('summary').textContent ?? ''
	}`, p.T(words)))
	if fold != "" {
		p.click("fold", fold)
	}
	return p
}

// Press clicks on a link or button that stays on the page.
func (p *Page) Press(words string) *Page {
	p.t.Helper()
	p.click("button", p.T(words))
	return p
}

// PressAt is Press for the first element of a CSS selector.
func (p *Page) PressAt(selector string) *Page {
	p.t.Helper()
	p.click("css", selector)
	return p
}

// Choose ticks a box or a radio button, by its label.
func (p *Page) Choose(words string) *Page {
	p.t.Helper()
	p.click("choice", p.T(words))
	return p
}

// Fill replaces the text of the field with the label, at once as input methods do.
func (p *Page) Fill(label, text string) *Page {
	p.t.Helper()
	p.click("field", p.T(label))
	run[chromedp.Void](p, `document.activeElement.select?.()`)
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	p.must(err)
	return p
}

// Set sets the value of a field whose control opens outside the page, as a list or a date does.
func (p *Page) Set(label, value string) *Page {
	p.t.Helper()
	p.until(fmt.Sprintf("the field %q", p.T(label)), func() (bool, error) {
		return ask[bool](p, call(setScript, p.T(label), value))
	})
	return p
}

const setScript = `(words, value) => {
  const first = (label) => [...label.childNodes].find((node) => node.textContent.trim())?.textContent.trim()
  const labels = [...document.querySelectorAll('label')]
  const field = labels.find((label) => first(label) === words && label.control)?.control
  if (!field) return false
  field.value = value
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))
  return field.value === value
}`

// Type presses the keys of a text, at the focus.
func (p *Page) Type(text string) *Page {
	p.t.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(text)))
	return p
}

// AltKey presses a key together with Alt.
func (p *Page) AltKey(key string) *Page {
	p.t.Helper()
	p.must(chromedp.Do(p.ctx, chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierAlt))))
	return p
}

// Enter presses the Enter key.
func (p *Page) Enter() *Page {
	p.t.Helper()
	return p.Type(kb.Enter)
}

type point struct{ X, Y float64 }

func (p *Page) click(kind, words string) {
	p.t.Helper()
	var at *point
	p.until(fmt.Sprintf("a %s %q to click on", kind, words), func() (bool, error) {
		var err error
		at, err = ask[*point](p, call(findScript, kind, words))
		return at != nil, err
	})
	if kind != "field" {
		p.Clicks++
	}
	p.must(chromedp.Do(p.ctx, chromedp.MouseClickXY(at.X, at.Y)))
}
