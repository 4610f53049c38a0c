package api

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/live"
	"meguri/app/reception"
	"meguri/handlers/web"
)

// Devices is the part of the API that the phones and tablets of a reception use.
type Devices struct {
	*web.Kit
	Reception *reception.Service
	Live      *live.Service
}

// CreateDevice makes a device.
func (h *Devices) CreateDevice(c echo.Context) error {
	var in reception.DeviceInput
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	pairing, err := h.Reception.NewDevice(c.Request().Context(), web.EventOf(c), web.ActorOf(c), in)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{
		"id": pairing.Device.ID, "pairing_url": h.BaseURL + pairing.Path, "pairing_until": pairing.Device.PairingUntil,
	})
}

// PairDevice pairs the device that asks.
func (h *Devices) PairDevice(c echo.Context) error {
	web.SetOurs(c)
	var in struct {
		Code string `json:"code"`
	}
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	paired, err := h.Reception.Pair(c.Request().Context(), in.Code)
	if err != nil {
		return err
	}
	d := &paired.Device
	return c.JSON(http.StatusCreated, map[string]any{
		"token": paired.Token, "device": d.ID, "event": d.Event.Slug, "door": d.Door, "name": d.Name,
		"supervises": d.Supervises, "kiosk": d.Kiosk, "names": d.FindsNames,
	})
}

// Roster tells who may come, or what changed of it. A device says with it how it is.
func (h *Devices) Roster(c echo.Context) error {
	web.SetOurs(c)
	ctx := c.Request().Context()
	if device := web.DeviceOf(c); device != nil {
		health := reception.Health{Waiting: number(c, "waiting"), ClockAhead: number(c, "clock_ahead")}
		if c.QueryParam("battery") != "" {
			battery := number(c, "battery")
			health.Battery = &battery
		}
		if err := h.Reception.Seen(ctx, device, health); err != nil {
			return err
		}
	}
	roster, err := h.Reception.Roster(ctx, web.EventOf(c), c.QueryParam("since"))
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, roster.For(web.DeviceOf(c)))
}

// number is a number of the query, 0 for anything else.
func number(c echo.Context, name string) int {
	n, err := strconv.Atoi(c.QueryParam(name))
	if err != nil {
		return 0
	}
	return n
}
