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

// contract is the API's description, to hold the program's answers against.
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
	k := &contract{document: read.(map[string]any), compiler: jsonschema.NewCompiler()}
	k.compiler.AssertFormat()
	if err := k.compiler.AddResource(contractURL, read); err != nil {
		t.Fatal(err)
	}
	return k
}

// at walks down the description, through references; the second result is the JSON pointer of where it came out.
func (k *contract) at(pointer string, keys ...string) (map[string]any, string) {
	value := k.document
	for _, key := range strings.Split(strings.TrimPrefix(pointer, "#/"), "/") {
		value, _ = value[unescape(key)].(map[string]any)
	}
	for _, key := range keys {
		value, _ = value[key].(map[string]any)
		pointer += "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
		if reference, ok := value["$ref"].(string); ok {
			value, pointer = k.at(reference)
		}
	}
	return value, pointer
}

func unescape(key string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(key) }

// path finds the path of the description that an address belongs to.
func (k *contract) path(t *testing.T, address string) string {
	t.Helper()
	address, _, _ = strings.Cut(address, "?")
	paths, _ := k.at("#/paths")
	for path := range paths {
		pattern := regexp.MustCompile(`\\\{[a-z]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+")
		if regexp.MustCompile("^" + pattern + "$").MatchString(address) {
			return path
		}
	}
	t.Fatalf("%s is not described", address)
	return ""
}

// check demands that the answer is one of those that the description allows for the request.
func (k *contract) check(t *testing.T, request *http.Request, answer *httptest.ResponseRecorder) {
	t.Helper()
	name := request.Method + " " + request.URL.RequestURI() + ": " + strconv.Itoa(answer.Code)
	path := k.path(t, request.URL.Path)
	response, pointer := k.at("#/paths", path, strings.ToLower(request.Method), "responses", strconv.Itoa(answer.Code))
	if response == nil {
		t.Errorf("%s is not described: %s", name, answer.Body)
		return
	}
	declared, _ := response["headers"].(map[string]any)
	for header := range declared {
		_, schema := k.at(pointer, "headers", header, "schema")
		k.validate(t, name+", "+header, schema, answer.Header().Get(header))
	}
	kind, _, _ := mime.ParseMediaType(answer.Header().Get("Content-Type"))
	content, _ := response["content"].(map[string]any)
	if content == nil && answer.Body.Len() == 0 {
		return
	}
	if content[kind] == nil {
		t.Errorf("%s: %q is not described", name, kind)
		return
	}
	if strings.HasSuffix(kind, "json") {
		body, err := jsonschema.UnmarshalJSON(bytes.NewReader(answer.Body.Bytes()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		_, schema := k.at(pointer, "content", kind, "schema")
		k.validate(t, name, schema, body)
	}
}

func (k *contract) validate(t *testing.T, name, pointer string, value any) {
	t.Helper()
	schema, err := k.compiler.Compile(contractURL + pointer)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// API calls the API as another program does; every answer is held against the API's description.
type API struct {
	T        *testing.T
	handler  http.Handler
	contract *contract
	token    string
}

// Answer is a JSON object that the API gave.
type Answer map[string]any

// String is a field's text, "" where it is none.
func (a Answer) String(field string) string {
	text, _ := a[field].(string)
	return text
}

// Items are the objects of a field that is a list.
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

// RegistrationBody is the least that a registration needs, with more fields or others.
func RegistrationBody(email string, more ...any) map[string]any {
	body := map[string]any{"ticket_type": "venue", "family_name": "髙橋", "family_name_kana": "たかはし", "email": email}
	for i := 0; i+1 < len(more); i += 2 {
		body[fmt.Sprint(more[i])] = more[i+1]
	}
	return body
}

// API calls with Event's token of a role, or without a token where the role is empty.
func (p *Program) API(role models.Role) *API {
	p.T.Helper()
	return &API{T: p.T, handler: p.Handler, contract: newContract(p.T), token: p.Tokens[role]}
}

// As calls with another token.
func (a *API) As(token string) *API {
	other := *a
	other.token = token
	return &other
}

// With is the same for a sub-test.
func (a *API) With(t *testing.T) *API {
	other := *a
	other.T = t
	return &other
}

// Expect calls and demands a status and, where it is not empty, an error's code.
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

// Call sends a body as JSON (a string as it is) and returns the status and the answer, where that is a JSON object.
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

// Send sends a request as it is, with the token.
func (a *API) Send(request *http.Request) (int, Answer) {
	a.T.Helper()
	recorder := a.Do(request)
	var answer Answer
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer)
	return recorder.Code, answer
}

// Get asks for something that need not be JSON, as a download.
func (a *API) Get(address string) *httptest.ResponseRecorder {
	a.T.Helper()
	return a.Do(httptest.NewRequestWithContext(a.T.Context(), http.MethodGet, address, nil))
}

// Do sends a request as it is, with the token, and returns the whole answer.
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
