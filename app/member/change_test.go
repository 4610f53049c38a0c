package member_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"meguri/app/member"
	"meguri/app/organization"
	"meguri/app/service/check"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// until is a time as the form sends it.
func until(event *models.Event, at time.Time) string {
	return at.In(event.Zone()).Format(check.LocalLayout)
}

func (f *fixture) change(event *models.Event, m models.Member, in member.ChangeInput) error {
	f.t.Helper()
	if in.By == nil {
		in.By = byOwner
	}
	return f.Change(f.t.Context(), member.AtEvent(event), m.ID, in)
}

func fieldsOf(err error) map[string]string {
	var known *models.Error
	errors.As(err, &known)
	if known == nil {
		return nil
	}
	return known.Fields
}

func TestARoleIsLentUntilATime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		at, end := member.AtEvent(event), f.now.Add(8*time.Hour)
		in := member.AddInput{Email: hanako, Role: models.RoleOrganizer, Until: until(event, end), Locale: "ja", By: byOwner}
		if err := f.Add(t.Context(), at, in); err != nil {
			t.Fatal(err)
		}
		f.accept(f.me)
		lent := []models.Role{models.RoleOrganizerOnly}
		apptest.Equal(t, "their roles", f.roles(at, f.me), lent)
		apptest.Equal(t, "they give roles", models.Holds(lent, models.GiveRoles), false)
		apptest.Equal(t, "they edit people", models.Holds(lent, models.EditPeople), true)
		f.now = end.Add(-time.Second)
		apptest.Equal(t, "in the last second", f.roles(at, f.me), lent)
		f.now = end
		apptest.Equal(t, "their roles after it", len(f.roles(at, f.me)), 0)
		had, err := f.HadRole(t.Context(), at, f.me)
		apptest.Equal(t, "it is known that they had one", had && err == nil, true)
		t.Run("and again, which is the same role with another end", func(t *testing.T) {
			in.Until = until(event, end.Add(time.Hour))
			if err := f.Add(t.Context(), at, in); err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "their roles", f.roles(at, f.me), lent)
		})
		t.Run("but not into the past, nor that of an owner", func(t *testing.T) {
			in := in
			in.Until = until(event, f.now.Add(-time.Minute))
			apptest.Equal(t, "past", fieldsOf(f.Add(t.Context(), at, in))["until"], "member.until_over")
			in.Role, in.Until = models.RoleOwner, until(event, f.now.Add(time.Hour))
			apptest.Equal(t, "owner", fieldsOf(f.Add(t.Context(), at, in))["until"], "member.owner_not_lent")
			in.Until = "2026-02-30T25:00"
			apptest.Equal(t, "no time", fieldsOf(f.Add(t.Context(), at, in))["until"], "field.time")
		})
	})
}

func TestARoleIsChangedInPlace(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		at := member.AtEvent(event)
		boss := f.owner("boss@kawasaki.example", models.Member{EventID: &event.ID})
		m := f.addMember(event, hanako, models.RoleAnalyst)
		f.accept(f.me)
		if err := f.change(event, m, member.ChangeInput{Role: models.RoleOrganizer, Me: boss.ID}); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the role", f.roles(at, f.me), []models.Role{models.RoleOrganizer})
		organizer := []models.Role{models.RoleOrganizer}
		owners := slices.IndexFunc(f.list(at), func(m models.Member) bool { return m.Role == models.RoleOwner })
		owner := f.list(at)[owners]
		for name, c := range map[string]struct {
			m    models.Member
			in   member.ChangeInput
			want models.Code
		}{
			"not to more than one has": {m, member.ChangeInput{Role: models.RoleOwner, By: organizer}, models.CodeInvalid},
			"nor an owner's by an organizer": {
				owner, member.ChangeInput{Role: models.RoleAnalyst, By: organizer}, models.CodeForbidden,
			},
			"nor one's own": {m, member.ChangeInput{Role: models.RoleAnalyst, Me: f.me.ID}, models.CodeConflict},
			"nor the last owner's": {
				owner, member.ChangeInput{Role: models.RoleOrganizer, Me: f.me.ID}, models.CodeConflict,
			},
			"nor to none": {m, member.ChangeInput{Role: "king"}, models.CodeInvalid},
		} {
			t.Run(name, func(t *testing.T) { expectCode(t, f.change(event, c.m, c.in), c.want) })
		}
		t.Run("nor to one that they have", func(t *testing.T) {
			second := f.addMember(event, hanako, models.RoleAnalyst)
			expectCode(t, f.change(event, second, member.ChangeInput{Role: models.RoleOrganizer}), models.CodeConflict)
		})
	})
}

// list are the members of a scope.
func (f *fixture) list(at member.Scope) []models.Member {
	f.t.Helper()
	list, err := f.List(f.t.Context(), at)
	if err != nil {
		f.t.Fatal(err)
	}
	return list
}

// TestNobodyGivesMoreThanTheyHave compares what each role allows with what each role that it may give allows.
func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	for _, role := range append([]models.Role{models.RoleOrganizerOnly}, models.Roles...) {
		has := []models.Role{role}
		for _, given := range models.GivenBy(has) {
			for _, p := range models.Permissions {
				if models.Holds([]models.Role{given}, p) && !models.Holds(has, p) {
					t.Errorf("%s gives %s, and with it %s", role, given, p)
				}
			}
		}
	}
}

func TestAnOrganizationKeepsTheGivingOfRolesToItsOwners(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		at := member.AtEvent(event)
		f.addMember(event, hanako, models.RoleOrganizer)
		f.accept(f.me)
		host, err := db.Query(t.Context()).Organizations().ByID(event.OrganizationID)
		if err != nil {
			t.Fatal(err)
		}
		for _, limited := range []bool{true, false} {
			in := organization.Input{NameJa: host.NameJa, Sector: host.Sector, OwnersGiveRoles: limited}
			if err := organization.New(db, organization.Options{}).Save(t.Context(), host, in); err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "organizers give roles", models.Holds(f.roles(at, f.me), models.GiveRoles), !limited)
			apptest.Equal(t, "organizers edit", models.Holds(f.roles(at, f.me), models.EditEvent), true)
		}
	})
}

func TestMembersAreFoundByNameAndRole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		boss := f.owner("boss@kawasaki.example", models.Member{EventID: &event.ID})
		f.addMember(event, hanako, models.RoleAnalyst)
		for name, c := range map[string]struct {
			filter member.Filter
			want   int
		}{
			"all":                      {member.Filter{}, 2},
			"by address":               {member.Filter{Search: "ＨＡＮＡＫＯ"}, 1},
			"by role":                  {member.Filter{Role: models.RoleOwner}, 1},
			"a role that there is not": {member.Filter{Role: "king"}, 2},
			"nobody":                   {member.Filter{Search: "nobody"}, 0},
		} {
			t.Run(name, func(t *testing.T) {
				page, err := f.Page(t.Context(), member.AtEvent(event), boss, byOwner)
				if err != nil {
					t.Fatal(err)
				}
				page.Narrow(&c.filter)
				apptest.Equal(t, "found", len(page.Members), c.want)
			})
		}
	})
}
