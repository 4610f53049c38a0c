package staff

import (
	"io"

	"github.com/labstack/echo/v4"

	"meguri/app/summary"
	"meguri/handlers/web"
)

// Certificates says what the certificates of an event ask for, and prints all of them.
type Certificates struct {
	*web.Kit
	Papers *summary.Service
}

// Desk shows the rule, and how many get a certificate by it.
func (h *Certificates) Desk(c echo.Context) error { return h.show(c, nil) }

func (h *Certificates) show(c echo.Context, form *web.Form) error {
	desk, err := h.Papers.CertificateDesk(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, desk.Input())
	}
	return h.ShowForm(c, "staff/certificate/show", desk, form)
}

// Save stores the rule.
func (h *Certificates) Save(c echo.Context) error {
	var in summary.RuleInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Papers.SaveRule(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Kit.Save(c, form, err, staffEvent(c).Certificates(), "certificate.rule_saved"); done {
		return answer
	}
	return h.show(c, form)
}

// PDF has the certificates of all who get one.
func (h *Certificates) PDF(c echo.Context) error {
	event := web.EventOf(c)
	return web.SendFile(c, event.Slug+"-certificates.pdf", "application/pdf", func(w io.Writer) error {
		return h.Papers.CertificatesPDF(c.Request().Context(), w, h.Texts(c), event, c.QueryParam("session"))
	})
}
