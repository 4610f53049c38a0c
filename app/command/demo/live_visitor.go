package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
)

const seeOther = http.StatusSeeOther

// visitor is somebody with a browser.
type visitor struct {
	base, mode       string
	client           *http.Client
	joined, promised bool
	spoke            int
}

// transport is shared: one address, few connections.
var transport = &http.Transport{MaxIdleConnsPerHost: 8}

func newVisitor(base, mode string) *visitor {
	jar, _ := cookiejar.New(nil) // never fails
	return &visitor{base: base, mode: mode, client: &http.Client{
		Jar: jar, Transport: transport, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// visited is an answer.
type visited struct {
	status         int
	location, body string
	forms          []*pageForm
}

func (v *visitor) do(request *http.Request) (*visited, error) {
	response, err := v.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusTooManyRequests {
		return nil, errors.New("the server slows us down: 200 people come from one address here; " +
			"start it with MEGURI_RATE_LIMIT=off for this")
	}
	to, _, _ := strings.Cut(response.Header.Get("Location"), "#")
	answer := &visited{status: response.StatusCode, location: strings.TrimPrefix(to, v.base), body: string(body)}
	if answer.status >= http.StatusInternalServerError {
		return nil, fmt.Errorf("%s answers %d", request.URL.Path, answer.status)
	}
	return answer, nil
}

// get reads a page and its forms.
func (v *visitor) get(ctx context.Context, path string) (*visited, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, v.base+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	page, err := v.do(request)
	if err != nil {
		return nil, err
	}
	if page.status >= http.StatusBadRequest {
		return nil, fmt.Errorf("%s answers %d", path, page.status)
	}
	root, err := html.Parse(strings.NewReader(page.body))
	page.forms = readForms(root, nil)
	return page, err
}

// sent sends a form.
func (v *visitor) sent(ctx context.Context, path string, values url.Values) (*visited, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, v.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(request)
}

// send sends a form that must be taken.
func (v *visitor) send(ctx context.Context, path string, values url.Values) error {
	answer, err := v.sent(ctx, path, values)
	if err == nil && answer.status != seeOther {
		err = fmt.Errorf("%s answers %d: %s", path, answer.status, faultIn.FindString(answer.body))
	}
	return err
}

// faultIn is what a page says of a form that it does not take.
var faultIn = regexp.MustCompile(`<[^>]+(fault|error|alert)[^>]*>[^<]*`)

func (v *visitor) post(ctx context.Context, path string, pairs ...string) (*visited, error) {
	values := url.Values{}
	for pair := range slices.Chunk(pairs, 2) {
		values.Add(pair[0], pair[1])
	}
	return v.sent(ctx, path, values)
}

// pageForm is a form of a page: what it would send, its radio buttons and boxes by name, and its buttons.
type pageForm struct {
	action           string
	values           url.Values
	choices, buttons url.Values
	texts            []string
}

// form is the first form with a field of a name.
func (p *visited) form(field string) *pageForm {
	for _, f := range p.forms {
		if f.values.Has(field) {
			return f
		}
	}
	return nil
}

func (f *pageForm) offers(name, value string) bool {
	return slices.Contains(f.buttons[name], value)
}

// choose answers by chance. It reports whether there was anything to choose or to write.
func (f *pageForm) choose(rng *rand.Rand) bool {
	words := []string{"つながり", "循環", "時間", "学び", "ありがとう", "最初の一歩", "お互いさま", "わくわく"}
	for name, list := range f.choices {
		f.values.Set(name, list[rng.IntN(len(list))])
	}
	for _, name := range f.texts {
		f.values.Set(name, words[min(rng.IntN(len(words)), rng.IntN(len(words)))])
	}
	return len(f.choices)+len(f.texts) > 0
}

func readForms(n *html.Node, into *pageForm) (list []*pageForm) {
	if n.Type == html.ElementNode {
		if n.Data == "form" {
			into = &pageForm{
				action: attribute(n, "action"), values: url.Values{}, choices: url.Values{}, buttons: url.Values{},
			}
			list = append(list, into)
		} else if name := attribute(n, "name"); into != nil && name != "" {
			into.add(n, name)
		}
	}
	for child := range n.ChildNodes() {
		list = append(list, readForms(child, into)...)
	}
	return list
}

func (f *pageForm) add(n *html.Node, name string) {
	value := attribute(n, "value")
	switch kind := attribute(n, "type"); {
	case n.Data == "button":
		f.buttons.Add(name, value)
	case n.Data == "select":
		f.addOptions(n, name)
	case n.Data == "textarea":
		if n.FirstChild != nil {
			value = n.FirstChild.Data
		}
		f.values.Add(name, value)
	case kind == "radio" || kind == "checkbox":
		f.choices.Add(name, value)
		if hasAttribute(n, "checked") {
			f.values.Add(name, value)
		}
	case n.Data == "input":
		f.values.Add(name, value)
		if kind == "text" {
			f.texts = append(f.texts, name)
		}
	}
}

// addOptions adds what a list would send, and what it offers.
func (f *pageForm) addOptions(n *html.Node, name string) {
	chosen, isFirst := "", true
	for option := range n.Descendants() {
		if option.Data != "option" {
			continue
		}
		value := attribute(option, "value")
		if isFirst || hasAttribute(option, "selected") {
			chosen, isFirst = value, false
		}
	}
	f.values.Add(name, chosen)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
