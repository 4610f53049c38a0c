package handlers_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
)

const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// sendFile sends a file as a page without scripts does.
func sendFile(p *apptest.Program, path, field, name, content string) *httptest.ResponseRecorder {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile(field, name)
	if err != nil {
		p.T.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		p.T.Fatal(err)
	}
	if err := w.Close(); err != nil {
		p.T.Fatal(err)
	}
	return p.Request(http.MethodPost, path, body.String(), "Content-Type", w.FormDataContentType())
}

// A file goes the whole way without JavaScript: asked for, sent, refused with what to do, replaced, seen by staff only,
// in the person's own data, removed; a registration that fails leaves none.
func TestAFileGoesTheWholeWay(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, at := p.As(models.RoleOrganizer), "/staff/events/here/form"
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "file", "title_ja", "推薦状", "title_en", "Letter",
			"slug", "letter", "required", "true"), at)
		p.Wants(p.Request(http.MethodGet, "/events/here/register", ""), http.StatusOK, "推薦状", "お申し込みのあと")
		secret, id, _ := p.SignUp(p.Event, "own@example.jp") // required does not hold up the registration
		own := "/r/" + secret
		p.Wants(p.Request(http.MethodGet, own, ""), http.StatusOK, "お送りいただきたいファイルがあります")
		page := p.Request(http.MethodGet, own+"/answers", "")
		p.Wants(page, http.StatusOK, "推薦状", `action="`+own+`/files/letter"`, `name="file_letter"`)

		to := own + "/files/letter"
		for content, want := range map[string]string{
			"":                                    "ファイルを選んでから",
			"<svg onload=alert(1)>":               "SVG",
			"<!doctype html><script>1</script>":   "ウェブページ",
			"%PDF-1.4\n<</S/JavaScript >>\n%%EOF": "プログラム",
			"MZ":                                  "この種類のファイル",
			strings.Repeat("x", 5<<20+1):          "5 MBまで",
		} {
			p.Wants(sendFile(p, to, "file_letter", "x.pdf", content), http.StatusUnprocessableEntity, want, "file_letter-fault")
		}
		answer := sendFile(p, to, "file_letter", "x.pdf", strings.Repeat("x", 7<<20))
		if answer.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("far too large: %d", answer.Code)
		}
		p.LeadsTo(sendFile(p, own+"/files/other", "file_other", "x.pdf", smallPDF), own+"/answers") // no such question
		p.LeadsTo(sendFile(p, to, "file_letter", "推薦.pdf", smallPDF), own+"/answers")
		p.LeadsTo(sendFile(p, to, "file_letter", "新しい推薦.pdf", smallPDF), own+"/answers")
		p.Wants(p.Request(http.MethodGet, own, ""), http.StatusOK, "新しい推薦.pdf")

		file := "/staff/events/here/people/" + id + "/files/letter"
		organizer.Wants(organizer.Get("/staff/events/here/people/"+id), http.StatusOK, file, "新しい推薦.pdf")
		answer = organizer.Get(file)
		if head := answer.Header(); answer.Body.String() != smallPDF || head.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(head.Get("Content-Disposition"), "attachment") || head.Get("Content-Type") != "application/pdf" {
			t.Errorf("the file: %d %v", answer.Code, head)
		}
		for _, role := range []models.Role{models.RoleModerator, models.RoleAnalyst} {
			if answer := p.As(role).Get(file); answer.Code != http.StatusNotFound && answer.Code != http.StatusForbidden {
				t.Errorf("%s has the file: %d", role, answer.Code)
			}
		}
		otherSecret, _, _ := p.SignUp(p.Event, "other@example.jp")
		p.LeadsTo(p.Request(http.MethodGet, "/r/"+otherSecret+"/files/letter", ""), "/r/"+otherSecret+"/answers")

		var data struct {
			Files []struct {
				Name    string `json:"name"`
				Content string `json:"content_base64"`
			} `json:"files"`
		}
		download := p.Request(http.MethodGet, own+"/data.json", "")
		if err := json.Unmarshal(download.Body.Bytes(), &data); err != nil {
			t.Fatal(err)
		}
		if len(data.Files) != 1 || data.Files[0].Content != base64.StdEncoding.EncodeToString([]byte(smallPDF)) {
			t.Errorf("own data: %+v", data)
		}
		// Another answer does not lose the file, and a list brings none.
		organizer.LeadsTo(organizer.Post(at+"/questions", "kind", "short", "title_ja", "ひとこと", "slug", "word"), at)
		p.LeadsTo(p.Form(own+"/answers", map[string][]string{"form_version": {"2"}, "q_word": {"はい"}}), own)
		p.Wants(p.Request(http.MethodGet, own, ""), http.StatusOK, "新しい推薦.pdf", "はい")
		p.LeadsTo(p.Form(to, map[string][]string{"remove": {"true"}}), own+"/answers")
		apptest.Lacks(t, "the own page", p.Request(http.MethodGet, own, "").Body.String(), "新しい推薦.pdf")
		if files := modelstest.Dump(t, p.DB)["answer_files"]; strings.Contains(files, "letter") {
			t.Errorf("files that are left: %s", files)
		}
	})
}
