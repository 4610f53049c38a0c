package staff

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"meguri/app/federation"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

// Following is where owners follow other installations.
type Following struct {
	*web.Kit
	Federations *federation.Service
}

type followingPage struct {
	*federation.DeskPage
	Home paths.StaffOrganization
	// Words tell our key, FoundWords that of what was looked at.
	Words, FoundWords string
	Found             *federation.Found
	Rows              []followedRow
}

type followedRow struct {
	models.Feed
	// Here says that the organization follows it, and may end that.
	Here               bool
	Path               paths.StaffFeed
	KeyWords, NewWords string
	Silent, NeverHeard bool
}

// List shows what is followed.
func (h *Following) List(c echo.Context) error {
	return h.show(c, http.StatusOK, h.NewForm(c, nil), nil)
}

func (h *Following) show(c echo.Context, status int, form *web.Form, found *federation.Found) error {
	desk, err := h.Federations.DeskPage(c.Request().Context())
	if err != nil {
		return err
	}
	host, lang, now := web.HostOf(c), h.Texts(c).Lang, h.Now()
	page := followingPage{DeskPage: desk, Home: paths.OfStaffOrganization(host.Slug), Found: found}
	if desk.Key != "" {
		page.Words = federation.WordsOf(desk.Key, lang)
	}
	if found != nil {
		page.FoundWords = federation.WordsOf(found.Key, lang)
	}
	for i := range desk.Feeds {
		f := &desk.Feeds[i]
		row := followedRow{
			Feed: *f, Here: f.OrganizationID != nil && *f.OrganizationID == host.ID, Path: page.Home.Feed(f.ID),
			KeyWords: federation.WordsOf(f.PublicKey, lang), Silent: f.IsSilent(now), NeverHeard: f.HeardAt == nil,
		}
		if f.NewKey != "" {
			row.NewWords = federation.WordsOf(f.NewKey, lang)
		}
		page.Rows = append(page.Rows, row)
	}
	return h.Render(c, status, "staff/federation/index", page, form)
}

// Look shows who is at an address, and whose key it has.
func (h *Following) Look(c echo.Context) error {
	var in federation.AddressInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		found, err := h.Federations.Look(c.Request().Context(), &in)
		if err == nil {
			return h.show(c, http.StatusOK, form, found)
		}
		if !form.Take(err) {
			return err
		}
	}
	return h.show(c, http.StatusUnprocessableEntity, form, nil)
}

// Follow follows what was looked at.
func (h *Following) Follow(c echo.Context) error {
	var in federation.FollowInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	if form.OK() {
		err := h.Federations.Follow(c.Request().Context(), web.HostOf(c), &in)
		if done, answer := h.Save(c, form, err, followingHome(c), "federation.followed"); done {
			return answer
		}
	}
	return h.show(c, http.StatusUnprocessableEntity, form, nil)
}

func followingHome(c echo.Context) string {
	return paths.OfStaffOrganization(web.HostOf(c).Slug).Feeds()
}

// AgreeKey says yes to a key that nobody signed.
func (h *Following) AgreeKey(c echo.Context) error {
	err := h.Federations.AgreeKey(c.Request().Context(), web.HostOf(c), c.Param("id"), c.FormValue("key"))
	if err != nil {
		return err
	}
	web.SetFlash(c, "success", "federation.key_agreed")
	return web.SeeOther(c, followingHome(c))
}

// EndForm asks whether to end following an installation.
func (h *Following) EndForm(c echo.Context) error {
	desk, err := h.Federations.DeskPage(c.Request().Context())
	if err != nil {
		return err
	}
	host := web.HostOf(c)
	at := slices.IndexFunc(desk.Feeds, func(f models.Feed) bool {
		return f.ID == c.Param("id") && f.OrganizationID != nil && *f.OrganizationID == host.ID
	})
	if at < 0 {
		return models.NewError(models.CodeNotFound, "error.not_found")
	}
	texts := h.Texts(c)
	name := texts.Pick(desk.Feeds[at].NameJa, desk.Feeds[at].NameEn)
	return ask(h.Kit, c, "federation.end", name, followingHome(c), texts.T("federation.end_confirm"))
}

// End ends it.
func (h *Following) End(c echo.Context) error {
	if err := h.Federations.End(c.Request().Context(), web.HostOf(c), c.Param("id")); err != nil {
		return err
	}
	web.SetFlash(c, "success", "federation.ended")
	return web.SeeOther(c, followingHome(c))
}
