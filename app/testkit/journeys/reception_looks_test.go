package journeys_test

import (
	"testing"

	"meguri/app/registration"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/app/testkit/browser"
	"meguri/models"
)

// TestReceptionAppLooks examines what the app shows, on a phone, in both languages, in light and dark.
func TestReceptionAppLooks(t *testing.T) {
	t.Parallel()
	d := openDoorway(t)
	cancelled, cancelledCode, _ := d.person(t)
	service := registration.New(d.DB, link.Maker{}, pdf.New())
	if err := service.Cancel(t.Context(), d.Event, cancelled, registration.ByAttendee); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"ja", "en"} {
		t.Run(lang, func(t *testing.T) { d.looks(t, lang, cancelledCode) })
	}
}

func (d *doorway) looks(t *testing.T, lang, cancelled string) {
	p := d.browser.Visit(t, d.address, "reception", browser.View{Width: 390, Lang: lang})
	p.Open("/reception/elsewhere/").Sees("device.app_pair").Examine("app-pair")
	first, family := d.family(t)
	d.pair(t, p, true)
	p.Examine("app-ready")
	scan(p, first).Sees("reception.result_admitted", "device.app_together").Examine("app-admitted")
	p.PressAt("[data-at=together-list] button").SeesAt("[data-at=together-list] .came") // the answer is there
	p.Sees("reception.result_admitted", family)
	next(p)
	scan(p, first).Sees(since(p)).Examine("app-already")
	next(p)
	scan(p, cancelled).Sees("reception.result_cancelled", "device.app_tell_cancelled").Examine("app-cancelled")
	next(p)
	scan(p, "hello world").Sees("reception.result_unknown").Examine("app-unknown")
	next(p)
	p.Press("device.app_tab_names").Fill("reception.search", "takah").Examine("app-names")
	p.PressAt("[data-at=rows] button:nth-child(4)").Sees(family)
	p.Press("device.app_tab_recent").Examine("app-recent")
	p.Press("device.app_tab_inside").Examine("app-inside")
	d.network.Store(networkDown)
	heard(p).Press("device.app_tab_menu").Examine("app-menu")
	p.PressAt("label:has([value=out])")
	p.PressAt("nav [data-tab=scan]").Forget()
	p.SeesAt("#app[data-way=out]").Examine("app-exit")
	scan(p, first).Sees("reception.result_left").Examine("app-left")
	p.PressAt("nav [data-tab=menu]")
	p.PressAt("label:has([value=in])")
	p.PressAt("nav [data-tab=scan]")
	next(p)
	_, _, late := d.person(t)
	scan(p, late).Sees("device.app_admitted_unlisted").Forget().Examine("app-unlisted")
	d.network.Store(networkUp)
	p.Forget()
}

// family registers two people together, and returns the code of the first, and the name of the second.
func (d *doorway) family(t *testing.T) (code, second string) {
	t.Helper()
	d.people++
	_, id, _ := d.With(t).SignUp(d.Event, t.Name()[len(t.Name())-2:]+"family@mail.example")
	r, err := d.DB.Query(t.Context()).Registrations().ByID(d.Event, id)
	if err != nil {
		t.Fatal(err)
	}
	other, err := d.DB.Query(t.Context()).Registrations().ByID(d.Event, d.together(t, r))
	if err != nil {
		t.Fatal(err)
	}
	return r.Code, other.Given
}

// together adds somebody who was registered by another.
func (d *doorway) together(t *testing.T, leader *models.Registration) string {
	t.Helper()
	child := *leader
	child.ID = models.NewID()
	letter := "BCDF"[d.people%4]
	if letter == leader.Code[7] {
		letter = 'G'
	}
	child.Code = leader.Code[:7] + string(letter) + leader.Code[8:]
	child.RequestID, child.LinkHash = child.ID, child.ID
	child.Given, child.GivenKana = "小太郎", "コタロウ"
	child.RepresentativeID = &leader.ID
	d.Write(func(tx *models.Tx) error { return tx.Registrations().InsertMany([]models.Registration{child}) })
	return child.ID
}
