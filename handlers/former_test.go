package handlers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"meguri/app/testkit/apptest"
	"meguri/models"
)

const (
	formerDesk = "/staff/organizations/here-host/projects/former"
	formerHead = "プロジェクト名,支援を受けた団体,支援した団体,分野,開始日,終了日,人数,時間数,成果物,変わったこと\n"
)

// contentOf is what a preview sends back.
func contentOf(c *apptest.Client, body string) string {
	c.T.Helper()
	found := regexp.MustCompile(`name="packed" value="([^"]*)"`).FindStringSubmatch(body)
	if found == nil {
		c.T.Fatal(body)
	}
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&#43;", "+").
		Replace(found[1])
}

func (c *formers) projects(state models.ProjectState) []models.ListedProject {
	c.T.Helper()
	at := models.NeedPlace{OrganizationID: c.Event.OrganizationID}
	list, err := c.DB.Query(c.T.Context()).Projects().List(at, state, "", 10_000)
	if err != nil {
		c.T.Fatal(err)
	}
	return list
}

type formers struct {
	*apptest.Program
	desk *apptest.Client
}

func former(p *apptest.Program) *formers {
	p.T.Helper()
	p.Write(func(tx *models.Tx) error {
		for _, name := range []string{"株式会社めぐりテスト", "同じ名前の会", "ＮＰＯ法人同じ名前の会"} {
			o := models.NewOrganization(name, "")
			o.IsListed = true
			if err := tx.Organizations().Create(&o); err != nil {
				return err
			}
			if err := tx.Contributions().Agree(o.ID, "担当", true); err != nil {
				return err
			}
		}
		return tx.Contributions().Agree(p.Event.OrganizationID, "担当", true)
	})
	return &formers{p, p.As(models.RoleOrganizer)}
}

// Each row says what becomes of it; what is at fault is told in its row, and nothing is stored before the button.
func TestTheImportOfFormerProjects(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		f := former(p)
		c := f.desk
		c.Wants(c.Get(formerDesk), http.StatusOK, "過去のプロジェクトの取り込み")
		c.Wants(c.Get(formerDesk+"/template.csv"), http.StatusOK, "支援を受けた団体")
		c.Wants(c.Post(formerDesk), http.StatusUnprocessableEntity)
		c.Wants(c.Upload(formerDesk, "file", []byte("件名,開始日\nあ,2021/4/1\n")), http.StatusUnprocessableEntity,
			"「支援を受けた団体」の列が見つかりません")
		c.Wants(c.Upload(formerDesk, "file", []byte("%PDF-1.7 x")), http.StatusUnprocessableEntity)
		file := formerHead +
			"<b>会計</b>の見直し,（株）めぐりテスト,,広報,令和3年4月,2021年9月,１２名,\"1,200時間\",手引き,締めが早い\n" + // new
			"会計の引き継ぎ,同じ名前の会,どこかの会,なぞ,2022/4/1,,,,,\n" + // new, with notes
			"会計の引き継ぎ,同じ名前の会,どこかの会,,2022/4/1,,,,,\n" + // the same as above
			"会計の引き継ぎ,べつの会,,,2022/10/1,,,,,\n" + // alike
			",めぐりテスト,,,きのう,,-3,たくさん,,\n" + // at fault
			"先の話,めぐりテスト,,,2999/4/1,,,,,\n" +
			"逆さま,めぐりテスト,,,2022/4/1,2021/4/1,,,,\n"
		sjis, err := japanese.ShiftJIS.NewEncoder().String(file)
		if err != nil {
			t.Fatal(err)
		}
		preview := c.Upload(formerDesk, "file", []byte(sjis)) // as Excel writes CSV in Japanese
		c.Wants(preview, http.StatusOK, "&lt;b&gt;会計", "登録団体", "同じ名前の団体が複数ある", "名前だけで登録します", "上の行と同じです",
			"（3行目）", "同じ年に同じ名前", "日付を読み取れません", "0以上の数", "先の日付", "開始日より前", "分野は「その他」")
		apptest.Equal(t, "stored", len(f.projects("")), 0)
		content := contentOf(c, preview.Body.String())
		c.LeadsTo(c.Post(formerDesk+"/store", "packed", content, "file_name", "former.csv", "is_shown", "true"),
			formerDesk)
		list := f.projects(models.ProjectEnded)
		apptest.Equal(t, "stored", len(list), 2)
		// Once more adds nobody, not even at the same moment.
		c.Wants(c.Post(formerDesk+"/store", "packed", content), http.StatusUnprocessableEntity, "新しく登録する行がありません")
		c.LeadsTo(c.Post(formerDesk+"/store", "packed", content, "alike_too", "true"), formerDesk)
		apptest.Equal(t, "with the alike", len(f.projects("")), 3)
		home := "/staff/organizations/here-host/projects"
		c.Wants(c.Get(home), http.StatusOK, "過去のプロジェクト", "会計の引き継ぎ", "12人", "1200時間", "団体の申告")
		for _, project := range list {
			desk := home + "/" + project.ID
			c.Wants(c.Get(desk), http.StatusOK, "承認された時間ではありません")
			c.Wants(c.Post(desk+"/move", "version", "1", "to", "running"), http.StatusUnprocessableEntity, "変更できません")
			c.Wants(c.Post(desk+"/team", "name", "x", "email", "x@y.example", "role", "member"),
				http.StatusUnprocessableEntity)
		}
		// Public pages: the circulation tells them apart, and the pages of organizations that agreed name each other.
		everybody := p.Client()
		everybody.Wants(everybody.Get("/circulation"), http.StatusOK, "2件のプロジェクトがありました。", "1,200時間", "含めていません")
		q := p.DB.Query(t.Context())
		all, err := q.Contributions().All()
		if err != nil || len(all) != 0 {
			t.Errorf("the ledger has %d entries: %v", len(all), err)
		}
		helped := "/organizations/" + slugOf(p, "株式会社めぐりテスト")
		everybody.Wants(everybody.Get(helped), http.StatusOK, "会計&lt;/b&gt;の見直し", "の支援を受けました")
		p.Write(func(tx *models.Tx) error {
			return tx.Contributions().Agree(p.Event.OrganizationID, "担当", false)
		})
		apptest.Lacks(t, "without the consent", everybody.Get(helped).Body.String(), "の見直し")
		// The whole import goes at once, and others stay.
		undo := regexp.MustCompile(formerDesk+`/[\w-]+/undo`).FindAllString(c.Get(formerDesk).Body.String(), -1)
		apptest.Equal(t, "imports", len(undo), 2)
		c.LeadsTo(c.Post(undo[0]), formerDesk)
		c.Wants(c.Post(undo[0]), http.StatusNotFound)
		apptest.Equal(t, "after the undo of the last", len(f.projects("")), 2)
		c.LeadsTo(c.Post(undo[1]), formerDesk)
		apptest.Equal(t, "after both", len(f.projects("")), 0)
		for _, role := range []models.Role{models.RoleAnalyst, models.RoleReceptionist} {
			other := p.As(role)
			other.Wants(other.Get(formerDesk), http.StatusForbidden)
			other.Wants(other.Post(formerDesk+"/store", "packed", content), http.StatusForbidden)
		}
	})
}

func slugOf(p *apptest.Program, name string) string {
	p.T.Helper()
	o, err := p.DB.Query(p.T.Context()).Organizations().ByNameJa(name)
	if err != nil || o == nil {
		p.T.Fatal(name, err)
	}
	return o.Slug
}

// A workbook of five years with 100 projects, days as Excel stores them, is there in well under two seconds.
func TestAHundredFormerProjects(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		f := former(p)
		book := excelize.NewFile()
		style, err := book.NewStyle(&excelize.Style{NumFmt: 14}) // a day, as Excel shows it by itself
		if err != nil {
			t.Fatal(err)
		}
		head := strings.Split(strings.TrimSpace(formerHead), ",")
		_ = book.SetSheetRow("Sheet1", "A1", &head)
		for i := range 100 {
			from := time.Date(2021+i/20, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC)
			from = minTime(from, p.DB.Now().AddDate(0, -3, 0))
			row := fmt.Sprint("A", i+2)
			_ = book.SetSheetRow("Sheet1", row, &[]any{
				fmt.Sprintf("取り組み%03d", i), "㈱めぐりテスト", "here-host", "まちづくり", from,
				from.AddDate(0, 2, 0), 3 + i%9, 10.5 + float64(i),
				"手引き", "早くなった",
			})
			_ = book.SetCellStyle("Sheet1", fmt.Sprint("E", i+2), fmt.Sprint("F", i+2), style)
		}
		var content bytes.Buffer
		if err := book.Write(&content); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		preview := f.desk.Upload(formerDesk, "file", content.Bytes())
		apptest.Equal(t, "status", preview.Code, http.StatusOK)
		stored := f.desk.Post(formerDesk+"/store", "packed", contentOf(f.desk, preview.Body.String()))
		took := time.Since(began)
		f.desk.LeadsTo(stored, formerDesk)
		t.Logf("100 projects took %v", took)
		if took > 2*time.Second {
			t.Errorf("it took %v", took)
		}
		list := f.projects(models.ProjectEnded)
		apptest.Equal(t, "projects", len(list), 100)
		for _, project := range list {
			if project.HelpedID == nil || models.Day(project.StartedOn) == nil || project.Declared == 0 {
				t.Fatalf("%+v", project)
			}
		}
	})
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
