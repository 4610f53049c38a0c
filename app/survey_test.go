package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// visitor is a browser without JavaScript, or a program with a token.
type visitor struct {
	t      *testing.T
	base   string
	token  string
	client *http.Client
}

func visit(t *testing.T, base string) *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &visitor{t: t, base: base, client: client}
}

func (v *visitor) do(method, path string, form url.Values) (status int, body string, header http.Header) {
	v.t.Helper()
	request, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Accept-Language", "ja")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if v.token != "" {
		request.Header.Set("Authorization", "Bearer "+v.token)
	}
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return response.StatusCode, string(content), response.Header
}

func (v *visitor) get(path string) (int, string) {
	v.t.Helper()
	status, body, _ := v.do(http.MethodGet, path, nil)
	return status, body
}

// post sends a form and returns where it leads, "" where it leads nowhere.
func (v *visitor) post(path string, pairs ...string) (status int, body, to string) {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	status, body, header := v.do(http.MethodPost, path, form)
	return status, body, header.Get("Location")
}

// surveyServer serves an event that is over, and gives the secret of the own page of somebody who attended online and of somebody who did not.
func surveyServer(t *testing.T, db *models.DB) (base string, event *models.Event, guest, absent string) {
	t.Helper()
	event = modelstest.Summit(t, db, "summit")
	db.SetClock(func() time.Time { return event.EndsAt.Add(time.Hour) })
	err := db.InTx(t.Context(), func(tx *models.Tx) error {
		kind, err := tx.TicketTypes().BySlug(event, "online")
		if err != nil {
			return err
		}
		for _, secret := range []string{"guest", "absent"} {
			r := &models.Registration{
				ID: models.NewID(), EventID: event.ID, TicketTypeID: kind.ID, RequestID: models.NewID(), Code: secret, State: models.RegistrationConfirmed,
				Name: text.Name{Family: "𠮷田"}, Email: secret + "@mail.example", EmailKey: secret, Sector: models.SectorCivil, Locale: "ja",
				LinkHash: models.HashSecret(secret),
			}
			if _, err := tx.Registrations().Insert(r); err != nil {
				return err
			}
			if secret == "guest" {
				if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	app, err := newApp(t.Context(), &Config{DataDir: t.TempDir(), Addr: "127.0.0.1:0", RateLimit: "off"}, db)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(app.handler)
	t.Cleanup(server.Close)
	return server.URL, event, "guest", "absent"
}

func tokenAt(t *testing.T, db *models.DB, event *models.Event, role models.Role) string {
	t.Helper()
	secret, err := command(t, db, "token", "create", "--role", string(role), "--event", event.Slug)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(secret)
}

func TestSurveyFromQuestionToDownload(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		base, event, guest, absent := surveyServer(t, db)
		const password = "sunflower-7-river"
		if _, err := command(t, db, "user", "create", "--email", "o@staff.example", "--name", "主催", "--event", "summit", "--role", "organizer", "--password", password); err != nil {
			t.Fatal(err)
		}
		organizer, person := visit(t, base), visit(t, base)
		if status, _, _ := organizer.post("/staff/login", "email", "o@staff.example", "password", password); status != http.StatusSeeOther {
			t.Fatalf("sign in: %d", status)
		}
		var path, id string
		t.Run("staff write it", func(t *testing.T) {
			if status, body, _ := organizer.post("/staff/events/summit/surveys", "title_en", "kept"); status != http.StatusUnprocessableEntity || !strings.Contains(body, `value="kept"`) {
				t.Fatalf("without a title: %d", status)
			}
			_, _, path = organizer.post("/staff/events/summit/surveys", "title_ja", "ふり返り")
			id = path[strings.LastIndex(path, "/")+1:]
			if status, body, _ := organizer.post(path + "/open"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "設問がありません") {
				t.Errorf("an empty survey was opened: %d", status)
			}
			organizer.post(path+"/questions", "kind", "scale5", "title_ja", "満足度", "required", "true", "slug", "overall")
			organizer.post(path+"/questions", "kind", "long", "title_ja", "ご意見", "slug", "comments")
			if status, body := organizer.get(path + "/preview"); status != http.StatusOK || !strings.Contains(body, "満足度") || !strings.Contains(body, "disabled") {
				t.Errorf("preview: %d", status)
			}
		})
		form := "/r/" + guest + "/survey/" + id
		t.Run("people see why they cannot answer", func(t *testing.T) {
			if status, body := person.get(form); status != http.StatusOK || !strings.Contains(body, "受付はまだ始まっていません") {
				t.Errorf("draft: %d", status)
			}
			if status, _, to := organizer.post(path + "/open"); status != http.StatusSeeOther || to != path {
				t.Errorf("open: %d", status)
			}
			if status, body := person.get("/r/" + absent + "/survey/" + id); status != http.StatusOK || !strings.Contains(body, "参加者向けのアンケート") {
				t.Errorf("absent: %d", status)
			}
			if status, _ := person.get("/r/wrong/survey/" + id); status != http.StatusNotFound {
				t.Errorf("wrong secret: %d", status)
			}
		})
		t.Run("who attended answers once", func(t *testing.T) {
			if _, body := person.get("/r/" + guest); !strings.Contains(body, form) {
				t.Error("the own page does not ask")
			}
			status, body, _ := person.post(form, "q_comments", "つながり<b>", "q_overall", "")
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, "つながり&lt;b&gt;</textarea>") || !strings.Contains(body, "選んでください。") {
				t.Errorf("without an answer: %d", status)
			}
			for range 2 { // a double click sees the same
				if status, _, to := person.post(form, "q_comments", "つながり", "q_overall", "5"); status != http.StatusSeeOther || to != form+"/thanks" {
					t.Errorf("%d to %q", status, to)
				}
			}
			if _, body := person.get("/r/" + guest); strings.Contains(body, form) {
				t.Error("the own page still asks")
			}
			if _, body := person.get(form + "/thanks"); !strings.Contains(body, "ご回答ありがとうございました") {
				t.Error("no thanks")
			}
			if _, body := person.get(form); !strings.Contains(body, "回答済みです") {
				t.Error("asked again")
			}
		})
		t.Run("results are drawn", func(t *testing.T) {
			if status, body := organizer.get(path + "/results"); status != http.StatusOK || !strings.Contains(body, "<svg") || !strings.Contains(body, "1件・100%") || !strings.Contains(body, "つながり") {
				t.Errorf("%d", status)
			}
		})
		t.Run("analysts download, others do not", func(t *testing.T) {
			api := "/api/v1/surveys/" + id
			program := visit(t, base)
			for role, want := range map[models.Role]int{"": 401, models.RoleReceptionist: 403, models.RoleModerator: 403, models.RoleAnalyst: 200, models.RoleOrganizer: 200} {
				program.token = ""
				if role != "" {
					program.token = tokenAt(t, db, event, role)
				}
				for _, file := range []string{"/responses.csv", "/responses.xlsx", "/responses.json", "/codebook.json"} {
					if status, _ := program.get(api + file); status != want {
						t.Errorf("%s %s: %d, want %d", role, file, status, want)
					}
				}
			}
			program.token = tokenAt(t, db, event, models.RoleAnalyst)
			status, body, header := program.do(http.MethodGet, api+"/responses.csv", nil)
			if status != 200 || !strings.HasPrefix(body, "\ufeffresponse_id,") || !strings.HasSuffix(body, ",5,つながり\r\n") || strings.Contains(body, "𠮷田") {
				t.Errorf("%d %q", status, body)
			}
			if header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(header.Get("Content-Disposition"), "summit-survey.csv") {
				t.Errorf("%v", header)
			}
			_, body = program.get(api + "/responses.json")
			var got struct {
				Responses []struct{ Answers map[string]any }
			}
			if err := json.Unmarshal([]byte(body), &got); err != nil || len(got.Responses) != 1 || got.Responses[0].Answers["overall"] != 5.0 {
				t.Errorf("%v: %s", err, body)
			}
			if status, _ := program.get(api + "/responses.csv?encoding=ebcdic"); status != 422 {
				t.Errorf("an unknown encoding: %d", status)
			}
			if status, _ := program.get("/api/v1/surveys/" + models.NewID() + "/responses.csv"); status != 404 {
				t.Errorf("an unknown survey: %d", status)
			}
			other := modelstest.Summit(t, db, "other")
			program.token = tokenAt(t, db, other, models.RoleAnalyst)
			if status, _ := program.get(api + "/responses.csv"); status != 404 {
				t.Errorf("another event's analyst: %d", status)
			}
		})
	})
}
