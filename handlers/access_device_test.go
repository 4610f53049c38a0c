package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"meguri/app/reception"
	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/handlers/web"
	"meguri/models"
	"meguri/models/modelstest"
)

// forDevices are all routes that a device may use. They are listed by hand, so that one more is a decision.
var forDevices = []string{
	"POST /api/v1/events/:slug/checkins", "GET /api/v1/events/:slug/roster", "POST /api/v1/events/:slug/checkins/:id/undo",
	"GET /api/v1/events/:slug/attendance",
}

// A device that is lost reaches what a door needs, at its own event, and nothing else, whoever holds it.
func TestADevicesTokenIsForTheDoorsOfItsEventOnly(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := routeTest{apptest.New(t, db)}
		b.SetClock(b.Event.StartsAt)
		steward, supervisor := b.device(b.Event, false), b.device(b.Event, true)
		others, revoked := b.device(b.Other, true), b.device(b.Event, true)
		b.revoke(revoked)
		for _, route := range handlers.Routes() {
			if address := route.Method + " " + route.Path; slices.Contains(forDevices, address) != route.Access.Device {
				t.Errorf("%s and the list of what devices may do do not agree", address)
			}
			isUndo := strings.HasSuffix(route.Path, "/undo")
			switch {
			case route.Access.Device:
				b.expects(route, who{token: supervisor}, "a supervisor's device", in)
				b.expects(route, who{token: steward}, "a steward's device", map[bool]string{true: forbidden, false: in}[isUndo])
				b.expects(route, who{token: others}, "another event's device", hidden)
				b.expects(route, who{token: revoked}, "a revoked device", asked)
				b.expects(route, who{token: reception.TokenPrefix + "x"}, "a made-up device", asked)
			case route.Access.Kind == web.Person:
				b.expects(route, who{token: supervisor}, "a device on a person's page", sentToOpen)
			case isAPI(route):
				b.expects(route, who{token: supervisor}, "a device", asked)
			case isForStaff(route):
				b.expects(route, who{token: supervisor}, "a device on a page", sentToSign)
			default:
				b.open(route, who{token: supervisor}, "a device")
			}
		}
		b.SetClock(b.Event.EndsAt.Add(30 * 24 * time.Hour))
		for _, route := range handlers.Routes() {
			if route.Access.Device {
				b.expects(route, who{token: supervisor}, "a device of an event long over", asked)
			}
		}
	})
}

// isForStaff reports whether the page asks for a login.
func isForStaff(route handlers.RouteInfo) bool {
	return route.Access.Permission != "" || route.Access.Kind == web.SignedIn || route.Access.Kind == web.Hosting
}

// device pairs a device of an event and returns its token.
func (b routeTest) device(event *models.Event, supervises bool) (token string) {
	b.T.Helper()
	service := reception.New(b.DB)
	pairing, err := service.NewDevice(b.T.Context(), event, "", reception.DeviceInput{Name: "正門", Supervises: supervises})
	if err != nil {
		b.T.Fatal(err)
	}
	paired, err := service.Pair(b.T.Context(), pairing.Code)
	if err != nil {
		b.T.Fatal(err)
	}
	return paired.Token
}

func (b routeTest) revoke(token string) {
	b.T.Helper()
	b.Write(func(tx *models.Tx) error {
		device, err := tx.Devices().BySecret(token)
		if err != nil {
			return err
		}
		return tx.Devices().Revoke(b.Event, device.ID)
	})
}
