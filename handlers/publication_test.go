package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"meguri/app/project"
	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// publishing is a project with two people, which helps the other organization and is not proposed yet.
type publishing struct {
	*teamed
	ours, theirs *apptest.Client
	id, public   string
	here, there  paths.StaffPublications
}

func (s *publishing) list(organizationID string, listed bool) {
	s.T.Helper()
	s.Write(func(tx *models.Tx) error {
		o, err := tx.Organizations().ByID(organizationID)
		if err != nil {
			return err
		}
		o.IsListed = listed
		return tx.Organizations().Update(o)
	})
}

func toPropose(p *apptest.Program) *publishing {
	p.T.Helper()
	s := &publishing{
		teamed: withTeam(p), ours: p.As(models.RoleOwner), theirs: p.AsAccount(ownerOf(p, "owner@elsewhere.example")),
		here:  paths.OfStaffOrganization("here-host").Publications(),
		there: paths.OfStaffOrganization("elsewhere-host").Publications(),
	}
	s.id = s.desk[strings.LastIndex(s.desk, "/")+1:]
	s.public = paths.PublicProject(s.id)
	s.list(p.Event.OrganizationID, true)
	s.list(p.Other.OrganizationID, true)
	owner := ownerOf(p, "owner@elsewhere.example")
	p.Write(func(tx *models.Tx) error { return tx.Accounts().SetPassword(owner, "hash") }) // without one nobody is mailed
	s.LeadsTo(s.coordinator.Post(s.desk+"/organizations", "helped", p.Other.OrganizationID), s.desk)
	return s
}

func (s *publishing) proposes(version string, more ...string) {
	s.T.Helper()
	at := s.here.Publication(s.id)
	s.ours.LeadsTo(s.ours.Post(at, append(more, "version", version, "title", "名簿の統合", "summary",
		"<b>三つ</b>の名簿を一つにしました", "outcome", "更新は一か所", "theme", "digital")...), at)
}

func (s *publishing) says(c *apptest.Client, home paths.StaffPublications, version, says string) {
	s.T.Helper()
	s.LeadsTo(c.Post(home.Answer(), "project", s.id+":"+version, "says", says), string(home))
}

// told reports whether everybody is told of the project: by its page, by the pages of both organizations, by the API.
func (s *publishing) told() string {
	s.T.Helper()
	anybody := s.Client()
	told := []string{}
	if anybody.Get(s.public).Code == http.StatusOK {
		told = append(told, "page")
	}
	for _, slug := range []string{"here-host", "elsewhere-host"} {
		if strings.Contains(anybody.Get(string(paths.OfHost(slug))).Body.String(), s.public) {
			told = append(told, slug)
		}
	}
	if strings.Contains(anybody.Get("/api/v1/projects").Body.String(), s.id) {
		told = append(told, "api")
	}
	return strings.Join(told, " ")
}

const toldEverywhere = "page here-host elsewhere-host api"

func (s *publishing) tells(when, want string) {
	s.T.Helper()
	apptest.Equal(s.T, when, s.told(), want)
}

// A project is told of once all organizations in it said yes to that very text, and no longer than they do.
func TestAProjectIsPublishedByTheYesOfAll(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		at := s.here.Publication(s.id)
		s.tells("nothing proposed", "")
		s.ours.Wants(s.ours.Get(string(s.here)), http.StatusOK, "公開を提案できるプロジェクト", "名簿を一つに")
		s.ours.Wants(s.ours.Get(at), http.StatusOK, "未提案", "支援を受けた団体")
		s.theirs.Wants(s.theirs.Get(s.there.Publication(s.id)), http.StatusNotFound)
		for _, bad := range [][]string{
			{"title", ""}, {"title", "https://x.example"}, {"theme", "nirvana"}, {"summary", strings.Repeat("長", 1001)},
		} {
			apptest.Equal(t, fmt.Sprint(bad), s.ours.Post(at, append(bad, "version", "0", "title", "x", "summary", "x", "theme",
				"digital")...).Code, http.StatusUnprocessableEntity)
		}
		s.proposes("0")
		s.tells("proposed", "")
		mails := mailsOf(p, project.MailPublicationAsked)
		apptest.Equal(t, "who is asked", len(mails), 1)
		apptest.Contains(t, "the mail", p.Text(mails[0]), string(s.there))
		s.theirs.Wants(s.theirs.Get(string(s.there)), http.StatusOK, "お返事をお待ちしています", "&lt;b&gt;三つ&lt;/b&gt;")
		// The other one may not change what is told, nor propose what it does not run.
		s.theirs.Wants(s.theirs.Post(s.there.Publication(s.id), "version", "1", "title", "うそ", "summary", "うそ", "theme",
			"digital"), http.StatusNotFound)
		s.theirs.Wants(s.theirs.Post(string(s.there), "project", s.id), http.StatusUnprocessableEntity)
		for _, bad := range [][]string{
			{"says", "yes"}, {"project", s.id + ":1"}, {"project", s.id + ":1", "says", "maybe"},
			{"project", s.id + ":7", "says", "yes"},
		} {
			apptest.Equal(t, fmt.Sprint(bad), s.theirs.Post(s.there.Answer(), bad...).Code, http.StatusUnprocessableEntity)
		}
		s.theirs.Wants(s.theirs.Post(s.there.Answer(), "project", models.NewID()+":1", "says", "yes"), http.StatusNotFound)
		s.tells("after bad answers", "")
		s.says(s.theirs, s.there, "1", "yes")
		s.tells("with all", toldEverywhere)
		anybody := p.Client()
		anybody.Wants(anybody.Get(s.public), http.StatusOK, "名簿の統合", "&lt;b&gt;三つ", "更新は一か所", "進行中", "2025年9月", "説明会")
		apptest.Lacks(t, "the page", anybody.Get(s.public).Body.String(), "参加した方", "二人目", "梅田", offerer, "当番が早く帰る")
		// Either takes it back at once, and without the other.
		s.says(s.theirs, s.there, "1", "no")
		s.tells("withdrawn by who was helped", "")
		apptest.Equal(t, "its page", p.Client().Get(s.public).Code, http.StatusNotFound)
		s.ours.Wants(s.ours.Get(string(s.here)), http.StatusOK, "公開しない")
		s.says(s.theirs, s.there, "1", "yes")
		s.tells("again", toldEverywhere)
		s.says(s.ours, s.here, "1", "no")
		s.tells("withdrawn by who runs it", "")
		s.says(s.ours, s.here, "1", "yes")
		s.tells("once more", toldEverywhere)
		// Another text asks anew, and a yes to the former one is none.
		s.proposes("1", "summary", "べつの話")
		s.tells("another text", "")
		s.theirs.Wants(s.theirs.Post(s.there.Answer(), "project", s.id+":1", "says", "yes"), http.StatusUnprocessableEntity,
			"先に内容を変更しました")
		s.ours.Wants(s.ours.Post(at, "version", "1", "title", "x", "summary", "x", "theme", "digital"),
			http.StatusUnprocessableEntity, "先に内容を変更しました")
		s.says(s.theirs, s.there, "1", "no") // a no holds for every text
		s.tells("a no to a former text", "")
		s.says(s.theirs, s.there, "2", "yes")
		s.tells("a yes to it", toldEverywhere)
		// Who comes in later is asked, too.
		var third models.Organization
		p.Write(func(tx *models.Tx) error {
			third = models.NewOrganization("第三の会", "")
			return tx.Organizations().Create(&third)
		})
		s.LeadsTo(s.coordinator.Post(s.desk+"/organizations", "helped", p.Other.OrganizationID, "member", teamID(s.own),
			"for", third.ID), s.desk)
		s.tells("with one who did not say yes", "")
		s.ours.Wants(s.ours.Get(at), http.StatusOK, "第三の会", "お返事できる方がいません")
		s.LeadsTo(s.coordinator.Post(s.desk+"/organizations", "helped", p.Other.OrganizationID, "member", teamID(s.own),
			"for", p.Event.OrganizationID), s.desk)
		s.tells("without it", toldEverywhere)
		// A project that is given up is not told of.
		s.LeadsTo(s.coordinator.Post(s.desk+"/move", "version", versionOf(s.coordinator, s.desk), "to", "stopped"), s.desk)
		s.tells("stopped", "")
		s.ours.Wants(s.ours.Get(at), http.StatusOK, "中断したため非公開")
		for _, role := range []models.Role{models.RoleAnalyst, models.RoleReceptionist} {
			other := p.As(role)
			other.Wants(other.Get(string(s.here)), http.StatusForbidden)
			other.Wants(other.Post(s.here.Answer(), "project", s.id+":2", "says", "no"), http.StatusForbidden)
		}
		apptest.Equal(t, "no id", anybody.Get(paths.PublicProject("x' OR 1=1")).Code, http.StatusNotFound)
	})
}

// People are named by their own yes alone, and no longer than they want.
func TestPeopleOnTheirProjectsPublicPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		apptest.Lacks(t, "nothing proposed", s.second.Get(s.secondOwn).Body.String(), "is_named")
		s.proposes("0")
		s.second.Wants(s.second.Get(s.secondOwn), http.StatusOK, "紹介する準備", "名前を載せる")
		s.LeadsTo(s.second.Post(s.secondOwn+"/named", "is_named", "true"), s.secondOwn)
		s.says(s.theirs, s.there, "1", "yes")
		anybody := p.Client()
		anybody.Wants(anybody.Get(s.public), http.StatusOK, "参加した方", "二人目 次郎")
		apptest.Lacks(t, "who did not agree", anybody.Get(s.public).Body.String(), "梅田", offerer, "second@teams.example")
		apptest.Lacks(t, "the API", anybody.Get("/api/v1/projects").Body.String(), "二人目")
		s.LeadsTo(s.second.Post(s.secondOwn+"/named"), s.secondOwn)
		apptest.Lacks(t, "taken back", anybody.Get(s.public).Body.String(), "二人目", "参加した方")
		s.LeadsTo(s.second.Post(s.secondOwn+"/named", "is_named", "true"), s.secondOwn)
		anybody.Wants(anybody.Get(s.public), http.StatusOK, "二人目 次郎")
		s.second.Wants(s.second.Post(s.secondOwn+"/erase"), http.StatusOK)
		apptest.Lacks(t, "erased", anybody.Get(s.public).Body.String(), "二人目", "参加した方")
		s.second.Wants(s.second.Post(s.secondOwn+"/named", "is_named", "true"), http.StatusNotFound)
		apptest.Lacks(t, "erased, again", anybody.Get(s.public).Body.String(), "参加した方")
		s.tells("the project stays", toldEverywhere)
	})
}

// Organizations without a public page are not named, and a project whose page would be theirs is not there.
func TestHiddenOrganizationsOfPublishedProjects(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		s.proposes("0")
		s.says(s.theirs, s.there, "1", "yes")
		s.list(p.Other.OrganizationID, false)
		s.tells("who is helped is hidden", "page here-host api")
		anybody := p.Client()
		page := anybody.Get(s.public)
		anybody.Wants(page, http.StatusOK, "ほか1団体")
		apptest.Lacks(t, "the page", page.Body.String(), "elsewhere-host")
		apptest.Lacks(t, "the API", anybody.Get("/api/v1/projects").Body.String(), "elsewhere-host")
		s.list(p.Event.OrganizationID, false)
		s.tells("who runs it is hidden", "")
		s.ours.Wants(s.ours.Get(s.here.Publication(s.id)), http.StatusOK, "団体のページが非公開")
		s.list(p.Event.OrganizationID, true)
		s.tells("shown again", "page here-host api")
	})
}

// The yes of an entry that goes into another one is not that one's, its no holds, and both come back with it.
func TestPublishedProjectsOfMergedOrganizations(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		var kept models.Organization
		p.Write(func(tx *models.Tx) error {
			kept = models.NewOrganization("残る団体", "")
			kept.IsListed = true
			return tx.Organizations().Create(&kept)
		})
		merge := func() {
			p.Write(func(tx *models.Tx) error { return tx.OrganizationMerges().Add(kept.ID, p.Other.OrganizationID) })
		}
		undo := func() {
			p.Write(func(tx *models.Tx) error {
				list, err := tx.OrganizationMerges().Into(kept.ID)
				if err != nil {
					return err
				}
				return tx.OrganizationMerges().Undo(&list[0])
			})
		}
		s.proposes("0")
		s.says(s.theirs, s.there, "1", "yes")
		s.tells("before", toldEverywhere)
		merge()
		s.tells("the yes of the former entry", "")
		undo()
		s.tells("taken apart again", toldEverywhere)
		// A no of the former entry holds, also where the other one said yes.
		s.LeadsTo(s.coordinator.Post(s.desk+"/organizations", "helped", p.Other.OrganizationID, "member", teamID(s.own),
			"for", kept.ID), s.desk)
		p.Write(func(tx *models.Tx) error {
			text, err := tx.Publications().Of(s.id)
			if err != nil {
				return err
			}
			return tx.Publications().Reply(text, 1, kept.ID, true)
		})
		s.tells("with three", toldEverywhere)
		s.says(s.theirs, s.there, "1", "no")
		merge()
		s.tells("the no of the former entry", "")
		s.proposes("1")
		s.tells("asked anew", "")
		p.Write(func(tx *models.Tx) error {
			text, err := tx.Publications().Of(s.id)
			if err != nil {
				return err
			}
			return tx.Publications().Reply(text, 2, kept.ID, true)
		})
		s.tells("the yes of the one that stays", "page here-host api")
	})
}

// A deliverable is led to from the project's page while the team publishes it.
func TestDeliverablesOnTheirProjectsPublicPage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		s.proposes("0")
		s.says(s.theirs, s.there, "1", "yes")
		s.LeadsTo(brings(s.person, s.ownWork+"/files", "献立の表", picture(t)), s.ownWork)
		file := linkIn(s.person, s.ownWork, `href="`+s.ownWork+`/files/([\w-]+)"`)
		anybody := p.Client()
		apptest.Lacks(t, "a file of the team", anybody.Get(s.public).Body.String(), "献立の表")
		s.LeadsTo(s.coordinator.Post(s.deskWork+"/files/"+file+"/mark", "version", "1", "do", "deliverable"), s.deskWork)
		s.LeadsTo(s.coordinator.Post(s.deskWork+"/files/"+file+"/mark", "version", "2", "do", "ask"), s.deskWork)
		s.LeadsTo(s.person.Post(s.ownWork+"/files/"+file+"/reply", "says", "yes"), s.ownWork)
		apptest.Lacks(t, "with one of two", anybody.Get(s.public).Body.String(), "献立の表")
		s.LeadsTo(s.second.Post(s.secondWork+"/files/"+file+"/reply", "says", "yes"), s.secondWork)
		anybody.Wants(anybody.Get(s.public), http.StatusOK, "献立の表", paths.Deliverable(file))
		s.LeadsTo(s.second.Post(s.secondWork+"/files/"+file+"/reply", "says", "no"), s.secondWork)
		apptest.Lacks(t, "taken back", anybody.Get(s.public).Body.String(), "献立の表")
	})
}

// A hundred former projects are proposed and answered at once, each organization by one mail.
func TestFormerProjectsArePublishedAtOnce(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		s := toPropose(p)
		c := p.As(models.RoleOwner)
		p.Write(func(tx *models.Tx) error {
			o, err := tx.Organizations().ByID(p.Other.OrganizationID)
			if err != nil {
				return err
			}
			o.NameJa = "べつの会"
			return tx.Organizations().Update(o)
		})
		file := formerHead
		for i := range 100 {
			file += fmt.Sprintf("過去の支援%03d,べつの会,,広報,2021/4/1,2021/9/30,6,120,手引き,締めが早い\n", i)
		}
		preview := c.Upload(formerDesk, "file", []byte(file))
		c.LeadsTo(c.Post(formerDesk+"/store", "packed", contentOf(c, preview.Body.String()), "is_shown", "true"), formerDesk)
		var all []string
		for _, f := range (&formers{p, c}).projects(models.ProjectEnded) {
			all = append(all, "project", f.ID)
		}
		apptest.Equal(t, "imported", len(all), 200)
		c.Wants(c.Get(string(s.here)), http.StatusOK, "まとめて提案する", "過去の支援099", "締めが早い")
		c.Wants(c.Post(string(s.here)), http.StatusUnprocessableEntity, "プロジェクトを選んでください")
		c.Wants(c.Post(string(s.here), "project", s.id), http.StatusUnprocessableEntity, "すでに提案されています")
		c.LeadsTo(c.Post(string(s.here), all...), string(s.here))
		c.Wants(c.Post(string(s.here), all...), http.StatusUnprocessableEntity, "すでに提案されています")
		apptest.Equal(t, "mails", len(mailsOf(p, project.MailPublicationAsked)), 1)
		anybody := p.Client()
		apptest.Lacks(t, "before", anybody.Get("/organizations/elsewhere-host").Body.String(), "過去の支援")
		says := []string{"says", "yes"}
		for i := 1; i < len(all); i += 2 {
			says = append(says, "project", all[i]+":1")
		}
		// Where one of them cannot be answered, none is.
		c.Wants(s.theirs.Post(s.there.Answer(), append(slices.Clone(says), "project", all[1]+":9")...),
			http.StatusUnprocessableEntity)
		apptest.Lacks(t, "none", anybody.Get("/organizations/elsewhere-host").Body.String(), "過去の支援")
		s.theirs.LeadsTo(s.theirs.Post(s.there.Answer(), says...), string(s.there))
		page := anybody.Get("/organizations/elsewhere-host").Body.String()
		apptest.Equal(t, "on the page", strings.Count(page, "<b>過去の支援"), 100)
		var found struct {
			Items []struct{ ID string }
			Next  *string
		}
		seen := 0
		for next := "1"; ; next = *found.Next {
			found.Next = nil
			if err := json.Unmarshal(anybody.Get("/api/v1/projects?page="+next).Body.Bytes(), &found); err != nil {
				t.Fatal(err)
			}
			seen += len(found.Items)
			if found.Next == nil {
				break
			}
		}
		apptest.Equal(t, "by the API", seen, 100)
		// Taken back with the import.
		undo := linkIn(c, formerDesk, `action="(`+formerDesk+`/[\w-]+/undo)"`)
		c.LeadsTo(c.Post(undo), formerDesk)
		apptest.Lacks(t, "after the undo", anybody.Get("/organizations/elsewhere-host").Body.String(), "過去の支援")
	})
}
