package staff_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/text"
)

const reportPath = "/staff/events/here/report"

// reported is what the report says as a page, a PDF and a workbook, without spaces.
func reported(t *testing.T, staff *apptest.Client) map[string]string {
	t.Helper()
	told := map[string]string{"page": apptest.Document(t, staff.Get(reportPath)).Find("article.report").Text()}
	told["pdf"] = pdfText(t, staff.Get(reportPath+".pdf"))
	told["xlsx"] = workbookText(t, staff.Get(reportPath+".xlsx"))
	for form, said := range told {
		told[form] = strings.Join(strings.Fields(said), "")
	}
	return told
}

func pdfText(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	apptest.Equal(t, "the PDF", answer.Code, http.StatusOK)
	path := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(path, answer.Body.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// workbookText is all cells of a workbook, as excelize opens it.
func workbookText(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	apptest.Equal(t, "the workbook", answer.Code, http.StatusOK)
	book, err := excelize.OpenReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	var said strings.Builder
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			said.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	return said.String()
}

// attended registers people who attended online, under secrets of their numbers.
func attended(p *apptest.Program, count int) (secrets []string) {
	p.T.Helper()
	p.SetClock(p.Event.EndsAt.Add(-time.Hour))
	online := p.TicketType(p.Event, "online")
	p.Write(func(tx *models.Tx) error {
		for i := range count {
			secret := fmt.Sprint("person", i)
			secrets = append(secrets, secret)
			r := &models.Registration{
				ID: models.NewID(), EventID: p.Event.ID, TicketTypeID: online.ID, RequestID: models.NewID(), Code: secret,
				State: models.RegistrationConfirmed, Name: text.Name{Family: "𠮷田"}, Email: secret + "@mail.example",
				EmailKey: secret + "@mail.example", Locale: "ja", LinkHash: models.HashSecret(secret),
			}
			if _, err := tx.Registrations().Insert(r); err != nil {
				return err
			}
			if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
				return err
			}
		}
		return nil
	})
	p.SetClock(p.Event.EndsAt.Add(time.Hour))
	return secrets
}

func TestTheReportSaysTheSameInItsThreeForms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secrets := attended(p, 12)
		path, id := newSurvey(p, true)
		for _, secret := range secrets {
			p.Client().Post("/r/"+secret+"/survey/"+id, "q_overall", "4", "q_comments", "橋をかける")
		}
		staff := p.As(models.RoleOrganizer)
		staff.Post(path + "/close")
		staff.Post("/staff/events/here/outcome", "outcome_ja", "- 翌月に集まる", "outcome_en", "- Meet again")
		t.Run("with all parts that have something in them", func(t *testing.T) {
			for form, said := range reported(t, staff.With(t)) {
				apptest.Contains(t, form, said, "主な数字", "12", "100", "ふり返り", "満足度", "橋をかける",
					"翌月に集まる", "四捨五入", "内容がまだないため")
			}
		})
		t.Run("with the parts and words that staff chose", func(t *testing.T) {
			staff := staff.With(t)
			staff.LeadsTo(staff.Post(reportPath, "parts", "outcome", "intro_ja", "みなさまに**感謝**します",
				"intro_en", "Our thanks"), reportPath)
			for form, said := range reported(t, staff) {
				apptest.Contains(t, form, said, "みなさまに感謝します", "翌月に集まる")
				apptest.Lacks(t, form, said, "満足度", "主な数字", "内容がまだないため")
			}
			english := pdfText(t, staff.Get(reportPath+".pdf?in=en"))
			apptest.Contains(t, "in English", english, "Event report", "Our thanks", "Meet again")
		})
		t.Run("not without any part", func(t *testing.T) {
			staff := staff.With(t)
			staff.Wants(staff.Post(reportPath, "intro_ja", "書きかけ"), http.StatusUnprocessableEntity, "書きかけ", "1つ以上")
		})
		t.Run("and an analyst reads it, and changes nothing", func(t *testing.T) {
			analyst := p.As(models.RoleAnalyst).With(t)
			page := analyst.Get(reportPath)
			analyst.Wants(page, http.StatusOK, "翌月に集まる")
			apptest.Lacks(t, "the page", page.Body.String(), `name="intro_ja"`)
			apptest.Equal(t, "saving", analyst.Post(reportPath, "parts", "outcome").Code, http.StatusForbidden)
		})
		t.Run("its downloads are recorded", func(t *testing.T) {
			owner := p.As(models.RoleOwner).With(t)
			owner.Wants(owner.Get("/staff/events/here/audit"), http.StatusOK, "実績報告書をダウンロード", "実績報告書の内容を変更")
		})
	})
}

// Who has the reports of an open survey before and after an answer learns nothing from their difference; of a survey
// with four answers they learn only that there are few.
func TestTheReportKeepsTheAnonymityOfSurveys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		secrets := attended(p, 14)
		_, id := newSurvey(p, true)
		staff := p.As(models.RoleAnalyst)
		answer := func(secret string) {
			p.Client().Post("/r/"+secret+"/survey/"+id, "q_overall", "1", "q_comments", "ひみつの意見")
		}
		for _, secret := range secrets[:4] {
			answer(secret)
		}
		few := reported(t, staff)
		for form, said := range few {
			apptest.Lacks(t, form, said, "ひみつの意見", "満足度", "4人が回答")
		}
		answer(secrets[4])
		apptest.Equal(t, "after one more answer", reported(t, staff), few)
		for _, secret := range secrets[5:11] {
			answer(secret)
		}
		open := reported(t, staff)
		for form, said := range open {
			apptest.Contains(t, form, said, "10")
			apptest.Lacks(t, form, said, "ひみつの意見", "満足度")
		}
		answer(secrets[11])
		apptest.Equal(t, "from 11 to 12 answers", reported(t, staff), open)
	})
	t.Run("closed with four answers", func(t *testing.T) {
		apptest.Each(t, func(t *testing.T, p *apptest.Program) {
			secrets := attended(p, 6)
			path, id := newSurvey(p, true)
			for _, secret := range secrets[:4] {
				p.Client().Post("/r/"+secret+"/survey/"+id, "q_overall", "1", "q_comments", "ひみつの意見")
			}
			p.As(models.RoleOrganizer).Post(path + "/close")
			for form, said := range reported(t, p.As(models.RoleAnalyst)) {
				apptest.Contains(t, form, said, "ふり返り")
				apptest.Lacks(t, form, said, "ひみつの意見", "満足度")
			}
		})
	})
}
