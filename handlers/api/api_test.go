package api_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/program"
	"meguri/app/survey"
	"meguri/app/testkit/apptest"
	"meguri/handlers/api"
	"meguri/models"
	"meguri/models/modelstest"
)

func TestAPIRegisters(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		public := p.API("")
		request := models.NewID()
		body := apptest.RegistrationBody("a@mail.example", "id", request)
		first := public.Expect(201, "", "POST", apptest.RegistrationsPath, body)
		again := public.Expect(201, "", "POST", apptest.RegistrationsPath, body)
		apptest.Equal(t, "the answer to the same request again", again, first)
		known := public.Expect(202, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("A@MAIL.example"))
		apptest.Equal(t, "the number of fields for a known address", len(known), 1)
		public.Expect(201, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("b@mail.example"))
		waiting := public.Expect(201, "", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("c@mail.example"))
		apptest.Equal[any](t, "the state when all places are taken", waiting["state"], "waitlisted")
		apptest.Equal[any](t, "the position in the waiting list", waiting["position"], 1.0)
		answers := map[string]any{"guests": 1_000_000, "first": true, "why": "つながり", "open": nil}
		public.Expect(
			201, "", "POST", apptest.RegistrationsPath,
			apptest.RegistrationBody("d@mail.example", "ticket_type", "online", "answers", answers),
		)
		list := p.API(models.RoleOrganizer).Expect(200, "", "GET", apptest.RegistrationsPath+"?q=d@mail", nil)
		stored := list["items"].([]any)[0].(map[string]any)["answers"]
		want := map[string]any{"first": "true", "guests": "1000000", "why": "つながり"}
		apptest.Equal[any](t, "the stored answers", stored, want)
	})
}

func TestAPIListsRegistrationsPageByPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		organizer := p.API(models.RoleOrganizer)
		for i := range 5 {
			body := apptest.RegistrationBody(fmt.Sprint(i, "@mail.example"), "ticket_type", "online")
			organizer.As("").Expect(201, "", "POST", apptest.RegistrationsPath, body)
		}
		seen, after := map[any]bool{}, ""
		for page := 1; ; page++ {
			list := organizer.Expect(200, "", "GET", apptest.RegistrationsPath+"?limit=2&after="+after, nil)
			for _, item := range list["items"].([]any) {
				seen[item.(map[string]any)["id"]] = true
			}
			next, more := list["next"].(string)
			if after = next; !more {
				break
			}
		}
		apptest.Equal(t, "the number of registrations on all pages", len(seen), 5)
		for _, query := range []string{"?state=waitlisted", "?ticket_type=venue", "?q=nobody"} {
			if list := organizer.Expect(200, "", "GET", apptest.RegistrationsPath+query, nil); len(list["items"].([]any)) != 0 {
				t.Errorf("%s finds %v", query, list)
			}
		}
		for _, query := range []string{"?state=asleep", "?limit=0", "?limit=501", "?limit=x", "?after=x"} {
			organizer.Expect(422, "invalid", "GET", apptest.RegistrationsPath+query, nil)
		}
		organizer.Expect(404, "not_found", "GET", apptest.RegistrationsPath+"?ticket_type=none", nil)
		for _, ending := range []string{".csv", ".csv?encoding=shift_jis", ".xlsx?q=たかはし"} {
			organizer.Expect(200, "", "GET", apptest.RegistrationsPath+ending, nil)
		}
		organizer.Expect(422, "invalid", "GET", apptest.RegistrationsPath+".csv?encoding=ebcdic", nil)
	})
}

func TestAPIAdmits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		receptionist := p.API(models.RoleReceptionist)
		body := apptest.RegistrationBody("a@mail.example")
		attendee := receptionist.As("").Expect(201, "", "POST", apptest.RegistrationsPath, body)
		scans := []map[string]any{
			{
				"id":         "1",
				"ticket":     attendee["ticket"],
				"door":       "main",
				"direction":  "in",
				"scanned_at": db.Now().Format(time.RFC3339),
			},
			{"id": "2", "ticket": strings.ToLower(attendee["code"].(string))},
			{"id": "3", "registration_id": attendee["id"], "direction": "out"},
			{"id": "4", "ticket": "hello"},
			{"id": "1", "ticket": "hello"},
			{"id": "6", "code": strings.ToLower(attendee["code"].(string))},
			{"id": "7", "code": "hello"},
		}
		answer := receptionist.Expect(200, "", "POST", apptest.CheckInsPath, map[string]any{"scans": scans})
		var results []string
		for _, r := range answer["results"].([]any) {
			r := r.(map[string]any)
			results = append(results, strings.TrimSpace(fmt.Sprintln(r["id"], r["result"], r["conflict"], r["since"] != nil)))
		}
		want := []string{
			"1 admitted <nil> false",
			"2 already <nil> true",
			"3 left <nil> false",
			"4 unknown <nil> false",
			"1 admitted other_content false",
			"6 admitted <nil> false",
			"7 unknown <nil> false",
		}
		apptest.Equal(t, "results", results, want)
		for range 2 {
			receptionist.Expect(204, "", "POST", apptest.CheckInsPath+"/3/undo", nil)
		}
		receptionist.Expect(409, "conflict", "POST", apptest.CheckInsPath+"/4/undo", nil)
		receptionist.Expect(404, "not_found", "POST", apptest.CheckInsPath+"/5/undo", nil)
	})
}

func TestAPIRefusesWhatItCannotRead(t *testing.T) {
	db := modelstest.OnSQLite(t)
	p := apptest.New(t, db)
	public, receptionist := p.API(""), p.API(models.RoleReceptionist)
	for name, body := range map[string]string{
		"nothing": "", "half": `{"ticket_type":`, "a list": `[]`, "two": `{} {}`,
	} {
		t.Run(name, func(t *testing.T) {
			public.Expect(400, "bad_request", "POST", apptest.RegistrationsPath, body)
			receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, body)
		})
	}
	t.Run("fields that do not exist or are of another type are named", func(t *testing.T) {
		answer := public.Expect(
			400, "bad_request", "POST", apptest.RegistrationsPath,
			apptest.RegistrationBody("a@mail.example", "emial", "a@mail.example"),
		)
		if !strings.Contains(answer["detail"].(string), "emial") {
			t.Error(answer)
		}
		answer = receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, `{"scans":[{"id":7}]}`)
		if !strings.Contains(answer["detail"].(string), "scans.id") {
			t.Error(answer)
		}
		answer = public.Expect(400, "bad_request", "POST", apptest.RegistrationsPath, `{"family_name":7}`)
		apptest.Contains(t, "the answer", answer["detail"].(string), "“family_name”")
		body := `{"scans":[{"id":"7","scanned_at":"yesterday"}]}`
		receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, body)
	})
	t.Run("null where the description has no null is named", func(t *testing.T) {
		for field, scan := range map[string]string{
			"scans.id":         `{"id":null}`,
			"scans.scanned_at": `{"id":"7","scanned_at":null}`,
			"scans.ticket":     `{"id":"7","ticket":null}`,
			"scans.admitted":   `{"id":"7","admitted":null}`,
		} {
			answer := receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, `{"scans":[`+scan+`]}`)
			apptest.Contains(t, "the answer", answer["detail"].(string), field)
		}
		receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, `{"scans":null}`)
		public.Expect(400, "bad_request", "POST", apptest.RegistrationsPath, `{"id":null}`)
		public.Expect(400, "bad_request", "POST", apptest.RegistrationsPath, `null`)
	})
	t.Run("a ticket and a code, which may be two people’s", func(t *testing.T) {
		body := `{"scans":[{"id":"7","ticket":"K7QX-M2RD","code":"K7QX-M2RE"}]}`
		answer := receptionist.Expect(422, "invalid", "POST", apptest.CheckInsPath, body)
		if answer["fields"].(map[string]any)["code"] == nil {
			t.Error(answer)
		}
	})
	t.Run("an empty ticket, code or registration", func(t *testing.T) {
		for _, field := range []string{"ticket", "code", "registration_id"} {
			body := `{"scans":[{"id":"7","` + field + `":""}]}`
			answer := receptionist.Expect(422, "invalid", "POST", apptest.CheckInsPath, body)
			if answer["fields"].(map[string]any)[field] == nil {
				t.Error(answer)
			}
		}
	})
	t.Run("a character that cannot be stored, and not its spelling", func(t *testing.T) {
		answer := public.Expect(422, "invalid", "POST", apptest.RegistrationsPath, `{"family_name":"a\u0000"}`)
		apptest.Contains(t, "the answer", answer["detail"].(string), "family_name")
		body := apptest.RegistrationBody("spelled@mail.example", "needs", `the text \u0000 in a file`)
		public.Expect(201, "", "POST", apptest.RegistrationsPath, body)
	})
	t.Run("a time without its offset", func(t *testing.T) {
		body := `{"scans":[{"id":"7","scanned_at":"2026-09-20T13:02:00"}]}`
		answer := receptionist.Expect(400, "bad_request", "POST", apptest.CheckInsPath, body)
		apptest.Contains(t, "the answer", answer["detail"].(string), "+09:00")
	})
	t.Run("a content type that is not JSON", func(t *testing.T) {
		for _, contentType := range []string{
			"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "//",
		} {
			body := strings.NewReader(`{"scans":[]}`)
			request := httptest.NewRequestWithContext(t.Context(), "POST", apptest.CheckInsPath, body)
			request.Header.Set("Content-Type", contentType)
			if status, answer := receptionist.Send(request); status != http.StatusUnsupportedMediaType {
				t.Errorf("%q: %d %v", contentType, status, answer)
			}
		}
	})
	t.Run("a body that is too large, announced or not", func(t *testing.T) {
		large := `{"scans":[{"id":"` + strings.Repeat("x", 7<<20) + `"}]}`
		receptionist.Expect(413, "invalid", "POST", apptest.CheckInsPath, large)
		request := httptest.NewRequestWithContext(t.Context(), "POST", apptest.CheckInsPath, strings.NewReader(large))
		request.Header.Set("Content-Type", "application/json")
		request.ContentLength = -1
		if status, answer := receptionist.Send(request); status != http.StatusRequestEntityTooLarge {
			t.Errorf("in pieces: %d %v", status, answer)
		}
	})
}

func TestAPISaysWhatIsWrong(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		public, receptionist := p.API(""), p.API(models.RoleReceptionist)
		answer := public.Expect(
			422, "invalid", "POST", apptest.RegistrationsPath,
			map[string]any{"id": strings.Repeat("1", 101), "email": "@", "sector": "army"},
		)
		fields := answer["fields"].(map[string]any)
		for _, field := range []string{"id", "ticket_type", "family_name", "email", "sector"} {
			if fields[field] == nil {
				t.Errorf("nothing is said of %s: %v", field, fields)
			}
		}
		body := apptest.RegistrationBody("a@mail.example")
		public.Expect(404, "not_found", "POST", "/api/v1/events/none/registrations", body)
		public.Expect(401, "forbidden", "GET", apptest.RegistrationsPath, nil)
		public.As("mgr_wrong").Expect(401, "forbidden", "GET", apptest.RegistrationsPath, nil)
		receptionist.Expect(403, "forbidden", "GET", apptest.RegistrationsPath, nil)
		receptionist.Expect(404, "not_found", "POST", "/api/v1/events/elsewhere/checkins", map[string]any{})
		receptionist.Expect(422, "invalid", "POST", apptest.CheckInsPath, map[string]any{"scans": []any{}})
		receptionist.Expect(422, "invalid", "POST", apptest.CheckInsPath, `{"scans":[{"id":"`+strings.Repeat("x", 101)+`"}]}`)
		many := make([]map[string]any, 1001)
		for i := range many {
			many[i] = map[string]any{"id": fmt.Sprint(i), "ticket": "hello"}
		}
		receptionist.Expect(422, "invalid", "POST", apptest.CheckInsPath, map[string]any{"scans": many})
		receptionist.Expect(200, "", "POST", apptest.CheckInsPath, map[string]any{"scans": many[:1000]})
		db.SetClock(func() time.Time { return p.Event.EndsAt.Add(time.Hour) })
		public.Expect(409, "conflict", "POST", apptest.RegistrationsPath, apptest.RegistrationBody("late@mail.example"))
	})
}

func TestAPIAndFormSlowANetworkDownTogether(t *testing.T) {
	db := modelstest.OnSQLite(t)
	p := apptest.New(t, db)
	p.Start(func(c *program.Config) { c.RateLimit = "on" })
	public, began := p.API(""), time.Now()
	for range 30 { // the form counts, too
		p.Form("/events/here/register", url.Values{})
	}
	for range 33 {
		public.Expect(400, "bad_request", "POST", apptest.RegistrationsPath, "")
	}
	if took := time.Since(began); took < 1500*time.Millisecond { // 60 at once, then two a second
		t.Errorf("63 requests were answered in %v", took)
	}
}

func TestAPIDownloadsSurveys(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		p.Write(func(tx *models.Tx) error { return answered(tx, p.Survey) })
		analyst := p.API(models.RoleAnalyst)
		path := "/api/v1/surveys/" + p.Survey.ID
		files := []string{
			"/responses.csv", "/responses.csv?encoding=shift_jis", "/responses.xlsx", "/texts.csv", "/responses.json",
			"/answers.csv", "/responses.sav", "/texts.sav", "/responses.parquet", "/texts.parquet",
			"/responses.xlsx?values=codes", "/results.json",
		}
		for _, file := range files {
			analyst.Expect(409, "conflict", "GET", path+file, nil)
		}
		p.Write(func(tx *models.Tx) error { return released(tx, p) })
		for _, file := range files {
			analyst.Expect(200, "", "GET", path+file, nil)
		}
		data := analyst.Expect(200, "", "GET", path+"/responses.json", nil)
		apptest.Equal(t, "the number of responses", len(data["responses"].([]any)), 6)
		apptest.Equal(t, "the number of texts", len(data["texts"].(map[string]any)["comments"].([]any)), 5)
		for _, query := range []string{"?since=2025-09-20T08:00:00Z", "?cursor=x"} {
			for _, file := range []string{"/responses.json", "/responses.csv", "/texts.parquet"} {
				analyst.Expect(409, "conflict", "GET", path+file+query, nil)
			}
		}
		analyst.Expect(422, "invalid", "GET", path+"/responses.xlsx?values=words", nil)
		results := analyst.Expect(200, "", "GET", path+"/results.json", nil)
		apptest.Equal(t, "the responses", results["responses"], any(6.0))
		for _, one := range results["questions"].([]any) {
			if q := one.(map[string]any); q["question"] == "overall" {
				apptest.Equal(t, "n, missing and mean", []any{q["n"], q["missing"], q["mean"]}, []any{5.0, 1.0, 3.0})
			}
		}
		analyst.Expect(422, "invalid", "GET", path+"/results.json?by=mode&by=locale", nil)
		analyst.Expect(422, "invalid", "GET", path+"/results.json?by=nothing", nil)
		book := analyst.Expect(200, "", "GET", path+"/codebook.json", nil)
		columns := len(book["columns"].([]any))
		apptest.Equal(t, "the number of columns", columns, 7) // three of every survey, two of the multiple choice
		analyst.Expect(200, "", "GET", path+"/codebook.csv", nil)
		analyst.Expect(200, "", "GET", path+"/ddi.xml", nil)
		analyst.Expect(404, "not_found", "GET", "/api/v1/surveys/"+models.NewID()+"/responses.json", nil)
		analyst.As(p.OtherToken).Expect(404, "not_found", "GET", path+"/codebook.json", nil)
		p.API(models.RoleReceptionist).Expect(403, "forbidden", "GET", path+"/responses.xlsx", nil)
		analyst.As("").Expect(401, "forbidden", "GET", path+"/responses.csv", nil)
	})
}

func TestAPIDescribesItself(t *testing.T) {
	p := apptest.New(t, modelstest.OnSQLite(t))
	recorder := httptest.NewRecorder()
	p.Handler.ServeHTTP(recorder, httptest.NewRequestWithContext(t.Context(), "GET", "/api/openapi.json", nil))
	apptest.Equal(t, "the status", recorder.Code, http.StatusOK)
	apptest.Equal(t, "Content-Type", recorder.Header().Get("Content-Type"), "application/json")
	if !bytes.Equal(recorder.Body.Bytes(), api.OpenAPI) {
		t.Error("it is another description")
	}
}

// answered gives a survey a question of each kind of answer, full responses and one that leaves everything open.
func answered(tx *models.Tx, survey *models.Survey) error {
	options := []models.Option{{Slug: "time", TextJa: "時間"}, {Slug: "skills", TextJa: "スキル", TextEn: "Skills"}}
	for slug, kind := range map[string]models.QuestionKind{
		"overall": models.QuestionScale5, "themes": models.QuestionMultiple, "comments": models.QuestionLongText,
	} {
		question := &models.Question{Slug: slug, Kind: kind, TitleJa: slug, Options: options}
		if err := tx.Questions().Add(survey, question); err != nil {
			return err
		}
	}
	for i := range 6 {
		r := &models.Response{SurveyID: survey.ID, Mode: models.ModeOnline, Locale: "ja", Answers: map[string][]string{}}
		if i > 0 {
			r.Answers["overall"] = []string{strconv.Itoa(i)}
			r.Answers["themes"] = []string{"time", "skills"}[i%2:]
			r.Answers["comments"] = []string{"つながり\n=1+1"}
		}
		if err := tx.Responses().Add(r); err != nil {
			return err
		}
	}
	return nil
}

// released opens, closes and releases the survey.
func released(tx *models.Tx, p *apptest.Program) error {
	s, err := tx.Surveys().ByID(p.Event, p.Survey.ID)
	if err != nil {
		return err
	}
	if err := tx.Surveys().Open(s); err != nil {
		return err
	}
	if err := tx.Surveys().Close(s); err != nil {
		return err
	}
	return survey.Release(tx, s)
}

func TestAPIWritesToPeople(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		p := apptest.New(t, db)
		p.SetClock(db.Now())
		p.SignUp(p.Event, "a@mail.example")
		p.RunJobs()
		const path = "/api/v1/events/here/messages"
		organizer, id := p.API(models.RoleOrganizer), models.NewID()
		body := func(more ...any) map[string]any {
			m := map[string]any{
				"id": id, "subject": map[string]string{"ja": "ご案内"}, "body": map[string]string{"ja": "{name} 様"},
				"audience": map[string]any{"state": "confirmed"},
			}
			for i := 0; i < len(more); i += 2 {
				m[more[i].(string)] = more[i+1]
			}
			return m
		}
		dry := organizer.Expect(200, "", "POST", path, body("dry_run", true))
		apptest.Equal[any](t, "who would get it", dry["recipients"], 1.0)
		broken := organizer.Expect(422, "invalid", "POST", path, body("body", map[string]string{"ja": "{nobody} 様"}))
		if fault := fmt.Sprint(broken["fields"].(map[string]any)["body.ja"]); !strings.Contains(fault, "{nobody}") {
			t.Errorf("the fault does not name the placeholder: %s", fault)
		}
		organizer.Expect(422, "invalid", "POST", path, body("audience", map[string]any{"mode": "asleep"}))
		organizer.Expect(422, "invalid", "POST", path, body("audience", map[string]any{"answered": false}))
		organizer.Expect(422, "invalid", "POST", path, body("send_at", "2020-01-01T00:00:00Z"))
		p.API(models.RoleReceptionist).Expect(403, "forbidden", "POST", path, body())

		made := organizer.Expect(201, "", "POST", path, body())
		apptest.Equal[any](t, "id", made["id"], id)
		apptest.Equal(t, "the same request again", organizer.Expect(201, "", "POST", path, body()), made)
		p.RunJobs()
		apptest.Equal(t, "mails", len(p.Outbox("message")), 1)
		got := organizer.Expect(200, "", "GET", path+"/"+id, nil)
		wanted := map[string]any{"state": "sent", "recipients": 1.0, "queued": 0.0, "sent": 1.0, "failed": 0.0}
		for field, want := range wanted {
			apptest.Equal(t, field, got[field], want)
		}
		organizer.Expect(404, "not_found", "GET", path+"/"+models.NewID(), nil)
		later := organizer.Expect(201, "", "POST", path, body("id", models.NewID(), "send_at", "2099-01-01T00:00:00+09:00"))
		apptest.Equal[any](t, "when", later["send_at"], "2098-12-31T15:00:00Z")
	})
}
