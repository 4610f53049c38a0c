package registration_test

import (
	"errors"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestByLink(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a link leads to its registration and event": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "venue")
			found, event, err := f.service.ByLink(f.ctx, f.service.Link(r))
			f.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
			expectEqual(t, "ticket type", found.TicketType.Slug, "venue")
			expectEqual(t, "event", event.ID, f.event.ID)
		},
		"who opens another is told to look for a later mail": func(t *testing.T, f *fixture) {
			_, _, err := f.service.ByLink(f.ctx, "secret")
			expectError(t, err, models.CodeNotFound, "registration.link_dead")
		},
	})
}

func TestInRoomByLink(t *testing.T) {
	eachCase(t, map[string]func(t *testing.T, f *fixture){
		"a link leads into the room of its event": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			found, err := f.service.InRoomByLink(f.ctx, f.event, f.service.Link(r))
			f.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
		},
		"but not into another event's": func(t *testing.T, f *fixture) {
			r := f.signUp("hanako", "online")
			other := modelstest.Summit(t, f.db, "other-"+models.NewID())
			_, err := f.service.InRoomByLink(f.ctx, other, f.service.Link(r))
			expectError(t, err, models.CodeNotFound, "live.no_ticket")
		},
		"and no other secret does": func(t *testing.T, f *fixture) {
			_, err := f.service.InRoomByLink(f.ctx, f.event, "secret")
			expectCode(t, err, models.CodeNotFound)
		},
	})
}

func expectError(t *testing.T, err error, code models.Code, key string) {
	t.Helper()
	var told *models.Error
	if !errors.As(err, &told) {
		t.Fatalf("error %v, want %s: %s", err, code, key)
	}
	expectEqual(t, "code", told.Code, code)
	expectEqual(t, "key", told.Key, key)
}
