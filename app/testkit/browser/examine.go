package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Examine demands that the page has no accessibility violations in light and in dark colours, is not wider than the
// screen, on a phone also with letters twice as large (WCAG 2.2, 1.4.4), one filled button at most (docs/design.md,
// 21), and no errors in the console. It takes a screenshot where MEGURI_PICTURES names a folder. name identifies the
// page in messages and file names.
func (p *Page) Examine(name string) *Page {
	p.t.Helper()
	p.pageScreenshot(name)
	for _, fault := range p.faults() {
		p.t.Errorf("%s at %s: %s", p.who, name, fault)
	}
	return p
}

// faults are all faults of the page. Without JavaScript axe cannot run.
func (p *Page) faults() []string {
	p.t.Helper()
	faults := p.console.take()
	for _, wide := range run[[]string](p, wideScript) {
		faults = append(faults, fmt.Sprintf("wider than the screen of %d: %s", p.View.Width, wide))
	}
	if p.View.Width < tabletWidth {
		for _, wide := range run[[]string](p, largeTextScript) {
			faults = append(faults, "wider than the screen with letters twice as large: "+wide)
		}
	}
	if filled := run[[]string](p, filledScript); len(filled) > 1 {
		faults = append(faults, fmt.Sprintf("more than one filled button: %q", filled))
	}
	if p.View.NoScript || p.View.SkipAxe {
		return faults
	}
	faults = append(faults, p.examine("light", `{rules: {'target-size': {enabled: true}}}`)...)
	p.scheme("dark")
	faults = append(faults, p.examine("dark", `{runOnly: ['color-contrast', 'link-in-text-block']}`)...)
	p.scheme("light")
	return faults
}

const wideScript = `(() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const all = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > width + 0.5)
  return all.slice(-3).map((e) => e.outerHTML.slice(0, 120))
})()`

// Buttons that look like the thing to do. Those that lead to one place, such as the bar that stays and the card, are
// one.
const filledScript = `(() => {
  const isFilled = ({ backgroundColor, borderColor }) => backgroundColor === borderColor
  const all = [...document.querySelectorAll('main .button:not(.secondary, .quiet, .danger, [disabled])')]
  const seen = all.filter((e) => e.checkVisibility() && isFilled(getComputedStyle(e)))
  return [...new Map(seen.map((e) => [e.href ?? e.textContent, e.textContent.trim().slice(0, 40)])).values()]
})()`

const tabletWidth = 600

const largeTextScript = `(() => {
  document.documentElement.style.fontSize = '200%'
  try { return ` + wideScript + ` } finally { document.documentElement.style.fontSize = '' }
})()`

// examine runs axe. In dark colours only the rules about colours are checked.
func (p *Page) examine(scheme, options string) []string {
	p.t.Helper()
	if !run[bool](p, `'axe' in window`) {
		run[chromedp.Void](p, p.browser.axe)
	}
	script := fmt.Sprintf(axeScript, scheme, options)
	faults, err := ask[[]string](p, script, chromedp.EvalAwaitPromise)
	p.must(err)
	return faults
}

// What stays at the foot of the window is put at its place: axe takes what is scrolled below it for covered.
const axeScript = `(async (scheme, options) => {
  const staying = [...document.querySelectorAll('form *')].filter((e) => {
    const { position, bottom } = getComputedStyle(e)
    return position === 'sticky' && bottom !== 'auto'
  })
  for (const e of staying) e.style.position = 'static'
  const { violations } = await axe.run(document, { resultTypes: ['violations'], iframes: false, ...options })
  for (const e of staying) e.style.position = ''
  const where = (v) => v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | ')
  return violations.map((v) => scheme + ', ' + v.id + ': ' + v.help + ' ' + where(v))
})('%s', %s)`

// Screenshot takes a screenshot, with the first element of a CSS selector at the top, where MEGURI_PICTURES names a
// folder.
func (p *Page) Screenshot(name, selector string) *Page {
	p.t.Helper()
	if p.pictureDir != "" {
		run[chromedp.Void](
			p,
			call(`(css) => scrollTo(0, document.querySelector(css).getBoundingClientRect().top + scrollY - 16)`, selector),
		)
		p.saveScreenshot(name, false)
	}
	return p
}

// Picture takes a picture of the page as it is first seen, or of the whole of it.
func (p *Page) Picture(name string, whole bool) *Page {
	p.t.Helper()
	p.saveScreenshot(name, whole)
	return p
}

// pageScreenshot takes a numbered screenshot of the whole page.
func (p *Page) pageScreenshot(name string) {
	p.t.Helper()
	if p.pictureDir != "" {
		p.pictures++
		p.saveScreenshot(fmt.Sprintf("%02d-%s", p.pictures, name), true)
	}
}

func (p *Page) saveScreenshot(name string, whole bool) {
	p.t.Helper()
	picture, err := chromedp.Call(
		p.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &whole},
	)
	p.must(err)
	p.must(os.MkdirAll(p.pictureDir, 0o755))
	p.must(os.WriteFile(filepath.Join(p.pictureDir, p.who+"-"+name+".png"), picture.Data, 0o644))
}

// pictureDir is the folder of a test's screenshots; "" for none.
func pictureDir(t *testing.T) string {
	folder := os.Getenv("MEGURI_PICTURES")
	_, name, _ := strings.Cut(t.Name(), "/")
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, filepath.FromSlash(name))
}
