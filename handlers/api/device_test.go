package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

// asDevice asks with a bearer and returns the status and the answer.
func asDevice(p *apptest.Program, token, method, path, body string) (int, string, http.Header) {
	request := httptest.NewRequestWithContext(p.T.Context(), method, path, strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	recorder := httptest.NewRecorder()
	p.Handler.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String(), recorder.Header()
}

func TestADeviceIsPairedOnceAndAdmitsAtItsEventUntilItIsRevoked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		made := p.API(models.RoleOrganizer).Expect(201, "", "POST", "/api/v1/events/here/devices",
			map[string]any{"name": "正門", "supervises": true})
		address, _ := made["pairing_url"].(string)
		_, code, _ := strings.Cut(address, "#pair=")
		public := p.API("")
		public.Expect(404, "not_found", "POST", "/api/v1/devices/pair", map[string]any{"code": "2222-2222"})
		paired := public.Expect(201, "", "POST", "/api/v1/devices/pair", map[string]any{"code": strings.ToLower(code)})
		public.Expect(404, "not_found", "POST", "/api/v1/devices/pair", map[string]any{"code": code})
		token, _ := paired["token"].(string)

		scan := `{"scans":[{"id":"s1","ticket":"2222-2222","door":"main","direction":"in",` +
			`"scanned_at":"2030-05-01T04:00:00Z"}]}`
		for _, c := range []struct {
			method, path, body string
			want               int
		}{
			{"GET", "/api/v1/events/here/roster?waiting=3&battery=80", "", 200},
			{"POST", "/api/v1/events/here/checkins", scan, 200},
			{"GET", "/api/v1/events/elsewhere/roster", "", 404},
			{"GET", "/api/v1/events/here/attendance", "", 200},
			{"GET", "/api/v1/events/elsewhere/attendance", "", 404},
			{"GET", "/api/v1/events/here/registrations", "", 401},
			{"POST", "/api/v1/events/here/devices", `{"name":"x"}`, 401},
		} {
			if status, body, _ := asDevice(p, token, c.method, c.path, c.body); status != c.want {
				t.Errorf("%s %s: %d, want %d: %s", c.method, c.path, status, c.want, body)
			}
		}
		p.Write(func(tx *models.Tx) error { return tx.Devices().Revoke(p.Event, made["id"].(string)) })
		status, _, header := asDevice(p, token, "GET", "/api/v1/events/here/roster", "")
		if status != 401 || header.Get("Meguri-Version") == "" {
			t.Errorf("a revoked device: %d, and marked as ours: %q", status, header.Get("Meguri-Version"))
		}
	})
}

// A steward scans; who may undo is a supervisor.
func TestTheDeviceOfAStewardUndoesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		for supervises, want := range map[bool]int{false: 403, true: 404} {
			made := p.API(models.RoleOrganizer).Expect(201, "", "POST", "/api/v1/events/here/devices",
				map[string]any{"name": "正門", "supervises": supervises})
			_, code, _ := strings.Cut(made.String("pairing_url"), "#pair=")
			paired := p.API("").Expect(201, "", "POST", "/api/v1/devices/pair", map[string]any{"code": code})
			status, body, _ := asDevice(p, paired.String("token"), "POST", "/api/v1/events/here/checkins/none/undo", "")
			if status != want {
				t.Errorf("supervises %v: %d, want %d: %s", supervises, status, want, body)
			}
		}
	})
}

func TestARosterTellsWhatADoorNeedsAndNothingElse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		p.SetClock(p.Event.StartsAt)
		p.API("").Expect(201, "", "POST", apptest.RegistrationsPath,
			apptest.RegistrationBody("secret@mail.example", "answers", map[string]any{"why": "ひみつの答え"}))
		receptionist := p.API(models.RoleReceptionist)
		roster := receptionist.Expect(200, "", "GET", "/api/v1/events/here/roster", nil)
		content, err := json.Marshal(roster)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"secret@", "ひみつ"} {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%q is in the roster", secret)
			}
		}
		people, _ := roster["people"].([]any)
		apptest.Equal(t, "people", len(people), 1)
		next, _ := roster["next"].(string)
		p.Advance(5 * 60 * 1e9)
		later := receptionist.Expect(200, "", "GET", "/api/v1/events/here/roster?since="+next, nil)["next"].(string)
		p.Advance(5 * 60 * 1e9)
		changed := receptionist.Expect(200, "", "GET", "/api/v1/events/here/roster?since="+later, nil)
		apptest.Equal(t, "who changed since", len(changed["people"].([]any)), 0)
		id, _ := people[0].(map[string]any)["id"].(string)
		receptionist.Expect(200, "", "POST", "/api/v1/events/here/checkins", map[string]any{
			"scans": []any{map[string]any{"id": "s1", "registration_id": id}},
		})
		changed = receptionist.Expect(200, "", "GET", "/api/v1/events/here/roster?since="+later, nil)
		apptest.Equal(t, "who passed a door since", len(changed["people"].([]any)), 1)
		apptest.Equal[any](t, "inside", changed["people"].([]any)[0].(map[string]any)["inside"], true)
	})
}

// The roster of 1,000 people is at most 60 kB on the wire.
func TestARosterIsSmall(t *testing.T) {
	apptest.Each(t, testSmallRoster)
}

func testSmallRoster(t *testing.T, p *apptest.Program) {
	p.SetClock(p.Event.StartsAt)
	for i := range 100 {
		p.API("").Expect(201, "", "POST", apptest.RegistrationsPath,
			apptest.RegistrationBody(fmt.Sprint(i, "@mail.example"), "ticket_type", "online",
				"organization", fmt.Sprint("団体", i)))
	}
	_, body, _ := asDevice(p, p.Tokens[models.RoleReceptionist], "GET", "/api/v1/events/here/roster", "")
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	_, _ = writer.Write([]byte(body))
	_ = writer.Close()
	if perThousand := packed.Len() * 10; perThousand > 60_000 {
		t.Errorf("%d bytes for 1,000 people", perThousand)
	}
}

func TestAttendanceCountsWhoCame(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.StartsAt)
		receptionist := p.API(models.RoleReceptionist)
		const address = "/api/v1/events/here/attendance"
		before := receptionist.Expect(200, "", "GET", address, nil)
		var code string
		for _, email := range []string{"a@mail.example", "b@mail.example"} {
			made := p.API("").Expect(201, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody(email))
			code = made.String("code")
		}
		receptionist.Expect(200, "", "POST", "/api/v1/events/here/checkins", map[string]any{"scans": []any{map[string]any{
			"id": "s1", "ticket": code, "door": "main", "direction": "in", "scanned_at": p.Event.StartsAt,
		}}})
		after := receptionist.Expect(200, "", "GET", address, nil)
		for field, more := range map[string]float64{"expected": 2, "arrived": 1, "inside": 1, "online_now": 0} {
			was, _ := before[field].(float64)
			if is, _ := after[field].(float64); is != was+more {
				t.Errorf("%s was %v and is %v", field, was, is)
			}
		}
		apptest.Equal(t, "ticket types", len(after.Items("by_ticket_type")), len(before.Items("by_ticket_type")))
		p.API(models.RoleAnalyst).Expect(403, "forbidden", "GET", address, nil)
	})
}
