package journeys_test

import (
	"testing"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/app/service/ticket"
	"meguri/app/testkit/browser"
)

// newTicket changes what a person registered for, and returns their new ticket.
func (d *doorway) newTicket(t *testing.T, id string) string {
	t.Helper()
	service := registration.New(d.DB, link.Maker{}, pdf.New())
	in := &registration.ChangeInput{TicketType: "venue"}
	if err := service.AssignType(t.Context(), d.Event, id, in); err != nil {
		t.Fatal(err)
	}
	r, err := d.DB.Query(t.Context()).Registrations().ByID(d.Event, id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := service.Ticket(t.Context(), d.Event, r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// picture is a picture of a QR code.
func picture(t *testing.T, text string) func(x, y int) bool {
	t.Helper()
	code, err := ticket.NewQR(text)
	if err != nil {
		t.Fatal(err)
	}
	return browser.PictureOfCode(code, code.Size)
}

// cameraTrouble refuses the camera, covers it, and shows it all sorts of codes: the scanner goes on after each.
func cameraTrouble(t *testing.T, d *doorway) {
	_, _, first := d.person(t)
	_, _, second := d.person(t)
	good := picture(t, first)
	d.browser.Show(t,
		picture(t, "https://line.me/R/ti/p/@meguri"), good, browser.LeftHalf(good), tiny(good), inverted(picture(t, second)),
	)
	p := d.browser.Visit(t, d.address, t.Name(), browser.View{Width: 390, Lang: "en"})
	p.Before(`(() => {
	  const open = navigator.mediaDevices.getUserMedia
	  navigator.mediaDevices.getUserMedia = function (...wanted) {
	    if (!window.cameraIsAllowed) return Promise.reject(new DOMException('', 'NotAllowedError'))
	    return open.apply(this, wanted)
	  }
	})()`)
	d.pair(t, p, true)
	p.PressAt("[data-do=camera]").Sees("reception.camera_denied")
	p.Says(`(window.cameraIsAllowed = true, '')`)
	p.Watch("#app [data-at=word]")
	p.PressAt("[data-do=camera]")
	p.Watched(p.T("reception.result_unknown"), p.T("reception.result_admitted"))
	d.expect(t, 2, 2)

	p.Open("/reception/elsewhere/") // which lets the camera go
	d.browser.Show(t, browser.Blank)
	covered, _ := d.phone(t, false)
	covered.Sees("device.app_camera_covered")

	covered.Open("/reception/elsewhere/")
	_, _, third := d.person(t)
	d.browser.ShowBlurred(t, picture(t, third), 40, 3) // nothing can be read, then all, out of focus
	blurred, _ := d.phone(t, false)
	blurred.Sees("reception.result_admitted")
	d.expect(t, 3, 3)
}

// tiny is a picture at a third of its size, tilted a little.
func tiny(dark func(x, y int) bool) func(x, y int) bool {
	return func(x, y int) bool {
		x, y = x-320, y-240
		return dark((100*x+12*y)*2/100+320, (100*y-12*x)*2/100+240)
	}
}

func inverted(dark func(x, y int) bool) func(x, y int) bool {
	return func(x, y int) bool { return !dark(x, y) }
}
