package account

import (
	"sync"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
)

// give makes me hold a role at the event and returns it.
func (d *desk) give(event *models.Event, email string, role models.Role) models.Member {
	d.t.Helper()
	if err := d.AddMember(d.t.Context(), AtEvent(event), Invitation{Email: email, Role: role, Locale: "ja"}); err != nil {
		d.t.Fatal(err)
	}
	members, err := d.Members(d.t.Context(), AtEvent(event))
	if err != nil {
		d.t.Fatal(err)
	}
	for _, m := range members {
		if m.Account.EmailKey == email && m.Role == role && m.EventID != nil {
			return m
		}
	}
	d.t.Fatalf("%s is no %s", email, role)
	return models.Member{}
}

func TestMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		mine := d.give(event, hanako, models.RoleOwner)
		t.Run("a known address gets the role and no mail", func(t *testing.T) {
			roles, err := db.Query(t.Context()).Members().RolesAt(d.me.ID, event)
			if err != nil || len(roles) != 1 || len(d.mails()) != 0 {
				t.Errorf("%v, %d mails, %v", roles, len(d.mails()), err)
			}
		})
		t.Run("an unknown address is invited, and cannot sign in before it has chosen a password", func(t *testing.T) {
			invited := d.give(event, "taro@kawasaki.example", models.RoleReceptionist)
			for _, password := range []string{"", "!", good} {
				if _, err := d.signIn("taro@kawasaki.example", password, somebody); models.CodeOf(err) != models.CodeInvalid {
					t.Errorf("%q: %v", password, err)
				}
			}
			first := d.lastReset("taro@kawasaki.example")
			d.now = d.now.Add(48 * time.Hour) // a link of an invitation lives longer
			if err := d.InviteAgain(t.Context(), AtEvent(event), invited.ID); err != nil {
				t.Fatal(err)
			}
			wants(t, d.ResetPassword(t.Context(), first, good), models.CodeNotFound)
			if err := d.ResetPassword(t.Context(), d.lastReset("taro@kawasaki.example"), better); err != nil {
				t.Fatal(err)
			}
			if _, err := d.signIn("taro@kawasaki.example", better, somebody); err != nil {
				t.Error(err)
			}
		})
		t.Run("twice is once", func(t *testing.T) {
			d.give(event, hanako, models.RoleAnalyst)
			d.give(event, hanako, models.RoleAnalyst)
			members, err := d.Members(t.Context(), AtEvent(event))
			if err != nil || len(members) != 3 {
				t.Errorf("%d roles, %v", len(members), err)
			}
		})
		t.Run("the last owner stays, an invited one does not count", func(t *testing.T) {
			waiting := d.give(event, "jiro@kawasaki.example", models.RoleOwner)
			wants(t, d.RemoveMember(t.Context(), AtEvent(event), mine.ID), models.CodeConflict)
			if err := d.RemoveMember(t.Context(), AtEvent(event), waiting.ID); err != nil {
				t.Error(err)
			}
		})
		t.Run("a member of another event is not found", func(t *testing.T) {
			wants(t, d.RemoveMember(t.Context(), AtEvent(other), mine.ID), models.CodeNotFound)
			wants(t, d.InviteAgain(t.Context(), AtEvent(other), mine.ID), models.CodeNotFound)
		})
		t.Run("of two owners who remove each other at once, one stays", func(t *testing.T) {
			if _, err := d.Create(t.Context(), "saburo@kawasaki.example", "三郎", better, "ja"); err != nil {
				t.Fatal(err)
			}
			theirs := d.give(event, "saburo@kawasaki.example", models.RoleOwner)
			var both sync.WaitGroup
			for _, id := range []string{mine.ID, theirs.ID} {
				both.Go(func() { _ = d.RemoveMember(t.Context(), AtEvent(event), id) })
			}
			both.Wait()
			owners := 0
			members, err := d.Members(t.Context(), AtEvent(event))
			for _, m := range members {
				if m.Role == models.RoleOwner {
					owners++
				}
			}
			if err != nil || owners != 1 {
				t.Errorf("%d owners, %v", owners, err)
			}
		})
	})
}

func TestOrganizationMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		event := modelstest.Summit(t, db, "summit")
		host, err := db.Query(t.Context()).Organizations().ByID(event.OrganizationID)
		if err != nil {
			t.Fatal(err)
		}
		at := AtOrganization(host)
		if err := d.AddMember(t.Context(), at, Invitation{Email: hanako, Role: models.RoleOwner}); err != nil {
			t.Fatal(err)
		}
		mine, err := d.Members(t.Context(), at)
		if err != nil || len(mine) != 1 {
			t.Fatalf("%v, %v", mine, err)
		}
		t.Run("covers the organization's events", func(t *testing.T) {
			roles, err := db.Query(t.Context()).Members().RolesAt(d.me.ID, event)
			if err != nil || len(roles) != 1 {
				t.Errorf("%v, %v", roles, err)
			}
		})
		t.Run("is not removed from an event's page", func(t *testing.T) {
			wants(t, d.RemoveMember(t.Context(), AtEvent(event), mine[0].ID), models.CodeNotFound)
		})
		t.Run("an owner of one event does not count as the organization's", func(t *testing.T) {
			if _, err := d.Create(t.Context(), "shiro@kawasaki.example", "四郎", better, "ja"); err != nil {
				t.Fatal(err)
			}
			d.give(event, "shiro@kawasaki.example", models.RoleOwner)
			wants(t, d.RemoveMember(t.Context(), at, mine[0].ID), models.CodeConflict)
		})
	})
}

func TestTokens(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		secret, err := d.NewToken(t.Context(), event, models.RoleAnalyst, "report", &d.me.ID)
		if err != nil {
			t.Fatal(err)
		}
		listed := func() models.APIToken {
			t.Helper()
			tokens, err := d.Tokens(t.Context(), event)
			if err != nil || len(tokens) != 1 {
				t.Fatalf("%v, %v", tokens, err)
			}
			return tokens[0]
		}
		t.Run("the secret is not stored", func(t *testing.T) {
			if token := listed(); token.TokenHash == secret || token.LastUsedAt != nil {
				t.Errorf("%+v", token)
			}
		})
		t.Run("its last use is noted once a minute", func(t *testing.T) {
			start := d.now
			for _, step := range []struct{ after, used time.Duration }{{0, 0}, {30 * time.Second, 0}, {time.Minute, time.Minute}} {
				d.now = start.Add(step.after)
				if _, err := d.Token(t.Context(), secret); err != nil {
					t.Fatal(err)
				}
				if used := listed().LastUsedAt.Sub(start); used != step.used {
					t.Errorf("after %s: %s", step.after, used)
				}
			}
		})
		t.Run("revoked by another event it stays, by its own it ends", func(t *testing.T) {
			id := listed().ID
			wants(t, d.RevokeToken(t.Context(), other, id), models.CodeNotFound)
			if err := d.RevokeToken(t.Context(), event, id); err != nil {
				t.Fatal(err)
			}
			_, err := d.Token(t.Context(), secret)
			wants(t, err, models.CodeNotFound)
		})
	})
}
