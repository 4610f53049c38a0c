package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"meguri/app/service/i18n"
)

// View is the screen, the language and the settings of a visit.
type View struct {
	Width    int
	Height   int    // 0 is that of a phone or a desktop
	Lang     string // ja or en
	NoScript bool
	// SkipAxe leaves axe out, where another test examines the same pages.
	SkipAxe bool
	// Dark asks for dark colours.
	Dark bool
}

func (v View) scheme() string {
	if v.Dark {
		return "dark"
	}
	return "light"
}

// Name tells views apart in names of tests and pictures.
func (v View) Name() string {
	name := fmt.Sprintf("%d-%s", v.Width, v.Lang)
	if v.NoScript {
		name += "-noscript"
	}
	if v.Dark {
		name += "-dark"
	}
	return name
}

// Page is a tab in a profile of its own. Its methods fail the test where a person could not go on. A text that they are
// given may be a text key.
type Page struct {
	*i18n.Localizer
	View View
	// Clicks counts those on links, buttons, folds and choices; fields are reached by Tab.
	Clicks int
	// Loads counts the pages that were opened.
	Loads int

	t          *testing.T
	ctx        context.Context
	base       string
	who        string
	pictureDir string // folder of the pictures, "" for none
	browser    *Browser
	console    console
	files      downloads
	pictures   int
}

// timeout is how long methods wait for what a page must show: a machine that runs the whole gate stalls for long at
// times.
const timeout = 45 * time.Second

// Visit opens a tab without cookies for who, at the pages under base.
func (b *Browser) Visit(t *testing.T, base, who string, view View) *Page {
	t.Helper()
	texts, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := &Page{
		Localizer:  texts.For(view.Lang),
		View:       view,
		t:          t,
		base:       base,
		who:        who,
		pictureDir: pictureDir(t),
		browser:    b,
	}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.listen))
	t.Cleanup(cancel)
	p.ctx = ctx
	p.must(chromedp.Do(ctx))
	p.setUp(view.scheme())
	p.takeDownloads()
	t.Cleanup(func() { p.console.check(t, who) })
	return p
}

// setUp gives the tab the screen of a phone or a desktop, and the view's language.
func (p *Page) setUp(scheme string) {
	p.t.Helper()
	height := int64(900)
	if p.isPhone() {
		height = 844
	}
	if p.View.Height > 0 {
		height = int64(p.View.Height)
	}
	_, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(p.View.Width), Height: height, DeviceScaleFactor: 1, Mobile: p.isPhone(),
	})
	p.must(err)
	agent := run[string](p, `navigator.userAgent`)
	_, err = chromedp.Call(p.ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: strings.Replace(agent, "HeadlessChrome", "Chrome", 1), AcceptLanguage: p.View.Lang,
	})
	p.must(err)
	if p.View.NoScript {
		_, err = chromedp.Call(
			p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true},
		)
		p.must(err)
	}
	p.scheme(scheme)
}

func (p *Page) isPhone() bool { return p.View.Width < 600 }

func (p *Page) scheme(scheme string) {
	p.t.Helper()
	_, err := chromedp.Call(
		p.ctx,
		emulation.SetEmulatedMedia,
		emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}},
	)
	p.must(err)
}

// Open opens an address: a path, or a whole URL.
func (p *Page) Open(address string) *Page {
	p.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = p.base + address
	}
	p.followWith(func() {
		ctx, cancel := context.WithTimeout(p.ctx, timeout)
		defer cancel()
		p.must(chromedp.Do(ctx, chromedp.Navigate(address)))
	})
	return p
}

// followWith calls leave, which must lead to another page, and waits for that page.
func (p *Page) followWith(leave func()) {
	p.t.Helper()
	p.Loads++
	run[bool](p, `window.meguriLeft = true`)
	leave()
	p.until("another page", func() (bool, error) {
		return ask[bool](p, `!window.meguriLeft && document.readyState === 'complete'`)
	})
}

// Says is what a script says of the page.
func (p *Page) Says(script string) string {
	p.t.Helper()
	return run[string](p, script)
}

// Awaits is what a script's promise comes to.
func (p *Page) Awaits(script string) string {
	p.t.Helper()
	value, err := ask[string](p, script, chromedp.EvalAwaitPromise)
	p.must(err)
	return value
}

// Before runs a script before each page's own.
func (p *Page) Before(script string) *Page {
	p.t.Helper()
	_, err := chromedp.Call(
		p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script},
	)
	p.must(err)
	return p
}

// Tab is a second tab of the same profile.
func (p *Page) Tab() *Page {
	p.t.Helper()
	other := &Page{
		Localizer: p.Localizer, View: p.View, t: p.t, base: p.base, who: p.who + ", second tab", pictureDir: p.pictureDir,
		browser: p.browser,
	}
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithListener(other.listen))
	p.t.Cleanup(cancel)
	other.ctx = ctx
	other.must(chromedp.Do(ctx))
	other.setUp(p.View.scheme())
	return other
}

// CutsNetwork says that the test cuts the network: what the console says of that is no error.
func (p *Page) CutsNetwork() *Page {
	p.console.mu.Lock()
	defer p.console.mu.Unlock()
	p.console.offline = true
	return p
}

// Forget forgets the errors of the console, as of a network that the test has cut.
func (p *Page) Forget() *Page {
	p.console.take()
	return p
}

// Path is the path of the tab's address.
func (p *Page) Path() string {
	p.t.Helper()
	return run[string](p, `location.pathname`)
}

// Sees waits until the page shows the texts.
func (p *Page) Sees(texts ...string) *Page {
	p.t.Helper()
	for _, text := range texts {
		p.until(fmt.Sprintf("the text %q", p.T(text)), func() (bool, error) {
			return ask[bool](p, call(showsScript, p.T(text)))
		})
	}
	return p
}

// SeesOneOf waits until the page shows one of the texts.
func (p *Page) SeesOneOf(texts ...string) *Page {
	p.t.Helper()
	p.until(fmt.Sprintf("one of %q", texts), func() (bool, error) {
		for _, text := range texts {
			if shows, err := ask[bool](p, call(showsScript, p.T(text))); shows || err != nil {
				return shows, err
			}
		}
		return false, nil
	})
	return p
}

// Misses demands that the page does not show the text.
func (p *Page) Misses(text string) *Page {
	p.t.Helper()
	if run[bool](p, call(showsScript, p.T(text))) {
		p.fail(fmt.Sprintf("the page shows %q", p.T(text)))
	}
	return p
}

// Text is what the first element of a CSS selector holds.
func (p *Page) Text(selector string) string {
	p.t.Helper()
	return strings.TrimSpace(run[string](p, call(`(css) => document.querySelector(css)?.textContent ?? ''`, selector)))
}

// Texts are what the elements of a CSS selector hold.
func (p *Page) Texts(selector string) []string {
	p.t.Helper()
	all := `(css) => [...document.querySelectorAll(css)].map((e) => e.textContent.trim())`
	return run[[]string](p, call(all, selector))
}

// Reload loads the page repeatedly until it shows the text, which a job in the background causes.
func (p *Page) Reload(text string) *Page {
	p.t.Helper()
	address := run[string](p, `location.href`)
	p.until(fmt.Sprintf("the text %q after loading again", p.T(text)), func() (bool, error) {
		p.Open(address)
		return ask[bool](p, call(showsScript, p.T(text)))
	})
	return p
}

const showsScript = `(text) => document.body.innerText.replace(/\s+/g, ' ').includes(text.replace(/\s+/g, ' '))`

// until waits until a condition holds, and fails the test after the timeout. Errors do not end the wait: a page that is
// just changing gives some.
func (p *Page) until(what string, holds func() (bool, error)) {
	p.t.Helper()
	var lastErr error
	for end := time.Now().Add(timeout); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		yes, err := holds()
		if yes && err == nil {
			return
		}
		lastErr = err
	}
	p.fail(fmt.Sprintf("waited in vain for %s (last error: %v)", what, lastErr))
}

// Fail ends the test where something took too much.
func (p *Page) Fail(what string) {
	p.t.Helper()
	p.fail(what)
}

// fail ends the test, and tells what the page shows.
func (p *Page) fail(what string) {
	p.t.Helper()
	shown, _ := ask[string](p, `location.href + '\n' + document.body.innerText.slice(0, 1500)`)
	p.pageScreenshot("failed")
	p.t.Fatalf("%s: %s\n--- at %s", p.who, what, shown)
}

func (p *Page) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatalf("%s: %v", p.who, err)
	}
}

// ask evaluates JavaScript in the page; it works where the page's own is off. A page that does not answer is an error.
func ask[T any](p *Page, script string, options ...chromedp.EvaluateOption) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, timeout)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, options...))
}

// run is ask where there must be an answer.
func run[T any](p *Page, script string) T {
	p.t.Helper()
	value, err := ask[T](p, script)
	p.must(err)
	return value
}

// call is the JavaScript that calls a function with values.
func call(function string, values ...any) string {
	list := make([]string, len(values))
	for i, value := range values {
		text, _ := json.Marshal(value) // strings, numbers and lists of them always can be
		list[i] = string(text)
	}
	return fmt.Sprintf("(%s)(%s)", function, strings.Join(list, ", "))
}

// listen takes notes of what the browser tells. It must not ask the browser itself.
func (p *Page) listen(event any) {
	if _, ok := event.(*page.EventJavascriptDialogOpening); ok {
		go func() {
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
		return
	}
	p.console.note(event)
}

// SeesAt waits until the page shows something for a CSS selector.
func (p *Page) SeesAt(selector string) *Page {
	p.t.Helper()
	p.until("something at "+selector, func() (bool, error) {
		return ask[bool](p, call(`(css) => !!document.querySelector(css)?.checkVisibility()`, selector))
	})
	return p
}

// FitsAt fails the test where what is at a CSS selector must be scrolled.
func (p *Page) FitsAt(selector string) *Page {
	p.t.Helper()
	hidden := run[int](p, call(`(css) => {
		const e = document.querySelector(css)
		return e.scrollHeight - e.clientHeight
	}`, selector))
	if hidden > 0 {
		p.t.Errorf("%s: %d px of %s do not fit", run[string](p, "location.pathname"), hidden, selector)
	}
	return p
}

// Watch writes down from now on what appears at a CSS selector, for what stays too short to be seen.
func (p *Page) Watch(selector string) *Page {
	p.t.Helper()
	run[chromedp.Void](p, call(`(css) => {
		window.meguriWatched = []
		const note = () => {
			const text = document.querySelector(css)?.textContent.trim()
			if (text && text !== meguriWatched.at(-1)) meguriWatched.push(text)
		}
		new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true })
	}`, selector))
	return p
}

// Watched waits until the texts have appeared in this order, with others between them or not, and gives all that
// appeared.
func (p *Page) Watched(texts ...string) []string {
	p.t.Helper()
	var seen []string
	p.until(fmt.Sprintf("%q one after the other", texts), func() (bool, error) {
		var err error
		seen, err = ask[[]string](p, `window.meguriWatched`)
		next := 0
		for _, text := range seen {
			if next < len(texts) && strings.Contains(text, texts[next]) {
				next++
			}
		}
		return next == len(texts), err
	})
	return seen
}

// Refused opens a page that the person may not see: it must answer 403.
func (p *Page) Refused(path string) *Page {
	p.t.Helper()
	p.console.check(p.t, p.who)
	p.Open(path)
	if status := run[int](p, `performance.getEntriesByType('navigation')[0].responseStatus`); status != 403 {
		p.fail(fmt.Sprintf("%s answers %d, want 403", path, status))
	}
	p.console.take() // the browser notes the refusal as an error
	return p
}
