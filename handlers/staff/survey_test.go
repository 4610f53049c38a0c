package staff_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/paths"
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
	path = organizer.Post("/staff/events/here/surveys", "title_ja", "ふり返り", "title_en", "Looking back").
		Header().Get("Location")
	addQuestion(organizer, path, "kind", "scale5", "title_ja", "満足度", "required", "true", "slug", "overall")
	addQuestion(organizer, path, "kind", "long", "title_ja", "ご意見", "slug", "comments")
	if open {
		organizer.LeadsTo(organizer.Post(path+"/open"), path)
	}
	return path, path[strings.LastIndex(path, "/")+1:]
}

// rowsOf are the fields of a page's rows as a browser sends them, in pairs.
func rowsOf(page *goquery.Selection) (pairs []string) {
	page.Find("[data-list] input, [data-list] select, [data-list] textarea").Each(func(_ int, field *goquery.Selection) {
		name, value := field.AttrOr("name", ""), field.AttrOr("value", "")
		if field.Is("select") {
			value = field.Find("[selected]").AttrOr("value", "")
		}
		if field.Is("textarea") {
			value = field.Text()
		}
		if _, isTicked := field.Attr("checked"); name != "" && (field.AttrOr("type", "") != "checkbox" || isTicked) {
			pairs = append(pairs, name, value)
		}
	})
	return pairs
}

// addQuestion fills in the first empty row of a survey's editor: pairs of a field and a value.
func addQuestion(staff *apptest.Client, path string, pairs ...string) {
	staff.T.Helper()
	page := apptest.Document(staff.T, staff.Get(path))
	empty := page.Find("[data-row]:not([data-stored])").First().AttrOr("data-row", "")
	var kept []string
	for field := range slices.Chunk(rowsOf(page), 2) {
		if !strings.HasSuffix(field[0], "."+empty) {
			kept = append(kept, field...)
		}
	}
	for pair := range slices.Chunk(pairs, 2) {
		kept = append(kept, pair[0]+"."+empty, pair[1])
	}
	staff.LeadsTo(staff.Post(path+"/questions", kept...), path)
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
			path := organizer.Post("/staff/events/here/surveys", "title_ja", "ふり返り", "title_en", "Looking back").
				Header().Get("Location")
			organizer.Wants(organizer.Post(path+"/open"), http.StatusUnprocessableEntity, "設問がありません")
		})
		t.Run("and see it as people will", func(t *testing.T) {
			path, _ := newSurvey(p.With(t), false)
			organizer := organizer.With(t)
			organizer.Wants(organizer.Get(path+"/preview"), http.StatusOK, "満足度", "試しに送る")
		})
	})
}

func TestOptionsKeepTheirIdentityInTheForm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		organizer := p.As(models.RoleOrganizer)
		path, _ := newSurvey(p, false)
		addQuestion(
			organizer, path, "kind", "single", "title_ja", "賛否", "slug", "vote", "option_slug", "", "option_ja", "賛成",
			"option_en", "Yes", "option_slug", "", "option_ja", "反対", "option_en", "No",
		)
		organizer.Post(path + "/open")
		page := apptest.Document(t, organizer.Get(path))
		key := page.Find("[data-row]").Last().AttrOr("data-row", "")
		// form is the page's form with the options of the last question as they are given.
		form := func(options ...string) (fields []string) {
			for field := range slices.Chunk(rowsOf(page), 2) {
				if !strings.HasPrefix(field[0], "option_") {
					fields = append(fields, field...)
				}
			}
			for option := range slices.Chunk(options, 2) {
				fields = append(fields, option[0]+"."+key, option[1])
			}
			return fields
		}
		organizer.Wants(
			organizer.Get(path), http.StatusOK,
			`name="option_slug.`+key+`" value="yes"`, `name="option_slug.`+key+`" value="no"`,
		)
		swapped := organizer.Post(path+"/questions", form(
			"option_slug", "yes", "option_ja", "反対", "option_en", "No",
			"option_slug", "no", "option_ja", "賛成", "option_en", "Yes",
		)...)
		organizer.Wants(swapped, http.StatusUnprocessableEntity, "別の選択肢の文言", `name="option_ja.`+key+`" value="反対"`)
		moved := organizer.Post(path+"/questions", form(
			"option_slug", "yes", "option_place", "2", "option_ja", "賛成です", "option_en", "Yes",
			"option_slug", "no", "option_place", "1", "option_ja", "反対", "option_en", "No",
		)...)
		organizer.LeadsTo(moved, path)
		after := organizer.Get(path).Body.String()
		if no, yes := strings.Index(after, `value="no"`), strings.Index(after, `value="yes"`); no < 0 || yes < no {
			t.Errorf("the options stand at %d and %d", no, yes)
		}
		organizer.Wants(organizer.Get(path+"/preview"), http.StatusOK, `value="yes"> <span>賛成です`)
	})
}

func TestRowsOfAnOpenSurveyOfferNoMoreThanWording(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		path, _ := newSurvey(p, true)
		organizer := p.As(models.RoleOrganizer)
		page := apptest.Document(t, organizer.Get(path))
		apptest.Equal(t, "rows", page.Find("[data-row]").Length(), 2)
		apptest.Equal(t, "kinds to choose", page.Find("select").Length(), 0)
		apptest.Equal(t, "rows to delete", page.Find("[name^=delete]").Length(), 0)
		deleted := append(rowsOf(page), "delete."+page.Find("[data-row]").First().AttrOr("data-row", ""), "true")
		organizer.Wants(
			organizer.Post(path+"/questions", deleted...), http.StatusConflict, "追加・削除・並べ替えができません", "ご意見",
		)
	})
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

// A letter much too long is refused with its limit, and is still in the form.
func TestALetterThatIsTooLongStaysInTheForm(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := newSurvey(p, true)
		letter := strings.Repeat("長", 40_000)
		answer := p.Client().Post("/r/attended/survey/"+id, "q_comments", letter, "q_overall", "5")
		p.Wants(answer, http.StatusUnprocessableEntity, "4,000", letter+"</textarea>")
		answerSurvey(p, id) // nothing was stored
	})
}

// Who was sent somebody's link sees that it was answered, and neither what, nor a form.
func TestAForwardedLinkTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		_, id := newSurvey(p, true)
		answerSurvey(p, id)
		other, form := p.Client(), "/r/attended/survey/"+id
		for _, path := range []string{form, form + "/thanks"} {
			page := other.Get(path)
			other.Wants(page, http.StatusOK)
			if body := page.Body.String(); strings.Contains(body, "つながり") || strings.Contains(body, "q_overall") {
				t.Errorf("%s tells what was answered:\n%s", path, body)
			}
		}
		other.LeadsTo(other.Post(form, "q_comments", "二人目", "q_overall", "1"), form+"/thanks")
		p.Write(func(tx *models.Tx) error {
			s, err := tx.Surveys().ByID(p.Event, id)
			if err != nil {
				return err
			}
			if n, err := tx.Responses().Count(s); err != nil || n != 1 {
				t.Errorf("%d responses, %v", n, err)
			}
			return nil
		})
	})
}

func TestFaultsOfASurveyAreInTheOrderOfItsQuestions(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		eventOver(p)
		organizer := p.As(models.RoleOrganizer)
		path, id := newSurvey(p, false)
		for _, slug := range []string{"zebra", "ant", "monkey"} {
			addQuestion(organizer, path, "kind", "short", "title_ja", "問い"+slug, "slug", slug, "required", "true")
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
					"/answers.csv", "/responses.sav", "/texts.sav", "/codebook.csv", "/base.csv",
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
				"/responses.csv": "responses-*.csv", "/responses.csv?encoding=shift_jis": "responses-*-shift_jis.csv",
				"/responses.xlsx": "responses-*.xlsx", "/responses.sav": "responses-*.sav",
				"/texts.csv": "texts-*.csv", "/texts.sav": "texts-*.sav", "/answers.csv": "answers-*.csv",
				"/codebook.json": "codebook-*.json", "/codebook.csv": "codebook-*.csv", "/ddi.xml": "ddi-*.xml",
				"/responses.parquet": "responses-*.parquet", "/texts.parquet": "texts-*.parquet",
				"/responses.xlsx?values=codes": "codes-*.xlsx",
			} {
				day := p.Event.Local(p.DB.Now()).Format(time.DateOnly) // on which it was closed
				name = "attachment; filename=here-survey-1-looking-back-" + strings.Replace(name, "*", day, 1)
				if got := analyst.Get(address + file).Header().Get("Content-Disposition"); got != name {
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

// Views of results that would tell of few people are refused with the reason.
func TestViewsOfResults(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		p.SetClock(p.Event.EndsAt.Add(time.Hour))
		survey := &models.Survey{EventID: p.Event.ID, TitleJa: "感想", State: models.SurveyOpen}
		p.Write(func(tx *models.Tx) error { return tx.Surveys().Create(survey) })
		results := paths.OfStaffEvent(p.Event.Slug).Survey(survey.ID).Results()
		get := func(query string) (int, *goquery.Selection) {
			answer := p.Request(http.MethodGet, results+query, "", p.AsOwner()...)
			return answer.Code, apptest.Document(t, answer)
		}
		for query, want := range map[string]int{
			"": 200, "?by=mode": 409, "?by=mode&is=venue": 409, "?by=mode&by=locale": 409, "?is=venue&is=online": 409,
			"?question=none": 200, "?sort=count": 200,
		} {
			code, page := get(query)
			apptest.Equal(t, "status of "+query, code, want)
			apptest.Equal(t, "reason of "+query, page.Find("[role=alert]").Length(), map[bool]int{true: 1}[want == 409])
			apptest.Equal(t, "answers with "+query, page.Find(".bars, .cross").Length(), 0)
		}
	})
}
