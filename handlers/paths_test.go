package handlers_test

import (
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/handlers"
	"meguri/templates"
)

// anything stands for each parameter of a path.
const anything = "x"

// everyPath calls do with the path of every method under a path.
func everyPath(path reflect.Value, do func(name, path string)) {
	for i := range path.NumMethod() {
		method := path.Method(i)
		args := make([]reflect.Value, method.Type().NumIn())
		for n := range args {
			args[n] = reflect.ValueOf(anything)
		}
		below := method.Call(args)[0]
		do(path.Type().Name()+"."+path.Type().Method(i).Name, below.String())
		everyPath(below, do)
	}
}

func TestEveryPathIsInTheTable(t *testing.T) {
	routes := handlers.Routes()
	isRoute := func(path string) bool {
		for _, route := range routes {
			if matches(route.Path, path) {
				return true
			}
		}
		return false
	}
	check := func(name, path string) {
		t.Helper()
		if !isRoute(path) && !strings.HasSuffix(name, ".Member") { // a member has actions, and no page
			t.Errorf("%s: no route answers at %s", name, path)
		}
	}
	for _, root := range []any{
		paths.OfEvent(anything), paths.OfAttendee(anything), paths.OfStaffEvent(anything),
		paths.OfAPIEvent(anything), paths.OfAPISurvey(anything),
	} {
		everyPath(reflect.ValueOf(root), check)
	}
	everyPath(reflect.ValueOf(paths.OfStaffOrganization(anything)), check)
	for _, path := range []string{
		paths.Home, paths.StaffHome, paths.Login, paths.Logout, paths.Forgot, paths.ForgotSent, paths.Account,
		paths.ChangePassword,
		paths.EndOtherLogins, paths.NewEvent, paths.OpenAPI, paths.PasswordReset(anything), paths.EndLogin(anything),
	} {
		check("paths", path)
	}
}

// matches reports whether a route, as in /events/:slug, answers at a path.
func matches(route, path string) bool {
	want, got := strings.Split(route, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if !strings.HasPrefix(want[i], ":") && want[i] != got[i] {
			return false
		}
	}
	return true
}

// literal finds addresses that templates spell out.
var literal = regexp.MustCompile(`(?:href|action|hx-get|hx-post)="(/[^"{]*)"`)

func TestAddressesInTemplatesAreInTheTable(t *testing.T) {
	routes := handlers.Routes()
	err := fs.WalkDir(templates.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(templates.Files, file)
		for _, found := range literal.FindAllSubmatch(content, -1) {
			path, _, _ := strings.Cut(string(found[1]), "?")
			if !slices.ContainsFunc(routes, func(r handlers.RouteInfo) bool { return matches(r.Path, path) }) {
				t.Errorf("%s: no route answers at %s", file, path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
