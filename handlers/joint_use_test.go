package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// jointly is an event whose people the organization here offers to use jointly with the other one.
type jointly struct {
	*together
	id          string
	ours, there paths.JointUse
	// begins is in how many days it begins.
	begins int
}

const (
	jointTold   = "told@mail.example"
	jointNeeds  = "手話通訳をお願いします"
	jointReason = "次回のご案内のため"
)

func eachJointly(t *testing.T, test func(t *testing.T, s *jointly)) {
	t.Helper()
	eachTogether(t, func(t *testing.T, s *together) {
		j := &jointly{together: s}
		j.offer("event:"+s.Event.ID, "name", "organization")
		test(t, j)
	})
}

// offer offers a joint use to the other organization, without its answer.
func (s *jointly) offer(about string, fields ...string) {
	s.T.Helper()
	home := paths.OfStaffOrganization("here-host")
	day := func(days int) string {
		return s.DB.Now().In(models.DefaultZone).AddDate(0, 0, days).Format(time.DateOnly)
	}
	typed := []string{
		"about", about, "others", "elsewhere-host", "roles", "owner", "purpose_ja", jointReason, "address_ja", "川崎市中原区1-2-3",
		"representative_ja", "代表 花子", "starts_on", day(s.begins), "ends_on", day(30),
	}
	for _, field := range fields {
		typed = append(typed, "fields", field)
	}
	answer := s.here.Post(home.JointUses(), typed...)
	if answer.Code != http.StatusSeeOther {
		s.T.Fatal(answer.Code, answer.Body.String())
	}
	to := strings.Split(answer.Header().Get("Location"), "/")
	s.id = to[len(to)-1]
	s.ours, s.there = home.JointUse(s.id), paths.OfStaffOrganization("elsewhere-host").JointUse(s.id)
}

func (s *jointly) accept() {
	s.T.Helper()
	s.mallory.LeadsTo(s.mallory.Post(s.there.Answer(), "answer", "accept"), string(s.there))
}

// signs registers somebody by the form as it is now, with what it told.
func (s *jointly) signs(family, email string, more ...string) string {
	s.T.Helper()
	form := apptest.Document(s.T, s.Client().Get(paths.OfEvent(s.Event.Slug).Register()))
	values := url.Values{
		"id": {models.NewAnonymousID()}, "ticket_type": {"online"}, "family_name": {family}, "given_name": {"花子"},
		"email": {email}, "consents": {"privacy"}, "organization": {"市民の会"}, "needs": {jointNeeds},
	}
	form.Find("input[name=joint]").Each(func(_ int, field *goquery.Selection) {
		values.Add("joint", field.AttrOr("value", ""))
	})
	for i := 0; i < len(more); i += 2 {
		values.Add(more[i], more[i+1])
	}
	answer := s.Form(paths.OfEvent(s.Event.Slug).Register(), values)
	if answer.Code != http.StatusSeeOther {
		s.T.Fatal(answer.Code, answer.Body.String())
	}
	return answer.Header().Get("Location")
}

// sees are the bodies of all that the other organization can read of it.
func (s *jointly) sees() string {
	s.T.Helper()
	text := ""
	for _, path := range []string{s.there.People(), s.there.CSV(), string(s.there), s.there.People() + "?q=told"} {
		if answer := s.mallory.Get(path); answer.Code == http.StatusOK {
			text += answer.Body.String()
		}
	}
	return text
}

func (s *jointly) registration(email string) *models.Registration {
	s.T.Helper()
	for r, err := range s.DB.Query(s.T.Context()).Registrations().Each(s.Event, models.RegistrationFilter{}) {
		if err != nil {
			s.T.Fatal(err)
		}
		if r.Email == email {
			return r
		}
	}
	s.T.Fatal("nobody has", email)
	return nil
}

// Before both said yes nothing is told or seen; then only who was told, and only what was agreed on.
func TestOnlyWhatWasAgreedAndToldIsSeen(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		form := paths.OfEvent(s.Event.Slug).Register()
		apptest.Lacks(t, "the form before the yes", s.Client().Get(form).Body.String(), jointReason)
		s.signs("早井", "early@mail.example")
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusNotFound)
		s.here.Wants(s.here.Post(s.there.Answer(), "answer", "accept"), http.StatusNotFound) // in its name
		s.here.Wants(s.here.Post(s.ours.Answer(), "answer", "accept"), http.StatusSeeOther)
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusNotFound)

		s.accept()
		told := s.Client().Get(form)
		s.Client().Wants(told, http.StatusOK, "共同で利用", jointReason, "川崎市中原区1-2-3", "代表 花子", "ご所属")
		s.Client().Wants(s.Client().Get(paths.OfEvent(s.Event.Slug).Privacy()), http.StatusOK, jointReason)
		s.signs("知田", jointTold)
		s.signs("断木", "no@mail.example", "joint_refused", "true")
		s.SignUp(s.Event, "program@mail.example") // by a program, which was told nothing

		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田", "市民の会", "1")
		apptest.Lacks(t, "what the other sees", s.sees(), "早井", "断木", "高橋", jointTold, "mail.example", jointNeeds)
		// what was not agreed on is not searched, nor sorted by
		apptest.Lacks(t, "a search by address", s.mallory.Get(s.there.People()+"?q=mail").Body.String(), "知田")
		s.mallory.Wants(s.mallory.Get(s.there.People()+"?sort=email"), http.StatusOK, "知田")
		s.mallory.Wants(s.mallory.Get(s.there.CSV()), http.StatusOK, "お名前", "知田")
		// both sides read who looked
		s.here.Wants(s.here.Get(string(s.ours)), http.StatusOK, "名簿を開きました", "ファイルを取り出しました")
		s.here.Wants(s.here.Get(paths.OfStaffOrganization("here-host").Audit()), http.StatusOK, "共同利用の名簿を閲覧")

		own := string(paths.OfAttendee(s.MailedSecret(s.registration("early@mail.example").ID)))
		s.Client().Wants(s.Client().Get(own), http.StatusOK, jointReason, "利用していません")
		s.Client().Post(own+"/joint-uses/"+s.id, "say", "agree")
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "早井")
		s.Client().Post(own+"/joint-uses/"+s.id, "say", "refuse")
		apptest.Lacks(t, "what the other sees after the no", s.sees(), "早井")
		s.Client().Wants(s.Client().Get(own+"/data"), http.StatusOK, jointReason, "断った日時")
		apptest.Contains(t, "the person's file", s.Client().Get(own+"/data.json").Body.String(), "joint_uses", "refused_at")
		s.Client().Wants(s.Client().Post(own+"/joint-uses/"+models.NewID(), "say", "agree"), http.StatusNotFound)
	})
}

// Nobody else opens it, and of the other's staff only the roles that were agreed on.
func TestJointUseIsForTheAgreedRolesAlone(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		s.accept()
		s.signs("知田", jointTold)
		outside := paths.OfStaffOrganization("third-host").JointUse(s.id)
		for _, path := range []string{s.there.People(), s.there.CSV(), string(s.there)} {
			s.Client().Wants(s.Client().Get(path), http.StatusSeeOther)
			for name, c := range map[string]*apptest.Client{"another organization": s.outsider, "here": s.here} {
				if answer := c.Get(path); answer.Code == http.StatusOK {
					t.Errorf("%s opens %s", name, path)
				}
			}
		}
		for _, path := range []string{outside.People(), outside.CSV(), string(outside)} {
			s.outsider.Wants(s.outsider.Get(path), http.StatusNotFound)
		}
		s.outsider.Wants(s.outsider.Post(outside.Answer(), "answer", "end"), http.StatusNotFound)
		for _, role := range []models.Role{models.RoleOrganizer, models.RoleReceptionist, models.RoleAnalyst} {
			c := s.AsAccount(s.Member(s.Other, role))
			c.Wants(c.Get(s.there.People()), http.StatusForbidden)
			c.Wants(c.Get(s.there.CSV()), http.StatusForbidden)
			c.Wants(c.Post(s.there.Answer(), "answer", "end"), http.StatusForbidden)
		}
		s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田")
		// nothing else of the event opens with it
		s.mallory.Wants(s.mallory.Get(paths.OfStaffEvent(s.Event.Slug).Registrations()), http.StatusNotFound)
	})
}

// What ends it ends it at once, and for good.
func TestJointUseEndsAtOnce(t *testing.T) {
	left := func(s *jointly, slug string) {
		s.Write(func(tx *models.Tx) error {
			o, err := tx.Organizations().BySlug(slug)
			if err != nil {
				return err
			}
			o.LeftAt = &tx.Now
			if err := tx.Organizations().Update(o); err != nil {
				return err
			}
			return tx.JointUses().LeaveAll(o.ID)
		})
	}
	for name, end := range map[string]func(s *jointly){
		"by the other": func(s *jointly) { s.mallory.Post(s.there.Answer(), "answer", "end") },
		"by who offered it": func(s *jointly) {
			s.here.LeadsTo(s.here.Post(s.ours.Answer(), "answer", "end"), string(s.ours))
		},
		"by its last day":          func(s *jointly) { s.Advance(32 * 24 * time.Hour) },
		"as the other leaves":      func(s *jointly) { left(s, "elsewhere-host") },
		"as who offered it leaves": func(s *jointly) { left(s, "here-host") },
	} {
		t.Run(name, func(t *testing.T) {
			eachJointly(t, func(t *testing.T, s *jointly) {
				s.accept()
				s.signs("知田", jointTold)
				s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田")
				end(s)
				mallory := s.AsAccount(s.OtherOwner)
				mallory.Wants(mallory.Get(s.there.People()), http.StatusNotFound)
				mallory.Wants(mallory.Get(s.there.CSV()), http.StatusNotFound)
				apptest.Lacks(t, "the form", s.Client().Get(paths.OfEvent(s.Event.Slug).Register()).Body.String(), jointReason)
				mallory.Post(s.there.Answer(), "answer", "accept")
				mallory.Wants(mallory.Get(s.there.People()), http.StatusNotFound)
			})
		})
	}
}

// Before its first day people are told, and nobody sees anything, whoever said yes.
func TestJointUseBeginsOnItsFirstDay(t *testing.T) {
	eachTogether(t, func(t *testing.T, s *together) {
		j := &jointly{together: s, begins: 3}
		j.offer("event:"+s.Event.ID, "name")
		j.accept()
		j.signs("早井", "early@mail.example")
		j.mallory.Wants(j.mallory.Get(j.there.People()), http.StatusNotFound)
		apptest.Lacks(t, "what the other sees", j.sees(), "早井")

		s.Advance(4 * 24 * time.Hour)
		j.mallory = s.AsAccount(s.OtherOwner)
		j.mallory.Wants(j.mallory.Get(j.there.People()), http.StatusOK, "早井")
	})
}

// An organization whose entry is put together with another one takes nothing along: people were told of the one that
// is gone.
func TestJointUseDoesNotMoveToAnotherOrganization(t *testing.T) {
	for name, merged := range map[string]func(s *jointly) string{
		"of who is responsible": func(s *jointly) string { return s.Event.OrganizationID },
		"of the other":          func(s *jointly) string { return s.otherID },
	} {
		t.Run(name, func(t *testing.T) {
			eachJointly(t, func(t *testing.T, s *jointly) {
				s.accept()
				s.signs("知田", jointTold)
				s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田")
				s.Write(func(tx *models.Tx) error {
					third, err := tx.Organizations().BySlug("third-host")
					if err != nil {
						return err
					}
					return tx.OrganizationMerges().Add(third.ID, merged(s))
				})
				apptest.Lacks(t, "what the other sees", s.sees(), "知田")
				outside := paths.OfStaffOrganization("third-host").JointUse(s.id)
				for _, path := range []string{outside.People(), outside.CSV(), string(outside)} {
					s.outsider.Wants(s.outsider.Get(path), http.StatusNotFound)
				}
				apptest.Lacks(t, "the form", s.Client().Get(paths.OfEvent(s.Event.Slug).Register()).Body.String(), jointReason)
			})
		})
	}
}

// People who are gone, and events that are no more of who agreed, are not seen.
func TestJointUseForgetsWhoIsGone(t *testing.T) {
	for name, gone := range map[string]func(s *jointly, tx *models.Tx, r *models.Registration) error{
		"erased": func(s *jointly, tx *models.Tx, r *models.Registration) error {
			return tx.Privacy().EraseOnRequest(s.Event, r.ID)
		},
		"cancelled": func(_ *jointly, tx *models.Tx, r *models.Registration) error {
			r.State = models.RegistrationCancelled
			return tx.Registrations().Update(r)
		},
		"who said no": func(s *jointly, tx *models.Tx, r *models.Registration) error {
			return tx.JointUses().Say(&models.JointUsePerson{JointUseID: s.id, RegistrationID: &r.ID}, false)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachJointly(t, func(t *testing.T, s *jointly) {
				s.accept()
				s.signs("知田", jointTold)
				r := s.registration(jointTold)
				s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK, "知田")
				s.Write(func(tx *models.Tx) error {
					fresh, err := tx.Registrations().ByID(s.Event, r.ID)
					if err != nil {
						return err
					}
					return gone(s, tx, fresh)
				})
				s.mallory.Wants(s.mallory.Get(s.there.People()), http.StatusOK)
				apptest.Lacks(t, "what the other sees", s.sees(), "知田")
			})
		})
	}
}

// What is typed wrong is told, and nothing is offered.
func TestAnOfferOfJointUseIsChecked(t *testing.T) {
	eachJointly(t, func(t *testing.T, s *jointly) {
		home := paths.OfStaffOrganization("here-host")
		good := func() url.Values {
			day := s.DB.Now().In(models.DefaultZone).AddDate(0, 0, 5).Format(time.DateOnly)
			return url.Values{
				"about": {"event:" + s.Event.ID}, "others": {"elsewhere-host"}, "fields": {"name"}, "roles": {"owner"},
				"purpose_ja": {"x"}, "address_ja": {"y"}, "representative_ja": {"z"}, "starts_on": {day}, "ends_on": {day},
			}
		}
		for name, wrong := range map[string][2]string{
			"another's event": {"about", "event:" + s.Other.ID}, "no such": {"about", "event:x"}, "nobody": {"others", "nobody"},
			"itself": {"others", "here-host"}, "no field": {"fields", "password"}, "of a register": {"fields", "hours"},
			"no role": {"roles", "king"}, "no day": {"ends_on", "2026-99-99"}, "before": {"starts_on", "2020-01-01"},
			"for ever": {"ends_on", "2099-01-01"}, "no purpose": {"purpose_ja", " "}, "no address": {"address_ja", ""},
		} {
			values := good()
			values.Set(wrong[0], wrong[1])
			var pairs []string
			for field, list := range values {
				pairs = append(pairs, field, list[0])
			}
			answer := s.here.Post(home.JointUses(), pairs...)
			apptest.Equal(t, name, answer.Code, http.StatusUnprocessableEntity)
		}
		s.mallory.Wants(s.mallory.Post(s.there.Answer(), "answer", "decline"), http.StatusSeeOther)
		s.mallory.Post(s.there.Answer(), "answer", "accept")
		s.here.Wants(s.here.Get(string(s.ours)), http.StatusOK, "不成立")
	})
}
