package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meguri/handlers/api"
	"meguri/models"
	"meguri/models/modelstest"
)

func newProgram(t *testing.T, b *building, role models.Role) *program {
	return (&program{t: t, handler: b.handler, contract: newContract(t)}).as(b.tokens[role])
}

// someone is the least that a registration needs.
func someone(email string, more ...any) map[string]any {
	body := map[string]any{"ticket_type": "venue", "family_name": "髙橋", "family_name_kana": "たかはし", "email": email}
	for i := 0; i+1 < len(more); i += 2 {
		body[more[i].(string)] = more[i+1]
	}
	return body
}

func (p *program) expect(status int, code, method, address string, body any) map[string]any {
	p.t.Helper()
	got, answer := p.call(method, address, body)
	if got != status || (code != "" && answer["code"] != code) {
		p.t.Errorf("%s %s: %d %v, want %d %s", method, address, got, answer, status, code)
	}
	return answer
}

const (
	peoplePath = "/api/v1/events/here/registrations"
	scansPath  = "/api/v1/events/here/checkins"
)

func TestAPIRegisters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		public := newProgram(t, b, "")
		request := models.NewID()
		first := public.expect(201, "", "POST", peoplePath, someone("a@mail.example", "id", request))
		again := public.expect(201, "", "POST", peoplePath, someone("a@mail.example", "id", request))
		for field, value := range first {
			if again[field] != value {
				t.Errorf("the same request again: %s is %v, was %v", field, again[field], value)
			}
		}
		if known := public.expect(202, "", "POST", peoplePath, someone("A@MAIL.example")); len(known) != 1 {
			t.Errorf("a known address is told %v", known)
		}
		public.expect(201, "", "POST", peoplePath, someone("b@mail.example"))
		if waiting := public.expect(201, "", "POST", peoplePath, someone("c@mail.example")); waiting["state"] != "waitlisted" || waiting["position"] != 1.0 {
			t.Errorf("when all places are taken: %v", waiting)
		}
		answers := map[string]any{"guests": 1_000_000, "first": true, "why": "つながり", "open": nil}
		public.expect(201, "", "POST", peoplePath, someone("d@mail.example", "ticket_type", "online", "answers", answers))
		list := newProgram(t, b, models.RoleOrganizer).expect(200, "", "GET", peoplePath+"?q=d@mail", nil)
		kept := list["items"].([]any)[0].(map[string]any)["answers"]
		if fmt.Sprint(kept) != "map[first:true guests:1000000 why:つながり]" {
			t.Errorf("answers are kept as %v", kept)
		}
	})
}

func TestAPIListsPeoplePageByPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		organizer := newProgram(t, b, models.RoleOrganizer)
		for i := range 5 {
			organizer.as("").expect(201, "", "POST", peoplePath, someone(fmt.Sprint(i, "@mail.example"), "ticket_type", "online"))
		}
		seen, after := map[any]bool{}, ""
		for page := 1; ; page++ {
			list := organizer.expect(200, "", "GET", peoplePath+"?limit=2&after="+after, nil)
			for _, item := range list["items"].([]any) {
				seen[item.(map[string]any)["id"]] = true
			}
			next, more := list["next"].(string)
			if after = next; !more {
				break
			}
		}
		if len(seen) != 5 {
			t.Errorf("%d people on all pages", len(seen))
		}
		for _, query := range []string{"?state=waitlisted", "?ticket_type=venue", "?q=nobody"} {
			if list := organizer.expect(200, "", "GET", peoplePath+query, nil); len(list["items"].([]any)) != 0 {
				t.Errorf("%s finds %v", query, list)
			}
		}
		for _, query := range []string{"?state=asleep", "?limit=0", "?limit=501", "?limit=x", "?after=x"} {
			organizer.expect(422, "invalid", "GET", peoplePath+query, nil)
		}
		organizer.expect(404, "not_found", "GET", peoplePath+"?ticket_type=none", nil)
		for _, ending := range []string{".csv", ".csv?encoding=shift_jis", ".xlsx?q=たかはし"} {
			organizer.expect(200, "", "GET", peoplePath+ending, nil)
		}
		organizer.expect(422, "invalid", "GET", peoplePath+".csv?encoding=ebcdic", nil)
	})
}

func TestAPIAdmits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		desk := newProgram(t, b, models.RoleReceptionist)
		person := desk.as("").expect(201, "", "POST", peoplePath, someone("a@mail.example"))
		scans := []map[string]any{
			{"id": "1", "ticket": person["ticket"], "door": "main", "direction": "in", "scanned_at": db.Now().Format(time.RFC3339)},
			{"id": "2", "ticket": strings.ToLower(person["code"].(string))},
			{"id": "3", "registration_id": person["id"], "direction": "out"},
			{"id": "4", "ticket": "hello"},
			{"id": "1", "ticket": "hello"},
		}
		answer := desk.expect(200, "", "POST", scansPath, map[string]any{"scans": scans})
		var results []string
		for _, r := range answer["results"].([]any) {
			r := r.(map[string]any)
			results = append(results, strings.TrimSpace(fmt.Sprintln(r["id"], r["result"], r["conflict"], r["since"] != nil)))
		}
		want := "1 admitted <nil> false, 2 already <nil> true, 3 left <nil> false, 4 unknown <nil> false, 1 admitted other_content false"
		if got := strings.Join(results, ", "); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		for range 2 {
			desk.expect(204, "", "POST", scansPath+"/3/undo", nil)
		}
		desk.expect(409, "conflict", "POST", scansPath+"/4/undo", nil)
		desk.expect(404, "not_found", "POST", scansPath+"/5/undo", nil)
	})
}

func TestAPIRefusesWhatItCannotRead(t *testing.T) {
	db := modelstest.OnSQLite(t)
	b := newBuilding(t, db)
	public, desk := newProgram(t, b, ""), newProgram(t, b, models.RoleReceptionist)
	for name, body := range map[string]string{
		"nothing": "", "half": `{"ticket_type":`, "a list": `[]`, "two": `{} {}`, "zero byte": `{"family_name":"\u0000"}`,
	} {
		t.Run(name, func(t *testing.T) {
			public.expect(400, "bad_request", "POST", peoplePath, body)
			desk.expect(400, "bad_request", "POST", scansPath, body)
		})
	}
	t.Run("fields that do not exist or are of another type are named", func(t *testing.T) {
		answer := public.expect(400, "bad_request", "POST", peoplePath, someone("a@mail.example", "emial", "a@mail.example"))
		if !strings.Contains(answer["detail"].(string), "emial") {
			t.Error(answer)
		}
		answer = desk.expect(400, "bad_request", "POST", scansPath, `{"scans":[{"id":7}]}`)
		if !strings.Contains(answer["detail"].(string), "scans.id") {
			t.Error(answer)
		}
		desk.expect(400, "bad_request", "POST", scansPath, `{"scans":[{"id":"7","scanned_at":"yesterday"}]}`)
	})
	t.Run("a content type that is not JSON", func(t *testing.T) {
		for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "//"} {
			request := httptest.NewRequestWithContext(t.Context(), "POST", scansPath, strings.NewReader(`{"scans":[]}`))
			request.Header.Set("Content-Type", kind)
			if status, answer := desk.send(request); status != http.StatusUnsupportedMediaType {
				t.Errorf("%q: %d %v", kind, status, answer)
			}
		}
	})
	t.Run("a body that is too large, announced or not", func(t *testing.T) {
		large := `{"scans":[{"id":"` + strings.Repeat("x", 5<<20) + `"}]}`
		desk.expect(413, "invalid", "POST", scansPath, large)
		request := httptest.NewRequestWithContext(t.Context(), "POST", scansPath, strings.NewReader(large))
		request.Header.Set("Content-Type", "application/json")
		request.ContentLength = -1
		if status, answer := desk.send(request); status != http.StatusRequestEntityTooLarge {
			t.Errorf("in pieces: %d %v", status, answer)
		}
	})
}

func TestAPISaysWhatIsWrong(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		public, desk := newProgram(t, b, ""), newProgram(t, b, models.RoleReceptionist)
		answer := public.expect(422, "invalid", "POST", peoplePath, map[string]any{"id": strings.Repeat("1", 101), "email": "@", "sector": "army"})
		fields := answer["fields"].(map[string]any)
		for _, field := range []string{"id", "ticket_type", "family_name", "email", "sector"} {
			if fields[field] == nil {
				t.Errorf("nothing is said of %s: %v", field, fields)
			}
		}
		public.expect(404, "not_found", "POST", "/api/v1/events/none/registrations", someone("a@mail.example"))
		public.expect(401, "forbidden", "GET", peoplePath, nil)
		public.as("mgr_wrong").expect(401, "forbidden", "GET", peoplePath, nil)
		desk.expect(403, "forbidden", "GET", peoplePath, nil)
		desk.expect(404, "not_found", "POST", "/api/v1/events/elsewhere/checkins", map[string]any{})
		desk.expect(422, "invalid", "POST", scansPath, map[string]any{"scans": []any{}})
		desk.expect(422, "invalid", "POST", scansPath, `{"scans":[{"id":"`+strings.Repeat("x", 101)+`"}]}`)
		many := make([]map[string]any, 1001)
		for i := range many {
			many[i] = map[string]any{"id": fmt.Sprint(i), "ticket": "hello"}
		}
		desk.expect(422, "invalid", "POST", scansPath, map[string]any{"scans": many})
		desk.expect(200, "", "POST", scansPath, map[string]any{"scans": many[:1000]})
		db.SetClock(func() time.Time { return b.event.EndsAt.Add(time.Hour) })
		public.expect(409, "conflict", "POST", peoplePath, someone("late@mail.example"))
	})
}

func TestAPISlowsAnAddressDown(t *testing.T) {
	db := modelstest.OnSQLite(t)
	modelstest.Summit(t, db, "here")
	app, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0"}, db)
	if err != nil {
		t.Fatal(err)
	}
	public := &program{t: t, handler: app.handler, contract: newContract(t)}
	for range 60 {
		public.expect(400, "bad_request", "POST", peoplePath, "")
	}
	public.expect(429, "too_many", "POST", peoplePath, "")
}

func TestAPIGivesSurveysAway(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		b := newBuilding(t, db)
		b.write(func(tx *models.Tx) error { return answered(tx, b) })
		analyst := newProgram(t, b, models.RoleAnalyst)
		path := "/api/v1/surveys/" + b.survey.ID
		for _, file := range []string{"/responses.csv", "/responses.csv?encoding=shift_jis", "/responses.xlsx"} {
			analyst.expect(200, "", "GET", path+file, nil)
		}
		data := analyst.expect(200, "", "GET", path+"/responses.json", nil)
		if list := data["responses"].([]any); len(list) != 2 {
			t.Errorf("%v", list)
		}
		book := analyst.expect(200, "", "GET", path+"/codebook.json", nil)
		if columns := book["columns"].([]any); len(columns) != 8 { // four of every survey, two of the multiple choice
			t.Errorf("%d columns", len(columns))
		}
		analyst.expect(404, "not_found", "GET", "/api/v1/surveys/"+models.NewID()+"/responses.json", nil)
		analyst.as(b.strangerToken).expect(404, "not_found", "GET", path+"/codebook.json", nil)
		newProgram(t, b, models.RoleReceptionist).expect(403, "forbidden", "GET", path+"/responses.xlsx", nil)
		analyst.as("").expect(401, "forbidden", "GET", path+"/responses.csv", nil)
	})
}

func TestAPIDescribesItself(t *testing.T) {
	b := newBuilding(t, modelstest.OnSQLite(t))
	recorder := httptest.NewRecorder()
	b.handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), "GET", "/api/openapi.json", nil))
	if recorder.Code != 200 || recorder.Header().Get("Content-Type") != "application/json" || !bytes.Equal(recorder.Body.Bytes(), api.OpenAPI) {
		t.Errorf("%d %v", recorder.Code, recorder.Header())
	}
}

// answered gives the building's survey a question of each kind of answer, a full response and one that leaves everything open.
func answered(tx *models.Tx, b *building) error {
	options := []models.Option{{Slug: "time", TextJa: "時間"}, {Slug: "skills", TextJa: "スキル", TextEn: "Skills"}}
	full := &models.Response{SurveyID: b.survey.ID, Mode: models.ModeOnline, Locale: "ja", SubmittedOn: "2025-09-21"}
	for slug, q := range map[string]struct {
		kind   models.QuestionKind
		values []string
	}{
		"overall":  {models.QuestionScale5, []string{"5"}},
		"themes":   {models.QuestionMultiple, []string{"time", "skills"}},
		"comments": {models.QuestionLongText, []string{"つながり\n=1+1"}},
	} {
		question := &models.Question{Slug: slug, Kind: q.kind, TitleJa: slug, Options: options}
		if err := tx.Questions().Add(b.survey, question); err != nil {
			return err
		}
		for i, value := range q.values {
			full.Answers = append(full.Answers, models.Answer{QuestionID: question.ID, Position: i, Value: value})
		}
	}
	if err := tx.Responses().Add(full); err != nil {
		return err
	}
	return tx.Responses().Add(&models.Response{SurveyID: b.survey.ID, Mode: models.ModeVenue, Locale: "en", SubmittedOn: "2025-09-22"})
}
