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
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const (
	hanako        = "hanako@kawasaki.example"
	goodPassword  = "river bridge lantern 7"
	otherPassword = "夕焼けの橋をゆっくり渡る"
	clientNetwork = "192.0.2.7"
)

// byOwner is the roles of who gives roles.
var byOwner = []models.Role{models.RoleOwner}

var links = link.New([]byte("a key for tests"))

// fixture is the service with one account, and a clock that the test sets.
type fixture struct {
	*member.Service
	accounts *account.Service
	t        *testing.T
	db       *models.DB
	now      time.Time
	me       *models.Account
}

func newFixture(t *testing.T, db *models.DB) *fixture {
	t.Helper()
	f := &fixture{t: t, db: db, now: time.Date(2026, 5, 11, 9, 0, 0, 0, time.UTC)}
	db.SetClock(func() time.Time { return f.now })
	f.accounts = account.New(db, account.Options{Links: links})
	f.Service = member.New(db, member.Passwords{
		MailLink: f.accounts.MailLink, ResetID: account.ResetID, SetDisabled: f.accounts.SetDisabled,
	})
	f.me = f.createAccount(hanako)
	return f
}

// createAccount makes an account that can sign in.
func (f *fixture) createAccount(email string) *models.Account {
	f.t.Helper()
	in := account.CreateInput{Email: email, Name: "川崎花子", Password: goodPassword, Locale: "ja"}
	none := func(*models.Tx) (*models.Member, error) { return nil, nil }
	made, err := f.accounts.CreateMember(f.t.Context(), in, none)
	if err != nil {
		f.t.Fatal(err)
	}
	return made
}

func (f *fixture) signIn(email, password string) error {
	in := account.SignInInput{Email: email, Password: password, Network: clientNetwork}
	_, err := f.accounts.SignIn(f.t.Context(), in)
	return err
}

// mails lists what was queued for an address, the latest first.
func (f *fixture) mails(email string) []models.Mail {
	f.t.Helper()
	to, err := f.db.Query(f.t.Context()).Accounts().ByEmail(email)
	if err != nil {
		f.t.Fatal(err)
	}
	return modelstest.MailsOfAccount(f.t, f.db, to.ID)
}

// lastLink is the secret of the link in the mail that was queued last for an address.
func (f *fixture) lastLink(email string) string {
	f.t.Helper()
	list := f.mails(email)
	if len(list) == 0 || list[0].Kind != member.MailStaffInvitation {
		f.t.Fatalf("no invitation in %v", list)
	}
	return links.PasswordReset(list[0].Data["reset"])
}

func expectCode(t *testing.T, err error, code models.Code) {
	t.Helper()
	if err == nil || models.CodeOf(err) != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// accept makes an account accept all roles that it is invited to.
func (f *fixture) accept(who *models.Account) {
	f.t.Helper()
	invitations, err := f.Invitations(f.t.Context(), who)
	if err != nil {
		f.t.Fatal(err)
	}
	for _, invitation := range invitations {
		if err := f.Answer(f.t.Context(), who, invitation.ID, true); err != nil {
			f.t.Fatal(err)
		}
	}
}

// setPassword chooses a password by the secret of a mailed link.
func (f *fixture) setPassword(secret, password string) error {
	_, err := f.accounts.ResetPassword(f.t.Context(), secret, account.ResetInput{Password: password}, account.Browser{})
	return err
}

// addMember invites the account of an address to a role at the event.
func (f *fixture) addMember(event *models.Event, email string, role models.Role) models.Member {
	f.t.Helper()
	in := member.AddInput{Email: email, Role: role, Locale: "ja", By: byOwner}
	if err := f.Add(f.t.Context(), member.AtEvent(event), in); err != nil {
		f.t.Fatal(err)
	}
	members, err := f.List(f.t.Context(), member.AtEvent(event))
	if err != nil {
		f.t.Fatal(err)
	}
	for _, m := range members {
		if m.Account.EmailKey == email && m.Role == role && m.EventID != nil {
			return m
		}
	}
	f.t.Fatalf("%s is no %s", email, role)
	return models.Member{}
}

func TestMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event, other := modelstest.Summit(t, db, "summit"), modelstest.Summit(t, db, "other")
		mine := f.addMember(event, hanako, models.RoleOwner)
		t.Run("a known address has the role once it accepts", func(t *testing.T) {
			if roles, err := f.Roles(t.Context(), member.AtEvent(event), f.me); err != nil || len(roles) != 0 {
				t.Errorf("before: %v, %v", roles, err)
			}
			apptest.Equal(t, "the kind of mail", f.mails(hanako)[0].Kind, member.MailStaffInvitation)
			f.accept(f.me)
			roles, err := db.Query(t.Context()).Members().RolesAt(f.me.ID, event)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "number of roles", len(roles), 1)
			apptest.Equal(t, "number of mails", len(f.mails(hanako)), 1)
		})
		t.Run("an unknown address is invited, and cannot sign in before it has chosen a password", func(t *testing.T) {
			invited := f.addMember(event, "taro@kawasaki.example", models.RoleReceptionist)
			for _, password := range []string{"", "!", goodPassword} {
				if err := f.signIn("taro@kawasaki.example", password); models.CodeOf(err) != models.CodeInvalid {
					t.Errorf("%q: %v", password, err)
				}
			}
			first := f.lastLink("taro@kawasaki.example")
			f.now = f.now.Add(48 * time.Hour) // longer than the link of a forgotten password works
			if err := f.InviteAgain(t.Context(), member.AtEvent(event), byOwner, invited.ID); err != nil {
				t.Fatal(err)
			}
			expectCode(t, f.setPassword(first, otherPassword), models.CodeNotFound)
			if err := f.setPassword(f.lastLink("taro@kawasaki.example"), otherPassword); err != nil {
				t.Fatal(err)
			}
			if err := f.signIn("taro@kawasaki.example", otherPassword); err != nil {
				t.Error(err)
			}
		})
		t.Run("twice is once", func(t *testing.T) {
			f.addMember(event, hanako, models.RoleAnalyst)
			f.addMember(event, hanako, models.RoleAnalyst)
			members, err := f.List(t.Context(), member.AtEvent(event))
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "number of roles", len(members), 3)
		})
		t.Run("the last owner stays, an invited one does not count", func(t *testing.T) {
			waiting := f.addMember(event, "jiro@kawasaki.example", models.RoleOwner)
			expectCode(t, f.Remove(t.Context(), member.AtEvent(event), byOwner, mine.ID), models.CodeConflict)
			if err := f.Remove(t.Context(), member.AtEvent(event), byOwner, waiting.ID); err != nil {
				t.Error(err)
			}
		})
		t.Run("a member of another event is not found", func(t *testing.T) {
			expectCode(t, f.Remove(t.Context(), member.AtEvent(other), byOwner, mine.ID), models.CodeNotFound)
			expectCode(t, f.InviteAgain(t.Context(), member.AtEvent(other), byOwner, mine.ID), models.CodeNotFound)
		})
		t.Run("of two owners who remove each other at once, one stays", func(t *testing.T) {
			f.createAccount("saburo@kawasaki.example")
			theirs := f.addMember(event, "saburo@kawasaki.example", models.RoleOwner)
			f.accept(&theirs.Account)
			var both sync.WaitGroup
			for _, id := range []string{mine.ID, theirs.ID} {
				both.Go(func() { _ = f.Remove(t.Context(), member.AtEvent(event), byOwner, id) })
			}
			both.Wait()
			owners := 0
			members, err := f.List(t.Context(), member.AtEvent(event))
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range members {
				if m.Role == models.RoleOwner {
					owners++
				}
			}
			apptest.Equal(t, "number of owners", owners, 1)
		})
	})
}

func TestOrganizationMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		host, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
		if err != nil {
			t.Fatal(err)
		}
		at := member.AtOrganization(host)
		if err := f.Add(t.Context(), at, member.AddInput{Email: hanako, Role: models.RoleOwner, By: byOwner}); err != nil {
			t.Fatal(err)
		}
		f.accept(f.me)
		mine, err := f.List(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		if len(mine) != 1 {
			t.Fatalf("%d members, want 1", len(mine))
		}
		t.Run("covers the organization's events", func(t *testing.T) {
			roles, err := db.Query(t.Context()).Members().RolesAt(f.me.ID, event)
			if err != nil {
				t.Fatal(err)
			}
			apptest.Equal(t, "number of roles", len(roles), 1)
		})
		t.Run("is not removed from an event's page", func(t *testing.T) {
			expectCode(t, f.Remove(t.Context(), member.AtEvent(event), byOwner, mine[0].ID), models.CodeNotFound)
		})
		t.Run("an owner of one event does not count as the organization's", func(t *testing.T) {
			f.createAccount("shiro@kawasaki.example")
			f.addMember(event, "shiro@kawasaki.example", models.RoleOwner)
			expectCode(t, f.Remove(t.Context(), at, byOwner, mine[0].ID), models.CodeConflict)
		})
	})
}

func TestThePageOfMembers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		host, err := db.Query(t.Context()).Organizations().BySlug("summit-host")
		if err != nil {
			t.Fatal(err)
		}
		event.Organization = *host
		owner := member.AddInput{Email: hanako, Role: models.RoleOwner, By: byOwner}
		if err := f.Add(t.Context(), member.AtOrganization(&event.Organization), owner); err != nil {
			t.Fatal(err)
		}
		f.accept(f.me)
		f.addMember(event, "taro@kawasaki.example", models.RoleAnalyst)
		token := member.TokenInput{Name: "report", Role: models.RoleAnalyst}
		if _, _, err := f.NewToken(t.Context(), event, token, nil); err != nil {
			t.Fatal(err)
		}
		t.Run("of an event tells its roles from those of the organization", func(t *testing.T) {
			page, err := f.Page(t.Context(), member.AtEvent(event), f.me, byOwner)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Members) != 2 || len(page.Tokens) != 1 {
				t.Fatalf("%d members, %d tokens", len(page.Members), len(page.Tokens))
			}
			apptest.Equal(t, "is event", page.IsEvent, true)
			apptest.Equal(t, "may at host", page.MayAtHost, true)
			apptest.Equal(t, "host", page.Host.ID, event.OrganizationID)
			owner, analyst := page.Members[0], page.Members[1]
			apptest.Equal(t, "the owner's role is the event's", owner.Here, false)
			apptest.Equal(t, "the owner is invited", owner.Pending(), false)
			apptest.Equal(t, "the owner reads the page", owner.Me, true)
			apptest.Equal(t, "the analyst's role is the event's", analyst.Here, true)
			apptest.Equal(t, "the analyst is invited", analyst.Pending(), true)
			apptest.Equal(t, "the analyst reads the page", analyst.Me, false)
		})
		t.Run("of an organization has only its own roles, and no tokens", func(t *testing.T) {
			page, err := f.Page(t.Context(), member.AtOrganization(&event.Organization), f.me, byOwner)
			if err != nil {
				t.Fatal(err)
			}
			if len(page.Members) != 1 {
				t.Fatalf("%d members, want 1", len(page.Members))
			}
			apptest.Equal(t, "the role is the organization's", page.Members[0].Here, true)
			apptest.Equal(t, "is event", page.IsEvent, false)
			apptest.Equal(t, "number of tokens", len(page.Tokens), 0)
		})
	})
}

func TestWhatIsWrongWithAFormIsToldAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		event := modelstest.Summit(t, db, "summit")
		for title, c := range map[string]struct {
			do   func() error
			want map[string]string
		}{
			"a member": {
				func() error {
					return f.Add(t.Context(), member.AtEvent(event), member.AddInput{Email: "taro", Role: "king", By: byOwner})
				},
				map[string]string{"email": "field.email", "role": "field.choice"},
			},
			"an advertisement for a name": {
				func() error {
					return f.Add(t.Context(), member.AtEvent(event), member.AddInput{
						Email: "taro@mail.example", Name: "www.phish.example", Role: models.RoleAnalyst, By: byOwner,
					})
				},
				map[string]string{"name": "field.no_url"},
			},
			"a token": {
				func() error { _, _, err := f.NewToken(t.Context(), event, member.TokenInput{}, nil); return err },
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

func TestMembersAreSorted(t *testing.T) {
	row := func(name, email string, role models.Role) member.Row {
		now := time.Now()
		of := models.Account{Name: name, Email: email}
		return member.Row{Member: models.Member{Role: role, Account: of, AcceptedAt: &now}}
	}
	for by, want := range map[string][]string{
		"":       {"さとう", "あおき", "わだ"},
		"name":   {"あおき", "さとう", "わだ"},
		"-name":  {"わだ", "さとう", "あおき"},
		"email":  {"わだ", "あおき", "さとう"},
		"-role":  {"わだ", "あおき", "さとう"},
		"secret": {"さとう", "あおき", "わだ"},
	} {
		page := member.Page{Members: []member.Row{
			row("さとう", "c@x.example", models.RoleOwner), row("あおき", "B@x.example", models.RoleOrganizer),
			row("わだ", "a@x.example", models.RoleAnalyst),
		}}
		page.Sort(by)
		var names []string
		for _, r := range page.Members {
			names = append(names, r.ShownName())
		}
		apptest.Equal(t, "by "+by, names, want)
	}
}
