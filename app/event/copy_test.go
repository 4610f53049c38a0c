package event_test

import (
	"errors"
	"testing"
	"time"

	"meguri/app/event"
	"meguri/app/service/check"
	"meguri/models"
	"meguri/models/modelstest"
)

// copied is a new copy of the event.
func (f *fixture) copied(t *testing.T) *models.Event {
	t.Helper()
	owner := f.account(t, models.RoleOwner, false)
	copied, err := f.events.Copy(t.Context(), owner, f.stored(t), copyInput(f.event))
	must(t, err)
	return copied
}

// copyInput is the form of a copy a year later, with everything.
func copyInput(e *models.Event) *event.CopyInput {
	return &event.CopyInput{
		ID: models.NewID(), TitleJa: e.TitleJa, TitleEn: e.TitleEn,
		StartsAt: e.Local(e.StartsAt).AddDate(0, 0, 364).Format(check.LocalLayout),
		EndsAt:   e.Local(e.EndsAt).AddDate(0, 0, 364).Format(check.LocalLayout),
		Agenda:   true, Survey: true, Partners: true,
	}
}

func TestACopyIsADraft(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.events.Cancel(t.Context(), f.event, "雨のため"))
		copied := f.copied(t)
		equal(t, "the state", copied.State, models.EventDraft)
		equal(t, "the slug", copied.Slug, "kawasaki-pro-bono-summit")
		equal(t, "the reason", copied.CancelReason, "")
		equal(t, "whether it is called off", copied.WasCancelled(), false)
		equal(t, "the title", copied.TitleJa, f.event.TitleJa)
		equal(t, "the slug of a further one", f.copied(t).Slug, "kawasaki-pro-bono-summit-2")
	})
}

func TestARepeatedRequestMakesOneCopy(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		owner, in := f.account(t, models.RoleOwner, false), copyInput(f.event)
		first, err := f.events.Copy(t.Context(), owner, f.stored(t), in)
		must(t, err)
		again, err := f.events.Copy(t.Context(), owner, f.stored(t), in)
		must(t, err)
		equal(t, "the id", first.ID, in.ID)
		equal(t, "the id of the second", again.ID, in.ID)
	})
}

func TestWhoMayCopy(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			role    models.Role
			atEvent bool
			code    models.Code
		}{
			"an organizer of the host":     {models.RoleOrganizer, false, ""},
			"not a receptionist of it":     {models.RoleReceptionist, false, models.CodeForbidden},
			"not an organizer of this one": {models.RoleOrganizer, true, models.CodeForbidden},
		} {
			t.Run(name, func(t *testing.T) {
				_, err := f.events.Copy(t.Context(), f.account(t, c.role, c.atEvent), f.event, copyInput(f.event))
				equal(t, "the error", models.CodeOf(err), c.code)
			})
		}
	})
}

func TestACopyHasNoPeople(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Registration(t, f.db, f.event, "venue")
		copied := f.copied(t)
		count, err := f.query(t).Registrations().Count(copied, models.RegistrationFilter{}, 1000)
		must(t, err)
		equal(t, "the number of registrations", count, 0)
		types, err := f.query(t).TicketTypes().OfEvent(copied)
		must(t, err)
		equal(t, "the ticket types", slugsOf(types), []string{"venue", "online"})
		equal(t, "the places taken", types[0].Taken, 0)
		equal(t, "the capacity", *types[0].Capacity, 2)
	})
}

func TestACopyHasTheAgenda(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		cancelled := modelstest.Session(t, f.db, f.event, models.Session{
			TitleJa: "開会", StartsAt: f.event.StartsAt, EndsAt: f.event.EndsAt,
			Room: &models.Room{NameJa: "大会議室"}, Track: &models.Track{NameJa: "対話"},
			Speakers: []models.SessionSpeaker{
				{Speaker: models.Speaker{OrganizationEn: "NEC", NameEn: "Alice"}},
				{Speaker: models.Speaker{NameJa: "市長"}},
			},
		})
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			return tx.Sessions().SetCancelled(f.event, cancelled.ID, true)
		})
		sessions, err := f.query(t).Sessions().OfEvent(f.copied(t))
		must(t, err)
		equal(t, "the number of sessions", len(sessions), 1)
		equal(t, "the title", sessions[0].TitleJa, "開会")
		equal(t, "when it was cancelled", sessions[0].CancelledAt, nil)
		equal(t, "the room", sessions[0].Room.NameJa, "大会議室")
		equal(t, "the track", sessions[0].Track.NameJa, "対話")
		equal(t, "the number of speakers", len(sessions[0].Speakers), 2)
		equal(t, "the first speaker", sessions[0].Speakers[0].Speaker.NameEn, "Alice")
	})
}

func TestACopyHasConsentsPartnersDoorsAndSurveys(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		in := inputOf(f.event)
		in.PartnerInput = partners([3]string{"専修大学", "partner", ""})
		must(t, f.events.Update(t.Context(), f.stored(t), in))
		closes := f.event.EndsAt.Add(time.Hour)
		survey := &models.Survey{EventID: f.event.ID, TitleJa: "ふりかえり", State: models.SurveyOpen, ClosesAt: &closes}
		question := &models.Question{Slug: "joy", Kind: models.QuestionScale5, TitleJa: "楽しかったですか"}
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			consent := &models.ConsentText{EventID: f.event.ID, Slug: "photo", TextJa: "写真を撮ります。"}
			if err := tx.ConsentTexts().Add(consent); err != nil {
				return err
			}
			if err := tx.Doors().Create(&models.Door{EventID: f.event.ID, Slug: "main", NameJa: "正面"}); err != nil {
				return err
			}
			if err := tx.Surveys().Create(survey); err != nil {
				return err
			}
			return tx.Questions().Add(survey, question)
		})
		q, copied := f.query(t), f.copied(t)
		must(t, q.Events().LoadPartners(copied))
		equal(t, "the number of partners", len(copied.Partners), 1)
		equal(t, "the partner", copied.Partners[0].Organization.NameJa, "専修大学")
		consents, err := q.ConsentTexts().OfEvent(copied)
		must(t, err)
		equal(t, "the number of consents", len(consents), 1)
		equal(t, "the consent", consents[0].TextJa, "写真を撮ります。")
		doors, err := q.Doors().OfEvent(copied)
		must(t, err)
		equal(t, "the number of doors", len(doors), 1)
		equal(t, "the door", doors[0].NameJa, "正面")
		surveys, err := q.Surveys().OfEvent(copied)
		must(t, err)
		equal(t, "the number of surveys", len(surveys), 1)
		equal(t, "the state of the survey", surveys[0].State, models.SurveyDraft)
		equal(t, "when it closes", surveys[0].ClosesAt, nil)
		equal(t, "the number of questions", len(surveys[0].Questions), 1)
		equal(t, "the question", surveys[0].Questions[0].TitleJa, "楽しかったですか")
	})
}

func TestACopyHasNoStream(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.makeReady(t)
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			e := *f.event
			e.StreamURL, e.PreviousStartsAt = "https://stream.example/2025", &f.event.StartsAt
			return tx.Events().Update(&e, e.Version)
		})
		copied := f.copied(t)
		equal(t, "the stream", copied.StreamURL, "")
		equal(t, "the start before a move", copied.PreviousStartsAt, nil)
		missing, err := f.events.Missing(t.Context(), copied)
		must(t, err)
		equal(t, "what is asked for", missing, []string{"event.missing_stream"})
	})
}

// What people are told comes along as the copy's first version; what was told before belongs to the other event.
func TestACopyTellsWhatBecomesOfData(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for version := range 2 {
			must(t, f.db.InTx(t.Context(), func(tx *models.Tx) error {
				return tx.Privacy().Add(&models.PrivacyNotice{
					EventID: f.event.ID, Keep: models.ProposedKeep, Texts: map[string]string{"joint_scope_ja": "川崎市"},
				}, version)
			}))
		}
		copied := f.copied(t)
		versions, err := f.db.Query(t.Context()).Privacy().Versions(copied)
		must(t, err)
		equal(t, "the number of versions", len(versions), 1)
		equal(t, "the text", versions[0].Texts["joint_scope_ja"], "川崎市")
		stored, err := f.db.Query(t.Context()).Events().ByID(copied.ID)
		must(t, err)
		equal(t, "the version of the event", stored.PrivacyVersion, 1)
	})
}

func TestACopyHasTheOwnWordsOfMails(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		modelstest.Write(t, f.db, func(tx *models.Tx) error {
			w := &models.MailWording{EventID: f.event.ID, Kind: "link_again", Lang: "ja", Subject: "リンク", Body: "x"}
			rules := models.MailRules{QuietFrom: 21, QuietUntil: 8}
			return errors.Join(tx.Mails().Word(w), tx.Events().SetMailRules(f.event, rules))
		})
		copied := f.copied(t)
		w, err := f.db.Query(t.Context()).Mails().Wording(copied.ID, "link_again", "ja")
		must(t, err)
		equal(t, "subject", w.Subject, "リンク")
		equal(t, "quiet from", copied.QuietFrom, 21)
	})
}

// A copy is an edition of the same series; one of an event that is in none begins one, which nobody sees yet.
func TestACopyStaysInItsSeries(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		first := f.copied(t)
		q := f.db.Query(t.Context())
		begun, err := q.Series().OfEvent(f.event.ID)
		must(t, err)
		of, err := q.Series().OfEvent(first.ID)
		must(t, err)
		equal(t, "the series of the copy", of.ID, begun.ID)
		equal(t, "whether it is announced", of.IsAnnounced(), false)
		second, err := q.Series().OfEvent(f.copied(t).ID)
		must(t, err)
		equal(t, "the series of another copy", second.ID, begun.ID)
		earlier, err := q.Editions().Earlier(first)
		must(t, err)
		equal(t, "the edition before", earlier[len(earlier)-1], f.event.ID)
	})
}
