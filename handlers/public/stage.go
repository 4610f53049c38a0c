package public

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"meguri/app/service/paths"
	"meguri/app/service/ticket"
	"meguri/app/stage"
	"meguri/handlers/web"
	"meguri/models"
)

// Stage has the screens of stages.
type Stage struct {
	*web.Kit
	Stages *stage.Service
}

// Join leads those who are in the room to the live room, from the code on the stage.
func (h *Stage) Join(c echo.Context) error {
	event, err := h.Stages.EventByCode(c.Request().Context(), c.Param("code"))
	if err != nil {
		return err
	}
	return web.SeeOther(c, paths.OfEvent(event.Slug).Live())
}

// stagePage is a screen of the stage as its link wants it.
type stagePage struct {
	*stage.Screen
	// Ground is "dark" or "paper", of all scenes; Overlay is "clear" or "keyed" over a picture of a stream, "" for a
	// whole screen.
	Ground, Overlay string
	// Self is the address of this screen, Push is where it listens.
	Self, Push string
	// JoinText is the address that people type, without its scheme; QR is the same to be read by a phone.
	JoinText string
	QR       *ticket.QR
}

// The choices in the link of a stage.
var (
	grounds  = []string{"dark", "paper"}
	overlays = []string{"clear", "keyed"}
)

// Screen is what a projector or a stream shows.
func (h *Stage) Screen(c echo.Context) error {
	ask := c.QueryParams()
	event, screen, err := h.Stages.Screen(c.Request().Context(), c.Param("slug"), c.Param("key"), ask.Get("view"))
	if err != nil {
		return err
	}
	web.SetEvent(c, event)
	join := h.BaseURL + leadsTo(screen)
	page := stagePage{
		Screen: screen, Ground: grounds[0], Self: c.Request().URL.Path, JoinText: bareAddress(join),
		Push: paths.OfEvent(event.Slug).StagePush(c.Param("key")),
	}
	chosen := url.Values{}
	for name, choice := range map[string][]string{"ground": grounds, "overlay": overlays} {
		if value := ask.Get(name); slices.Contains(choice, value) {
			chosen.Set(name, value)
		}
	}
	page.Overlay = chosen.Get("overlay")
	if ground := chosen.Get("ground"); ground != "" {
		page.Ground = ground
	}
	for _, name := range []string{"view", "lang"} {
		if value := ask.Get(name); value != "" {
			chosen.Set(name, value)
		}
	}
	page.Self = web.WithQuery(page.Self, chosen)
	if page.QR, err = ticket.NewQR(join); err != nil {
		return err
	}
	if web.IsFragment(c) {
		return h.ShowFragment(c, "public/stage/show", "stage_screen", page)
	}
	return h.Show(c, "public/stage/show", page)
}

// Listen lets a screen listen to what changes, as long as its link opens the stage.
func (h *Stage) Listen(c echo.Context) error {
	slug, key := c.Param("slug"), c.Param("key")
	event, err := h.Stages.Opens(c.Request().Context(), slug, key)
	if err != nil {
		return err
	}
	web.SetEvent(c, event)
	return h.ListenAs(c, models.ForStage, func(ctx context.Context) error {
		_, err := h.Stages.Opens(ctx, slug, key)
		return err
	})
}

// leadsTo is the page that the code of a screen opens: a survey where it shows one, else the room.
func leadsTo(screen *stage.Screen) string {
	if linked, ok := screen.Content.(interface{ LinkSecret() string }); ok && linked.LinkSecret() != "" {
		return string(paths.OfSurveyLink(linked.LinkSecret()))
	}
	return paths.Join(screen.Stage.Code)
}

// bareAddress is an address as people type it.
func bareAddress(address string) string {
	_, bare, _ := strings.Cut(address, "://")
	return bare
}
