package api

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/offer"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Needs is the API of needs.
type Needs struct {
	*web.Kit
	Needs  *need.Service
	Offers *offer.Service
}

// listedNeed is one item of GET /api/v1/needs. It has nobody to ask.
type listedNeed struct {
	ID           string           `json:"id"`
	URL          string           `json:"url"`
	State        models.NeedState `json:"state"`
	Title        string           `json:"title"`
	Trouble      string           `json:"trouble"`
	Better       string           `json:"better"`
	Means        string           `json:"means"`
	Task         string           `json:"task"`
	Deliverable  string           `json:"deliverable"`
	Theme        models.NeedTheme `json:"theme"`
	Effort       models.Effort    `json:"effort"`
	Way          models.NeedWay   `json:"way"`
	Place        string           `json:"place"`
	Deadline     string           `json:"deadline"`
	AtHome       bool             `json:"at_home"`
	WithMinors   bool             `json:"with_minors"`
	Organization string           `json:"organization"`
	OpenedAt     *time.Time       `json:"opened_at"`
}

// List lists what others need help with, with the filters of the page.
func (h *Needs) List(c echo.Context) error {
	var filter need.Filter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	list, err := h.Needs.ListPage(c.Request().Context(), &filter)
	if err != nil {
		return err
	}
	items := make([]listedNeed, len(list.Needs))
	for i := range list.Needs {
		n := &list.Needs[i]
		items[i] = listedNeed{
			n.ID, h.BaseURL + paths.OfNeed(n.ID), n.State, n.Title, n.Trouble, n.Better, n.Means, n.Task, n.Deliverable,
			n.Theme, n.Effort, n.Way, n.Place, n.Deadline, n.AtHome, n.WithMinors, n.Organization.Slug, n.OpenedAt,
		}
	}
	body := map[string]any{"items": items, "next": nil}
	if list.HasNext() {
		body["next"] = strconv.Itoa(list.Number + 1)
	}
	return c.JSON(http.StatusOK, body)
}

// listedOffer is one item of GET /api/v1/events/{slug}/offers.
type listedOffer struct {
	ID         string            `json:"id"`
	NeedID     string            `json:"need_id"`
	State      models.OfferState `json:"state"`
	StateAt    time.Time         `json:"state_at"`
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Words      string            `json:"words"`
	MayBeAsked bool              `json:"may_be_asked"`
	DueAt      *time.Time        `json:"due_at"`
	IsReported bool              `json:"is_reported"`
}

// ListOffers lists who put themselves forward for the event's needs; addresses only where both said yes.
func (h *Needs) ListOffers(c echo.Context) error {
	var query struct {
		Page int `query:"page"`
	}
	if err := web.BindQuery(c, &query); err != nil {
		return err
	}
	list, more, err := h.Offers.ListPage(c.Request().Context(), need.AtEvent(web.EventOf(c)), query.Page)
	if err != nil {
		return err
	}
	items := make([]listedOffer, len(list))
	for i := range list {
		o := &list[i]
		items[i] = listedOffer{
			o.ID, o.NeedID, o.State, o.StateAt, o.Name, offer.Address(o), o.Words, o.MayBeAsked, o.DueAt, o.ReportedAt != nil,
		}
	}
	body := map[string]any{"items": items, "next": nil}
	if more {
		body["next"] = strconv.Itoa(max(query.Page, 1) + 1)
	}
	return c.JSON(http.StatusOK, body)
}
