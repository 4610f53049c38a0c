// Package browser tests pages in a real browser, with mouse and keyboard. Elements are found by their visible texts, as
// people find them. Page.Examine checks accessibility in light and dark colours, the width, and errors in the console.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// Browser is one running Chromium. Each Visit gets a profile of its own.
type Browser struct {
	ctx    context.Context
	camera string
	axe    string
}

// Start starts the Chromium of MEGURI_TEST_CHROMIUM, or else one in PATH, and ends it with the test. Without one the
// test fails.
func Start(t *testing.T) *Browser {
	t.Helper()
	b := &Browser{camera: filepath.Join(t.TempDir(), "camera.y4m"), axe: readAxe(t)}
	b.Show(t, Blank)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", b.camera), chromedp.Flag("mute-audio", true),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	b.ctx = ctx
	return b
}

func program(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("MEGURI_TEST_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Fatal("no Chromium to test in: run `make test`, which installs it, or name one in MEGURI_TEST_CHROMIUM")
	return ""
}

// readAxe reads axe, the accessibility checker, from the npm packages.
func readAxe(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root(t), "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatalf("the npm packages are missing, so pages cannot be examined: run `make assets` first (%v)", err)
	}
	return string(content)
}

// root is the folder that has go.mod.
func root(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("no go.mod above the test")
	return ""
}
