package public_test

import (
	"bytes"
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestTheProgrammeOnPaper(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.Wants(p.Request(http.MethodGet, "/events/here/programme.pdf", ""), http.StatusNotFound)
		twoSessions(p)
		for _, lang := range []string{"ja", "en"} {
			answer := p.Request(http.MethodGet, "/events/here/programme.pdf?lang="+lang, "")
			p.Wants(answer, http.StatusOK)
			if !bytes.HasPrefix(answer.Body.Bytes(), []byte("%PDF-")) {
				t.Errorf("%s: it is no PDF", lang)
			}
		}
	})
}

func TestACertificateThatNobodyIssued(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		for lang, want := range map[string]string{"ja": "見つかりません", "en": "cannot be found"} {
			answer := p.Request(http.MethodGet, "/certificates/AaIcyOadeUWut2veeKd1wYyfLz3wY2bgDzc3Eg?lang="+lang, "")
			p.Wants(answer, http.StatusNotFound, want)
			apptest.Equal(t, "indexing", answer.Header().Get("X-Robots-Tag"), "noindex")
			apptest.Equal(t, "what other sites learn", answer.Header().Get("Referrer-Policy"), "no-referrer")
		}
	})
}
