package handlers

import (
	"slices"
	"testing"

	"meguri/handlers/web"
)

func TestMenuLeadsToRoutesThatAskForTheSamePermission(t *testing.T) {
	for _, s := range web.Sections {
		known := slices.ContainsFunc(Routes(), func(r RouteInfo) bool {
			return r.Method == get && r.Path == "/staff/events/:slug"+s.Path && r.Access == may(s.Permission)
		})
		if !known {
			t.Errorf("%q with %s is no route", s.Path, s.Permission)
		}
	}
}
