package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/event"
	"meguri/handlers/web"
	"meguri/models"
)

// spareRows are the empty rows at the end of the form of materials.
const spareRows = 3

type materialsPage struct {
	Rows  []materialRow
	Kinds []web.Option
	// Withheld counts the recordings that nobody is shown now.
	Withheld int
}

// materialRow is one row of the form as it was typed.
type materialRow struct {
	Number                    int
	Kind, TitleJa, TitleEn    string
	URL                       string
	KindFault, URLFault, Long string
}

// Materials shows what the event left behind, as rows.
func (h *Events) Materials(c echo.Context) error {
	list, err := h.Events.Materials(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	in := &event.MaterialsInput{}
	for _, m := range list {
		in.Kind, in.URL = append(in.Kind, string(m.Kind)), append(in.URL, m.URL)
		in.TitleJa, in.TitleEn = append(in.TitleJa, m.TitleJa), append(in.TitleEn, m.TitleEn)
	}
	for range spareRows {
		in.Kind, in.URL = append(in.Kind, string(models.MaterialSlides)), append(in.URL, "")
		in.TitleJa, in.TitleEn = append(in.TitleJa, ""), append(in.TitleEn, "")
	}
	return h.showMaterials(c, in, h.NewForm(c, nil))
}

func (h *Events) showMaterials(c echo.Context, in *event.MaterialsInput, form *web.Form) error {
	withheld, err := h.Events.WithheldRecordings(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	page := materialsPage{Withheld: withheld}
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	for i := range in.URL {
		page.Rows = append(page.Rows, materialRow{
			Number: i + 1, Kind: at(in.Kind, i), TitleJa: at(in.TitleJa, i), TitleEn: at(in.TitleEn, i), URL: in.URL[i],
			KindFault: form.Error(event.MaterialField("kind", i)), URLFault: form.Error(event.MaterialField("url", i)),
			Long: form.Error(event.MaterialField("title_ja", i)) + form.Error(event.MaterialField("title_en", i)),
		})
	}
	texts := h.Texts(c)
	for _, kind := range models.MaterialKinds {
		page.Kinds = append(page.Kinds, web.Option{Value: string(kind), Text: texts.T("event.material_" + string(kind))})
	}
	return h.ShowForm(c, "staff/material/edit", page, form)
}

// SaveMaterials stores the rows.
func (h *Events) SaveMaterials(c echo.Context) error {
	var in event.MaterialsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Events.SaveMaterials(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Materials(), "event.saved"); done {
		return answer
	}
	return h.showMaterials(c, &in, form)
}
