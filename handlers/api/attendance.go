package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/reception"
	"meguri/handlers/web"
)

// attendance is how many are expected at the venue, came and are inside, in all and by ticket type, and how many are in
// the live room.
type attendance struct {
	attendanceCount
	OnlineNow    int                `json:"online_now"`
	ByTicketType []attendanceOfType `json:"by_ticket_type"`
}

type attendanceCount struct {
	Expected int `json:"expected"`
	Arrived  int `json:"arrived"`
	Inside   int `json:"inside"`
}

type attendanceOfType struct {
	TicketType string          `json:"ticket_type"`
	Name       reception.Words `json:"name"`
	attendanceCount
}

// Attendance tells the numbers of now.
func (h *Devices) Attendance(c echo.Context) error {
	web.SetOurs(c)
	ctx, event := c.Request().Context(), web.EventOf(c)
	counts, err := h.Reception.Counts(ctx, event)
	if err != nil {
		return err
	}
	online, err := h.Live.Present(ctx, event.ID)
	if err != nil {
		return err
	}
	all := attendance{OnlineNow: online, ByTicketType: make([]attendanceOfType, len(counts))}
	for i := range counts {
		n := &counts[i]
		of := attendanceCount{n.Expected, n.Arrived, n.Inside}
		all.ByTicketType[i] = attendanceOfType{n.Type.Slug, reception.Words{Ja: n.Type.NameJa, En: n.Type.NameEn}, of}
		all.Expected, all.Arrived, all.Inside = all.Expected+of.Expected, all.Arrived+of.Arrived, all.Inside+of.Inside
	}
	return c.JSON(http.StatusOK, all)
}
