package member_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/member"
	"meguri/models"
	"meguri/models/modelstest"
)

// roles are those that somebody has at a scope.
func (f *fixture) roles(at member.Scope, who *models.Account) []models.Role {
	f.t.Helper()
	roles, err := f.Roles(f.t.Context(), at, who)
	if err != nil {
		f.t.Fatal(err)
	}
	return roles
}

func TestRoles(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		host := &event.Organization
		host.ID = event.OrganizationID
		owner, steward := f.createAccount("owner@mail.example"), f.createAccount("steward@mail.example")
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Members().Add(&models.Member{AccountID: owner.ID, OrganizationID: &host.ID, Role: models.RoleOwner})
		})
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Members().Add(&models.Member{AccountID: steward.ID, EventID: &event.ID, Role: models.RoleReceptionist})
		})
		for name, c := range map[string]struct {
			at   member.Scope
			who  *models.Account
			want []models.Role
		}{
			"an owner at the organization":  {member.AtOrganization(host), owner, []models.Role{models.RoleOwner}},
			"an owner at its event":         {member.AtEvent(event), owner, []models.Role{models.RoleOwner}},
			"an owner at another's event":   {member.AtEvent(other), owner, nil},
			"a steward at their event":      {member.AtEvent(event), steward, []models.Role{models.RoleReceptionist}},
			"a steward at the event's host": {member.AtOrganization(host), steward, nil},
			"a stranger":                    {member.AtEvent(event), f.me, nil},
		} {
			t.Run(name, func(t *testing.T) {
				got := f.roles(c.at, c.who)
				if len(got) != len(c.want) || (len(got) > 0 && !cmp.Equal(got, c.want)) {
					t.Errorf("got %v, want %v", got, c.want)
				}
			})
		}
	})
}

func TestHosts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		hosts := func(role models.Role) []models.Organization {
			t.Helper()
			who := f.createAccount(string(role) + "@mail.example")
			modelstest.Write(t, db, func(tx *models.Tx) error {
				return tx.Members().Add(&models.Member{
					AccountID: who.ID, OrganizationID: &event.OrganizationID, Role: role,
				})
			})
			hosts, err := f.Hosts(t.Context(), who)
			if err != nil {
				t.Fatal(err)
			}
			return hosts
		}
		if got := hosts(models.RoleOrganizer); len(got) != 1 || got[0].ID != event.OrganizationID {
			t.Errorf("an organizer may make events for %v", got)
		}
		if got := hosts(models.RoleReceptionist); len(got) != 0 {
			t.Errorf("a receptionist may make events for %v", got)
		}
	})
}
