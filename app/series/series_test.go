package series_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/event"
	"meguri/app/registration"
	"meguri/app/series"
	"meguri/app/service/link"
	"meguri/models"
	"meguri/models/modelstest"
)

type fixture struct {
	t             *testing.T
	db            *models.DB
	first, next   *models.Event
	of            *models.Series
	series        *series.Service
	events        *event.Service
	registrations *registration.Service
	links         link.Maker
}

// each has a series with an event and a draft of the next one.
func each(t *testing.T, test func(t *testing.T, f *fixture)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Cleanup(func() { db.SetClock(time.Now) })
		f := &fixture{t: t, db: db, links: link.New([]byte("a key of the test's")), first: modelstest.Summit(t, db, "first")}
		f.registrations = registration.New(db, f.links, nil)
		f.series = series.New(db, series.Options{Links: f.links, Register: f.registrations.EnterFollower})
		f.events = event.New(db, f.registrations.CapacityChanged)
		f.events.OnPublish(f.series.Announced)
		f.of = &models.Series{OrganizationID: f.first.OrganizationID, Slug: "summit", TitleJa: "サミット"}
		next := *f.first
		next.ID, next.Slug, next.State = models.NewID(), "next", models.EventDraft
		next.ContactEmail = "host@mail.example"
		next.StartsAt, next.EndsAt = db.Now().AddDate(0, 2, 0), db.Now().AddDate(0, 2, 0).Add(2*time.Hour)
		places := 1
		f.write(func(tx *models.Tx) error {
			f.of.AnnouncedAt = &tx.Now
			if err := tx.Series().Create(f.of); err != nil {
				return err
			}
			if err := tx.Events().Create(&next); err != nil {
				return err
			}
			if err := tx.Editions().Set(f.first.ID, f.of.ID); err != nil {
				return err
			}
			if err := tx.Editions().Set(next.ID, f.of.ID); err != nil {
				return err
			}
			consent := &models.ConsentText{EventID: next.ID, Slug: "privacy", TextJa: "同意します。", Required: true}
			if err := tx.ConsentTexts().Add(consent); err != nil {
				return err
			}
			return tx.TicketTypes().Create(&models.TicketType{
				EventID: next.ID, Slug: "venue", NameJa: "会場", Mode: models.ModeVenue, Capacity: &places,
			})
		})
		f.next = &next
		test(t, f)
	})
}

func (f *fixture) write(do func(tx *models.Tx) error) {
	f.t.Helper()
	modelstest.Write(f.t, f.db, do)
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

// follows has somebody ask to follow the series, and returns the secret that was mailed.
func (f *fixture) follows(name string, mode models.Mode) string {
	f.t.Helper()
	in := &series.FollowInput{Email: name + "@mail.example", Locale: "ja"}
	if mode != "" {
		in.Register, in.Family, in.Given, in.Mode = true, name, "花子", mode
	}
	f.must(f.series.Follow(f.t.Context(), f.of.Slug, in))
	found, err := f.db.Query(f.t.Context()).Series().FollowerOf(f.of, name+"@mail.example")
	f.must(err)
	return f.links.Follower(found.ID)
}

// confirms opens the mailed link, and returns the secret that is good from then on.
func (f *fixture) confirms(secret string) string {
	f.t.Helper()
	kept, err := f.series.Confirm(f.t.Context(), secret)
	f.must(err)
	return kept
}

// publish publishes the next event and does the job that follows from it.
func (f *fixture) publish() {
	f.t.Helper()
	f.must(f.events.Publish(f.t.Context(), f.next))
	f.open()
}

func (f *fixture) open() {
	f.t.Helper()
	f.must(f.series.Open(f.t.Context(), &models.Job{Kind: series.JobOpen, Payload: f.next.ID}))
}

// mails are the kinds of mail to a name.
func (f *fixture) mails(name string) (kinds []string) {
	for _, m := range modelstest.Mails(f.t, f.db) {
		if m.ToAddress == name+"@mail.example" {
			kinds = append(kinds, m.Kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

func (f *fixture) states() map[string]models.RegistrationState {
	f.t.Helper()
	states := map[string]models.RegistrationState{}
	for r, err := range f.db.Query(f.t.Context()).Registrations().Each(f.next, models.RegistrationFilter{}) {
		f.must(err)
		states[r.Family] = r.State
	}
	return states
}

func TestOnlyWhoConfirmedIsTold(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.confirms(f.follows("told", ""))
		f.follows("silent", "")
		f.publish()
		f.open() // again
		equal(t, "mails to who confirmed", f.mails("told"), []string{series.MailConfirm, series.MailNext})
		equal(t, "mails to who did not", f.mails("silent"), []string{series.MailConfirm})
		equal(t, "registrations", len(f.states()), 0)
	})
}

func TestWhoWantsItIsRegisteredOnceAndTold(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.confirms(f.follows("yamada", models.ModeVenue))
		f.confirms(f.follows("sato", models.ModeVenue))
		f.confirms(f.follows("online", models.ModeOnline))
		f.publish()
		f.open()
		states := f.states()
		equal(t, "people registered", len(states), 2)
		waiting := 0
		for _, state := range states {
			if state == models.RegistrationWaitlisted {
				waiting++
			}
		}
		equal(t, "people who wait for the one place", waiting, 1)
		equal(t, "mails", f.mails("yamada"), []string{series.MailConfirm, series.MailRegistered})
		equal(t, "mails to who wants what there is not", f.mails("online"), []string{series.MailConfirm, series.MailNext})
	})
}

func TestNobodyIsToldBeforeItOpens(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.confirms(f.follows("told", ""))
		opens := f.db.Now().Add(48 * time.Hour)
		types, err := f.db.Query(t.Context()).TicketTypes().OfEvent(f.next)
		f.must(err)
		types[0].OpensAt = &opens
		f.write(func(tx *models.Tx) error { return tx.TicketTypes().SetPeriod(&types[0]) })
		f.publish()
		equal(t, "mails before", f.mails("told"), []string{series.MailConfirm})
		f.db.SetClock(func() time.Time { return opens.Add(time.Minute) })
		f.open()
		equal(t, "mails after", f.mails("told"), []string{series.MailConfirm, series.MailNext})
	})
}

func TestEndingErasesAndIsDoneTwice(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		secret := f.follows("yamada", models.ModeVenue)
		f.confirms(secret)
		f.must(f.series.OnlyTell(t.Context(), secret))
		found, err := f.series.Following(t.Context(), secret)
		f.must(err)
		equal(t, "the name", found.Family+string(found.Mode), "")
		f.must(f.series.End(t.Context(), secret))
		f.must(f.series.End(t.Context(), secret))
		_, err = f.series.Following(t.Context(), secret)
		equal(t, "what is left", models.CodeOf(err), models.CodeNotFound)
		f.publish()
		equal(t, "mails", f.mails("yamada"), []string{series.MailConfirm})
	})
}

// Asking again and again sends one mail an hour, and its link stays good.
func TestAskingAgainMailsOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first := f.follows("yamada", "")
		equal(t, "the secret of the second question", f.follows("yamada", models.ModeVenue), first)
		equal(t, "mails", f.mails("yamada"), []string{series.MailConfirm})
		found, err := f.series.Following(t.Context(), first)
		f.must(err)
		equal(t, "the way", found.Mode, models.ModeVenue)
	})
}

// Who knows an address changes nothing of what its person confirmed, and does not hear that it is known.
func TestAnotherCannotChangeWhatWasConfirmed(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		secret := f.follows("yamada", models.ModeVenue)
		f.confirms(secret)
		f.must(f.series.Follow(t.Context(), f.of.Slug, &series.FollowInput{
			Email: "yamada@mail.example", Register: true, Family: "別人", Given: "太郎", Mode: models.ModeOnline, Locale: "ja",
		}))
		found, err := f.series.Following(t.Context(), secret)
		f.must(err)
		equal(t, "the name", found.Family, "yamada")
		equal(t, "the way", found.Mode, models.ModeVenue)
		f.publish()
		equal(t, "registered", f.states(), map[string]models.RegistrationState{"yamada": models.RegistrationConfirmed})
	})
}

// Who follows a series, and asks to be registered as well, is once they confirm that; all mailed links stay good.
func TestAFollowerAsksToBeRegistered(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first := f.follows("yamada", "")
		f.confirms(first)
		wish := f.follows("yamada", models.ModeVenue)
		if wish == first {
			t.Error("the wish changed what was confirmed")
		}
		equal(t, "the secret of asking again", f.follows("yamada", models.ModeVenue), wish)
		equal(t, "of asking without the wish, which does not take it back", f.follows("yamada", ""), wish)
		equal(t, "mails", f.mails("yamada"), []string{series.MailConfirm, series.MailConfirm})
		told, registered, err := f.db.Query(t.Context()).Series().CountFollowers(f.of)
		f.must(err)
		equal(t, "counted before", []int{told, registered}, []int{1, 0})
		equal(t, "the secret from then on", f.confirms(wish), first)
		found, err := f.series.Following(t.Context(), wish)
		f.must(err)
		equal(t, "whom the link of the wish shows", f.links.Follower(found.ID), first)
		equal(t, "confirmed a second time", f.confirms(wish), first)
		f.publish()
		f.open() // again
		equal(t, "registered", f.states(), map[string]models.RegistrationState{"yamada": models.RegistrationConfirmed})
		f.must(f.series.End(t.Context(), first))
		equal(t, "rows", len(modelstest.Texts(t, f.db, "SELECT id FROM series_followers")), 0)
	})
}

// A wish that is made, confirmed and made again has one link. Ended before it is confirmed, it ends nothing else, also
// by a second tap.
func TestALaterWishHasTheLinkOfTheFirst(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first := f.follows("yamada", "")
		f.confirms(first)
		wish := f.follows("yamada", models.ModeVenue)
		f.confirms(wish)
		equal(t, "the link of a second wish", f.follows("yamada", models.ModeOnline), wish)
		found, err := f.series.Following(t.Context(), wish)
		f.must(err)
		equal(t, "what it asks to confirm", found.Mode, models.ModeOnline)
		equal(t, "confirmed", found.ConfirmedAt == nil, true)
		f.must(f.series.End(t.Context(), wish))
		f.must(f.series.End(t.Context(), wish))
		found, err = f.series.Following(t.Context(), first)
		f.must(err)
		equal(t, "what was confirmed before", found.Mode, models.ModeVenue)
	})
}

// The wish outlives what it was added to.
func TestAWishIsConfirmedAfterTheRestIsOver(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.confirms(f.follows("yamada", ""))
		now := f.db.Now()
		f.db.SetClock(func() time.Time { return now.AddDate(2, 0, -1) })
		wish := f.follows("yamada", models.ModeVenue)
		f.db.SetClock(func() time.Time { return now.AddDate(2, 0, 1) })
		equal(t, "the secret", f.confirms(wish), wish)
		found, err := f.series.Following(t.Context(), wish)
		f.must(err)
		equal(t, "the way", found.Mode, models.ModeVenue)
	})
}

func TestWhatIsKeptGoesAfterItsTime(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		secret, silent := f.follows("yamada", models.ModeVenue), f.follows("silent", "")
		f.confirms(secret)
		now := f.db.Now()
		for _, c := range []struct {
			secret string
			days   int
			want   models.Code
		}{{silent, 2, ""}, {silent, 4, models.CodeNotFound}, {secret, 4, ""}, {secret, 731, models.CodeNotFound}} {
			f.db.SetClock(func() time.Time { return now.AddDate(0, 0, c.days) })
			_, err := f.series.Following(t.Context(), c.secret)
			equal(t, "after days", models.CodeOf(err), c.want)
		}
		f.write((*models.Tx).DeleteExpired)
		equal(t, "rows", len(modelstest.Texts(t, f.db, "SELECT id FROM series_followers")), 0)
	})
}

func TestOnlyTheMailedSecretOpens(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		secret := f.follows("yamada", "")
		id, _, _ := strings.Cut(secret, ".")
		for _, wrong := range []string{"", id, id + ".", id + ".x", secret + "x", models.NewID() + "." + secret} {
			_, err := f.series.Following(t.Context(), wrong)
			equal(t, wrong, models.CodeOf(err), models.CodeNotFound)
		}
	})
}

func TestASeriesHasAPageOnceItIsAnnounced(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page, err := f.series.DeskPage(t.Context(), f.next)
		f.must(err)
		equal(t, "editions", len(page.Events), 2)
		in := *page.Input
		in.Announced, in.TitleJa = false, "サミットの集い"
		f.must(f.series.Save(t.Context(), f.next, &in))
		_, err = f.series.Shown(t.Context(), "summit")
		equal(t, "the page", models.CodeOf(err), models.CodeNotFound)
		err = f.series.Save(t.Context(), f.next, &in)
		equal(t, "an edit of an older version", models.CodeOf(err), models.CodeConflict)
		f.must(f.series.Choose(t.Context(), f.next, &series.ChooseInput{}))
		page, err = f.series.DeskPage(t.Context(), f.next)
		f.must(err)
		equal(t, "whether it is in one", page.Series == nil, true)
		f.must(f.series.Choose(t.Context(), f.next, &series.ChooseInput{Series: series.NewSeries, TitleEn: "Summit"}))
		err = f.series.Choose(t.Context(), f.next, &series.ChooseInput{Series: series.NewSeries})
		equal(t, "no title", models.CodeOf(err), models.CodeInvalid)
		other := &models.Organization{ID: models.NewID(), Slug: "others", NameJa: "他", Sector: models.SectorOther}
		foreign := &models.Series{OrganizationID: other.ID, Slug: "foreign", TitleJa: "他のシリーズ"}
		f.write(func(tx *models.Tx) error {
			if err := tx.Organizations().Create(other); err != nil {
				return err
			}
			return tx.Series().Create(foreign)
		})
		err = f.series.Choose(t.Context(), f.next, &series.ChooseInput{Series: foreign.ID})
		equal(t, "a series of another host", models.CodeOf(err), models.CodeInvalid)
	})
}
