package apptest

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"meguri/models"
)

// Client is a browser without JavaScript: it keeps cookies and prefers Japanese. It does not follow redirects.
type Client struct {
	T       *testing.T
	handler http.Handler
	cookies map[string]string
}

// NewClient is a browser without cookies.
func NewClient(t *testing.T, handler http.Handler) *Client {
	return &Client{T: t, handler: handler, cookies: map[string]string{}}
}

// Client is a browser without cookies.
func (p *Program) Client() *Client { return NewClient(p.T, p.Handler) }

// As is a browser in which a member of Event's staff is signed in.
func (p *Program) As(role models.Role) *Client {
	p.T.Helper()
	return p.AsAccount(p.Staff[role])
}

// AsAccount is a browser in which an account is signed in.
func (p *Program) AsAccount(id string) *Client {
	p.T.Helper()
	c := p.Client()
	c.cookies[LoginCookie] = p.Login(id)
	return c
}

// With is the same browser for a sub-test.
func (c *Client) With(t *testing.T) *Client {
	return &Client{T: t, handler: c.handler, cookies: c.cookies}
}

// Get requests a page.
func (c *Client) Get(path string) *httptest.ResponseRecorder {
	c.T.Helper()
	return c.send(http.MethodGet, path, nil)
}

// Post sends a form; pairs are names and values.
func (c *Client) Post(path string, pairs ...string) *httptest.ResponseRecorder {
	c.T.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return c.send(http.MethodPost, path, form)
}

// Upload sends a form with a file; pairs are names and values.
func (c *Client) Upload(path, field string, content []byte, pairs ...string) *httptest.ResponseRecorder {
	c.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1]) // a buffer takes all
	}
	file, _ := form.CreateFormFile(field, "a file.png")
	_, _ = file.Write(content)
	_ = form.Close()
	return c.do(http.MethodPost, path, form.FormDataContentType(), &body)
}

// SignIn signs in by the form.
func (c *Client) SignIn(email, password string) {
	c.T.Helper()
	answer := c.Post("/staff/login", "email", email, "password", password)
	if answer.Code != http.StatusSeeOther {
		c.T.Fatalf("%s cannot sign in: %d %.500s", email, answer.Code, answer.Body)
	}
}

// Wants demands a status, and texts in the answer's body.
func (c *Client) Wants(answer *httptest.ResponseRecorder, status int, texts ...string) {
	c.T.Helper()
	wants(c.T, answer, status, texts...)
}

// LeadsTo demands a redirect to a path, as after a form.
func (c *Client) LeadsTo(answer *httptest.ResponseRecorder, path string) {
	c.T.Helper()
	leadsTo(c.T, answer, path)
}

func (c *Client) send(method, path string, form url.Values) *httptest.ResponseRecorder {
	c.T.Helper()
	kind := ""
	if form != nil {
		kind = "application/x-www-form-urlencoded"
	}
	return c.do(method, path, kind, strings.NewReader(form.Encode()))
}

func (c *Client) do(method, path, kind string, body io.Reader) *httptest.ResponseRecorder {
	c.T.Helper()
	request := httptest.NewRequestWithContext(c.T.Context(), method, path, body)
	request.Header.Set("Accept-Language", "ja")
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	for name, value := range c.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	c.handler.ServeHTTP(recorder, request)
	for _, cookie := range recorder.Result().Cookies() {
		c.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		}
	}
	return recorder
}
