package handlers

import "github.com/labstack/echo/v4"

func (h *Handlers) registrationsCSV(c echo.Context) error {
	filter, err := h.peopleFilter(c)
	if err != nil {
		return err
	}
	return h.sendCSV(c, eventOf(c).Slug+"-people.csv", h.Registrations.Table(c.Request().Context(), h.texts(c), eventOf(c), filter))
}

func (h *Handlers) registrationsXLSX(c echo.Context) error {
	filter, err := h.peopleFilter(c)
	if err != nil {
		return err
	}
	return h.sendXLSX(c, eventOf(c).Slug+"-people.xlsx", h.Registrations.Table(c.Request().Context(), h.texts(c), eventOf(c), filter))
}
