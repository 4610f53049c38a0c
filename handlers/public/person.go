package public

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/jointuse"
	"meguri/app/person"
	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Persons are the pages of people who keep an account, opened by a mailed link.
type Persons struct {
	*web.Kit
	Persons  *person.Service
	Projects *project.Service
	// JointUses are what organizations use jointly of people's data.
	JointUses *jointuse.Service
}

type personHomePage struct {
	*person.HomePage
	Work  *project.PersonPage
	Joint []jointuse.PersonRow
	// JointEnded are those that are over.
	JointEnded []*models.JointUse
}

// Home is the person's start page, or the form that asks for the link.
func (h *Persons) Home(c echo.Context) error {
	account, err := web.FindPerson(h.Kit, c)
	if err != nil {
		return err
	}
	if account == nil {
		return h.ShowForm(c, "public/person/ask", nil, h.NewForm(c, nil))
	}
	page, err := h.Persons.HomePage(c.Request().Context(), account)
	if err != nil {
		return err
	}
	work, err := h.Projects.PersonPage(c.Request().Context(), account)
	if err != nil {
		return err
	}
	joint, err := h.JointUses.PersonRows(c.Request().Context(), account)
	if err != nil {
		return err
	}
	ended, err := h.JointUses.Ended(c.Request().Context(), account)
	if err != nil {
		return err
	}
	return h.Show(c, "public/person/home", personHomePage{page, work, joint, ended})
}

// SayJoint takes what the person says to a joint use of their data.
func (h *Persons) SayJoint(c echo.Context) error {
	var in jointuse.SayInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	if err := h.JointUses.Say(c.Request().Context(), web.PersonOf(c), c.Param("id"), &in); err != nil {
		return err
	}
	web.SetFlash(c, "success", "joint_use.said")
	return web.SeeOther(c, paths.Me+"#joint-use")
}

// EnterAttended takes hours of an event that the person attended, as they were proposed.
func (h *Persons) EnterAttended(c echo.Context) error {
	var in project.AttendedInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Projects.EnterAttended(c.Request().Context(), web.PersonOf(c), c.Param("id"), &in)
	switch {
	case err == nil:
		web.SetFlash(c, "success", "hours.entered")
	case form.Take(err):
		web.SetFlash(c, "warn", "hours.proposal_gone")
	default:
		return err
	}
	return web.SeeOther(c, paths.Me)
}

// AskLink mails the link. The answer is the same whether the address is known or not.
func (h *Persons) AskLink(c echo.Context) error {
	var in person.LinkInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Persons.AskLink(c.Request().Context(), in)
		if err == nil {
			return web.SeeOther(c, paths.MeSent)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.ShowForm(c, "public/person/ask", nil, form)
}

// Sent says that a mail is on its way, if there is an account.
func (h *Persons) Sent(c echo.Context) error { return h.Show(c, "public/person/sent", nil) }

type openPage struct {
	Account *models.Account
	Path    string
}

// OpenForm asks whether to open the account: programs that follow the links in mails open nothing by that.
func (h *Persons) OpenForm(c echo.Context) error {
	_, account, err := h.Persons.Open(c.Request().Context(), c.Param("secret"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.Render(c, http.StatusNotFound, "public/person/ended", nil, nil)
	}
	if err != nil {
		return err
	}
	return h.Show(c, "public/person/open", openPage{account, paths.OpenMe(c.Param("secret"))})
}

// Open opens the account in this browser until the link ends.
func (h *Persons) Open(c echo.Context) error {
	l, err := h.Persons.Enter(c.Request().Context(), c.Param("secret"))
	if models.CodeOf(err) == models.CodeNotFound {
		return h.Render(c, http.StatusNotFound, "public/person/ended", nil, nil)
	}
	if err != nil {
		return err
	}
	web.SetPersonCookie(c, c.Param("secret"), l.ExpiresAt.Sub(h.Now()))
	return web.SeeOther(c, paths.Me)
}

// Leave ends the link of this browser.
func (h *Persons) Leave(c echo.Context) error { return h.leave(c, false) }

// LeaveAll ends all links of the account.
func (h *Persons) LeaveAll(c echo.Context) error { return h.leave(c, true) }

func (h *Persons) leave(c echo.Context, all bool) error {
	if err := h.Persons.Leave(c.Request().Context(), web.PersonSecret(c), all); err != nil {
		return err
	}
	web.DropPersonCookie(c)
	web.SetFlash(c, "success", "stay.left")
	return web.SeeOther(c, paths.Me)
}

type profilePage struct {
	*person.ProfilePage
	See, Languages []web.Option
}

// Profile is what the person tells about themselves, and who sees it.
func (h *Persons) Profile(c echo.Context) error { return h.profile(c, nil) }

func (h *Persons) profile(c echo.Context, form *web.Form) error {
	page, err := h.Persons.ProfilePage(c.Request().Context(), web.PersonOf(c))
	if err != nil {
		return err
	}
	if form == nil {
		form = h.FormOf(c, page.Input)
	}
	texts, shown := h.Texts(c), profilePage{ProfilePage: page}
	for _, by := range models.Visibilities {
		shown.See = append(shown.See, web.Option{Value: string(by), Text: texts.T("profile.see_" + string(by))})
	}
	for _, tag := range models.SpokenLanguages {
		shown.Languages = append(shown.Languages, web.Option{Value: tag, Text: texts.T("profile.language_" + tag)})
	}
	return h.ShowForm(c, "public/person/profile", shown, form)
}

// SaveProfile stores it.
func (h *Persons) SaveProfile(c echo.Context) error {
	var in person.ProfileInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Persons.SaveProfile(c.Request().Context(), web.PersonOf(c), &in)
		if done, answer := h.Save(c, form, err, paths.MeProfile, "profile.saved"); done {
			return answer
		}
	}
	return h.profile(c, form)
}

// Person is what a visitor sees of somebody.
func (h *Persons) Person(c echo.Context) error {
	viewer, err := web.FindPerson(h.Kit, c)
	if err != nil {
		return err
	}
	seen, err := h.Persons.Shown(c.Request().Context(), c.Param("id"), viewer)
	if err != nil {
		return err
	}
	return h.Show(c, "public/person/show", person.Seen{By: models.VisibleToPublic, Profile: seen})
}

// Fellows is what others who belong to the same organization show of themselves.
func (h *Persons) Fellows(c echo.Context) error {
	page, err := h.Persons.FellowsPage(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "public/person/fellows", page)
}

// OwnPage leads to the attendee's own page of a registration.
func (h *Persons) OwnPage(c echo.Context) error {
	return h.toOwn(c, func(own paths.Attendee) string { return string(own) })
}

// Certificate leads to the certificate of attendance.
func (h *Persons) Certificate(c echo.Context) error { return h.toOwn(c, paths.Attendee.Certificate) }

func (h *Persons) toOwn(c echo.Context, page func(paths.Attendee) string) error {
	secret, err := h.Persons.OwnLink(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(c, page(paths.OfAttendee(secret)))
}

// Join takes a registration as the person's.
func (h *Persons) Join(c echo.Context) error {
	err := h.Persons.Join(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	return h.then(c, err, paths.Me, "stay.joined")
}

// TakeApart ends that it is.
func (h *Persons) TakeApart(c echo.Context) error {
	err := h.Persons.TakeApart(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	return h.then(c, err, paths.Me, "stay.taken_apart")
}

// then leads on, and says there what was done, or why not.
func (h *Persons) then(c echo.Context, err error, to, message string) error {
	kind := "success"
	if models.CodeOf(err) == models.CodeConflict {
		kind, message, err = "error", web.TextOf(err), nil
	}
	if err != nil {
		return err
	}
	web.SetFlash(c, kind, message)
	return web.SeeOther(c, to)
}

// Settings is how the account is opened and closed.
func (h *Persons) Settings(c echo.Context) error { return h.settings(c, h.NewForm(c, nil)) }

func (h *Persons) settings(c echo.Context, form *web.Form) error {
	page, err := h.Persons.SettingsPage(c.Request().Context(), web.PersonOf(c), web.PersonLinkOf(c))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "public/person/settings", page, form)
}

// AddAddress mails the link that confirms a further address.
func (h *Persons) AddAddress(c echo.Context) error {
	var in person.AddressInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err = h.Persons.AddAddress(c.Request().Context(), web.PersonOf(c), in)
		if done, answer := h.Save(c, form, err, paths.MeSettings, "stay.address_mailed"); done {
			return answer
		}
	}
	return h.settings(c, form)
}

// MakeFirst makes a further address the first one.
func (h *Persons) MakeFirst(c echo.Context) error {
	err := h.Persons.MakeFirst(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	return h.then(c, err, paths.MeSettings, "stay.address_first")
}

// RemoveAddress removes a further address.
func (h *Persons) RemoveAddress(c echo.Context) error {
	err := h.Persons.RemoveAddress(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	return h.then(c, err, paths.MeSettings, "stay.address_removed")
}

type provePage struct {
	*person.ProvePage
	Path string
}

// ProveForm asks whether to confirm a further address.
func (h *Persons) ProveForm(c echo.Context) error {
	page, err := h.Persons.ProvePage(c.Request().Context(), web.PersonOf(c), c.Param("secret"))
	if err != nil {
		return err
	}
	return h.Show(c, "public/person/prove", provePage{page, paths.ProveAddress(c.Param("secret"))})
}

// Prove confirms it.
func (h *Persons) Prove(c echo.Context) error {
	err := h.Persons.Prove(c.Request().Context(), web.PersonOf(c), c.Param("secret"))
	return h.then(c, err, paths.MeSettings, "stay.address_confirmed")
}

// EndLink ends one of the links. That of this browser closes the account in it.
func (h *Persons) EndLink(c echo.Context) error {
	err := h.Persons.EndLink(c.Request().Context(), web.PersonOf(c), c.Param("id"))
	return h.then(c, err, paths.MeSettings, "stay.link_ended")
}

// ExportJSON is all that is held of the person, for programs.
func (h *Persons) ExportJSON(c echo.Context) error {
	file, err := h.Persons.File(c.Request().Context(), web.PersonOf(c))
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	return web.Download(c, h.fileName("json"), echo.MIMEApplicationJSON, content)
}

// ExportCSV is the same as a table.
func (h *Persons) ExportCSV(c echo.Context) error {
	file, err := h.Persons.File(c.Request().Context(), web.PersonOf(c))
	if err != nil {
		return err
	}
	table, err := file.Table()
	if err != nil {
		return err
	}
	return web.SendCSV(c, h.fileName("csv"), table)
}

func (h *Persons) fileName(ending string) string {
	return "meguri-" + h.Now().In(models.DefaultZone).Format(time.DateOnly) + "." + ending
}

// EraseForm says what erasing the account takes away, and what stays.
func (h *Persons) EraseForm(c echo.Context) error { return h.erase(c, h.NewForm(c, nil)) }

func (h *Persons) erase(c echo.Context, form *web.Form) error {
	ctx, account := c.Request().Context(), web.PersonOf(c)
	page, err := h.Persons.ErasePage(ctx, account)
	if err != nil {
		return err
	}
	return h.ShowForm(c, "public/person/erase", page, form)
}

// Erase erases the account.
func (h *Persons) Erase(c echo.Context) error {
	var in person.EraseInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if err = h.Persons.Erase(c.Request().Context(), web.PersonOf(c), in); err == nil {
		web.DropPersonCookie(c)
		return web.SeeOther(c, paths.MeErased)
	}
	if !form.Take(err) {
		return err
	}
	return h.erase(c, form)
}

// Erased says that it is done.
func (h *Persons) Erased(c echo.Context) error { return h.Show(c, "public/person/erased", nil) }
