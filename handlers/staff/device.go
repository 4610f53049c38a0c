package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/handlers/web"
	"meguri/models"
)

// Devices has the pages of the phones and tablets that admit people.
type Devices struct {
	*web.Kit
	Reception *reception.Service
}

type devicesPage struct {
	Devices []models.Device
	Doors   []models.Door
}

// DoorName is the name of a door by its slug, "" where the event has none of that name.
func (p *devicesPage) DoorName(page *web.Page, slug string) string {
	return doorName(p.Doors, page, slug)
}

func doorName(doors []models.Door, page *web.Page, slug string) string {
	for _, d := range doors {
		if d.Slug == slug {
			return page.Pick(d.NameJa, d.NameEn)
		}
	}
	return ""
}

// pairingPage shows a code, once: the database has only its hash.
type pairingPage struct {
	*reception.Pairing
	Address string
	QR      *ticket.QR
}

func (h *Devices) List(c echo.Context) error { return h.list(c, h.NewForm(c, nil)) }

func (h *Devices) list(c echo.Context, form *web.Form) error {
	var page devicesPage
	var err error
	if page.Devices, page.Doors, err = h.Reception.Devices(c.Request().Context(), web.EventOf(c)); err != nil {
		return err
	}
	return h.ShowForm(c, "staff/device/index", &page, form)
}

// Create makes a device and shows how to pair it. The code is in no address and no cookie.
func (h *Devices) Create(c echo.Context) error {
	var in reception.DeviceInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if !form.OK() {
		return h.list(c, form)
	}
	pairing, err := h.Reception.NewDevice(c.Request().Context(), web.EventOf(c), web.ActorOf(c), in)
	if form.Take(err) {
		return h.list(c, form)
	}
	return h.showPairing(c, pairing, err)
}

// Pair shows a new code of a device.
func (h *Devices) Pair(c echo.Context) error {
	pairing, err := h.Reception.PairAgain(c.Request().Context(), web.EventOf(c), c.Param("id"))
	return h.showPairing(c, pairing, err)
}

func (h *Devices) showPairing(c echo.Context, pairing *reception.Pairing, err error) error {
	if err != nil {
		return err
	}
	page := pairingPage{Pairing: pairing, Address: h.BaseURL + pairing.Path}
	if page.QR, err = ticket.NewQR(page.Address); err != nil {
		return err
	}
	return h.Show(c, "staff/device/pair", &page)
}

// RevokeForm asks.
func (h *Devices) RevokeForm(c echo.Context) error {
	list, _, err := h.Reception.Devices(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].ID == c.Param("id") {
			fact := h.Texts(c).T("device.revoke_sure")
			return ask(h.Kit, c, "device.revoke", list[i].Name, paths.OfStaffEvent(web.EventOf(c).Slug).Devices(), fact)
		}
	}
	return models.NewError(models.CodeNotFound, "error.not_found")
}

func (h *Devices) Revoke(c echo.Context) error {
	if err := h.Reception.RevokeDevice(c.Request().Context(), web.EventOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "device.revoked")
	return web.SeeOther(c, paths.OfStaffEvent(web.EventOf(c).Slug).Devices())
}
