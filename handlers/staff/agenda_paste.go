package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/agenda"
	"meguri/app/service/table"
	"meguri/handlers/web"
)

// pastePage is where a programme is pasted, and what it becomes: nil before that.
type pastePage struct {
	*agenda.PastePage
	// Text is what was pasted.
	Text  string
	Kinds []web.Option
	// Faults are what is wrong with a row, by its id.
	Faults map[string][]string
}

// Paste shows where a programme can be pasted.
func (h *Agenda) Paste(c echo.Context) error {
	return h.ShowForm(c, "staff/agenda/paste", &pastePage{}, h.NewForm(c, nil))
}

// AddPasted shows what a pasted programme becomes, or makes sessions of it, as the button says.
func (h *Agenda) AddPasted(c echo.Context) error {
	form, err := h.Bind(c, &struct{}{})
	if err != nil {
		return err
	}
	if form.Value("step") == "read" {
		return h.readPasted(c, form)
	}
	ctx, event, in := c.Request().Context(), web.EventOf(c), agenda.ReadPasteForm(form.Values)
	if form.Value("step") == "add" {
		err := h.Agenda.AddPasted(ctx, event, in)
		if done, err := h.Save(c, form, err, agendaPath(c), "agenda.pasted"); done {
			return err
		}
	}
	return h.showPasted(c, form, in, form.Value("text"))
}

// readPasted reads the file or the text anew.
func (h *Agenda) readPasted(c echo.Context, form *web.Form) error {
	text := form.Value("text")
	cells := table.SplitPasted(text)
	file, err := readFile(c)
	switch {
	case err != nil && form.Take(err):
		return h.ShowForm(c, "staff/agenda/paste", &pastePage{Text: text}, form)
	case err != nil:
		return err
	case file != nil:
		cells, text = file, table.WriteCells(file)
	}
	in := agenda.ReadPasted(web.EventOf(c), cells)
	if len(in.Rows) == 0 {
		form.Fault("text", "agenda.paste_nothing")
		return h.ShowForm(c, "staff/agenda/paste", &pastePage{Text: text}, form)
	}
	return h.showPasted(c, form, in, text)
}

// readFile reads the table of an uploaded file; without one, and of an empty one, it is nil.
func readFile(c echo.Context) ([][]string, error) {
	file, err := web.OpenUploaded(c, "file")
	if err != nil || file == nil {
		return nil, err
	}
	defer file.Close()
	if file.Size == 0 {
		return nil, nil
	}
	return table.ReadCells(file, file.Name)
}

func (h *Agenda) showPasted(c echo.Context, form *web.Form, in *agenda.PasteInput, text string) error {
	page, err := h.Agenda.PastePage(c.Request().Context(), web.EventOf(c), in)
	if err != nil {
		return err
	}
	shown := &pastePage{PastePage: page, Text: text, Faults: map[string][]string{}}
	texts := h.Texts(c)
	for i := range page.Rows {
		for _, fault := range page.Rows[i].Faults {
			line := texts.T("agenda.paste_field_"+fault.Field) + " " + texts.T(fault.Key, fault.Args...)
			shown.Faults[page.Rows[i].ID] = append(shown.Faults[page.Rows[i].ID], line)
		}
	}
	for _, column := range agenda.Columns {
		option := web.Option{Value: string(column), Text: texts.T("agenda.column_" + columnName(column))}
		shown.Kinds = append(shown.Kinds, option)
	}
	return h.ShowForm(c, "staff/agenda/paste", shown, form)
}

func columnName(column agenda.Column) string {
	if column == agenda.ColumnNone {
		return "none"
	}
	return string(column)
}
