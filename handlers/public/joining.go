package public

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"meguri/app/organization"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Joining are the pages with which people join organizations, and leave them.
type Joining struct {
	*web.Kit
	Organizations *organization.Service
}

// RequestForm is where a person asks to join.
func (h *Joining) RequestForm(c echo.Context) error { return h.request(c, nil) }

func (h *Joining) request(c echo.Context, form *web.Form) error {
	page, err := h.Organizations.RequestPage(c.Request().Context(), web.PersonOf(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.NewForm(c, url.Values{"words": {page.Words}})
	}
	return h.ShowForm(c, "public/joining/request", page, form)
}

// Request asks to join.
func (h *Joining) Request(c echo.Context) error {
	var in organization.RequestInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Organizations.Request(c.Request().Context(), web.PersonOf(c), c.Param("slug"), &in)
	if done, answer := h.Save(c, form, err, paths.Me, "joining.request_sent"); done {
		return answer
	}
	return h.request(c, form)
}

type invitationPage struct {
	*organization.Invitation
	Path string
}

// Form asks who was invited whether they belong to the organization: programs that follow the links in mails answer
// nothing by that.
func (h *Joining) Form(c echo.Context) error {
	viewer, err := web.FindPerson(h.Kit, c)
	if err != nil {
		return err
	}
	page, err := h.Organizations.Invitation(c.Request().Context(), c.Param("secret"), viewer)
	if err != nil {
		return h.ended(c, err)
	}
	return h.Show(c, "public/joining/invitation", invitationPage{page, paths.JoinOrganization(c.Param("secret"))})
}

// ended says that an invitation is good no more.
func (h *Joining) ended(c echo.Context, err error) error {
	if models.CodeOf(err) == models.CodeNotFound {
		return h.Render(c, http.StatusNotFound, "public/joining/ended", nil, nil)
	}
	return err
}

// Answer joins, or says that the person does not belong there.
func (h *Joining) Answer(c echo.Context) error {
	viewer, err := web.FindPerson(h.Kit, c)
	if err != nil {
		return err
	}
	ctx, secret, to := c.Request().Context(), c.Param("secret"), paths.Me
	done := "joining.joined"
	if c.FormValue("answer") == "accept" {
		if viewer == nil {
			to, done = paths.MeSent, "joining.joined_mailed"
		}
		err = h.Organizations.Join(ctx, secret, viewer, h.Texts(c).Lang)
	} else {
		done, err = "joining.declined", h.Organizations.Decline(ctx, secret)
	}
	if err != nil {
		return h.ended(c, err)
	}
	web.SetFlash(c, "success", done)
	return web.SeeOther(c, to)
}

// DoPlace does something with a place of the person.
func (h *Joining) DoPlace(c echo.Context) error {
	act := c.FormValue("act")
	err := h.Organizations.DoPlace(c.Request().Context(), web.PersonOf(c), c.Param("id"), act)
	kind, message := "success", "joining.place_saved"
	if models.CodeOf(err) == models.CodeConflict {
		kind, message, err = "error", web.TextOf(err), nil
	}
	if err != nil {
		return err
	}
	web.SetFlash(c, kind, message)
	return web.SeeOther(c, paths.Me)
}
