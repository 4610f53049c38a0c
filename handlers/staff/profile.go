package staff

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"meguri/app/need"
	"meguri/app/service/paths"
	"meguri/handlers/web"
	"meguri/models"
)

type profilesPage struct {
	*need.ProfilesPage
	Home                                    paths.StaffNeeds
	Ways, Hours, Languages, Askings, Orders []web.Option
	Pages                                   *web.Pages
}

// profileQuery is a filter of people as an address has it.
func profileQuery(f *need.ProfileFilter) url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": f.Search, "skill": f.Skill, "area": f.Area, "way": string(f.Way), "hours": f.Hours, "language": f.Language,
		"asking": string(f.Asking), "sort": string(f.Sort),
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// Profiles lists the people who open something of their profile to coordinators.
func (h *Needs) Profiles(c echo.Context) error {
	var filter need.ProfileFilter
	if err := web.BindQuery(c, &filter); err != nil {
		return err
	}
	page, err := h.Needs.ProfilesPage(c.Request().Context(), needPlace(c), &filter)
	if err != nil {
		return err
	}
	texts, home := h.Texts(c), needHome(c)
	shown := profilesPage{
		ProfilesPage: page, Home: home,
		Ways:      web.NeedOptions(texts, "profiles.any", "profile.", need.ProfileWays),
		Hours:     []web.Option{{Text: texts.T("profiles.any")}},
		Languages: web.NeedOptions(texts, "profiles.any", "profile.language_", models.SpokenLanguages),
		Askings:   []web.Option{{Text: texts.T("profiles.any")}},
		Pages: web.PagesBy(page.PerPage(), home.Profiles(), profileQuery(&filter), page.Number, len(page.Profiles),
			page.Total),
	}
	for _, hours := range need.ProfileHours {
		text := texts.T("profiles.hours_least", "n", hours)
		shown.Hours = append(shown.Hours, web.Option{Value: strconv.Itoa(hours), Text: text})
	}
	for _, asking := range need.ProfileAskings {
		text := texts.T("profiles.asking_" + string(asking))
		shown.Askings = append(shown.Askings, web.Option{Value: string(asking), Text: text})
	}
	for _, order := range need.ProfileOrders {
		text := texts.T("profiles.sort_usual")
		if order != need.ProfilesByAsking {
			text = texts.T("profiles.sort_" + string(order))
		}
		shown.Orders = append(shown.Orders, web.Option{Value: string(order), Text: text})
	}
	return h.Show(c, "staff/need/profiles", shown)
}

type profilePage struct {
	*need.ProfilePage
	Home paths.StaffNeeds
}

// Profile shows one of them, and about what they may be asked.
func (h *Needs) Profile(c echo.Context) error {
	page, err := h.Needs.ProfilePage(c.Request().Context(), needPlace(c), c.Param("id"))
	if err != nil {
		return err
	}
	return h.Show(c, "staff/need/profile", profilePage{page, needHome(c)})
}
