package main

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meguri/handlers/api"
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
		value, _ = value[unescaped(key)].(map[string]any)
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

func unescaped(key string) string { return strings.NewReplacer("~1", "/", "~0", "~").Replace(key) }

// operation finds the path of the description that an address belongs to.
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

// covers demands that the answer is one of those that the description allows for the request.
func (k *contract) covers(t *testing.T, request *http.Request, answer *httptest.ResponseRecorder) {
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

// program calls the API as another program does; every answer is held against the contract.
type program struct {
	t        *testing.T
	handler  http.Handler
	contract *contract
	token    string
}

func (p *program) as(token string) *program {
	other := *p
	other.token = token
	return &other
}

// call sends a body as JSON (a string as it is) and returns the status and the answer, where that is a JSON object.
func (p *program) call(method, address string, body any) (int, map[string]any) {
	p.t.Helper()
	text, ok := body.(string)
	if !ok && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			p.t.Fatal(err)
		}
		text = string(encoded)
	}
	request := httptest.NewRequestWithContext(p.t.Context(), method, address, strings.NewReader(text))
	request.Header.Set("Content-Type", "application/json")
	return p.send(request)
}

func (p *program) send(request *http.Request) (int, map[string]any) {
	p.t.Helper()
	request.Header.Set("Accept-Language", "en")
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, request)
	p.contract.covers(p.t, request, recorder)
	var answer map[string]any
	_ = json.Unmarshal(recorder.Body.Bytes(), &answer)
	return recorder.Code, answer
}
