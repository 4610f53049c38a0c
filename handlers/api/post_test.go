package api_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

func TestAttendeesWriteAndVoteByTheirLink(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff := p.As(models.RoleModerator)
		staff.Post("/staff/events/here/live/settings", "open", "true", "review", "before", "naming", "either",
			"title_ja", "時間", "title_en", "Time", "slug", "")
		const address = "/api/v1/events/here/posts"
		hanako, _, _ := p.SignUp(p.Event, "hanako@mail.example")
		taro, _, _ := p.SignUp(p.Event, "taro@mail.example")
		elsewhere, _, _ := p.SignUp(p.Other, "jiro@mail.example")
		said := map[string]any{"id": "one", "kind": "question", "text": "夜だけでも？", "theme": "time"}

		p.API("").As("wrong").Expect(http.StatusUnauthorized, "forbidden", http.MethodPost, address, said)
		p.API("").As(elsewhere).Expect(http.StatusNotFound, "not_found", http.MethodPost, address, said)
		made := p.API("").As(hanako).Expect(http.StatusCreated, "", http.MethodPost, address, said)
		apptest.Equal(t, "state", made.String("state"), "held")
		again := p.API("").As(hanako).Expect(http.StatusCreated, "", http.MethodPost, address, said)
		apptest.Equal(t, "id of a repeat", again.String("id"), made.String("id"))
		long := map[string]any{"kind": "opinion", "text": strings.Repeat("長", 5000)}
		p.API("").As(hanako).Expect(http.StatusUnprocessableEntity, "invalid", http.MethodPost, address, long)

		one := address + "/" + made.String("id")
		moderator := p.API(models.RoleModerator)
		moderator.Expect(http.StatusNoContent, "", http.MethodPost, one+"/moderation", map[string]any{"decision": "publish"})
		moderator.Expect(http.StatusUnprocessableEntity, "invalid", http.MethodPost, one+"/moderation",
			map[string]any{"decision": "hide", "reason": "other"})
		for range 2 { // two tabs
			p.API("").As(taro).Expect(http.StatusOK, "", http.MethodPut, one+"/vote", nil)
		}
		p.API("").As(hanako).Expect(http.StatusConflict, "conflict", http.MethodPut, one+"/vote", nil)
		list := p.API("").As(taro).Expect(http.StatusOK, "", http.MethodGet, address+"?theme=time", nil).Items("items")
		apptest.Equal(t, "voices", len(list), 1)
		apptest.Equal(t, "votes", list[0]["votes"], any(float64(1)))
		file := moderator.Get(address + ".json").Body.String()
		apptest.Contains(t, "file", file, "夜だけでも？")
		apptest.Lacks(t, "file", file, "hanako", "一郎", "花子")
		csv := moderator.Get(address + ".csv").Body.String()
		apptest.Contains(t, "table", csv, "夜だけでも？")
	})
}
