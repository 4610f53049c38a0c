package entry_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/entry"
	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

type fixture struct {
	t             *testing.T
	db            *models.DB
	event         *models.Event
	entries       *entry.Service
	registrations *registration.Service
}

func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Cleanup(func() { db.SetClock(time.Now) })
		test(t, &fixture{
			t, db, modelstest.Summit(t, db, "summit"), entry.New(db),
			registration.New(db, link.New([]byte("a key of the test's")), nil),
		})
	})
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// faults are the fields of an error, each with the key of its text.
func faults(t *testing.T, err error) map[string]string {
	t.Helper()
	var known *models.Error
	if !errors.As(err, &known) {
		t.Fatalf("%v has no fields", err)
	}
	return known.Fields
}

func (f *fixture) register(name, code string) error {
	in := &registration.SignUpInput{
		TicketType: "venue", NameInput: registration.NameInput{Family: name, Given: "花子"},
		Email: name + "@mail.example", Locale: "ja", EntryCode: code,
	}
	_, err := f.registrations.SignUp(f.t.Context(), f.event, in)
	return err
}

func (f *fixture) advance(by time.Duration) {
	at := f.db.Now().Add(by)
	f.db.SetClock(func() time.Time { return at })
}

func TestCodesAreMade(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		made, err := f.entries.MakeCodes(t.Context(), f.event, &entry.CodeInput{
			Types: []string{"venue", "online"}, Count: "250", MaxUses: "1", Note: "看護協会",
		})
		f.must(err)
		equal(t, "how many", len(made), 250)
		different := map[string]bool{}
		for i := range made {
			different[made[i].CodeKey] = true
		}
		equal(t, "how many different ones", len(different), 250)
		_, err = f.entries.MakeCodes(t.Context(), f.event, &entry.CodeInput{Types: []string{"venue"}, Code: "Sponsor 2026"})
		f.must(err)
		page, err := f.entries.CodesPage(t.Context(), f.event)
		f.must(err)
		equal(t, "the latest", page.Codes[0].Code, "SPONSOR2026")
		equal(t, "the ticket types of another", len(page.Codes[1].Types), 2)
		f.must(f.register("a", "sponsor-2026"))
		f.must(f.entries.StopCode(t.Context(), f.event, page.Codes[0].ID, true))
		equal(t, "faults once it is stopped", faults(t, f.register("b", "sponsor-2026")),
			map[string]string{"entry_code": "entry.code_stopped"})
		f.must(f.entries.StopCode(t.Context(), f.event, page.Codes[0].ID, false))
		f.must(f.entries.ChangeCode(t.Context(), f.event, page.Codes[0].ID, &entry.CodeInput{MaxUses: "1"}))
		equal(t, "faults once it is for one", faults(t, f.register("b", "sponsor-2026")),
			map[string]string{"entry_code": "entry.code_used_up"})
	})
}

// The organizations of an event get a code each, with which their members register before everybody else, as many as it
// says; from the time on nobody needs one.
func TestMembersOfHostOrganizationsRegisterFirst(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			co := &models.Organization{Slug: "nurses", NameJa: "看護協会"}
			if err := tx.Organizations().Create(co); err != nil {
				return err
			}
			agreed := tx.Now
			return tx.Events().ReplacePartners(f.event, []models.EventOrganization{
				{EventID: f.event.ID, OrganizationID: co.ID, Part: models.PartCoHost, AcceptedAt: &agreed},
			})
		})
		made, err := f.entries.MakeCodes(t.Context(), f.event, &entry.CodeInput{
			Types: []string{"venue"}, MaxUses: "1", Hosts: true,
		})
		f.must(err)
		notes := make([]string, len(made))
		for i := range made {
			notes[i] = made[i].Note
		}
		equal(t, "a code for each", slices.Contains(notes, "看護協会") && len(made) == 2, true)
		until := f.db.Now().Add(24 * time.Hour)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			venue, err := tx.TicketTypes().BySlug(f.event, "venue")
			if err != nil {
				return err
			}
			venue.Entry, venue.EntryUntil = models.EntryByCode, &until
			return tx.TicketTypes().Update(venue, venue.Version)
		})
		needed := map[string]string{"entry_code": "entry.code_needed"}
		equal(t, "faults of who is no member", faults(t, f.register("a", "")), needed)
		for i := range made {
			f.must(f.register("member"+made[i].CodeKey, made[i].Code))
		}
		equal(t, "faults of one member more", faults(t, f.register("b", made[0].Code)),
			map[string]string{"entry_code": "entry.code_used_up"})
		f.advance(25 * time.Hour)
		f.must(f.register("a", ""))
	})
}

func TestWhatIsWrongWithACodeIsSaid(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		venue := []string{"venue"}
		for name, c := range map[string]struct {
			in   entry.CodeInput
			want map[string]string
		}{
			"nothing":        {entry.CodeInput{}, map[string]string{"ticket_types": "entry.no_type"}},
			"another's type": {entry.CodeInput{Types: []string{"none"}}, map[string]string{"ticket_types": "entry.no_type"}},
			"no code":        {entry.CodeInput{Types: venue, Code: "合言葉"}, map[string]string{"code": "entry.code_form"}},
			"one many times": {
				entry.CodeInput{Types: venue, Code: "WORD", Count: "2"}, map[string]string{"code": "entry.code_once"},
			},
			"too many": {entry.CodeInput{Types: venue, Count: "1001"}, map[string]string{"count": "field.number_range"}},
			"no use, no time": {
				entry.CodeInput{Types: venue, MaxUses: "0", ExpiresAt: "soon"},
				map[string]string{"max_uses": "field.number_range", "expires_at": "field.time"},
			},
		} {
			_, err := f.entries.MakeCodes(t.Context(), f.event, &c.in)
			equal(t, name, slices.Sorted(keys(faults(t, err))), slices.Sorted(keys(c.want)))
		}
		_, err := f.entries.MakeCodes(t.Context(), f.event, &entry.CodeInput{Types: venue, Code: "WORD"})
		f.must(err)
		_, err = f.entries.MakeCodes(t.Context(), f.event, &entry.CodeInput{Types: venue, Code: "wo-rd"})
		equal(t, "one that is there", faults(t, err), map[string]string{"code": "entry.code_taken"})
		page, err := f.entries.CodesPage(t.Context(), f.event)
		f.must(err)
		equal(t, "codes", len(page.Codes), 1)
	})
}

func keys(m map[string]string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

func (f *fixture) invite(people string) entry.Invited {
	f.t.Helper()
	invited, err := f.entries.Invite(f.t.Context(), f.event, &entry.InvitationInput{
		People: people, Types: []string{"venue"}, Locale: "ja",
		ExpiresAt: f.event.Local(f.db.Now().Add(72 * time.Hour)).Format("2006-01-02T15:04"),
	})
	f.must(err)
	return invited
}

// invited lists the invitations as "address state", and their codes by address.
func (f *fixture) invited() (list []string, codes map[string]string) {
	f.t.Helper()
	page, err := f.entries.InvitationsPage(f.t.Context(), f.event)
	f.must(err)
	codes = map[string]string{}
	for _, row := range page.List {
		list = append(list, row.Email+" "+string(row.State))
		codes[row.Email] = row.Code.Code
	}
	return list, codes
}

func TestInvitationsAreAnsweredOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		people := "川崎 花子 a@mail.example\n\"Sato, T.\" <b@mail.example>\nc@mail.example; ｄ@mail.example\r\n"
		people = strings.Replace(people, "\"Sato, T.\"", "Sato", 1)
		equal(t, "invited", f.invite(people), entry.Invited{New: 4})
		equal(t, "invited again", f.invite("A@mail.example\ne@mail.example"), entry.Invited{New: 1, Known: 1})
		list, codes := f.invited()
		equal(t, "how they stand", list, []string{
			"a@mail.example invited", "b@mail.example invited", "c@mail.example invited", "d@mail.example invited",
			"e@mail.example invited",
		})
		f.must(f.register("somebody", codes["a@mail.example"]))
		equal(t, "a second one", faults(t, f.register("friend", codes["a@mail.example"])),
			map[string]string{"entry_code": "entry.code_used_up"})
		for range 2 {
			f.must(f.entries.Decline(t.Context(), f.event, codes["b@mail.example"]))
		}
		page, err := f.entries.InvitationsPage(t.Context(), f.event)
		f.must(err)
		f.must(f.entries.Withdraw(t.Context(), f.event, page.List[2].ID))
		n, err := f.entries.Remind(t.Context(), f.event)
		f.must(err)
		equal(t, "reminded at once", n, 0)
		f.advance(25 * time.Hour)
		n, err = f.entries.Remind(t.Context(), f.event)
		f.must(err)
		equal(t, "reminded", n, 2)
		list, _ = f.invited()
		equal(t, "how they stand then", list, []string{
			"a@mail.example registered", "b@mail.example declined", "c@mail.example withdrawn", "d@mail.example invited",
			"e@mail.example invited",
		})
		f.must(f.register("b", codes["b@mail.example"])) // who declined may think again
		f.advance(72 * time.Hour)
		equal(t, "too late", faults(t, f.register("d", codes["d@mail.example"])),
			map[string]string{"entry_code": "entry.code_expired"})
		codesPage, err := f.entries.CodesPage(t.Context(), f.event)
		f.must(err)
		equal(t, "codes among the others", len(codesPage.Codes), 0)
	})
}

func TestNobodyIsInvitedByAListWithAFault(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for people, want := range map[string]string{
			"a@mail.example\n川崎 花子": "invitation.wrong_address", " \n ": "field.required",
			strings.Repeat("x", 3) + "@": "invitation.wrong_address",
		} {
			_, err := f.entries.Invite(t.Context(), f.event, &entry.InvitationInput{
				People: people, Types: []string{"venue"}, Locale: "ja",
			})
			equal(t, people, faults(t, err), map[string]string{"people": want})
		}
		list, _ := f.invited()
		equal(t, "invitations", len(list), 0)
	})
}

// The names of those who never registered go, too.
func TestInvitedPeopleAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.invite("川崎 花子 a@mail.example\nb@mail.example")
		_, codes := f.invited()
		f.must(f.register("a", codes["a@mail.example"]))
		var r *models.Registration
		list, err := f.db.Query(t.Context()).Registrations().List(f.event, models.RegistrationFilter{}, 10)
		f.must(err)
		r = &list[0]
		held, err := f.db.Query(t.Context()).Privacy().Held(f.event, r)
		f.must(err)
		if held.Code == nil || held.Code.Code != codes["a@mail.example"] || held.Invited == nil ||
			held.Invited.Name != "川崎 花子" {
			t.Errorf("the person is told of code %+v and invitation %+v", held.Code, held.Invited)
		}
		f.must(f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.Privacy().EraseOnRequest(f.event, r.ID) }))
		left, _ := f.invited()
		equal(t, "after one was erased", left, []string{" registered", "b@mail.example invited"})
		f.db.SetClock(func() time.Time { return f.event.EndsAt.Add(31 * 24 * time.Hour) })
		f.must(f.db.InTx(t.Context(), func(tx *models.Tx) error { return tx.DeleteExpired() }))
		left, _ = f.invited()
		equal(t, "after a month", left, []string{" registered", " expired"})
	})
}
