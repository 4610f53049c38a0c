package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestWhatTheEventDecidedIsWrittenDown(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		const path = "/staff/events/here/outcome"
		p.Wants(p.Form(path, url.Values{"outcome_ja": {"- 始める"}}, p.AsOwner()...), http.StatusSeeOther)
		for lang, want := range map[string]string{"ja": "決まったこと", "en": "decided"} {
			page := p.Page(path, lang, p.AsOwner()...)
			p.Shows(page.Find("h1"), want)
			p.Shows(page.Find("textarea[name=outcome_ja]"), "- 始める")
		}
		long := strings.Repeat("長", 3001)
		p.Wants(p.Form(path, url.Values{"outcome_ja": {long}}, p.AsOwner()...), http.StatusUnprocessableEntity, long, "3000")
	})
}
