package browser

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Printed is the text of the page as it is printed, in the order of reading, with single spaces.
func (p *Page) Printed() string {
	p.t.Helper()
	printed, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{})
	p.must(err)
	path := filepath.Join(p.t.TempDir(), "printed.pdf")
	p.must(os.WriteFile(path, printed.Data, 0o600))
	text, err := exec.CommandContext(p.t.Context(), "pdftotext", path, "-").Output()
	p.must(err)
	return strings.Join(strings.Fields(string(text)), " ")
}
