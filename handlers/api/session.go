package api

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/service/place"
	"meguri/models"
)

// offeredSession is one item of GET /api/v1/events/{slug}/sessions: what the form to register tells of a session.
type offeredSession struct {
	ID       string      `json:"id"`
	TitleJa  string      `json:"title_ja"`
	TitleEn  string      `json:"title_en"`
	StartsAt time.Time   `json:"starts_at"`
	EndsAt   time.Time   `json:"ends_at"`
	RoomJa   string      `json:"room_ja"`
	RoomEn   string      `json:"room_en"`
	Mode     models.Mode `json:"mode"`
	Open     bool        `json:"open"`
	Places   string      `json:"places"`
	// Left is told where few places are left, Waiting where somebody waits.
	Left    int            `json:"left,omitempty"`
	Waiting int            `json:"waiting,omitempty"`
	Clashes []sessionClash `json:"clashes"`
}

// sessionClash is another session that nobody can take part in besides.
type sessionClash struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	// Gap is how many minutes lie between the two, Needed how many the way takes.
	Gap    int `json:"gap,omitempty"`
	Needed int `json:"needed,omitempty"`
}

// ListSessions lists the sessions that people sign up for as they register.
func (h *V1) ListSessions(c echo.Context) error {
	event, err := h.PublicEvent(c)
	if err != nil {
		return err
	}
	list, err := h.Registrations.SignUpSessions(c.Request().Context(), event)
	if err != nil {
		return err
	}
	items := make([]offeredSession, 0, len(list.Offers))
	for i := range list.Offers {
		items = append(items, offered(&list.Offers[i]))
	}
	return c.JSON(http.StatusOK, map[string]any{"items": items, "refuses_clashes": list.Rules.RefusesClashes})
}

func offered(o *place.Offer) offeredSession {
	s := offeredSession{
		ID: o.ID, TitleJa: o.TitleJa, TitleEn: o.TitleEn, StartsAt: o.StartsAt.UTC(), EndsAt: o.EndsAt.UTC(),
		Mode: o.Places.Mode, Open: o.Open, Places: "available", Waiting: o.Places.Waiting, Clashes: []sessionClash{},
	}
	if o.Room != nil {
		s.RoomJa, s.RoomEn = o.Room.NameJa, o.Room.NameEn
	}
	switch {
	case o.Places.ByLottery:
		s.Places = "lottery"
	case o.Places.IsFull():
		s.Places = "full"
	case o.Places.IsFew():
		s.Places, s.Left = "few", o.Places.Free()
	}
	for i := range o.Clashes {
		clash := &o.Clashes[i]
		kind := "same_time"
		if clash.IsWalk() {
			kind = "walk"
		}
		s.Clashes = append(s.Clashes, sessionClash{ID: clash.Session.ID, Kind: kind, Gap: clash.Gap, Needed: clash.Needed})
	}
	return s
}
