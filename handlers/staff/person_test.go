package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// The page of a person tells what happened, the latest first, with who did it.
func TestThePageOfAPersonIsATimeLine(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		_, id, _ := p.SignUp(p.Event, "a@mail.example")
		organizer := p.As(models.RoleOrganizer)
		page := listPath + "/" + id
		organizer.Wants(organizer.Post(page+"/change", "ticket_type", "venue"), http.StatusSeeOther)
		organizer.Wants(organizer.Post(page+"/notes", "text", "車いすの方"), http.StatusSeeOther)
		organizer.Wants(organizer.Get(page), http.StatusOK, "参加枠を変更", "お申し込み", "車いすの方", "これまでの経過")
		organizer.Wants(organizer.Get(page+"?part=note"), http.StatusOK, "車いすの方")

		t.Run("and a note is changed by who wrote it only", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			note := page + "/notes/" + noteOf(p, id)
			owner := p.As(models.RoleOwner)
			owner.Wants(owner.Post(note, "text", "x"), http.StatusNotFound)
			owner.Wants(owner.Post(note+"/delete"), http.StatusNotFound)
			organizer.Wants(organizer.Post(note, "text", ""), http.StatusUnprocessableEntity, "車いすの方")
			organizer.Wants(organizer.Post(note, "text", "車いす席へ"), http.StatusSeeOther)
			owner.Wants(owner.Get(page), http.StatusOK, "車いす席へ")
			organizer.Wants(organizer.Post(note+"/delete"), http.StatusSeeOther)
			answer := organizer.Get(page)
			apptest.Equal(t, "told", strings.Contains(answer.Body.String(), "車いす席へ"), false)
		})
		t.Run("and tags are made by use and gone with the last who has them", func(t *testing.T) {
			p, organizer := p.With(t), organizer.With(t)
			organizer.Wants(organizer.Post(page+"/tag", "tag", "　来賓 "), http.StatusSeeOther)
			organizer.Wants(organizer.Post(page+"/tag", "tag", "来賓"), http.StatusSeeOther)
			organizer.Wants(organizer.Post(page+"/tag", "tag", ""), http.StatusUnprocessableEntity)
			tags, err := p.DB.Query(t.Context()).Tags().OfEvent(p.Event)
			apptest.Equal(t, "error", err, nil)
			apptest.Equal(t, "tags", len(tags), 1)
			organizer.Wants(organizer.Get(page), http.StatusOK, "来賓")
			organizer.Wants(organizer.Post(page+"/untag", "tag", "来賓"), http.StatusSeeOther)
			tags, err = p.DB.Query(t.Context()).Tags().OfEvent(p.Event)
			apptest.Equal(t, "error", err, nil)
			apptest.Equal(t, "tags", len(tags), 0)
		})
	})
}

func noteOf(p *apptest.Program, registrationID string) string {
	p.T.Helper()
	notes, err := p.DB.Query(p.T.Context()).Notes().OfRegistration(&models.Registration{ID: registrationID})
	if err != nil || len(notes) == 0 {
		p.T.Fatal("no note", err)
	}
	return notes[0].ID
}
