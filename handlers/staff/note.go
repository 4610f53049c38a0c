package staff

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/handlers/web"
)

// WriteNote stores a note about the person of :id.
func (h *Registrations) WriteNote(c echo.Context) error {
	var in registration.NoteInput
	return h.change(c, &in, "person.note_written", func() error {
		return h.Registrations.Notes().Write(
			c.Request().Context(), web.EventOf(c), c.Param("id"), web.AccountOf(c).ID, &in)
	})
}

// ChangeNote changes an own note.
func (h *Registrations) ChangeNote(c echo.Context) error {
	var in registration.NoteInput
	return h.change(c, &in, "person.note_written", func() error {
		return h.Registrations.Notes().Change(
			c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("note"), web.AccountOf(c).ID, &in)
	})
}

// DeleteNote removes an own note.
func (h *Registrations) DeleteNote(c echo.Context) error {
	return h.change(c, &struct{}{}, "person.note_deleted", func() error {
		return h.Registrations.Notes().Delete(
			c.Request().Context(), web.EventOf(c), c.Param("id"), c.Param("note"), web.AccountOf(c).ID)
	})
}

// Tag gives the person of :id a tag.
func (h *Registrations) Tag(c echo.Context) error {
	var in registration.TagInput
	return h.change(c, &in, "person.tagged", func() error {
		return h.Registrations.Tags().Put(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}

// Untag takes a tag off the person of :id.
func (h *Registrations) Untag(c echo.Context) error {
	var in registration.TagInput
	return h.change(c, &in, "person.untagged", func() error {
		return h.Registrations.Tags().TakeOff(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	})
}
