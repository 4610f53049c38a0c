package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/handlers"
	"meguri/models"
)

// signer is a person who answered, with the words that nobody else wrote.
type signer struct {
	secret, id string
	words      string
	// is what tells who they are.
	is []string
}

// signed opens the event's survey as one of an anonymity, and lets people answer it by their own pages, with facts.
func signed(p *apptest.Program, anonymity models.SurveyAnonymity, n int) (list []signer) {
	p.T.Helper()
	p.Write(func(tx *models.Tx) error {
		s, err := tx.Surveys().ByID(p.Event, p.Survey.ID)
		if err != nil {
			return err
		}
		s.Anonymity, s.Audience, s.Facts = anonymity, models.AskConfirmed, models.SurveyFacts
		if err := tx.Surveys().Update(s); err != nil {
			return err
		}
		return tx.Questions().Add(s, &models.Question{Slug: "words", Kind: models.QuestionLongText, TitleJa: "ご意見"})
	})
	for i := range n {
		email := fmt.Sprintf("signer%d@secret.example", i)
		secret, id, _ := p.SignUp(p.Event, email)
		list = append(list, signer{secret, id, fmt.Sprintf("合言葉その%dです", i), []string{email, id}})
	}
	p.SetClock(p.Event.EndsAt.Add(24 * time.Hour))
	owner := p.As(models.RoleOwner)
	path := paths.OfStaffEvent(p.Event.Slug).Survey(p.Survey.ID)
	if answer := owner.Post(string(path) + "/open"); answer.Code != http.StatusSeeOther {
		p.T.Fatalf("opening: %d %s", answer.Code, answer.Body)
	}
	for _, one := range list {
		at := paths.OfAttendee(one.secret).Survey(p.Survey.ID)
		p.LeadsTo(p.Client().Post(string(at), "q_words", one.words, "facts", "yes"), at.Thanks())
	}
	return list
}

// bodyOf is what an answer says; of a workbook all its sheets.
func bodyOf(t *testing.T, answer *httptest.ResponseRecorder) string {
	t.Helper()
	content := answer.Body.Bytes()
	if !bytes.HasPrefix(content, []byte("PK")) {
		return string(content)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, part); err != nil {
			t.Fatal(err)
		}
		part.Close()
	}
	return all.String()
}

// signerAddress fills a route's parameters in: the survey, and else the person.
func signerAddress(p *apptest.Program, path string, of signer) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		switch {
		case part == ":slug":
			parts[i] = p.Event.Slug
		case part == ":token":
			parts[i] = of.secret
		case part == ":id" && i > 0 && (parts[i-1] == "surveys" || parts[i-1] == "survey"):
			parts[i] = p.Survey.ID
		case strings.HasPrefix(part, ":"), part == "*":
			parts[i] = of.id
		}
	}
	return strings.Join(parts, "/") + "?purpose=report"
}

// eachReading asks every address that is read, as everybody whom its table admits, with their token, as another
// attendee and as nobody. That the table is kept, TestEveryRouteAdmitsWhomItsTableSays holds. see gets what was
// answered.
func eachReading(p *apptest.Program, list []signer, see func(name, address, body string)) {
	p.T.Helper()
	nobody, readers := p.Client(), map[models.Role]*apptest.Client{}
	for _, role := range models.Roles {
		readers[role] = p.As(role)
	}
	for _, route := range handlers.Routes() {
		if route.Method != http.MethodGet {
			continue
		}
		address := signerAddress(p, route.Path, list[0])
		if strings.HasPrefix(route.Path, "/r/:token") {
			answer := nobody.Get(signerAddress(p, route.Path, signer{secret: list[1].secret, id: list[0].id}))
			see("another attendee", address, bodyOf(p.T, answer))
			continue
		}
		see("nobody", address, bodyOf(p.T, nobody.Get(address)))
		for _, role := range models.Roles {
			permission := route.Access.Permission
			switch {
			case permission == "" && role != models.RoleOwner,
				permission != "" && !models.Holds([]models.Role{role}, permission):
			case strings.HasPrefix(route.Path, "/api/"):
				answer := p.Request(http.MethodGet, address, "", "Authorization", "Bearer "+p.Tokens[role])
				see("a token of "+string(role), address, bodyOf(p.T, answer))
			default:
				see(string(role), address, bodyOf(p.T, readers[role].Get(address)))
			}
		}
	}
}

// Whoever asks for whatever, while the survey is open and after it is closed: no answer of a confidential survey stands
// beside what tells whose it is. Only the person sees it, under what we hold about them. (A dump of the database joins
// them: that is how the person gets them back, see decision 0097.)
func TestNoRoleSeesANameBesideAConfidentialAnswer(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		list := signed(p, models.SurveyConfidential, 6)
		path := paths.OfStaffEvent(p.Event.Slug).Survey(p.Survey.ID)
		eachReading(p, list, func(name, address, body string) {
			if name != "another attendee" || !strings.Contains(body, list[1].words) {
				for _, one := range list {
					apptest.Lacks(t, name+" at "+address+" while it is open", body, one.words)
				}
			}
		})
		owner := p.As(models.RoleOwner)
		p.LeadsTo(owner.Post(string(path)+"/close"), string(path))
		told := 0
		eachReading(p, list, func(name, address, body string) {
			if name == "another attendee" && strings.Contains(address, "/data") {
				apptest.Lacks(t, name+" at "+address, body, list[0].words)
				return
			}
			for _, one := range list {
				if !strings.Contains(body, one.words) {
					continue
				}
				told++
				for _, other := range list {
					apptest.Lacks(t, name+" at "+address, body, other.is...)
				}
			}
		})
		if told == 0 {
			t.Error("no page has the texts at all: the walk sees nothing")
		}
		for _, address := range []string{path.Answers(), path.AnswersOf(list[0].id)} {
			owner.Wants(owner.Get(address), http.StatusConflict)
		}
		for i, one := range list {
			data := p.Client().Get(paths.OfAttendee(one.secret).Data())
			p.Wants(data, http.StatusOK, one.words)
			file := p.Client().Get(paths.OfAttendee(one.secret).DataFile())
			p.Wants(file, http.StatusOK, one.words, `"anonymity": "confidential"`)
			apptest.Lacks(t, "what is held of another", file.Body.String(), list[(i+1)%len(list)].words)
		}
	})
}

// Of a named survey, who may see people sees who answered what; an analyst has pseudonyms; nobody else has anything.
func TestNamedAnswersAreForWhoMaySeePeople(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		list := signed(p, models.SurveyNamed, 6)
		path := paths.OfStaffEvent(p.Event.Slug).Survey(p.Survey.ID)
		maySee := func(name string) bool {
			role := models.Role(strings.TrimPrefix(name, "a token of "))
			return models.Holds([]models.Role{role}, models.SeePeople)
		}
		named, pseudonyms := 0, 0
		walk := func(name, address, body string) {
			for _, one := range list {
				switch {
				case !strings.Contains(body, one.words) || name == "another attendee" && one.id == list[1].id:
				case maySee(name):
					named++
				case strings.HasSuffix(name, string(models.RoleAnalyst)):
					pseudonyms++
					for _, other := range list {
						apptest.Lacks(t, name+" at "+address, body, other.is...)
					}
				default:
					t.Errorf("%s at %s: %s", name, address, one.words)
				}
			}
		}
		eachReading(p, list, walk)
		owner := p.As(models.RoleOwner)
		person := owner.Get(string(paths.OfStaffEvent(p.Event.Slug).Registration(list[0].id)))
		p.Wants(person, http.StatusOK, path.AnswersOf(list[0].id))
		p.LeadsTo(owner.Post(string(path)+"/close"), string(path))
		eachReading(p, list, walk)
		if named == 0 || pseudonyms == 0 {
			t.Errorf("seen with names %d times, with pseudonyms %d times", named, pseudonyms)
		}
	})
}

// Facts that a person let travel are told to them where the answers have their name. Where these are anonymous, the
// page says how they are kept.
func TestOwnDataTellsOfFacts(t *testing.T) {
	for name, anonymity := range map[string]models.SurveyAnonymity{
		"named": models.SurveyNamed, "confidential": models.SurveyConfidential, "anonymous": models.SurveyAnonymous,
	} {
		t.Run(name, func(t *testing.T) {
			apptest.Each(t, func(t *testing.T, p *apptest.Program) {
				one, expect, not := signed(p, anonymity, 1)[0], "参加したセッションの数", "無記名の回答と一緒に"
				if anonymity == models.SurveyAnonymous {
					expect, not = not, expect
				}
				at := paths.OfAttendee(one.secret)
				page := p.Client().Get(at.Data()).Body.String()
				apptest.Contains(t, "the page", page, expect)
				apptest.Lacks(t, "the page", page, not)
				file := p.Client().Get(at.DataFile()).Body.String()
				if has := strings.Contains(file, "参加したセッションの数"); has == (anonymity == models.SurveyAnonymous) {
					t.Error("the file tells the facts:", has)
				}
			})
		})
	}
}
