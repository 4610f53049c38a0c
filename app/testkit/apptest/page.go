package apptest

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"meguri/models"
)

// Request sends one request; header has pairs of a name and a value.
func (p *Program) Request(method, path, body string, header ...string) *httptest.ResponseRecorder {
	p.T.Helper()
	request := httptest.NewRequestWithContext(p.T.Context(), method, path, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	p.Handler.ServeHTTP(recorder, request)
	return recorder
}

// Form posts a form.
func (p *Program) Form(path string, values url.Values, header ...string) *httptest.ResponseRecorder {
	p.T.Helper()
	return p.Request(
		http.MethodPost,
		path,
		values.Encode(),
		append(header, "Content-Type", "application/x-www-form-urlencoded")...)
}

// AsOwner is the Cookie header of a new login of Event's owner.
func (p *Program) AsOwner() []string {
	p.T.Helper()
	return []string{"Cookie", LoginCookie + "=" + p.Login(p.Staff[models.RoleOwner])}
}

// Page requests a page in a language, and demands what every page has. header has further pairs.
func (p *Program) Page(path, lang string, header ...string) *goquery.Selection {
	p.T.Helper()
	answer := p.Request(http.MethodGet, path, "", append(header, "Accept-Language", lang)...)
	p.Wants(answer, http.StatusOK)
	document := Document(p.T, answer)
	if got := document.Find("html").AttrOr("lang", ""); got != lang {
		p.T.Errorf("%s is in %q, want %q", path, got, lang)
	}
	if n := document.Find("h1").Length(); n != 1 {
		p.T.Errorf("%s has %d titles", path, n)
	}
	return document
}

// Document parses an answer as HTML.
func Document(t *testing.T, answer *httptest.ResponseRecorder) *goquery.Selection {
	t.Helper()
	document, err := goquery.NewDocumentFromReader(strings.NewReader(answer.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return document.Selection
}

// Shows demands texts in a part of a page.
func (p *Program) Shows(part *goquery.Selection, texts ...string) {
	p.T.Helper()
	got := strings.Join(strings.Fields(part.Text()), " ")
	for _, text := range texts {
		if !strings.Contains(got, text) {
			p.T.Errorf("%q is not in %.1500s", text, got)
		}
	}
}

// Internals are texts of the program's inside, which no answer may show.
var Internals = []string{
	"panic:",
	"goroutine ",
	"gorm.io",
	"sqlite3:",
	"pgconn",
	"SQLSTATE ",
	"template:",
	"runtime error",
	".go:",
}

// Wants demands a status and texts in the answer's body, and that it shows no Internals.
func (p *Program) Wants(answer *httptest.ResponseRecorder, status int, texts ...string) {
	p.T.Helper()
	wants(p.T, answer, status, texts...)
}

func wants(t *testing.T, answer *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	body := answer.Body.String()
	if answer.Code != status {
		t.Errorf("status %d, want %d: %.300s", answer.Code, status, body)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("%q is not in %.2000s", text, body)
		}
	}
	for _, inside := range Internals {
		if strings.Contains(strings.ToLower(body), strings.ToLower(inside)) {
			t.Errorf("the answer shows %q", inside)
		}
	}
}

// LeadsTo demands a redirect to a path, as after a form.
func (p *Program) LeadsTo(answer *httptest.ResponseRecorder, path string) {
	p.T.Helper()
	leadsTo(p.T, answer, path)
}

func leadsTo(t *testing.T, answer *httptest.ResponseRecorder, path string) {
	t.Helper()
	if answer.Code != http.StatusSeeOther {
		t.Errorf("status %d, want %d", answer.Code, http.StatusSeeOther)
	}
	if got := answer.Header().Get("Location"); got != path {
		t.Errorf("leads to %q, want %q", got, path)
	}
}

// Gunzip unpacks gzip.
func Gunzip(t *testing.T, packed io.Reader) string {
	t.Helper()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
