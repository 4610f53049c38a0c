package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"meguri/models"
)

func TestLogsHoldNoSecretAndNoPerson(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
		defer slog.SetDefault(before)
		secret, id, ticket := b.signUp(b.event, "hanako@secret.example")
		b.request(http.MethodGet, "/r/"+secret+"?lang=en", "")
		b.form("/r/"+secret, url.Values{"family_name": {"秘密"}, "given_name": {"花子"}})
		b.form("/events/here/link", url.Values{"email": {"hanako@secret.example"}})
		b.form("/staff/login", url.Values{"email": {"owner@here.example"}, "password": {"the secret password"}})
		b.form("/staff/forgot", url.Values{"email": {"owner@here.example"}})
		b.request(http.MethodGet, "/staff/reset/a-reset-secret", "")
		b.request(http.MethodGet, "/staff/events/here/people?q=hanako%40secret.example", "", b.asOwner()...)
		b.request(http.MethodGet, "/events/nowhere-"+secret, "")
		b.request(http.MethodPost, "/api/v1/events/here/checkins", `{"scans":[{"id":"1","ticket":"`+ticket+`","direction":"in"}]}`,
			"Content-Type", "application/json", "Authorization", "Bearer "+b.tokens[models.Receptionist])
		text := log.String()
		if !strings.Contains(text, "/r/:token") {
			t.Fatalf("nothing was logged: %s", text)
		}
		for what, part := range map[string]string{
			"the link": secret, "the address": "secret.example", "a name": "秘密", "the password": "the secret", "the ticket": ticket[:20], "the API token": b.tokens[models.Receptionist],
			"the reset link": "a-reset-secret", "the registration": id,
		} {
			if strings.Contains(text, part) {
				t.Errorf("%s is in the log", what)
			}
		}
	})
}

func TestSlowedDownAddresses(t *testing.T) {
	inBuilding(t, func(t *testing.T, b *building) {
		program, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:8080", MailFrom: "Meguri <meguri@localhost>", RateLimit: "on"}, b.db)
		if err != nil {
			t.Fatal(err)
		}
		b.handler = program.handler
		for path, most := range map[string]int{"/events/here/register": 65, "/events/here/link": 25, "/staff/login": 65, "/staff/forgot": 12, "/staff/reset/secret": 25,
			"/r/secret/survey/" + models.NewID(): 65, "GET /r/secret/ticket.pdf": 35, "GET /r/secret/summary.pdf": 35} {
			method, path, get := strings.Cut(path, " ")
			if !get {
				method, path = http.MethodPost, method
			}
			slowed := 0
			for range most {
				answer := b.request(method, path, "email=nobody", "Content-Type", "application/x-www-form-urlencoded")
				if answer.Code == http.StatusTooManyRequests {
					slowed++
					if answer.Header().Get("Retry-After") == "" {
						t.Errorf("%s does not say when to come again", path)
					}
				}
			}
			if slowed == 0 {
				t.Errorf("%s is never slowed down", path)
			}
		}
	})
}
