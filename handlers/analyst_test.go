package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"meguri/app/service/paths"
	"meguri/app/survey"
	"meguri/app/testkit/apptest"
	"meguri/models"
	"meguri/models/text"
)

// secretNames are of the people of the analyst's event; nobody else writes so.
var secretNames = []string{"秘密川", "名無子", "ヒミツガワ", "himitsu@secret.example", "秘密の会社", "電話してください"}

// surveyed makes the event one that is over, with people whose names nobody may see, and releases its survey.
func surveyed(p *apptest.Program) *models.Survey {
	p.T.Helper()
	online := p.TicketType(p.Event, "online")
	p.Write(func(tx *models.Tx) error {
		for i := range 12 {
			r := &models.Registration{
				ID: models.NewID(), EventID: p.Event.ID, TicketTypeID: online.ID, RequestID: models.NewID(),
				Code: "C" + strconv.Itoa(i), State: models.RegistrationConfirmed,
				Name:  text.Name{Family: secretNames[0], Given: secretNames[1], FamilyKana: secretNames[2]},
				Email: strconv.Itoa(i) + secretNames[3], EmailKey: strconv.Itoa(i) + secretNames[3],
				Organization: secretNames[4], Sector: models.SectorCivil, Locale: "ja",
				LinkHash: models.HashSecret(strconv.Itoa(i)),
			}
			if _, err := tx.Registrations().Insert(r); err != nil {
				return err
			}
		}
		return nil
	})
	p.SetClock(p.Event.EndsAt.Add(24 * time.Hour))
	p.Write(func(tx *models.Tx) error { return answerAndRelease(tx, p.Event, p.Survey.ID, 60) })
	return p.Survey
}

// answerAndRelease stores responses of a survey and releases it: half of the people were at the venue.
func answerAndRelease(tx *models.Tx, event *models.Event, id string, people int) error {
	s, err := tx.Surveys().ByID(event, id)
	if err != nil {
		return err
	}
	for _, q := range []models.Question{
		{Slug: "overall", Kind: models.QuestionScale5, TitleJa: "満足度"},
		{Slug: "recommend", Kind: models.QuestionNPS, TitleJa: "お勧め"},
		{Slug: "themes", Kind: models.QuestionSingle, TitleJa: "テーマ", Options: []models.Option{
			{Slug: "time", TextJa: "時間"}, {Slug: "skills", TextJa: "スキル"},
		}},
		{Slug: "comments", Kind: models.QuestionLongText, TitleJa: "ご意見"},
	} {
		if err := tx.Questions().Add(s, &q); err != nil && models.CodeOf(err) != models.CodeConflict {
			return err
		}
	}
	for i := range people {
		r := &models.Response{SurveyID: s.ID, Mode: models.Modes[i%2], Locale: "ja", Answers: map[string][]string{
			"overall": {strconv.Itoa(3 + i%3)}, "recommend": {strconv.Itoa(6 + i%5)},
			"themes": {[]string{"time", "skills"}[i/2%2]}, "comments": {"よい時間でした"},
		}}
		if err := tx.Responses().Add(r); err != nil {
			return err
		}
	}
	if s, err = tx.Surveys().ByID(event, id); err != nil {
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

func resultsOf(p *apptest.Program) paths.Survey {
	return paths.OfStaffEvent(p.Event.Slug).Survey(p.Survey.ID)
}

// An analyst follows every link that their pages have, files too: no page has the name, address or organization of a
// person, nor what staff wrote about one.
func TestAnAnalystReachesNoName(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		surveyed(p)
		analyst := p.As(models.RoleAnalyst)
		home := analyst.Get(paths.StaffHome)
		analyst.LeadsTo(home, paths.StaffResults)
		analyst.LeadsTo(analyst.Get("/staff/events/here"), "/staff/events/here/surveys")

		seen, next := map[string]bool{}, []string{paths.StaffResults}
		for len(next) > 0 {
			page := next[0]
			next = next[1:]
			if seen[page] || len(seen) > 300 {
				continue
			}
			seen[page] = true
			answer := analyst.Get(page)
			if answer.Code != http.StatusOK && answer.Code != http.StatusSeeOther {
				t.Errorf("%s: %d", page, answer.Code)
			}
			body := answer.Body.String()
			apptest.Lacks(t, page, body, secretNames...)
			if !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
				continue
			}
			for _, a := range apptest.Document(t, answer).Find("a[href]").EachIter() {
				to, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
				if strings.HasPrefix(to, "/staff") || strings.HasPrefix(to, "/api") {
					next = append(next, to)
				}
			}
		}
		for _, page := range []string{
			resultsOf(p).Results(), paths.OfStaffEvent("here").Editions(), paths.OfStaffEvent("here").Report(),
			paths.OfStaffEvent("here").OwnTokens(), resultsOf(p).ResultsCSV(), paths.OfStaffEvent("here").ReportXLSX(),
		} {
			if !seen[page] {
				t.Errorf("no page leads to %s", page)
			}
		}
		for page := range seen {
			if strings.Contains(page, "/people") || strings.Contains(page, "/members") || strings.HasSuffix(page, "/audit") {
				t.Errorf("a page leads to %s", page)
			}
		}
	})
}

// Files of single responses say what they are for; each download is in the record with file, encoding, view and
// purpose.
func TestADownloadSaysWhatFor(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := surveyed(p)
		analyst, to := p.As(models.RoleAnalyst), resultsOf(p)
		api := paths.OfAPISurvey(s.ID)
		analyst.Wants(analyst.Get(to.Download()+"?file=responses.csv"), http.StatusUnprocessableEntity, "何に使うかを選んでください")
		analyst.Wants(analyst.Get(to.Download()+"?file=members.csv&purpose=report"), http.StatusUnprocessableEntity)
		for _, purpose := range []string{"", "?purpose=", "?purpose=%3Cb%3E", "?purpose=" + secretNames[0]} {
			analyst.Wants(analyst.Get(api.ResponsesCSV()+purpose), http.StatusUnprocessableEntity)
		}
		if got := details(t, p); len(got) != 0 {
			t.Errorf("what was refused is recorded: %q", got)
		}
		file := analyst.Get(to.Download() + "?file=responses.csv+shift_jis&purpose=research")
		analyst.LeadsTo(file, api.ResponsesCSV()+"?encoding=shift_jis&purpose=research")
		analyst.Wants(analyst.Get(file.Header().Get("Location")), http.StatusOK)
		analyst.Wants(analyst.Get(to.ResultsCSV()+"?by=mode&is=venue&extra="+secretNames[0]), http.StatusOK, "会場")
		p.API(models.RoleAnalyst).Expect(http.StatusOK, "", http.MethodGet, api.ResponsesJSON(), nil)
		apptest.Equal(t, "the record", strings.Join(details(t, p), "; "), strings.Join([]string{
			"account survey_downloaded file responses.csv encoding=shift_jis purpose=research",
			"account survey_results_downloaded file results.csv encoding=utf-8-bom by=mode is=venue",
			"token survey_downloaded file responses.json",
		}, "; "))
		organizer := p.As(models.RoleOrganizer)
		organizer.Wants(organizer.Get(paths.OfStaffEvent("here").Audit()), http.StatusOK, "responses.csv", "調査・研究")
	})
}

// details are the recorded downloads, the first first.
func details(t *testing.T, p *apptest.Program) (list []string) {
	t.Helper()
	entries, err := p.DB.Query(t.Context()).Audits().Find(models.AuditFilter{EventID: p.Event.ID}, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range slices.Backward(entries) {
		if strings.HasPrefix(e.Detail, "file ") {
			list = append(list, string(e.ActorKind)+" "+e.Action+" "+e.Detail)
		}
	}
	return list
}

func TestANamedViewIsAPersonsOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		surveyed(p)
		analyst, to := p.As(models.RoleAnalyst), resultsOf(p)
		saved := analyst.Post(to.ResultViews(), "name", "参加形式ごと", "view", "by=mode&noise=1&sort=count")
		analyst.LeadsTo(saved, to.Results()+"?by=mode&sort=count")
		analyst.Wants(analyst.Get(to.Results()), http.StatusOK, "参加形式ごと", "by=mode&amp;sort=count")
		analyst.Wants(analyst.Post(to.ResultViews(), "name", "参加形式ごと", "view", ""),
			http.StatusUnprocessableEntity, "同じ名前の一覧があります")
		analyst.Wants(analyst.Post(to.ResultViews(), "name", "", "view", "by=mode"), http.StatusUnprocessableEntity)
		for _, wrong := range []string{"by=mode&is=nobody", "by=secret", "by=mode&by=locale", "question=none", "%zz"} {
			analyst.Wants(analyst.Post(to.ResultViews(), "name", wrong, "view", wrong), http.StatusUnprocessableEntity)
		}
		organizer := p.As(models.RoleOrganizer)
		page := organizer.Get(to.Results())
		apptest.Lacks(t, "another person's page", page.Body.String(), "参加形式ごと</a>")
		form := apptest.Document(t, analyst.Get(to.Results())).Find(".result-shelf form[action$='/delete']")
		path := form.AttrOr("action", "")
		organizer.Wants(organizer.Post(path), http.StatusNotFound)
		analyst.LeadsTo(analyst.Post(path), to.Results())
		apptest.Lacks(t, "the page", analyst.Get(to.Results()).Body.String(), "参加形式ごと</a>")
	})
}

func TestAnAnalystsOwnTokenReadsResultsOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := surveyed(p)
		to := paths.OfStaffEvent("here")
		owner := p.As(models.RoleOwner) // whatever roles who makes it has
		made := owner.Post(to.OwnTokens(), "token_name", "R", "token_days", "30", "token_role", "owner")
		owner.Wants(made, http.StatusOK)
		secret := apptest.Document(t, made).Find("#token").AttrOr("value", "")
		api := p.API("").As(secret)
		file := paths.OfAPISurvey(s.ID).ResponsesCSV()
		api.Expect(http.StatusOK, "", http.MethodGet, file, nil)
		api.Expect(http.StatusForbidden, "forbidden", http.MethodGet, apptest.RegistrationsPath, nil)
		for _, wrong := range [][]string{
			{"token_name", "R", "token_days", "365"}, {"token_name", "R"}, {"token_name", "", "token_days", "7"},
			{"token_name", "R", "token_days", "x"},
		} {
			owner.Wants(owner.Post(to.OwnTokens(), wrong...), http.StatusUnprocessableEntity)
		}
		revoke := apptest.Document(t, owner.Get(to.OwnTokens())).Find("form[action$='/revoke']").AttrOr("action", "")
		analyst := p.As(models.RoleAnalyst)
		analyst.Wants(analyst.Post(revoke), http.StatusNotFound)
		owner.LeadsTo(owner.Post(revoke), to.OwnTokens())
		api.Expect(http.StatusUnauthorized, "forbidden", http.MethodGet, file, nil)

		page := apptest.Document(t, analyst.Post(to.OwnTokens(), "token_name", "SPSS", "token_days", "7"))
		api = api.As(page.Find("#token").AttrOr("value", ""))
		api.Expect(http.StatusOK, "", http.MethodGet, file, nil)
		apptest.Lacks(t, "another person's page", owner.Get(to.OwnTokens()).Body.String(), "SPSS</td>")
		p.Advance(7 * 24 * time.Hour)
		api.Expect(http.StatusUnauthorized, "forbidden", http.MethodGet, file, nil)
	})
}

// numbers are what a results page tells, without what is around it.
func told(page *goquery.Selection) string {
	var list []string
	for _, part := range page.Find("section[id^=q-]").EachIter() {
		list = append(list, strings.Join(strings.Fields(part.Text()), " "))
	}
	return strings.Join(list, "\n")
}

// A partner's link shows its view as staff see it, and nothing that stands in the address turns it into another one.
func TestAPartnersLinkShowsOneView(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		surveyed(p)
		organizer, to, partner := p.As(models.RoleOrganizer), resultsOf(p), p.Client()
		share := func(view string, more ...string) (path string) {
			t.Helper()
			pairs := append([]string{"link_name", "共催", "link_days", "30", "view", view}, more...)
			made := organizer.Post(to.ResultLinks(), pairs...)
			query, _ := url.ParseQuery(view)
			organizer.LeadsTo(made, strings.TrimSuffix(to.Results()+"?"+query.Encode(), "?"))
			links := apptest.Document(t, organizer.Get(to.Results())).Find(".result-shelf a.button[href^='/results/']")
			return links.First().AttrOr("href", "")
		}
		views := []string{"", "by=mode", "by=mode&is=venue", "question=overall", "by=themes", "by=themes&is=time"}
		pages := map[string]string{}
		for _, view := range views {
			p.Advance(time.Second)
			link := share(view, "link_texts", "true")
			page := apptest.Document(t, partner.Get(link))
			pages[link] = told(page)
			theirs := told(apptest.Document(t, organizer.Get(to.Results()+"?"+view)))
			theirs = strings.ReplaceAll(theirs, "「分けずに」で表示します", "このページには載せていません") // no other view to name
			apptest.Equal(t, view, pages[link], theirs)
			if n := page.Find("main form, main a").Length(); n > 0 {
				t.Errorf("the page of %q has %d ways to somewhere else", view, n)
			}
		}
		for link, want := range pages {
			for _, attack := range []string{
				"?by=mode", "?by=themes&is=skills", "?by=mode&is=online&by=themes", "?question=comments", "?sort=count",
				"?view=by%3Dmode", "?link_texts=true", "?query=by%3Dmode",
			} {
				apptest.Equal(t, link+attack, told(apptest.Document(t, partner.Get(link+attack))), want)
			}
			answer := partner.Get(link)
			apptest.Contains(t, "the page", answer.Body.String(), `name="robots" content="noindex"`)
			apptest.Equal(t, "Cache-Control", strings.Contains(answer.Header().Get("Cache-Control"), "public"), false)
			for _, wrong := range []string{link + "x", link[:len(link)-2], strings.Replace(link, ".", "x.", 1), "/results/x"} {
				partner.Wants(partner.Get(wrong), http.StatusNotFound)
			}
			apptest.Lacks(t, "the page", answer.Body.String(), secretNames...)
		}
		ids := make([]string, 0, len(pages))
		for link := range pages {
			ids = append(ids, link)
		}
		_, secret, _ := strings.Cut(ids[0], ".")
		id, _, _ := strings.Cut(ids[1], ".")
		partner.Wants(partner.Get(id+"."+secret), http.StatusNotFound) // the secret of another link

		for _, wrong := range [][]string{
			{"link_name", "", "link_days", "30"}, {"link_name", "x"}, {"link_name", "x", "link_days", "99"},
			{"link_name", "x", "link_days", "30", "view", "by=mode&is=nobody"},
		} {
			organizer.Wants(organizer.Post(to.ResultLinks(), wrong...), http.StatusUnprocessableEntity)
		}
		t.Run("without texts unless they are shared", func(t *testing.T) {
			p.Advance(time.Second)
			apptest.Lacks(t, "the page", partner.Get(share("")).Body.String(), "よい時間でした")
		})
		t.Run("until it is revoked", func(t *testing.T) {
			p.Advance(time.Second)
			link := share("by=mode")
			form := apptest.Document(t, organizer.Get(to.Results())).Find("form[action$='/revoke']").First()
			analyst := p.As(models.RoleAnalyst)
			analyst.Wants(analyst.Post(form.AttrOr("action", "")), http.StatusForbidden)
			analyst.Wants(analyst.Post(to.ResultLinks(), "link_name", "x", "link_days", "7"), http.StatusForbidden)
			organizer.LeadsTo(organizer.Post(form.AttrOr("action", "")), to.Results())
			partner.Wants(partner.Get(link), http.StatusNotFound, "このリンクは期限が過ぎたか")
		})
		t.Run("and no longer than it lasts", func(t *testing.T) {
			p.Advance(30 * 24 * time.Hour)
			for link := range pages {
				partner.Wants(partner.Get(link), http.StatusNotFound)
			}
		})
	})
}

// Before a survey is released there is nothing to share.
func TestNothingIsSharedOfAnOpenSurvey(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		organizer, to := p.As(models.RoleOrganizer), resultsOf(p)
		for _, view := range []string{"", "by=mode"} {
			answer := organizer.Post(to.ResultLinks(), "link_name", "共催", "link_days", "30", "view", view)
			if answer.Code != http.StatusUnprocessableEntity {
				t.Errorf("%q: %d", view, answer.Code)
			}
			organizer.Wants(organizer.Post(to.ResultViews(), "name", "x", "view", view), http.StatusUnprocessableEntity)
		}
		if got := organizer.Get(to.ResultsCSV()).Code; got != http.StatusConflict {
			t.Errorf("the table: %d", got)
		}
	})
}
