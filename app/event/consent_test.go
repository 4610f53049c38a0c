package event_test

import (
	"testing"

	"meguri/app/event"
	"meguri/models"
)

// consents are the event's consent texts.
func (f *fixture) consents(t *testing.T) []models.ConsentText {
	t.Helper()
	list, err := f.query(t).ConsentTexts().OfEvent(f.event)
	must(t, err)
	return list
}

// reword stores the text of the photo consent; slug is "" for a new one.
func (f *fixture) reword(t *testing.T, slug, ja string) error {
	t.Helper()
	return f.events.Reword(t.Context(), f.event, slug, &event.ConsentInput{Slug: "photo", TextJa: ja})
}

func TestANewWordingIsANewVersion(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.reword(t, "", "写真を撮ります。"))
		must(t, f.reword(t, "photo", "写真と動画を撮ります。 "))
		list := f.consents(t)
		equal(t, "the number of consents", len(list), 1)
		equal(t, "the version", list[0].Version, 2)
		equal(t, "the text", list[0].TextJa, "写真と動画を撮ります。")
	})
}

func TestAWithdrawnConsentIsAskedOfNobody(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		must(t, f.reword(t, "", "写真を撮ります。"))
		must(t, f.events.Withdraw(t.Context(), f.event, "photo"))
		equal(t, "the number of consents", len(f.consents(t)), 0)
		must(t, f.reword(t, "", "やはり撮ります。"))
		equal(t, "the version", f.consents(t)[0].Version, 3)
	})
}

func TestConsentFaults(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		for name, c := range map[string]struct {
			in         event.ConsentInput
			field, key string
		}{
			"no text in Japanese": {event.ConsentInput{Slug: "photo", TextJa: " ", TextEn: "text"}, "text_ja", "field.required"},
			"no slug":             {event.ConsentInput{TextJa: "写真"}, "slug", "event.slug_form"},
			"our own slug":        {event.ConsentInput{Slug: "new", TextJa: "写真"}, "slug", "event.slug_form"},
		} {
			t.Run(name, func(t *testing.T) {
				wantFault(t, f.events.Reword(t.Context(), f.event, "", &c.in), c.field, c.key)
			})
		}
	})
}

func TestAnUnknownConsentIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, err := f.events.ConsentPage(t.Context(), f.event, "nothing")
		for what, err := range map[string]error{
			"rewording":   f.reword(t, "nothing", "写真"),
			"withdrawing": f.events.Withdraw(t.Context(), f.event, "nothing"),
			"its page":    err,
		} {
			equal(t, "the error of "+what, models.CodeOf(err), models.CodeNotFound)
		}
	})
}
