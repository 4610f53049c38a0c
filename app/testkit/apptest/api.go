package apptest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meguri/handlers/api"
	"meguri/models"
)

// contract is the API's description, against which answers are checked.
type contract struct {
	document map[string]any
	compiler *jsonschema.Compiler
}

const contractURL = "https://meguri.example/openapi.json"

func newContract(t *testing.T) *contract {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.OpenAPI))
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{document: read.(map[string]any), compiler: jsonschema.NewCompiler()}
	c.compiler.AssertFormat()
	if err := c.compiler.AddResource(contractURL, read); err != nil {
		t.Fatal(err)
	}
	return c
}

// at follows keys and references in the description from a JSON pointer. It also returns the JSON pointer of the
// result.
func (c *contract) at(pointer string, keys ...string) (map[string]any, string) {
	value := c.document
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
		value, _ = value[unescape(key)].(map[string]any)
	}
	for _, key := range keys {
		value, _ = value[key].(map[string]any)
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
		if reference, ok := value["$ref"].(string); ok {
			value, pointer = c.at(reference)
		}
	}
	return value, pointer
}

func unescape(key string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(key) }

// path is the path of the description that matches an address.
func (c *contract) path(t *testing.T, address string) string {
	t.Helper()
	address, _, _ = strings.Cut(address, "?")
	paths, _ := c.at("#/paths")
	for path := range paths {
		pattern := regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+")
		if regexp.MustCompile("^" + pattern + "$").MatchString(address) {
			return path
		}
	}
	t.Fatalf("%s is not described", address)
	return ""
}

// check demands that the description allows the answer to the request.
func (c *contract) check(t *testing.T, request *http.Request, answer *httptest.ResponseRecorder) {
	t.Helper()
	name := request.Method + " " + request.URL.RequestURI() + ": " + strconv.Itoa(answer.Code)
	path := c.path(t, request.URL.Path)
	response, pointer := c.at("#/paths", path, strings.ToLower(request.Method), "responses", strconv.Itoa(answer.Code))
	if response == nil {
		t.Errorf("%s is not described: %s", name, answer.Body)
		return
	}
	declared, _ := response["headers"].(map[string]any)
	for header := range declared {
		_, schema := c.at(pointer, "headers", header, "schema")
		c.validate(t, name+", "+header, schema, answer.Header().Get(header))
	}
	contentType, _, _ := mime.ParseMediaType(answer.Header().Get("Content-Type"))
	content, _ := response["content"].(map[string]any)
	if content == nil && answer.Body.Len() == 0 {
		return
	}
	if content[contentType] == nil {
		t.Errorf("%s: %q is not described", name, contentType)
		return
	}
	if strings.HasSuffix(contentType, "json") {
		body, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer.Body.Bytes()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		_, schema := c.at(pointer, "content", contentType, "schema")
		c.validate(t, name, schema, body)
	}
}

func (c *contract) validate(t *testing.T, name, pointer string, value any) {
	t.Helper()
	schema, err := c.compiler.Compile(contractURL + pointer)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// API is a client of the API. Every answer is checked against the API's description.
type API struct {
	T        *testing.T
	handler  http.Handler
	contract *contract
	token    string
}

// Answer is a JSON object of an answer.
type Answer map[string]any

// String is the text of a field, "" where it has none.
func (a Answer) String(field string) string {
	text, _ := a[field].(string)
	return text
}

// Items are the objects of a field.
func (a Answer) Items(field string) (items []Answer) {
	list, _ := a[field].([]any)
	for _, item := range list {
		object, _ := item.(map[string]any)
		items = append(items, object)
	}
	return items
}

// Addresses of the API at Event.
const (
	RegistrationsPath = "/api/v1/events/here/registrations"
	CheckInsPath      = "/api/v1/events/here/checkins"
)

// RegistrationBody is the JSON of a registration with the required fields; more has pairs of a field and a value.
func RegistrationBody(email string, more ...any) map[string]any {
	body := map[string]any{"ticket_type": "venue", "family_name": "髙橋", "family_name_kana": "たかはし", "email": email}
	for i := 0; i+1 < len(more); i += 2 {
		body[fmt.Sprint(more[i])] = more[i+1]
	}
	return body
}

// API is a client with Event's token of a role; without a token where the role is "".
func (p *Program) API(role models.Role) *API {
	p.T.Helper()
	return &API{T: p.T, handler: p.Handler, contract: newContract(p.T), token: p.Tokens[role]}
}

// As is the same client with another token.
func (a *API) As(token string) *API {
	other := *a
	other.token = token
	return &other
}

// Expect sends a request, as Call does, and demands a status and, where code is not "", an error code.
func (a *API) Expect(status int, code, method, address string, body any) Answer {
	a.T.Helper()
	got, answer := a.Call(method, address, body)
	if got != status {
		a.T.Errorf("%s %s: status %d, want %d: %v", method, address, got, status, answer)
	}
	if code != "" && answer["code"] != code {
		a.T.Errorf("%s %s: code %v, want %s", method, address, answer["code"], code)
	}
	return answer
}

// Call sends a body as JSON (a string as it is), and returns the status and the answer, if that is a JSON object.
func (a *API) Call(method, address string, body any) (int, Answer) {
	a.T.Helper()
	text, ok := body.(string)
	if !ok && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			a.T.Fatal(err)
		}
		text = string(encoded)
	}
	request := httptest.NewRequestWithContext(a.T.Context(), method, address, strings.NewReader(text))
	request.Header.Set("Content-Type", "application/json")
	return a.Send(request)
}

// Send sends a request with the token, and returns the status and the answer, if that is a JSON object.
func (a *API) Send(request *http.Request) (int, Answer) {
	a.T.Helper()
	recorder := a.Do(request)
	var answer Answer
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer)
	return recorder.Code, answer
}

// Get requests anything, as a download.
func (a *API) Get(address string) *httptest.ResponseRecorder {
	a.T.Helper()
	return a.Do(httptest.NewRequestWithContext(a.T.Context(), http.MethodGet, address, nil))
}

// Do sends a request with the token, and returns the whole answer.
func (a *API) Do(request *http.Request) *httptest.ResponseRecorder {
	a.T.Helper()
	request.Header.Set("Accept-Language", "en")
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	recorder := httptest.NewRecorder()
	a.handler.ServeHTTP(recorder, request)
	a.contract.check(a.T, request, recorder)
	return recorder
}
