package public_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
)

// The app of the reception is installed as browsers ask: a manifest whose addresses lie in its scope, icons of the size
// that it says, and a worker at the root whose files are all there.
func TestTheReceptionsAppCanBeInstalled(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		page := apptest.Document(t, p.Request(http.MethodGet, "/reception/here/", ""))
		address := page.Find("link[rel=manifest]").AttrOr("href", "")
		answer := p.Request(http.MethodGet, address, "")
		apptest.Equal(t, "type", answer.Header().Get("Content-Type"), "application/manifest+json")
		var manifest struct {
			ID, Name, Scope, Display string
			StartURL                 string `json:"start_url"`
			Icons                    []struct{ Src, Type, Sizes string }
		}
		if err := json.Unmarshal(answer.Body.Bytes(), &manifest); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "start", []string{manifest.StartURL, manifest.Scope, manifest.ID, manifest.Display},
			[]string{"/reception/here/", "/reception/here/", "/reception/here/", "standalone"})
		if manifest.Name == "" || len(manifest.Icons) == 0 {
			t.Errorf("%+v", manifest)
		}
		for _, icon := range manifest.Icons {
			picture := p.Request(http.MethodGet, icon.Src, "")
			apptest.Equal(t, icon.Src, picture.Code, http.StatusOK)
			if icon.Type != "image/png" {
				continue
			}
			c, _, err := image.DecodeConfig(bytes.NewReader(picture.Body.Bytes()))
			apptest.Equal(t, icon.Src, fmt.Sprintf("%dx%d %v", c.Width, c.Height, err), icon.Sizes+" <nil>")
		}

		worker := p.Request(http.MethodGet, page.Find("#app").AttrOr("data-worker", ""), "")
		apptest.Equal(t, "worker", []string{worker.Header().Get("Cache-Control"), worker.Header().Get("Content-Type")},
			[]string{"no-cache", "text/javascript; charset=utf-8"})
		list, _, _ := strings.Cut(strings.TrimPrefix(worker.Body.String(), "self.assets="), ";\n")
		var files []string
		if err := json.Unmarshal([]byte(list), &files); err != nil || len(files) < 4 {
			t.Fatalf("%s: %v", list, err)
		}
		for _, file := range files {
			apptest.Equal(t, file, p.Request(http.MethodGet, file, "").Code, http.StatusOK)
		}
	})
}
