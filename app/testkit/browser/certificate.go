package browser

import (
	"github.com/chromedp/cdproto/security"
	"github.com/chromedp/chromedp"
)

// TrustsAll makes the page trust every certificate, as that of a test server.
func (p *Page) TrustsAll() *Page {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, security.SetIgnoreCertificateErrors,
		security.SetIgnoreCertificateErrorsParams{Ignore: true})
	p.must(err)
	return p
}
