package browser

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const good = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Good</title></head>
<body><main><h1>Good</h1><p id="lang">%</p><script>document.title = 'run'</script></main></body></html>`

// serve answers every address with a page.
func serve(t *testing.T, page string) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "missing") {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(strings.ReplaceAll(page, "%", r.Header.Get("Accept-Language"))))
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestExamine(t *testing.T) {
	browser := Start(t)
	phone := View{Width: 390, Lang: "en"}
	t.Run("a good page has no faults", func(t *testing.T) {
		if faults := browser.Visit(t, serve(t, good), "somebody", phone).Open("/").faults(); len(faults) > 0 {
			t.Error(faults)
		}
	})
	for what, change := range map[string][2]string{
		"image-alt": {
			"<p", `<img src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"><p`,
		},
		"heading-order": {"<p", `<h3>Too deep</h3><p`},
		"dark, color-contrast": {
			"</head>",
			`<style>@media (prefers-color-scheme: dark) { body { background: #000; color: #222 } }</style></head>`,
		},
		"twice as large": {"<p", `<input style="width: 14rem"><p`},
		"wider than":     {"<p", `<div style="width: 500px">wide</div><p`},
		"status of 404":  {"<p", `<img alt="" src="/missing.png"><p`},
		"Error: broken":  {"<p", `<script>throw new Error('broken')</script><p`},
		"console: told":  {"<p", `<script>console.error('told')</script><p`},
	} {
		t.Run("finds "+what, func(t *testing.T) {
			p := browser.Visit(t, serve(t, strings.Replace(good, change[0], change[1], 1)), "somebody", phone).Open("/")
			if faults := strings.Join(p.faults(), "\n"); !strings.Contains(strings.ReplaceAll(faults, `"`, ""), what) {
				t.Errorf("found %q", faults)
			}
		})
	}
	t.Run("asks in the language of the view, with a profile of its own", func(t *testing.T) {
		p := browser.Visit(t, serve(t, good), "somebody", View{Width: 390, Lang: "ja"}).Open("/")
		if got := p.Text("#lang"); got != "ja" {
			t.Errorf("asked for %q", got)
		}
	})
	t.Run("runs no script where that is off", func(t *testing.T) {
		off := phone
		off.NoScript = true
		for view, title := range map[View]string{phone: "run", off: "Good"} {
			if got := browser.Visit(t, serve(t, good), "somebody", view).Open("/").Text("title"); got != title {
				t.Errorf("%s: the title is %q", view.Name(), got)
			}
		}
	})
}
