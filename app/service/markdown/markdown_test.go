package markdown_test

import (
	"strings"
	"testing"

	"meguri/app/service/markdown"
)

func TestHTMLIsSafeAndKeepsWhatIsMeant(t *testing.T) {
	text := "**太字**、[つながる](https://example.jp) <script>alert(1)</script> [わるい](javascript:alert(1))\n\n" +
		"- 一\n- 二\n\n<img src=x onerror=alert(1)>"
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

func TestHeadingsStandBelowThePagesTitle(t *testing.T) {
	got := string(markdown.HTML("# 一\n\n###### 六\n\n1. 一\n   - 一の一\n\n| 表 |\n|---|\n| 一 |"))
	for _, want := range []string{"<h2>一</h2>", "<h6>六</h6>", "<li>一の一</li>", "<td>一</td>"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	for _, bad := range []string{"<h1", "style="} {
		if strings.Contains(got, bad) {
			t.Errorf("%q stays in %s", bad, got)
		}
	}
}

func TestPicturesFromElsewhereAreNotLoaded(t *testing.T) {
	got := string(markdown.HTML("![絵](https://elsewhere.example/x.png) " +
		"<iframe src=https://a.example></iframe> <b style=color:red onclick=x>字</b>"))
	for _, bad := range []string{"<img", "<iframe", "style"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q stays in %s", bad, got)
		}
	}
}
