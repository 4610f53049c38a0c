package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"meguri/app/circulation"
	"meguri/handlers/web"
)

// Circulation is the API of how help goes round.
type Circulation struct {
	*web.Kit
	Circulation *circulation.Service
}

// circulationAnswer is GET /api/v1/circulation. What is not told is null.
type circulationAnswer struct {
	Year    *int                        `json:"year"`
	Figures map[string]circulationValue `json:"figures"`
	Flows   []circulationFlow           `json:"flows"`
	Ties    []circulationTie            `json:"ties"`
}

// circulationTie is how many ties there are, in steps of five.
type circulationTie struct {
	Kind    string `json:"kind"`
	Basis   string `json:"basis"`
	AtLeast *int   `json:"at_least"`
}

type circulationValue struct {
	Value *int `json:"value"`
	N     int  `json:"n"`
}

type circulationFlow struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Projects int    `json:"projects"`
	Hours    *int   `json:"hours"`
}

// Show tells figures and flows of one year or of all of them.
func (h *Circulation) Show(c echo.Context) error {
	page, err := h.Circulation.Page(c.Request().Context(), c.QueryParam("year"))
	if err != nil {
		return err
	}
	answer := circulationAnswer{
		Figures: map[string]circulationValue{}, Flows: []circulationFlow{}, Ties: []circulationTie{},
	}
	if page.Year != 0 {
		answer.Year = &page.Year
	}
	for _, f := range page.Measures.Figures() {
		value := circulationValue{N: f.N}
		if f.IsTold {
			value.Value = &f.Value
		}
		answer.Figures[f.Name] = value
	}
	for _, f := range page.Flows.List {
		flow := circulationFlow{From: f.From.Slug, To: f.To.Slug, Projects: f.Projects}
		if f.TellsMinutes() {
			hours := f.Hours()
			flow.Hours = &hours
		}
		answer.Flows = append(answer.Flows, flow)
	}
	for _, t := range page.Ties {
		tie := circulationTie{Kind: t.Kind, Basis: t.Basis}
		if t.IsTold() {
			n := t.AtLeast()
			tie.AtLeast = &n
		}
		answer.Ties = append(answer.Ties, tie)
	}
	return c.JSON(http.StatusOK, answer)
}
