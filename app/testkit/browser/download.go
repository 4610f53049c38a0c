package browser

import (
	"os"
	"path/filepath"
	"sync"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// downloads are the files that the tab has saved.
type downloads struct {
	mu     sync.Mutex
	folder string
	names  map[string]string // by the browser's id of the download
	done   []string          // ids, oldest first
}

// File is a download.
type File struct {
	Name    string
	Content []byte
}

func (p *Page) takeDownloads() {
	p.t.Helper()
	p.files.folder, p.files.names = p.t.TempDir(), map[string]string{}
	yes := true
	_, err := chromedp.CallBrowser(p.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllowAndName,
		BrowserContextID: chromedp.FromContext(p.ctx).BrowserContextID,
		DownloadPath:     p.files.folder,
		EventsEnabled:    &yes,
	})
	p.must(err)
	p.must(chromedp.ListenBrowser(p.ctx, p.files.note))
}

func (d *downloads) note(event any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch e := event.(type) {
	case *browser.EventDownloadWillBegin:
		d.names[e.GUID] = e.SuggestedFilename
	case *browser.EventDownloadProgress:
		if e.State == browser.DownloadProgressStateCompleted && d.names[e.GUID] != "" {
			d.done = append(d.done, e.GUID)
		}
	}
}

func (d *downloads) finished() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.done
}

// Download clicks on a link that saves a file, and waits for the file.
func (p *Page) Download(words string) File {
	p.t.Helper()
	before := len(p.files.finished())
	p.Press(words)
	p.until("the download of "+p.T(words), func() (bool, error) { return len(p.files.finished()) > before, nil })
	id := p.files.finished()[before]
	content, err := os.ReadFile(filepath.Join(p.files.folder, id))
	p.must(err)
	return File{p.files.names[id], content}
}
