package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/handlers/web"
)

// largestImport is how large an uploaded file may be.
const largestImport = 4 << 20

// Import shows where a file of another program can be given.
func (h *AgendaDesk) Import(c echo.Context) error {
	return h.ShowForm(c, "staff/agenda/import", (*agenda.ImportPage)(nil), h.NewForm(c, nil))
}

// TakeImport shows what a file would change, or takes it, as the button says.
func (h *AgendaDesk) TakeImport(c echo.Context) error {
	in := &agenda.ImportInput{}
	form, err := h.Bind(c, in)
	if err != nil {
		return err
	}
	content, _, err := web.Uploaded(c, "file")
	if err != nil {
		return err
	}
	if len(content) > largestImport {
		form.Fault("file", "agenda.import_large")
		return h.ShowForm(c, "staff/agenda/import", (*agenda.ImportPage)(nil), form)
	}
	if len(content) > 0 {
		in.Take(content)
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	if form.Value("step") == "take" {
		err := h.Agenda.Import(ctx, event, in)
		if done, answer := h.Save(c, form, err, agendaPath(c), "agenda.imported"); done {
			return answer
		}
	}
	page, err := h.Agenda.ImportPage(ctx, event, in)
	switch {
	case err != nil && form.Take(err):
		return h.ShowForm(c, "staff/agenda/import", (*agenda.ImportPage)(nil), form)
	case err != nil:
		return err
	}
	return h.ShowForm(c, "staff/agenda/import", page, form)
}
