package browser

import (
	"os"
	"os/exec"
	"path/filepath"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Printed prints the page as the browser does, and returns the text of the sheets as poppler reads it. With a folder
// for pictures the sheets stay there.
func (p *Page) Printed(name string) string {
	p.t.Helper()
	sheets, err := chromedp.Call(p.ctx, page.PrintToPDF, page.PrintToPDFParams{
		PaperWidth: 8.27, PaperHeight: 11.69, // A4 in inches
	})
	p.must(err)
	folder := p.pictureDir
	if folder == "" {
		folder = p.t.TempDir()
	}
	p.must(os.MkdirAll(folder, 0o755))
	file := filepath.Join(folder, p.who+"-"+name+".pdf")
	p.must(os.WriteFile(file, sheets.Data, 0o600))
	// As they were drawn: lines side by side, as of columns, are else read across.
	text, err := exec.CommandContext(p.ctx, "pdftotext", "-raw", file, "-").Output()
	p.must(err)
	return string(text)
}
