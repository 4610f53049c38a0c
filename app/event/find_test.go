package event_test

import (
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestShown(t *testing.T) {
	const (
		nobody    = ""
		organizer = "an organizer of the host"
		atEvent   = "a receptionist of the event"
		stranger  = "an organizer of another event"
	)
	for name, c := range map[string]struct {
		state models.EventState
		who   string
		code  models.Code
	}{
		"a published event to everybody":  {models.EventPublished, nobody, ""},
		"a published event to a stranger": {models.EventPublished, stranger, ""},
		"a cancelled event to everybody":  {models.EventCancelled, nobody, ""},
		"a draft not to everybody":        {models.EventDraft, nobody, models.CodeNotFound},
		"a draft not to a stranger":       {models.EventDraft, stranger, models.CodeNotFound},
		"a draft to its organizers":       {models.EventDraft, organizer, ""},
		"a draft to its receptionists":    {models.EventDraft, atEvent, ""},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				if c.state != models.EventPublished {
					f.setState(t, c.state, nil)
				}
				var account *models.Account
				switch c.who {
				case organizer:
					account = f.account(t, models.RoleOrganizer, false)
				case atEvent:
					account = f.account(t, models.RoleReceptionist, true)
				case stranger:
					other := &fixture{db: f.db, event: modelstest.Summit(t, f.db, "other")}
					account = other.account(t, models.RoleOrganizer, false)
				}
				shown, err := f.events.Shown(t.Context(), "summit", account)
				equal(t, "the error", models.CodeOf(err), c.code)
				if c.code == "" {
					equal(t, "the event", shown.ID, f.event.ID)
				}
			})
		})
	}
	t.Run("no event at all", func(t *testing.T) {
		each(t, func(t *testing.T, f *fixture) {
			_, err := f.events.Shown(t.Context(), "nothing", f.account(t, models.RoleOwner, false))
			equal(t, "the error", models.CodeOf(err), models.CodeNotFound)
		})
	})
}

func TestPublic(t *testing.T) {
	for state, code := range map[models.EventState]models.Code{
		models.EventPublished: "",
		models.EventCancelled: "",
		models.EventDraft:     models.CodeNotFound,
	} {
		t.Run(string(state), func(t *testing.T) {
			each(t, func(t *testing.T, f *fixture) {
				if state != models.EventPublished {
					f.setState(t, state, nil)
				}
				_, err := f.events.Public(t.Context(), "summit")
				equal(t, "the error", models.CodeOf(err), code)
			})
		})
	}
}

func TestBySlug(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.setState(t, models.EventDraft, nil)
		found, err := f.events.BySlug(t.Context(), "summit")
		must(t, err)
		equal(t, "the event", found.ID, f.event.ID)
		found.TitleJa = "who asks next does not see this"
		again, err := f.events.BySlug(t.Context(), "summit")
		must(t, err)
		equal(t, "the title", again.TitleJa, f.event.TitleJa)
		_, err = f.events.BySlug(t.Context(), "nothing")
		equal(t, "the error", models.CodeOf(err), models.CodeNotFound)
	})
}

func TestOfSurvey(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		survey := &models.Survey{EventID: f.event.ID, TitleJa: "アンケート"}
		modelstest.Write(t, f.db, func(tx *models.Tx) error { return tx.Surveys().Create(survey) })
		found, err := f.events.OfSurvey(t.Context(), survey.ID)
		must(t, err)
		equal(t, "the event", found.ID, f.event.ID)
		_, err = f.events.OfSurvey(t.Context(), models.NewID())
		equal(t, "the error", models.CodeOf(err), models.CodeNotFound)
	})
}
