package api_test

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"meguri/handlers"
	"meguri/handlers/api"
	"meguri/handlers/web"
)

// document is the API's description, read.
func document(t *testing.T) map[string]any {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(api.OpenAPI))
	if err != nil {
		t.Fatal(err)
	}
	return object(t, read)
}

func object(t *testing.T, value any) map[string]any {
	t.Helper()
	o, ok := value.(map[string]any)
	if !ok {
		t.Fatalf("not an object: %v", value)
	}
	return o
}

// operations calls do with each operation of the description.
func operations(t *testing.T, do func(method, path string, item, operation map[string]any)) {
	t.Helper()
	paths := object(t, document(t)["paths"])
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item := object(t, paths[path])
		for _, method := range slices.Sorted(maps.Keys(item)) {
			if method != "parameters" {
				do(strings.ToUpper(method), path, item, object(t, item[method]))
			}
		}
	}
}

var parameter = regexp.MustCompile(`:([a-z]+)`)

func TestOpenAPIDescribesTheRoutes(t *testing.T) {
	routes := map[string]handlers.RouteInfo{}
	for _, route := range handlers.Routes() {
		if strings.HasPrefix(route.Path, "/api/v1/") {
			routes[route.Method+" "+parameter.ReplaceAllString(route.Path, "{$1}")] = route
		}
	}
	operations(t, func(method, path string, _, operation map[string]any) {
		route, ok := routes[method+" "+path]
		delete(routes, method+" "+path)
		if !ok {
			t.Errorf("%s %s is described and does not exist", method, path)
			return
		}
		_, open := operation["security"]
		_, refuses := object(t, operation["responses"])["401"]
		byLink := route.Access.Kind == web.HolderAPI
		refusing := byLink || route.Access.Kind == web.MayAPI
		if open != (byLink || route.Access.Permission == "") || refuses != refusing {
			t.Errorf("%s %s: needs %q; open: %v, may answer 401: %v", method, path, route.Access.Permission, open, refuses)
		}
	})
	for route := range routes {
		t.Errorf("%s exists and is not described", route)
	}
}

func TestOpenAPIKeepsItsRules(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/openapi-3.1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(any(document(t))); err != nil {
		t.Error(err)
	}
}

func TestOpenAPINamesWhatItDeclares(t *testing.T) {
	doc := document(t)
	tags := map[any]bool{}
	list, _ := doc["tags"].([]any)
	for _, tag := range list {
		tags[object(t, tag)["name"]] = true
	}
	ids := map[any]string{}
	operations(t, func(method, path string, item, operation map[string]any) {
		name := method + " " + path
		if other, taken := ids[operation["operationId"]]; taken {
			t.Errorf("%s and %s have one operationId", name, other)
		}
		ids[operation["operationId"]] = name
		for _, tag := range operation["tags"].([]any) {
			if !tags[tag] {
				t.Errorf("%s: the tag %q is not declared", name, tag)
			}
		}
		if _, ok := object(t, operation["responses"])["default"]; !ok {
			t.Errorf("%s does not say what any other error looks like", name)
		}
		checkParameters(t, doc, name, path, item, operation)
	})
}

// checkParameters demands that the names in a path are those of its parameters, and that no parameter comes twice.
func checkParameters(t *testing.T, doc map[string]any, name, path string, item, operation map[string]any) {
	t.Helper()
	var inPath []string
	seen := map[[2]any]bool{}
	for _, owner := range []map[string]any{item, operation} {
		list, _ := owner["parameters"].([]any)
		for _, p := range list {
			p := resolve(t, doc, object(t, p))
			key := [2]any{p["in"], p["name"]}
			if seen[key] {
				t.Errorf("%s: %v comes twice", name, key)
			}
			seen[key] = true
			if p["in"] == "path" {
				inPath = append(inPath, p["name"].(string))
			}
		}
	}
	var want []string
	for _, match := range regexp.MustCompile(`\{([a-z]+)\}`).FindAllStringSubmatch(path, -1) {
		want = append(want, match[1])
	}
	if !slices.Equal(slices.Sorted(slices.Values(inPath)), slices.Sorted(slices.Values(want))) {
		t.Errorf("%s: declares %v", name, inPath)
	}
}

// resolve follows a reference inside the document.
func resolve(t *testing.T, doc, value map[string]any) map[string]any {
	t.Helper()
	address, ok := value["$ref"].(string)
	if !ok {
		return value
	}
	at := doc
	for part := range strings.SplitSeq(strings.TrimPrefix(address, "#/"), "/") {
		at = object(t, at[part])
	}
	return at
}

func TestOpenAPIHasNoLooseEnds(t *testing.T) {
	doc, used := document(t), map[string]bool{}
	walk(doc, func(value map[string]any) {
		if address, ok := value["$ref"].(string); ok {
			used[address] = true
			resolve(t, doc, value)
		}
	})
	for kind, list := range object(t, doc["components"]) {
		for name := range object(t, list) {
			if kind != "securitySchemes" && !used["#/components/"+kind+"/"+name] {
				t.Errorf("%s/%s is not used", kind, name)
			}
		}
	}
	schemes := object(t, object(t, doc["components"])["securitySchemes"])
	for _, requirement := range doc["security"].([]any) {
		for name := range object(t, requirement) {
			if schemes[name] == nil {
				t.Errorf("the security scheme %q is not declared", name)
			}
		}
	}
}

// walk calls do with every object in a document.
func walk(value any, do func(map[string]any)) {
	switch v := value.(type) {
	case map[string]any:
		do(v)
		for _, child := range v {
			walk(child, do)
		}
	case []any:
		for _, child := range v {
			walk(child, do)
		}
	}
}

func TestOpenAPIExamplesAreTrue(t *testing.T) {
	doc := document(t)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("https://meguri.example/openapi.json", doc); err != nil {
		t.Fatal(err)
	}
	count := 0
	walk(doc, func(value map[string]any) {
		reference, ok := value["schema"].(map[string]any)
		if !ok || reference["$ref"] == nil {
			return
		}
		schema, err := compiler.Compile("https://meguri.example/openapi.json" + reference["$ref"].(string))
		if err != nil {
			t.Fatal(err)
		}
		for _, example := range examplesOf(value) {
			count++
			if err := schema.Validate(example); err != nil {
				t.Errorf("%v: %v", reference["$ref"], err)
			}
		}
	})
	if count < 10 {
		t.Errorf("only %d examples", count)
	}
}

func examplesOf(value map[string]any) (list []any) {
	if example, ok := value["example"]; ok {
		list = append(list, example)
	}
	named, _ := value["examples"].(map[string]any)
	for _, example := range named {
		if e, ok := example.(map[string]any); ok {
			list = append(list, e["value"])
		}
	}
	return list
}
