package api_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

// sendList sends a list to be imported.
func sendList(p *apptest.Program, role models.Role, query, name string, content []byte) (int, apptest.Answer) {
	p.T.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		p.T.Fatal(err)
	}
	_, _ = file.Write(content)
	_ = form.Close()
	address := "/api/v1/events/" + p.Event.Slug + "/registrations/import?" + query
	request := httptest.NewRequestWithContext(p.T.Context(), http.MethodPost, address, io.NopCloser(&body))
	request.Header.Set("Content-Type", form.FormDataContentType())
	return p.API(role).Send(request)
}

func TestAListIsImportedByAProgram(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		list := []byte("姓,メール,備考\r\n佐藤,ume@mail.example,x\r\n鈴木,no address,\r\n")
		expect := func(query string, status int, want apptest.Answer) {
			t.Helper()
			got, answer := sendList(p, models.RoleOrganizer, query, "people.csv", list)
			if got != status {
				t.Errorf("%s: %d %v", query, got, answer)
			}
			for field, value := range want {
				if fmt.Sprint(answer[field]) != fmt.Sprint(value) {
					t.Errorf("%s: %s is %v, want %v", query, field, answer[field], value)
				}
			}
			if faults := answer.Items("faults"); len(faults) != 1 || faults[0].String("column") != "メール" {
				t.Errorf("%s: faults %v", query, faults)
			}
		}
		expect("ticket_type=online&dry_run=true", http.StatusOK, apptest.Answer{"state": "checked", "rows": 2, "new": 1})
		if recorded := len(recordedImports(p)); recorded != 0 {
			t.Errorf("a dry run was recorded")
		}
		expect("ticket_type=online&mail=false", http.StatusOK, apptest.Answer{"state": "done", "new": 1, "same": 0})
		expect("ticket_type=online", http.StatusOK, apptest.Answer{"state": "checked", "new": 0, "same": 1})
		entries := recordedImports(p)
		if len(entries) != 1 || entries[0].ActorKind != models.ActorToken || !models.ValidID(entries[0].SubjectID) {
			t.Errorf("recorded %+v", entries)
		}
		if mails := p.Outbox("registration_confirmed"); len(mails) > 0 {
			t.Errorf("mailed %v", mails)
		}
		for _, query := range []string{"", "ticket_type=roof", "ticket_type=online&full=maybe", "ticket_type=online&mail=x"} {
			if got, _ := sendList(p, models.RoleOrganizer, query, "people.csv", list); got != http.StatusUnprocessableEntity {
				t.Errorf("%q is answered with %d", query, got)
			}
		}
		if got, _ := sendList(p, models.RoleOrganizer, "dry_run=perhaps", "people.csv", list); got != http.StatusBadRequest {
			t.Errorf("a dry run perhaps is answered with %d", got)
		}
		if got, _ := sendList(p, models.RoleReceptionist, "", "people.csv", list); got != http.StatusForbidden {
			t.Errorf("a receptionist is answered with %d", got)
		}
		for _, content := range []string{"", "%PDF-1.7", "姓\n", "備考\nx\n"} {
			if got, _ := sendList(p, models.RoleOrganizer, "ticket_type=online", "people.csv", []byte(content)); got != 422 {
				t.Errorf("%q is answered with %d", content, got)
			}
		}
	})
}

func recordedImports(p *apptest.Program) []models.AuditEntry {
	p.T.Helper()
	filter := models.AuditFilter{EventID: p.Event.ID, Actions: []string{"person_imported"}}
	entries, err := p.DB.Query(p.T.Context()).Audits().Find(filter, 10)
	if err != nil {
		p.T.Fatal(err)
	}
	return entries
}
