package handlers

import (
	"slices"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/handlers/web"
)

func TestMenuLeadsToRoutesThatAskForTheSamePermission(t *testing.T) {
	for _, s := range web.Sections {
		path := strings.Replace(s.Path(paths.OfStaffEvent("x")), "x", ":slug", 1)
		known := slices.ContainsFunc(Routes(), func(r RouteInfo) bool {
			return r.Method == get && r.Path == path && r.Access == may(s.Permission)
		})
		if !known {
			t.Errorf("%q with %s is no route", path, s.Permission)
		}
	}
}
