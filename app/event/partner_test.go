package event_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"meguri/app/event"
	"meguri/app/organization"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestPartnersAreRows(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.PartnerInput = partners(
			[3]string{"専修大学", "partner", "Senshu University"}, [3]string{" ", "cohost", ""},
			[3]string{"川崎市", "partner", "City of Kawasaki"}, [3]string{"商店会", "partner", ""},
		)
		in.PartnerOrders, in.PartnersRemoved = []string{"2", "", "１", ""}, []string{"3"}
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the partners", namesOf(made.Partners), []string{"川崎市/City of Kawasaki", "専修大学/Senshu University"})
		again := inputOf(made)
		again.PartnerInput = partners([3]string{"専修大学", "partner", "Another"}, [3]string{"Ｃｉｔｙ of Kawasaki", "partner", ""})
		must(t, f.events.Update(t.Context(), made, again))
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "those that were known", namesOf(made.Partners), []string{"専修大学/Senshu University", "川崎市/City of Kawasaki"})
	})
}

func TestRowsThatCannotBe(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			rows event.PartnerInput
			key  string
		}{
			"the host":            {partners([3]string{"ＮＥＣプロボノ倶楽部", "partner", ""}), "event.partner_host"},
			"one twice":           {partners([3]string{"市", "cohost"}, [3]string{"市", "partner"}), "event.partner_twice"},
			"more than a hundred": {event.PartnerInput{PartnerNames: hundredAndOne()}, "event.partners_many"},
		} {
			t.Run(name, func(t *testing.T) {
				in := newInput("tsudoi")
				in.PartnerInput = c.rows
				_, err := f.events.Create(t.Context(), f.hosts(), in)
				wantFault(t, err, "partners", c.key)
			})
		}
	})
}

func hundredAndOne() []string {
	names := make([]string, 101)
	for i := range names {
		names[i] = "団体" + strconv.Itoa(i)
	}
	return names
}

func namesOf(partners []models.EventOrganization) []string {
	var names []string
	for _, p := range partners {
		names = append(names, p.Organization.NameJa+"/"+p.Organization.NameEn)
	}
	return names
}

func TestACoHostThatWasAPartnerIsAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.PartnerInput = partners([3]string{"専修大学", "partner", ""})
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		in = inputOf(made)
		in.PartnerInput = partners([3]string{"専修大学", "cohost", ""})
		must(t, f.events.Update(t.Context(), made, in))
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the number of partners that are shown before it agrees", len(made.Partners), 0)
		page, err := f.events.EditPage(t.Context(), made.ID)
		must(t, err)
		rows := page.PartnerRows(page.Input)
		equal(t, "the number of rows", len(rows), 1)
		equal(t, "the part", rows[0].Part, models.PartCoHost)
		equal(t, "whether the form says that it waits", rows[0].Waits, true)
	})
}

func TestALongNameOfAPartnerIsClipped(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := newInput("tsudoi")
		in.PartnerInput = partners([3]string{strings.Repeat("長", 300), "partner", ""})
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		must(t, f.query(t).Events().LoadPartners(made))
		equal(t, "the name", made.Partners[0].Organization.NameJa, strings.Repeat("長", 200))
	})
}

// other makes an organization, with an owner where email is not "".
func (f *fixture) other(t *testing.T, name, email string) *models.Organization {
	t.Helper()
	o := models.NewOrganization(name, "")
	owner := &models.Account{Email: email, EmailKey: email, Name: "管理者", PasswordHash: "hash", Locale: "ja"}
	modelstest.Write(t, f.db, func(tx *models.Tx) error {
		o.CreatedAt = tx.Now
		if err := tx.Organizations().Create(&o); err != nil || email == "" {
			return err
		}
		if err := tx.Accounts().Create(owner); err != nil {
			return err
		}
		return tx.Members().Add(&models.Member{AccountID: owner.ID, OrganizationID: &o.ID, Role: models.RoleOwner})
	})
	return &o
}

// shown are the names of the organizations that are named in public.
func (f *fixture) shown(t *testing.T, e *models.Event) string {
	t.Helper()
	must(t, f.query(t).Events().LoadPartners(e))
	var names []string
	for _, p := range e.Partners {
		names = append(names, p.Organization.NameJa+" "+string(p.Part))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func TestAnOrganizationIsNamedOnceItAgreed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		university, club := f.other(t, "大学", "owner@university.example"), f.other(t, "倶楽部", "owner@club.example")
		unowned, name := f.other(t, "協会", ""), f.other(t, "商店会", "")
		in := newInput("tsudoi")
		in.PartnerInput = partners(
			[3]string{university.NameJa, "cohost"}, [3]string{unowned.NameJa, "cohost"},
			[3]string{club.NameJa, "partner"}, [3]string{name.NameJa, "partner"},
		)
		made, err := f.events.Create(t.Context(), f.hosts(), in)
		must(t, err)
		equal(t, "at first", f.shown(t, made), "商店会 partner")
		answer := func(o *models.Organization, accept bool) {
			t.Helper()
			must(t, organization.New(f.db, organization.Options{}).AnswerNaming(t.Context(), o, made.ID, accept))
		}
		answer(university, true)
		answer(club, false)
		equal(t, "after their answers", f.shown(t, made), "商店会 partner, 大学 cohost")
		t.Run("and stays so when the event is saved again", func(t *testing.T) {
			again := inputOf(made)
			again.PartnerInput = in.PartnerInput
			must(t, f.events.Update(t.Context(), made, again))
			equal(t, "then", f.shown(t, made), "商店会 partner, 大学 cohost")
		})
		t.Run("a copy of the event asks again", func(t *testing.T) {
			who := f.account(t, models.RoleOwner, false)
			copied, err := f.events.Copy(t.Context(), who, made, copyInput(made))
			must(t, err)
			equal(t, "the copy", f.shown(t, copied), "商店会 partner")
		})
		t.Run("taking it back hides it", func(t *testing.T) {
			answer(university, false)
			equal(t, "then", f.shown(t, made), "商店会 partner")
		})
		t.Run("another organization cannot answer", func(t *testing.T) {
			other := &models.Organization{ID: models.NewID()}
			err := organization.New(f.db, organization.Options{}).AnswerNaming(t.Context(), other, made.ID, true)
			equal(t, "the error", models.CodeOf(err), models.CodeNotFound)
		})
	})
}
