package member_test

import (
	"testing"
	"time"

	"meguri/app/member"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// owner makes an account that owns an organization or an event, and can sign in.
func (f *fixture) owner(email string, m models.Member) *models.Account {
	f.t.Helper()
	who := f.createAccount(email)
	m.AccountID, m.Role = who.ID, models.RoleOwner
	modelstest.Write(f.t, f.db, func(tx *models.Tx) error { return tx.Members().Add(&m) })
	return who
}

func (f *fixture) works(secret string) bool {
	_, err := f.Token(f.t.Context(), secret)
	return err == nil
}

func (f *fixture) token(event *models.Event, in member.TokenInput, by *models.Account) string {
	f.t.Helper()
	secret, _, err := f.NewToken(f.t.Context(), event, in, &by.ID)
	if err != nil {
		f.t.Fatal(err)
	}
	return secret
}

func TestATokenEnds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		for days, last := range map[int]int{0: member.DefaultTokenDays, 7: 7, member.MaxTokenDays: member.MaxTokenDays} {
			secret := f.token(event, member.TokenInput{Name: "report", Role: models.RoleAnalyst, Days: days}, f.me)
			start := f.now
			f.now = start.AddDate(0, 0, last).Add(-time.Second)
			apptest.Equal(t, "it works on its last day", f.works(secret), true)
			f.now = start.AddDate(0, 0, last)
			apptest.Equal(t, "it works after it", f.works(secret), false)
		}
		for _, days := range []int{-1, member.MaxTokenDays + 1} {
			in := member.TokenInput{Name: "report", Role: models.RoleAnalyst, Days: days}
			_, _, err := f.NewToken(t.Context(), event, in, nil)
			expectCode(t, err, models.CodeInvalid)
		}
	})
}

func TestATokenEndsWithItsMakersRole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		at := member.AtEvent(event)
		f.owner("boss@kawasaki.example", models.Member{OrganizationID: &event.OrganizationID})
		maker := f.owner("maker@kawasaki.example", models.Member{EventID: &event.ID})
		f.addMember(event, "maker@kawasaki.example", models.RoleAnalyst)
		in := member.TokenInput{Name: "report", Role: models.RoleOwner}
		secret, operators := f.token(event, in, maker), ""
		if made, _, err := f.NewToken(t.Context(), event, in, nil); err == nil {
			operators = made
		}
		remove := func(role models.Role) {
			t.Helper()
			members, err := f.List(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range members {
				if m.AccountID == maker.ID && m.Role == role {
					if err := f.Remove(t.Context(), at, byOwner, m.ID); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		remove(models.RoleAnalyst)
		apptest.Equal(t, "it works without another role", f.works(secret), true)
		remove(models.RoleOwner)
		apptest.Equal(t, "it works without the role that made it", f.works(secret), false)
		apptest.Equal(t, "the operator's token works", f.works(operators), true)
		t.Run("and stays so when they come back", func(t *testing.T) {
			f.addMember(event, "maker@kawasaki.example", models.RoleOwner)
			f.accept(maker)
			apptest.Equal(t, "it works", f.works(secret), false)
		})
	})
}

func TestAnOwnerDisablesWhoBelongsToTheOrganizationOnly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		host, err := db.Query(t.Context()).Organizations().ByID(event.OrganizationID)
		if err != nil {
			t.Fatal(err)
		}
		boss := f.owner("boss@kawasaki.example", models.Member{OrganizationID: &host.ID})
		maker := f.owner("maker@kawasaki.example", models.Member{EventID: &event.ID})
		both := f.owner("both@kawasaki.example", models.Member{EventID: &event.ID})
		stranger := f.owner("stranger@kawasaki.example", models.Member{EventID: &other.ID})
		modelstest.Write(t, db, func(tx *models.Tx) error {
			return tx.Members().Add(&models.Member{AccountID: both.ID, EventID: &other.ID, Role: models.RoleAnalyst})
		})
		f.addMember(event, hanako, models.RoleAnalyst) // invited, has not accepted
		secret := f.token(event, member.TokenInput{Name: "report", Role: models.RoleOwner}, maker)
		for name, c := range map[string]struct {
			who  *models.Account
			want models.Code
		}{
			"somebody of another organization":     {stranger, models.CodeNotFound},
			"somebody who has not accepted a role": {f.me, models.CodeNotFound},
			"somebody with a role elsewhere, too":  {both, models.CodeConflict},
			"themselves, the last owner":           {boss, models.CodeConflict},
		} {
			t.Run(name, func(t *testing.T) {
				expectCode(t, f.SetDisabled(t.Context(), host, boss, c.who.ID, true), c.want)
			})
		}
		if err := f.SetDisabled(t.Context(), host, boss, maker.ID, true); err != nil {
			t.Fatal(err)
		}
		apptest.Equal(t, "the token works", f.works(secret), false)
		expectCode(t, f.signIn("maker@kawasaki.example", goodPassword), models.CodeInvalid)
		if err := f.SetDisabled(t.Context(), host, boss, maker.ID, false); err != nil {
			t.Fatal(err)
		}
		if err := f.signIn("maker@kawasaki.example", goodPassword); err != nil {
			t.Errorf("enabled again: %v", err)
		}
	})
}

// A token that an analyst made reads results for no longer than its maker's role lasts.
func TestAnOwnTokenEndsWithTheRole(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		at := member.AtEvent(event)
		f.owner("boss@kawasaki.example", models.Member{OrganizationID: &event.OrganizationID})
		who := f.createAccount("analyst@kawasaki.example")
		until := f.now.AddDate(0, 0, 20)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			lent := &models.Member{AccountID: who.ID, EventID: &event.ID, Role: models.RoleAnalyst, EndsAt: &until}
			return tx.Members().Add(lent)
		})
		token := func() (secret string, ends time.Time) {
			t.Helper()
			in := member.TokenInput{Name: "R", Role: models.RoleOwner, Days: 90}
			secret, made, err := f.NewOwnToken(t.Context(), event, in, who)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "its role", made.Role, models.RoleAnalyst)
			return secret, *made.ExpiresAt
		}
		secret, ends := token()
		apptest.Equal(t, "the end of a lent role is that of the token", ends.Equal(until), true)
		members, err := f.List(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range members {
			if m.AccountID == who.ID {
				day := f.now.AddDate(0, 0, 2).Format("2006-01-02T15:04")
				shorter := member.ChangeInput{Role: m.Role, Until: day, By: byOwner}
				if err := f.Change(t.Context(), at, m.ID, shorter); err != nil {
					t.Fatal(err)
				}
			}
		}
		apptest.Equal(t, "it works", f.works(secret), true)
		start := f.now
		f.now = start.AddDate(0, 0, 3)
		apptest.Equal(t, "it works after the shorter time", f.works(secret), false)
		f.now = start
		again, _ := token()
		for _, m := range members {
			if m.AccountID == who.ID {
				if err := f.Remove(t.Context(), at, byOwner, m.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		apptest.Equal(t, "it works without the role", f.works(again), false)
	})
}
