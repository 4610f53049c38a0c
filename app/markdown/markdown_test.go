package markdown_test

import (
	"strings"
	"testing"

	"meguri/app/markdown"
)

func TestHTMLIsSafeAndKeepsWhatIsMeant(t *testing.T) {
	text := "**太字**、[つながる](https://example.jp) <script>alert(1)</script> [わるい](javascript:alert(1))\n\n- 一\n- 二\n\n<img src=x onerror=alert(1)>"
	got := string(markdown.HTML(text))
	for _, bad := range []string{"<script", "javascript:", "onerror"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q stays in %s", bad, got)
		}
	}
	for _, want := range []string{"<strong>太字</strong>", `href="https://example.jp"`, "<li>一</li>", "noreferrer"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
}
