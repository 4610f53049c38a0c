package staff_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/modelstest"
	"meguri/models/text"
)

// eventOver sets the clock after the event's end, and registers a person who attended online and one who did not. The
// secrets of their pages are attended and absent.
func eventOver(p *apptest.Program) {
	p.T.Helper()
	p.SetClock(p.Event.EndsAt.Add(time.Hour))
	online := p.TicketType(p.Event, "online")
	p.Write(func(tx *models.Tx) error {
		for _, secret := range []string{"attended", "absent"} {
			r := &models.Registration{
				ID:           models.NewID(),
				EventID:      p.Event.ID,
				TicketTypeID: online.ID,
				RequestID:    models.NewID(),
				Code:         secret,
				State:        models.RegistrationConfirmed,
				Name:         text.Name{Family: "𠮷田"},
				Email:        secret + "@mail.example",
				EmailKey:     secret,
				Sector:       models.SectorCivil,
				Locale:       "ja",
				LinkHash:     models.HashSecret(secret),
			}
			if _, err := tx.Registrations().Insert(r); err != nil {
				return err
			}
			if secret == "attended" {
				if err := tx.Presences().Beat(r, "tab", time.Minute); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// newSurvey makes a survey with two questions as an organizer. It returns its path for staff and its id.
func newSurvey(p *apptest.Program, open bool) (path, id string) {
	p.T.Helper()
	organizer := p.As(models.RoleOrganizer)
	path = organizer.Post("/staff/events/here/surveys", "title_ja", "ふり返り").Header().Get("Location")
	organizer.Post(path+"/questions", "kind", "scale5", "title_ja", "満足度", "required", "true", "slug", "overall")
	organizer.Post(path+"/questions", "kind", "long", "title_ja", "ご意見", "slug", "comments")
	if open {
		organizer.LeadsTo(organizer.Post(path+"/open"), path)
	}
	return path, path[strings.LastIndex(path, "/")+1:]
}

// answerSurvey answers for the person who attended.
func answerSurvey(p *apptest.Program, id string) {
	p.T.Helper()
	form := "/r/attended/survey/" + id
	attendee := p.Client()
	attendee.LeadsTo(attendee.Post(form, "q_comments", "つながり", "q_overall", "5"), form+"/thanks")
}

func TestStaffWriteASurvey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		organizer := p.As(models.RoleOrganizer)
		t.Run("which needs a title", func(t *testing.T) {
			organizer := organizer.With(t)
			organizer.Wants(
				organizer.Post("/staff/events/here/surveys", "title_en", "kept"), http.StatusUnprocessableEntity, `value="kept"`,
			)
		})
		t.Run("and a question before it opens", func(t *testing.T) {
			organizer := organizer.With(t)
			path := organizer.Post("/staff/events/here/surveys", "title_ja", "ふり返り").Header().Get("Location")
			organizer.Wants(organizer.Post(path+"/open"), http.StatusUnprocessableEntity, "設問がありません")
		})
		t.Run("and see it as people will", func(t *testing.T) {
			path, _ := newSurvey(p.With(t), false)
			organizer := organizer.With(t)
			organizer.Wants(organizer.Get(path+"/preview"), http.StatusOK, "満足度", "disabled")
		})
	})
}

func TestOptionsKeepTheirIdentityInTheForm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		organizer := p.As(models.RoleOrganizer)
		path, _ := newSurvey(p, false)
		organizer.Post(
			path+"/questions", "kind", "single", "title_ja", "賛否", "slug", "vote", "options", "賛成 | Yes\n反対 | No",
		)
		editor := organizer.Get(path).Body.String()
		question := path + "/questions/" + lastID(editor)
		organizer.Post(path + "/open")
		organizer.Wants(
			organizer.Get(question), http.StatusOK, `name="option_slug" value="yes"`, `name="option_slug" value="no"`,
		)
		swapped := organizer.Post(
			question, "kind", "single", "title_ja", "賛否", "option_slug", "yes", "option_place", "1", "option_ja", "反対",
			"option_en", "No", "option_slug", "no", "option_place", "2", "option_ja", "賛成", "option_en", "Yes",
		)
		organizer.Wants(swapped, http.StatusUnprocessableEntity, "別の選択肢の文言", `name="option_ja" value="反対"`)
		moved := organizer.Post(
			question, "kind", "single", "title_ja", "賛否", "option_slug", "yes", "option_place", "2", "option_ja", "賛成です",
			"option_en", "Yes", "option_slug", "no", "option_place", "1", "option_ja", "反対", "option_en", "No",
		)
		organizer.LeadsTo(moved, path)
		page := organizer.Get(question).Body.String()
		if no, yes := strings.Index(page, `value="no"`), strings.Index(page, `value="yes"`); no < 0 || yes < no {
			t.Errorf("the options stand at %d and %d", no, yes)
		}
		organizer.Wants(organizer.Get(path+"/preview"), http.StatusOK, `value="yes"> <span>賛成です`)
	})
}

// lastID is the id of the last question in an editor.
func lastID(editor string) string {
	_, rest, _ := strings.Cut(editor[strings.LastIndex(editor, `<li class="card" id="`):], `id="`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

func TestPeopleSeeWhyTheyCannotAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		attendee := p.Client()
		_, draft := newSurvey(p, false)
		attendee.Wants(attendee.Get("/r/attended/survey/"+draft), http.StatusOK, "受付はまだ始まっていません")
		_, open := newSurvey(p, true)
		attendee.Wants(attendee.Get("/r/absent/survey/"+open), http.StatusOK, "参加者向けのアンケート")
		attendee.Wants(attendee.Get("/r/wrong/survey/"+open), http.StatusNotFound)
	})
}

func TestWhatIsWrittenWhenASurveyClosesIsNotLost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, id := newSurvey(p, true)
		p.As(models.RoleOrganizer).Post(path + "/close")
		attendee := p.Client()
		late := attendee.Post("/r/attended/survey/"+id, "q_comments", "長い<文章>", "q_overall", "5")
		attendee.Wants(late, http.StatusConflict, "受付は終了しました", "長い&lt;文章&gt;</textarea>", "届いていません")
	})
}

func TestFaultsOfASurveyAreInTheOrderOfItsQuestions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		organizer := p.As(models.RoleOrganizer)
		path, id := newSurvey(p, false)
		for _, slug := range []string{"zebra", "ant", "monkey"} {
			organizer.Post(path+"/questions", "kind", "short", "title_ja", "問い"+slug, "slug", slug, "required", "true")
		}
		organizer.Post(path + "/open")
		body := p.Client().Post("/r/attended/survey/"+id, "q_overall", "").Body.String()
		_, summary, _ := strings.Cut(body, `id="form-errors"`)
		at := -1
		for _, field := range []string{"q_overall", "q_zebra", "q_ant", "q_monkey"} {
			next := strings.Index(summary, `href="#`+field+`"`)
			if next <= at {
				t.Errorf("%s stands at %d, after %d", field, next, at)
			}
			at = next
		}
	})
}

func TestWhoAttendedAnswersOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := newSurvey(p, true)
		form := "/r/attended/survey/" + id
		attendee := p.Client()
		attendee.Wants(attendee.Get("/r/attended"), http.StatusOK, form)
		faulty := attendee.Post(form, "q_comments", "つながり<b>", "q_overall", "")
		attendee.Wants(faulty, http.StatusUnprocessableEntity, "つながり&lt;b&gt;</textarea>", "選んでください。")
		for range 2 { // a double click sees the same
			answerSurvey(p, id)
		}
		if strings.Contains(attendee.Get("/r/attended").Body.String(), form) {
			t.Error("the own page still asks")
		}
		attendee.Wants(attendee.Get(form+"/thanks"), http.StatusOK, "ご回答ありがとうございました")
		attendee.Wants(attendee.Get(form), http.StatusOK, "回答済みです")
	})
}

// releaseSurvey closes a survey after the person who attended and five others answered.
func releaseSurvey(p *apptest.Program, path, id string) {
	p.T.Helper()
	answerSurvey(p, id)
	p.Write(func(tx *models.Tx) error {
		for i := range 5 {
			answers := map[string][]string{"overall": {strconv.Itoa(i + 1)}, "comments": {"=声"}}
			r := &models.Response{SurveyID: id, Mode: models.ModeOnline, Locale: "ja", Answers: answers}
			if err := tx.Responses().Add(r); err != nil {
				return err
			}
		}
		return nil
	})
	organizer := p.As(models.RoleOrganizer)
	organizer.LeadsTo(organizer.Post(path+"/close"), path)
}

func TestResultsAreDrawn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, id := newSurvey(p, true)
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(path+"/results"), http.StatusOK, "10件未満", "受付を終えたあとに表示します")
		releaseSurvey(p, path, id)
		organizer.Wants(
			organizer.Get(path+"/results"), http.StatusOK, "<svg", "2件・33%", "つながり", "5人未満の組み合わせ", "そのまま載せています",
		)
		editor := organizer.Get(path)
		organizer.Wants(editor, http.StatusOK, "結果をまとめました")
		if strings.Contains(editor.Body.String(), "もう一度受付を始める") {
			t.Error("the editor offers to open it again")
		}
		organizer.Wants(organizer.Post(path+"/open"), http.StatusUnprocessableEntity, "もう一度受け付けることはできません")
	})
}

func TestAnalystsDownloadResponses(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, id := newSurvey(p, true)
		releaseSurvey(p, path, id)
		address := "/api/v1/surveys/" + id
		t.Run("and others do not", func(t *testing.T) {
			p := p.With(t)
			for role, want := range map[models.Role]int{
				"": 401, models.RoleReceptionist: 403, models.RoleModerator: 403, models.RoleAnalyst: 200,
				models.RoleOrganizer: 200,
			} {
				for _, file := range []string{
					"/responses.csv", "/texts.csv", "/responses.xlsx", "/responses.json", "/codebook.json",
				} {
					if status := p.API(role).Get(address + file).Code; status != want {
						t.Errorf("%q %s: %d, want %d", role, file, status, want)
					}
				}
			}
		})
		t.Run("as a table without names and texts", func(t *testing.T) {
			p := p.With(t)
			answer := p.API(models.RoleAnalyst).Get(address + "/responses.csv")
			p.Wants(answer, http.StatusOK, "\ufeffresponse_id,", ",online,ja,5\r\n")
			for _, private := range []string{"𠮷田", "つながり"} {
				if strings.Contains(answer.Body.String(), private) {
					t.Errorf("%s is in the table", private)
				}
			}
			if got := answer.Header().Get("Content-Type"); got != "text/csv; charset=utf-8" {
				t.Errorf("Content-Type is %q", got)
			}
		})
		t.Run("under names that differ", func(t *testing.T) {
			analyst := p.With(t).API(models.RoleAnalyst)
			for file, name := range map[string]string{
				"/responses.csv": "here-survey-1-responses.csv", "/responses.xlsx": "here-survey-1-responses.xlsx",
				"/responses.csv?encoding=shift_jis": "here-survey-1-responses-shift_jis.csv",
				"/texts.csv":                        "here-survey-1-texts.csv", "/codebook.json": "here-survey-1-codebook.json",
			} {
				if got := analyst.Get(address + file).Header().Get("Content-Disposition"); got != "attachment; filename="+name {
					t.Errorf("%s: Content-Disposition is %q", file, got)
				}
			}
		})
		t.Run("as JSON", func(t *testing.T) {
			var got struct {
				Responses []struct{ Answers map[string]any }
				Texts     map[string][]string
			}
			answer := p.With(t).API(models.RoleAnalyst).Get(address + "/responses.json")
			if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			if len(got.Responses) != 6 || len(got.Texts["comments"]) != 6 {
				t.Fatalf("%d responses, %d texts", len(got.Responses), len(got.Texts["comments"]))
			}
			for _, r := range got.Responses {
				if _, ok := r.Answers["overall"].(float64); !ok || len(r.Answers) != 1 {
					t.Errorf("answers %v", r.Answers)
				}
			}
		})
		t.Run("of their own event's surveys, in known encodings", func(t *testing.T) {
			analyst := p.With(t).API(models.RoleAnalyst)
			analyst.Expect(422, "invalid", "GET", address+"/responses.csv?encoding=ebcdic", nil)
			analyst.Expect(404, "not_found", "GET", "/api/v1/surveys/"+models.NewID()+"/responses.csv", nil)
			other := p.With(t).Token(modelstest.Summit(t, p.DB, "third"), models.RoleAnalyst)
			analyst.As(other).Expect(404, "not_found", "GET", address+"/responses.csv", nil)
		})
	})
}
