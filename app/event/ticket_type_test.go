package event_test

import (
	"testing"

	"meguri/app/event"
	"meguri/models"
	"meguri/models/modelstest"
)

func (o *office) kind(slug string) *models.TicketType {
	o.t.Helper()
	kind, err := o.db.Query(o.t.Context()).TicketTypes().BySlug(o.summit, slug)
	o.must(err)
	return kind
}

func typed(t *models.TicketType, capacity string) event.TypeDraft {
	return event.TypeDraft{NameJa: t.NameJa, NameEn: t.NameEn, Mode: t.Mode, Capacity: capacity, Version: t.Version}
}

func TestCapacityIsNeverBelowWhatIsTaken(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		modelstest.Registration(t, o.db, o.summit, "venue")
		modelstest.Registration(t, o.db, o.summit, "venue")
		venue := o.kind("venue")
		err := o.events.SaveType(t.Context(), o.summit, venue.ID, typed(venue, "1"))
		o.faults(err, "capacity", "ticket_type.below_taken")
		if len(o.raised) != 0 {
			t.Error("places were given though nothing changed")
		}
		o.must(o.events.SaveType(t.Context(), o.summit, venue.ID, typed(venue, "４０")))
		if now := o.kind("venue"); *now.Capacity != 40 || len(o.raised) != 1 {
			t.Errorf("%+v, raised %v", now, o.raised)
		}
		o.must(o.events.SaveType(t.Context(), o.summit, venue.ID, typed(o.kind("venue"), "")))
		if o.kind("venue").Capacity != nil {
			t.Error("a limit stays")
		}
	})
}

func TestTheSecondOfTwoWhoChangeATicketTypeIsTold(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		seen := o.kind("venue")
		o.must(o.events.SaveType(t.Context(), o.summit, seen.ID, typed(seen, "60")))
		o.conflicts(o.events.SaveType(t.Context(), o.summit, seen.ID, typed(seen, "")), "ticket_type.changed_meanwhile")
		if now := o.kind("venue"); now.Capacity == nil || *now.Capacity != 60 {
			t.Errorf("the first one's change is gone: %+v", now)
		}
	})
}

func TestATicketTypeThatPeopleChoseStaysWhatItIs(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		modelstest.Registration(t, o.db, o.summit, "venue")
		venue := o.kind("venue")
		in := typed(venue, "")
		in.Mode = models.ModeOnline
		o.faults(o.events.SaveType(t.Context(), o.summit, venue.ID, in), "mode", "ticket_type.mode_in_use")
		o.conflicts(o.events.DeleteType(t.Context(), o.summit, venue.ID), "ticket_type.in_use")
		o.must(o.events.DeleteType(t.Context(), o.summit, o.kind("online").ID))
		other := modelstest.Summit(t, o.db, "other")
		if err := o.events.DeleteType(t.Context(), other, venue.ID); models.CodeOf(err) != models.CodeNotFound {
			t.Errorf("another event's ticket type: %v", err)
		}
	})
}

func TestNewTicketTypesComeLastAndMove(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		in := event.TypeDraft{Slug: "Student", NameJa: "学生", Mode: models.ModeVenue, OpensAt: "2030-05-01T09:00", ClosesAt: "2030-05-02T09:00"}
		o.must(o.events.SaveType(t.Context(), o.summit, "", in))
		o.faults(o.events.SaveType(t.Context(), o.summit, "", in), "slug", "ticket_type.slug_taken")
		in.Slug, in.ClosesAt = "late", in.OpensAt
		o.faults(o.events.SaveType(t.Context(), o.summit, "", in), "closes_at", "event.ends_before")
		order := func() (slugs string) {
			list, err := o.db.Query(t.Context()).TicketTypes().OfEvent(o.summit)
			o.must(err)
			for _, k := range list {
				slugs += k.Slug + " "
			}
			return slugs
		}
		if got := order(); got != "venue online student " {
			t.Error(got)
		}
		student := o.kind("student")
		for _, want := range []string{"venue student online ", "student venue online ", "student venue online "} {
			o.must(o.events.MoveType(t.Context(), o.summit, student.ID, -1))
			if got := order(); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
		o.must(o.events.MoveType(t.Context(), o.summit, student.ID, 1))
		if got := order(); got != "venue student online " {
			t.Error(got)
		}
	})
}

func TestANewWordingIsANewVersion(t *testing.T) {
	inOffice(t, func(t *testing.T, o *office) {
		texts := func() []models.ConsentText {
			list, err := o.db.Query(t.Context()).ConsentTexts().OfEvent(o.summit)
			o.must(err)
			return list
		}
		o.faults(o.events.Reword(t.Context(), o.summit, "photo", " ", "text", true), "text_ja", "field.required")
		o.must(o.events.Reword(t.Context(), o.summit, "photo", "写真を撮ります。", "", true))
		o.must(o.events.Reword(t.Context(), o.summit, "photo", "写真と動画を撮ります。", "", false))
		if list := texts(); len(list) != 1 || list[0].Version != 2 || list[0].Required || list[0].TextJa != "写真と動画を撮ります。" {
			t.Errorf("%+v", list)
		}
		o.must(o.events.Withdraw(t.Context(), o.summit, "photo"))
		if list := texts(); len(list) != 0 {
			t.Errorf("a withdrawn wording is asked for: %+v", list)
		}
		o.must(o.events.Reword(t.Context(), o.summit, "photo", "やはり撮ります。", "", false))
		if list := texts(); len(list) != 1 || list[0].Version != 4 {
			t.Errorf("%+v", list)
		}
		if err := o.events.Withdraw(t.Context(), o.summit, "nothing"); models.CodeOf(err) != models.CodeNotFound {
			t.Error(err)
		}
	})
}
