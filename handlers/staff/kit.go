package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/kit"
	"meguri/app/service/paths"
	"meguri/handlers/web"
)

// Kits is where staff publish how an event was made, and copy what others published.
type Kits struct {
	*web.Kit
	Kits *kit.Service
}

type kitDesk struct {
	*kit.DeskPage
	Preview, Withdraw string
	// Public is the page of the published kit, "" for none.
	Public  string
	Choices []web.Option
}

// Desk shows what is published of the event, and asks what of it shall be.
func (h *Kits) Desk(c echo.Context) error { return h.showDesk(c, nil) }

func (h *Kits) showDesk(c echo.Context, form *web.Form) error {
	found, err := h.Kits.DeskPage(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	page := kitDesk{DeskPage: found, Preview: staffEvent(c).PreviewKit(), Withdraw: staffEvent(c).WithdrawKit()}
	for _, part := range found.Parts {
		page.Choices = append(page.Choices, web.Option{Value: part, Text: h.Texts(c).T("kit.part_" + part)})
	}
	if found.Published != nil {
		page.Public = string(paths.OfKit(found.Published.ID))
	}
	if form == nil {
		form = h.FormOf(c, &kit.Input{Parts: found.Chosen})
	}
	return h.ShowForm(c, "staff/kit/desk", page, form)
}

type kitPreview struct {
	*kit.Preview
	Path, Back string
	// Chosen are the parts, Texts all that is published of each.
	Chosen []string
	Texts  []kitTexts
}

type kitTexts struct {
	Part  string
	Texts []string
}

// Preview shows what would be published, and what was hidden in it.
func (h *Kits) Preview(c echo.Context) error {
	var in kit.Input
	if err := web.BindQuery(c, &in); err != nil {
		return err
	}
	return h.showPreview(c, &in, h.FormOf(c, &in))
}

// showPreview shows it again where it was not the one that was seen.
func (h *Kits) showPreview(c echo.Context, in *kit.Input, form *web.Form) error {
	found, err := h.Kits.Preview(c.Request().Context(), web.EventOf(c), in)
	switch {
	case err == nil:
	case form.Take(err):
		return h.showDesk(c, form)
	default:
		return err
	}
	page := kitPreview{Preview: found, Path: staffEvent(c).Kit(), Back: staffEvent(c).Kit(), Chosen: in.Parts}
	for _, t := range found.Kit.Texts() {
		if last := len(page.Texts) - 1; last >= 0 && page.Texts[last].Part == t.Part {
			page.Texts[last].Texts = append(page.Texts[last].Texts, t.Text)
			continue
		}
		page.Texts = append(page.Texts, kitTexts{t.Part, []string{t.Text}})
	}
	return h.ShowForm(c, "staff/kit/preview", page, form)
}

// Publish publishes the kit.
func (h *Kits) Publish(c echo.Context) error {
	var in kit.Input
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Kits.Publish(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Save(c, form, err, staffEvent(c).Kit(), "kit.published"); done {
		return answer
	}
	return h.showPreview(c, &in, form)
}

// Withdraw takes it back.
func (h *Kits) Withdraw(c echo.Context) error {
	if err := h.Kits.Withdraw(c.Request().Context(), web.EventOf(c)); err != nil {
		return err
	}
	web.SetFlash(c, "success", "kit.withdrawn")
	return web.SeeOther(c, staffEvent(c).Kit())
}

type kitCopyPage struct {
	*kit.Page
	Hosts     []web.Option
	Path, See string
}

// CopyForm shows a kit to staff who may make an event of it.
func (h *Kits) CopyForm(c echo.Context) error { return h.showCopy(c, nil) }

func (h *Kits) showCopy(c echo.Context, form *web.Form) error {
	found, err := h.Kits.Page(c.Request().Context(), c.Param("id"))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, h.Kits.Form(found))
	}
	path := paths.OfKit(found.ID)
	return h.ShowForm(c, "staff/kit/copy", kitCopyPage{
		found, organizationOptions(h.Texts(c), web.HostsOf(c)), path.Copy(), string(path),
	}, form)
}

// Copy makes a draft of a kit.
func (h *Kits) Copy(c echo.Context) error {
	var in kit.CopyInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	made, err := h.Kits.Copy(c.Request().Context(), web.AccountOf(c), web.HostsOf(c), c.Param("id"), &in)
	if err == nil {
		web.SetFlash(c, "success", "kit.copied")
		return web.SeeOther(c, paths.OfStaffEvent(made.Slug).Kit())
	}
	if !form.Take(err) {
		return err
	}
	return h.showCopy(c, form)
}
