package member_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/account"
	"meguri/app/member"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

const (
	hanako   = "hanako@kawasaki.example"
	good     = "river bridge lantern 7"
	better   = "夕焼けの橋をゆっくり渡る"
	somebody = "192.0.2.7"
)

var links = link.New([]byte("a key for tests"))

// desk is the service with one account, and a clock to turn.
type desk struct {
	*member.Service
	accounts *account.Service
	t        *testing.T
	db       *models.DB
	now      time.Time
	me       *models.Account
}

func newDesk(t *testing.T, db *models.DB) *desk {
	t.Helper()
	d := &desk{t: t, db: db, now: time.Date(2026, 5, 11, 9, 0, 0, 0, time.UTC)}
	db.SetClock(func() time.Time { return d.now })
	d.accounts = account.New(db, links)
	d.Service = member.New(db, member.Passwords{MailLink: d.accounts.MailLink})
	d.me = d.account(hanako)
	return d
}

// account makes an account that can sign in.
func (d *desk) account(email string) *models.Account {
	d.t.Helper()
	in := account.CreateInput{Email: email, Name: "川崎花子", Password: good, Locale: "ja"}
	none := func(*models.Tx) (*models.Member, error) { return nil, nil }
	made, err := d.accounts.CreateMember(d.t.Context(), in, none)
	if err != nil {
		d.t.Fatal(err)
	}
	return made
}

func (d *desk) signIn(email, password string) error {
	_, err := d.accounts.SignIn(d.t.Context(), account.SignInInput{Email: email, Password: password, Network: somebody})
	return err
}

// mails lists what was queued for an address, the latest first.
func (d *desk) mails(email string) []models.Mail {
	d.t.Helper()
	to, err := d.db.Query(d.t.Context()).Accounts().ByEmail(email)
	if err != nil {
		d.t.Fatal(err)
	}
	return modelstest.MailsOfAccount(d.t, d.db, to.ID)
}

// lastLink is the secret of the link in the mail that was queued last for an address.
func (d *desk) lastLink(email string) string {
	d.t.Helper()
	list := d.mails(email)
	if len(list) == 0 || list[0].Kind != member.MailStaffInvitation {
		d.t.Fatalf("no invitation in %v", list)
	}
	return links.PasswordReset(list[0].Data["reset"])
}

func wants(t *testing.T, err error, code models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// give makes me hold a role at the event and returns it.
func (d *desk) give(event *models.Event, email string, role models.Role) models.Member {
	d.t.Helper()
	if err := d.Add(d.t.Context(), member.AtEvent(event), member.AddInput{
		Email:  email,
		Role:   role,
		Locale: "ja",
	}); err != nil {
		d.t.Fatal(err)
	}
	members, err := d.List(d.t.Context(), member.AtEvent(event))
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
			if err != nil || len(roles) != 1 || len(d.mails(hanako)) != 0 {
				t.Errorf("%v, %d mails, %v", roles, len(d.mails(hanako)), err)
			}
		})
		t.Run("an unknown address is invited, and cannot sign in before it has chosen a password", func(t *testing.T) {
			invited := d.give(event, "taro@kawasaki.example", models.RoleReceptionist)
			for _, password := range []string{"", "!", good} {
				if err := d.signIn("taro@kawasaki.example", password); models.CodeOf(err) != models.CodeInvalid {
					t.Errorf("%q: %v", password, err)
				}
			}
			first := d.lastLink("taro@kawasaki.example")
			d.now = d.now.Add(48 * time.Hour) // a link of an invitation lives longer
			if err := d.InviteAgain(t.Context(), member.AtEvent(event), invited.ID); err != nil {
				t.Fatal(err)
			}
			wants(t, d.accounts.ResetPassword(t.Context(), first, account.ResetInput{Password: good}), models.CodeNotFound)
			second := d.lastLink("taro@kawasaki.example")
			if err := d.accounts.ResetPassword(t.Context(), second, account.ResetInput{Password: better}); err != nil {
				t.Fatal(err)
			}
			if err := d.signIn("taro@kawasaki.example", better); err != nil {
				t.Error(err)
			}
		})
		t.Run("twice is once", func(t *testing.T) {
			d.give(event, hanako, models.RoleAnalyst)
			d.give(event, hanako, models.RoleAnalyst)
			members, err := d.List(t.Context(), member.AtEvent(event))
			if err != nil || len(members) != 3 {
				t.Errorf("%d roles, %v", len(members), err)
			}
		})
		t.Run("the last owner stays, an invited one does not count", func(t *testing.T) {
			waiting := d.give(event, "jiro@kawasaki.example", models.RoleOwner)
			wants(t, d.Remove(t.Context(), member.AtEvent(event), mine.ID), models.CodeConflict)
			if err := d.Remove(t.Context(), member.AtEvent(event), waiting.ID); err != nil {
				t.Error(err)
			}
		})
		t.Run("a member of another event is not found", func(t *testing.T) {
			wants(t, d.Remove(t.Context(), member.AtEvent(other), mine.ID), models.CodeNotFound)
			wants(t, d.InviteAgain(t.Context(), member.AtEvent(other), mine.ID), models.CodeNotFound)
		})
		t.Run("of two owners who remove each other at once, one stays", func(t *testing.T) {
			d.account("saburo@kawasaki.example")
			theirs := d.give(event, "saburo@kawasaki.example", models.RoleOwner)
			var both sync.WaitGroup
			for _, id := range []string{mine.ID, theirs.ID} {
				both.Go(func() { _ = d.Remove(t.Context(), member.AtEvent(event), id) })
			}
			both.Wait()
			owners := 0
			members, err := d.List(t.Context(), member.AtEvent(event))
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
		host, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
		if err != nil {
			t.Fatal(err)
		}
		at := member.AtOrganization(host)
		if err := d.Add(t.Context(), at, member.AddInput{Email: hanako, Role: models.RoleOwner}); err != nil {
			t.Fatal(err)
		}
		mine, err := d.List(t.Context(), at)
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
			wants(t, d.Remove(t.Context(), member.AtEvent(event), mine[0].ID), models.CodeNotFound)
		})
		t.Run("an owner of one event does not count as the organization's", func(t *testing.T) {
			d.account("shiro@kawasaki.example")
			d.give(event, "shiro@kawasaki.example", models.RoleOwner)
			wants(t, d.Remove(t.Context(), at, mine[0].ID), models.CodeConflict)
		})
	})
}

func TestThePageOfMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		event := modelstest.Summit(t, db, "summit")
		host, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
		if err != nil {
			t.Fatal(err)
		}
		event.Organization = *host
		if err := d.Add(t.Context(), member.AtOrganization(&event.Organization), member.AddInput{
			Email: hanako,
			Role:  models.RoleOwner,
		}); err != nil {
			t.Fatal(err)
		}
		d.give(event, "taro@kawasaki.example", models.RoleAnalyst)
		if _, err := d.NewToken(t.Context(), event, member.TokenInput{
			Name: "report",
			Role: models.RoleAnalyst,
		}, nil); err != nil {
			t.Fatal(err)
		}
		t.Run("of an event tells its roles from those of the organization", func(t *testing.T) {
			page, err := d.Page(t.Context(), member.AtEvent(event), d.me)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Members) != 2 || len(page.Tokens) != 1 {
				t.Fatalf("%d members, %d tokens", len(page.Members), len(page.Tokens))
			}
			if !page.IsEvent || !page.MayAtHost || page.Host.ID != event.OrganizationID {
				t.Errorf("%+v", page)
			}
			if mine := page.Members[0]; mine.Here || mine.Invited || !mine.Me {
				t.Errorf("the organization's owner: %+v", mine)
			}
			if theirs := page.Members[1]; !theirs.Here || !theirs.Invited || theirs.Me {
				t.Errorf("the event's analyst: %+v", theirs)
			}
		})
		t.Run("of an organization has only its own roles, and no tokens", func(t *testing.T) {
			page, err := d.Page(t.Context(), member.AtOrganization(&event.Organization), d.me)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Members) != 1 || !page.Members[0].Here {
				t.Errorf("%+v", page.Members)
			}
			if page.IsEvent || page.Tokens != nil {
				t.Errorf("%+v", page)
			}
		})
	})
}

func TestWhatIsWrongWithAFormIsToldAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		d := newDesk(t, db)
		event := modelstest.Summit(t, db, "summit")
		for title, c := range map[string]struct {
			do   func() error
			want map[string]string
		}{
			"a member": {
				func() error {
					return d.Add(t.Context(), member.AtEvent(event), member.AddInput{Email: "taro", Role: "king"})
				},
				map[string]string{"email": "field.email", "role": "field.choice"},
			},
			"a token": {
				func() error { _, err := d.NewToken(t.Context(), event, member.TokenInput{}, nil); return err },
				map[string]string{"token_name": "field.required", "token_role": "field.choice"},
			},
		} {
			t.Run(title, func(t *testing.T) {
				var known *models.Error
				if err := c.do(); !errors.As(err, &known) {
					t.Fatalf("it said %v", err)
				}
				if diff := cmp.Diff(c.want, known.Fields); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}
