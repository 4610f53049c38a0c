package handlers_test

import (
	"io/fs"
	"reflect"
	"regexp"
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

// isOfTheOther reports whether a path stands at two places and answers at the other one: former projects are of
// organizations, and only the team itself replies, agrees and writes its diary.
func isOfTheOther(name, path string) bool {
	switch {
	case strings.HasPrefix(name, "StaffFormer."):
		return strings.HasPrefix(path, "/staff/events/")
	case name == "ProjectWork.AgreeFile", name == "ProjectWork.Diary", name == "ProjectMeeting.Reply":
		return strings.HasPrefix(path, "/staff/")
	}
	return false
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
		if strings.HasSuffix(name, ".Member") || strings.HasSuffix(name, ".StatisticsCSV") || name == "Event.Voice" ||
			name == "StaffEvent.Device" || name == "StaffEvent.CaptionSession" || name == "StaffOrganization.Feed" ||
			strings.HasSuffix(name, "Push") {
			// Members, voices, devices, captions and feeds have actions, no page; statistics and what pages listen to end in
			// a name.
			return
		}
		if isOfTheOther(name, path) {
			return
		}
		if !isRoute(path) {
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
	everyPath(reflect.ValueOf(paths.OfMeRegistration(anything)), check)
	everyPath(reflect.ValueOf(paths.OfMeAddress(anything)), check)
	for _, path := range []string{
		paths.Home, paths.Past, paths.About, paths.Privacy, paths.Accessibility, paths.Help,
		paths.StaffHome, paths.Login, paths.Logout, paths.Forgot, paths.ForgotSent, paths.Account,
		paths.ChangePassword,
		paths.EndOtherLogins, paths.NewEvent, paths.PreviewText,
		paths.PasswordReset(anything), paths.EndLogin(anything), paths.Invitations,
		paths.Invitation(anything), paths.Join(anything), paths.Me, paths.MeSent,
		paths.MeProfile, paths.MeSettings, paths.MeLeave, paths.MeLeaveAll, paths.MeAddresses, paths.MeExportJSON,
		paths.MeThread, paths.MeThreadJSON, paths.MeThreadCSV, paths.MeTie(anything),
		paths.MeExportCSV, paths.MeErase, paths.MeErased, paths.OpenMe(anything), paths.ProveAddress(anything),
		paths.EndLink(anything), paths.Person(anything), paths.Picture(anything), paths.Colour(anything),
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

// literal finds addresses that templates spell out, or put together of parts.
var literal = regexp.MustCompile(`(?:href|action|src|hx-get|hx-post)="(?:/|[^"]*\}\}/)|"To" "/|printf "[^"]*/`)

func TestTemplatesSpellNoAddressOut(t *testing.T) {
	seen := 0
	err := fs.WalkDir(templates.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		seen++
		content, err := fs.ReadFile(templates.Files, file)
		if found := literal.Find(content); found != nil {
			t.Errorf("%s has %s: see app/service/paths", file, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen < 30 {
		t.Errorf("only %d templates were looked at", seen)
	}
}
