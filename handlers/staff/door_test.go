package staff_test

import (
	"net/http"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const doorsPath = "/staff/events/here/doors"

func TestDoorsAreEditedAsRows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		owner := p.As(models.RoleOwner)
		doors := func(t *testing.T) []models.Door {
			t.Helper()
			list, err := p.DB.Query(t.Context()).Doors().OfEvent(p.Event)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		before := len(doors(t))
		row := func(key string, pairs ...string) []string {
			all := []string{"row", key}
			for i := 0; i < len(pairs); i += 2 {
				all = append(all, pairs[i]+"."+key, pairs[i+1])
			}
			return all
		}
		t.Run("one that is added, with what was typed", func(t *testing.T) {
			answer := owner.With(t).Post(doorsPath, row(models.NewAnonymousID(), "new", "true", "name_ja", "北口",
				"leads", "event", "types", "venue", "capacity", "20", "warn_at", "18", "stops", "true")...)
			owner.With(t).LeadsTo(answer, doorsPath)
			list := doors(t)
			apptest.Equal(t, "doors", len(list), before+1)
			added := list[len(list)-1]
			for _, d := range list {
				if d.NameJa == "北口" {
					added = d
				}
			}
			apptest.Equal(t, "who may pass", added.TicketTypes, "venue")
			apptest.Equal(t, "how many", *added.Capacity, 20)
			apptest.Equal(t, "stops", added.Stops, true)
			again := owner.With(t).Post(doorsPath, row(added.ID, "name_ja", "南口", "leads", "event", "delete", "true")...)
			owner.With(t).LeadsTo(again, doorsPath)
			apptest.Equal(t, "doors once it is deleted", len(doors(t)), before)
		})
		t.Run("and nothing is stored of what cannot be", func(t *testing.T) {
			for _, pairs := range [][]string{
				{"name_ja", "", "capacity", "5"}, {"name_ja", "北口", "capacity", "x"}, {"name_ja", "北口", "stops", "true"},
				{"name_ja", "北口", "leads", "room:" + models.NewID()}, {"name_ja", "北口", "types", "none"},
				{"name_ja", "北口", "opens_at", "2030-01-02T10:00", "closes_at", "2030-01-02T09:00"},
				{"name_ja", "北口", "tag", "だれもいない"}, {"name_ja", "北口", "leads", "day:1999-01-01"},
			} {
				typed := append([]string{"new", "true"}, pairs...)
				if !has(typed, "leads") {
					typed = append(typed, "leads", "event")
				}
				answer := owner.With(t).Post(doorsPath, row(models.NewAnonymousID(), typed...)...)
				owner.With(t).Wants(answer, http.StatusUnprocessableEntity)
			}
			apptest.Equal(t, "doors", len(doors(t)), before)
		})
	})
}

func has(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func TestTheBoardTellsHowTheDoorsDo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		_, _, ticket := p.SignUp(p.Event, "hanako@mail.example")
		receptionist, organizer := p.As(models.RoleReceptionist), p.As(models.RoleOrganizer)
		scanByForm(t, receptionist, "id", "scan-1", "ticket", ticket, "door", "main", "direction", "in")
		page := apptest.Document(t, organizer.Get("/staff/events/here/board"))
		apptest.Equal(t, "minutes in the table", page.Find("#board .plot-table tbody tr").Length(), 60)
		apptest.Contains(t, "the numbers", page.Find(".board-numbers").Text(), "1")
		inside := receptionist.Get("/staff/events/here/inside")
		receptionist.Wants(inside, http.StatusOK, "花子")
		paper := receptionist.Get("/staff/events/here/inside.pdf")
		receptionist.Wants(paper, http.StatusOK)
		apptest.Contains(t, "the paper", paper.Body.String()[:5], "%PDF")
	})
}
