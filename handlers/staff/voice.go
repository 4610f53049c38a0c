package staff

import (
	"cmp"

	"github.com/labstack/echo/v4"

	"meguri/app/voice"
	"meguri/handlers/web"
	"meguri/models"
)

type voicesPage struct {
	*voice.StaffPage
	// Failed is the id of the voice whose form has faults, "" for none.
	Failed string
	// Undo is the decision that the moderator made last and can take back, nil for none.
	Undo *voice.Undoable
}

// List is where moderators read voices.
func (h *Voices) List(c echo.Context) error { return h.showList(c, h.NewForm(c, nil), "") }

func (h *Voices) showList(c echo.Context, form *web.Form, failed string) error {
	page, err := h.Voices.StaffPage(
		c.Request().Context(), web.EventOf(c), web.ModeratorOf(c), voice.ReadList(c.QueryParams()),
	)
	if err != nil {
		return err
	}
	undo, err := h.Voices.Undoable(c.Request().Context(), web.EventOf(c), c.QueryParam("undo"))
	if err != nil {
		return err
	}
	return h.ShowForm(c, "staff/voice/index", voicesPage{page, failed, undo}, form)
}

// Decide carries out what a moderator decided about a voice.
func (h *Voices) Decide(c echo.Context) error {
	var in voice.DecisionInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Voices.Decide(c.Request().Context(), web.EventOf(c), web.ModeratorOf(c), c.Param("id"), &in)
	if done, answer := h.Save(c, form, err, undoAddress(c), "voice.done_"+string(in.Decision)); done {
		return answer
	}
	return h.showList(c, form, c.Param("id"))
}

// undoAddress is the list with an offer to take back what was decided.
func undoAddress(c echo.Context) string {
	query := voice.ReadList(c.QueryParams()).Query()
	sign := "?"
	if query != "" {
		sign = "&"
	}
	return staffEvent(c).Voices() + query + sign + "undo=" + c.Param("id")
}

// Undo takes back what a moderator decided last about a voice.
func (h *Voices) Undo(c echo.Context) error {
	var in struct {
		Version int `form:"version"`
	}
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Voices.Undo(c.Request().Context(), web.EventOf(c), c.Param("id"), in.Version)
	if done, answer := h.Save(c, form, err, deskAddress(c), "voice.undone"); done {
		return answer
	}
	return h.showList(c, form, "")
}

// Merge joins the voices that a moderator ticked.
func (h *Voices) Merge(c echo.Context) error {
	var in voice.MergeInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	_, err = h.Voices.MergeAll(c.Request().Context(), web.EventOf(c), web.ModeratorOf(c), &in)
	if done, answer := h.Save(c, form, err, deskAddress(c), "voice.done_merge"); done {
		return answer
	}
	return h.showList(c, form, "")
}

// deskAddress is the list of voices that the moderator looked at.
func deskAddress(c echo.Context) string {
	return staffEvent(c).Voices() + voice.ReadList(c.QueryParams()).Query()
}

// Mute lets the author of a voice wait before they write again.
func (h *Voices) Mute(c echo.Context) error {
	var in voice.MuteInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	message := "voice.done_mute"
	if in.Minutes == 0 {
		message = "voice.done_unmute"
	}
	err = h.Voices.Mute(c.Request().Context(), web.EventOf(c), c.Param("id"), &in)
	if done, answer := h.Save(c, form, err, deskAddress(c), message); done {
		return answer
	}
	return h.showList(c, form, c.Param("id"))
}

// Desk takes what a moderator is on, and shows what the others do. That another one is on the same voice is shown, and
// no error.
func (h *Voices) Desk(c echo.Context) error {
	var in voice.HereInput
	if _, err := h.Bind(c, &in); err != nil {
		return err
	}
	desk, err := h.Voices.Here(c.Request().Context(), web.EventOf(c), web.ModeratorOf(c), in)
	if desk == nil {
		return err
	}
	return h.ShowFragment(c, "staff/voice/index", "voice_desk", desk)
}

// Speak records which side speaks.
func (h *Voices) Speak(c echo.Context) error {
	var in voice.SpeakInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Voices.Speak(c.Request().Context(), web.EventOf(c), in)
	if done, answer := h.Save(c, form, err, deskAddress(c), "voice.speaking_"+cmp.Or(string(in.Mode), "none")); done {
		return answer
	}
	return h.showList(c, form, "")
}

// spareThemes are the empty rows at the end of the form of themes.
const spareThemes = 3

type voiceSettingsPage struct {
	Rows             []themeRow
	Reviews, Namings []web.Option
}

// themeRow is one row of the form of themes as it was typed.
type themeRow struct {
	Number                      int
	ID, Slug, TitleJa, TitleEn  string
	SlugFault, JaFault, EnFault string
}

// Settings is how the event takes voices.
func (h *Voices) Settings(c echo.Context) error {
	in, err := h.Voices.Settings(c.Request().Context(), web.EventOf(c))
	if err != nil {
		return err
	}
	return h.showSettings(c, in, h.FormOf(c, in))
}

func (h *Voices) showSettings(c echo.Context, in *voice.SettingsInput, form *web.Form) error {
	page, texts := voiceSettingsPage{}, h.Texts(c)
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	typed := len(in.TitleJa)
	for typed > 0 && in.TitleJa[typed-1] == "" {
		typed--
	}
	for i := range typed + spareThemes {
		page.Rows = append(page.Rows, themeRow{
			Number: i + 1, ID: at(in.ID, i), Slug: at(in.Slug, i), TitleJa: at(in.TitleJa, i), TitleEn: at(in.TitleEn, i),
			SlugFault: form.Error(voice.ThemeField("slug", i)), JaFault: form.Error(voice.ThemeField("title_ja", i)),
			EnFault: form.Error(voice.ThemeField("title_en", i)),
		})
	}
	for _, review := range models.VoiceReviews {
		text := texts.T("voice.review_" + string(review))
		page.Reviews = append(page.Reviews, web.Option{Value: string(review), Text: text})
	}
	for _, naming := range models.VoiceNamings {
		text := texts.T("voice.naming_" + string(naming))
		page.Namings = append(page.Namings, web.Option{Value: string(naming), Text: text})
	}
	return h.ShowForm(c, "staff/voice/settings", page, form)
}

// SaveSettings stores how the event takes voices.
func (h *Voices) SaveSettings(c echo.Context) error {
	var in voice.SettingsInput
	form, err := h.Bind(c, &in)
	if err != nil {
		return err
	}
	err = h.Voices.SaveSettings(c.Request().Context(), web.EventOf(c), &in)
	if done, answer := h.Save(c, form, err, staffEvent(c).VoiceSettings(), "voice.settings_saved"); done {
		return answer
	}
	return h.showSettings(c, &in, form)
}
