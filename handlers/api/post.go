package api

import (
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

// postRequest is a voice in JSON. Anonymous is nil for what the event does without a wish: no name.
type postRequest struct {
	ID        string          `json:"id"`
	Kind      models.PostKind `json:"kind"`
	Text      string          `json:"text"`
	Theme     string          `json:"theme"`
	Session   string          `json:"session"`
	Anonymous *bool           `json:"anonymous"`
}

// CreatePost stores what the attendee whose link the request has says.
func (h *Posts) CreatePost(c echo.Context) error {
	var in postRequest
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	post, err := h.Voices.Write(c.Request().Context(), web.EventOf(c), web.RegistrationOf(c), &voice.Input{
		ID: in.ID, Kind: in.Kind, Text: in.Text, Theme: in.Theme, Session: in.Session,
		Named: in.Anonymous != nil && !*in.Anonymous,
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusCreated, map[string]any{"id": post.ID, "state": post.State})
}

// Vote gives the attendee's vote to a voice, or takes it back.
func (h *Posts) Vote(given bool) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		votes, err := h.Voices.Vote(ctx, web.EventOf(c), web.RegistrationOf(c), c.Param("id"), given)
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, map[string]int{"votes": votes})
	}
}

// ListPosts lists published voices.
func (h *Posts) ListPosts(c echo.Context) error {
	var since time.Time
	if typed := c.QueryParam("since"); typed != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, typed); err != nil {
			return models.InvalidFields(map[string]string{"since": "field.time"})
		}
	}
	in := voice.ReadList(c.QueryParams())
	if in.Order == "" {
		in.Order = models.OrderVotes
	}
	items, next, err := h.Voices.Items(c.Request().Context(), web.EventOf(c), in, since)
	if err != nil {
		return err
	}
	body := map[string]any{"items": items, "next": nil}
	if next > 0 {
		body["next"] = strconv.Itoa(next)
	}
	return c.JSON(http.StatusOK, body)
}

// decisionRequest is a moderator's decision in JSON.
type decisionRequest struct {
	Decision voice.Decision    `json:"decision"`
	Reason   models.PostReason `json:"reason"`
	Into     string            `json:"into"`
	Text     string            `json:"text"`
	Who      string            `json:"who"`
}

// Moderate carries out a moderator's decision.
func (h *Posts) Moderate(c echo.Context) error {
	var in decisionRequest
	if err := web.ReadJSON(c, &in); err != nil {
		return err
	}
	ctx, event := c.Request().Context(), web.EventOf(c)
	err := h.Voices.Decide(ctx, event, web.ModeratorOf(c), c.Param("id"), &voice.DecisionInput{
		Decision: in.Decision, Reason: in.Reason, Into: in.Into, Text: in.Text, Who: in.Who,
	})
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

func (h *Posts) PostsCSV(c echo.Context) error {
	event := web.EventOf(c)
	return web.SendCSV(c, event.Slug+"-voices.csv", h.Voices.Table(c.Request().Context(), h.Texts(c), event))
}

func (h *Posts) PostsXLSX(c echo.Context) error {
	event := web.EventOf(c)
	return web.SendXLSX(c, event.Slug+"-voices.xlsx", h.Voices.Table(c.Request().Context(), h.Texts(c), event))
}

func (h *Posts) PostsJSON(c echo.Context) error {
	event := web.EventOf(c)
	items := h.Voices.AllItems(c.Request().Context(), event)
	return web.SendFile(c, event.Slug+"-voices.json", echo.MIMEApplicationJSON, func(w io.Writer) error {
		return writeItems(w, items)
	})
}

// writeItems writes one voice after another: {"items": [ … ]}.
func writeItems(w io.Writer, items iter.Seq2[voice.Item, error]) error {
	separator := `{"items":[` + "\n"
	for item, err := range items {
		if err != nil {
			return err
		}
		line, err := json.Marshal(item)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, separator+string(line)); err != nil {
			return err
		}
		separator = ",\n"
	}
	if separator != ",\n" {
		if _, err := io.WriteString(w, separator); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, "\n]}\n")
	return err
}
