package handlers

import (
	"slices"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// The menu shows nobody what they may not open.
func TestMenuLeadsToRoutesThatItsReadersMayUse(t *testing.T) {
	for _, group := range web.SectionGroups {
		sections := group.Sections
		for _, s := range group.Sections {
			sections = slices.Concat(sections, s.Tabs)
		}
		for _, s := range sections {
			path := strings.Replace(s.Path(paths.OfStaffEvent("x"), &models.Marks{}), "x", ":slug", 1)
			i := slices.IndexFunc(Routes(), func(r RouteInfo) bool { return r.Method == get && r.Path == path })
			if i < 0 {
				t.Errorf("%q is no route", path)
				continue
			}
			for _, role := range models.Roles {
				roles := []models.Role{role}
				if models.Holds(roles, s.Permission) && !models.Holds(roles, Routes()[i].Access.Permission) {
					t.Errorf("%q is in the menu of %s, who may not open it", path, role)
				}
			}
		}
	}
}
