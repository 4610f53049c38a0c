package registration_test

import (
	"errors"
	"testing"

	"meguri/models"
	"meguri/models/modelstest"
)

func TestByLink(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"a link leads to its registration and event": func(t *testing.T, d *driver) {
			r := d.signUp("hanako", "venue")
			found, event, err := d.service.ByLink(d.ctx, d.service.Link(r))
			d.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
			expectEqual(t, "ticket type", found.TicketType.Slug, "venue")
			expectEqual(t, "event", event.ID, d.event.ID)
		},
		"who opens another is told to look for a later mail": func(t *testing.T, d *driver) {
			_, _, err := d.service.ByLink(d.ctx, "secret")
			expectError(t, err, models.CodeNotFound, "registration.link_dead")
		},
	})
}

func TestInRoomByLink(t *testing.T) {
	cases(t, map[string]func(t *testing.T, d *driver){
		"a link leads into the room of its event": func(t *testing.T, d *driver) {
			r := d.signUp("hanako", "online")
			found, err := d.service.InRoomByLink(d.ctx, d.event, d.service.Link(r))
			d.must(err)
			expectEqual(t, "registration", found.ID, r.ID)
		},
		"but not into another event's": func(t *testing.T, d *driver) {
			r := d.signUp("hanako", "online")
			other := modelstest.Summit(t, d.db, "other-"+models.NewID())
			_, err := d.service.InRoomByLink(d.ctx, other, d.service.Link(r))
			expectError(t, err, models.CodeNotFound, "live.no_ticket")
		},
		"and no other secret does": func(t *testing.T, d *driver) {
			_, err := d.service.InRoomByLink(d.ctx, d.event, "secret")
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
