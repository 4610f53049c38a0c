package staff_test

import (
	"net/http"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

const importedPeople = "氏名,メールアドレス,参加枠,メモ\r\n" +
	"佐藤 うめ,ume@mail.example,オンライン,=1+1\r\n鈴木 一,no address,オンライン,\r\n高橋 花子,,オンライン,\r\n"

// uploaded uploads a list and returns its page.
func uploaded(p *apptest.Program, staff *apptest.Client, content string) paths.Import {
	p.T.Helper()
	answer := staff.Upload(paths.OfStaffEvent(p.Event.Slug).Imports(), "file", []byte(content))
	if answer.Code != http.StatusSeeOther {
		p.T.Fatalf("the list was answered with %d", answer.Code)
	}
	return paths.Import(answer.Header().Get("Location"))
}

// polled is whether htmx shows the page anew, which it asks for its progress.
func polled(p *apptest.Program, path paths.Import) string {
	p.T.Helper()
	answer := p.Request(http.MethodGet, string(path), "", append(p.AsOwner(), "HX-Request", "true")...)
	apptest.Contains(p.T, "the progress", answer.Body.String(), `id="progress"`)
	apptest.Lacks(p.T, "the progress", answer.Body.String(), "<html")
	return answer.Header().Get("HX-Refresh")
}

func TestAListIsImportedOnPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff, event := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug)
		staff.Wants(staff.Get(event.Registrations()), http.StatusOK, `href="`+event.Imports()+`"`)
		staff.Wants(staff.Get(event.Imports()), http.StatusOK, "名簿の作り方", event.ImportTemplate())
		apptest.Contains(t, "the template", staff.Get(event.ImportTemplate()).Body.String(), "姓,名,セイ,メイ", "山田,花子")

		path := uploaded(p, staff, importedPeople)
		staff.Wants(staff.Get(string(path)), http.StatusOK, "どの列に何が書かれていますか", "=1&#43;1")
		wrong := staff.Post(string(path), "column", "", "column", "email", "locale", "ja")
		staff.Wants(wrong, http.StatusUnprocessableEntity, "お名前の列をお選びください。", "参加枠をお選びください。")
		staff.LeadsTo(staff.Post(string(path), "column", "name", "column", "email", "column", "ticket_type",
			"column", "answer", "locale", "ja"), string(path))
		staff.Wants(staff.Get(string(path)), http.StatusOK, "要修正", "メールアドレス：", "2件をすべて取り込む", "1人に届きます")
		staff.Wants(staff.Get(string(path)+"?show=fault"), http.StatusOK, "鈴木 一")
		apptest.Contains(t, "the rows to mend", staff.Get(path.FaultyCSV()).Body.String(), "鈴木 一,no address", ",3,")

		staff.LeadsTo(staff.Post(path.Choose(), "shown", "2", "shown", "4", "row", "4", "to", "1"), string(path))
		staff.Wants(staff.Get(string(path)), http.StatusOK, "0人に届きます")
		staff.Wants(staff.Post(path.Start(), "shown", "4", "shown", "2"), http.StatusUnprocessableEntity, "選ばれていません")
		staff.LeadsTo(staff.Post(path.Start(), "all", "true", "mail", "true"), string(path))
		staff.Wants(staff.Get(string(path)), http.StatusOK, "取り込んでいます")
		staff.Wants(staff.Post(path.Start(), "all", "true"), http.StatusUnprocessableEntity, "すでに始まっています")
		if refresh := polled(p, path); refresh != "" {
			t.Errorf("the page is shown anew before the import ends: %q", refresh)
		}
		p.RunJobs()
		if refresh := polled(p, path); refresh != "true" {
			t.Error("the page is not shown anew when the import ends")
		}
		staff.Wants(staff.Get(string(path)), http.StatusOK, "取り込みが終わりました", "取り込めなかった行をダウンロード")
		staff.Wants(staff.Get(event.Registrations()), http.StatusOK, "佐藤 うめ", "高橋 花子")
		if n := len(p.Outbox("registration_confirmed")); n != 1 {
			t.Errorf("%d mails", n)
		}
		staff.LeadsTo(staff.Post(path.Discard()), event.Imports())
		staff.Wants(staff.Get(event.Imports()), http.StatusOK, "（削除済み）", "登録した方 2")
	})
}

// Whatever is chosen, the page says what is wrong with it.
func TestFilesThatAreNoLists(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		staff, page := p.As(models.RoleOrganizer), paths.OfStaffEvent(p.Event.Slug).Imports()
		for want, content := range map[string]string{
			"何も書かれていません":      "",
			"見出しの下に行がありません":   "氏名,メール\r\n",
			"CSVでもExcelブックでも": "%PDF-1.7\n1 0 obj",
			"1行目：列が多すぎます":     strings.Repeat("列,", 500) + "\n",
			"2行目のB列：引用符":      "氏名,所属\n佐藤,\"市民の会\n鈴木,\n",
			"1行目のA列：文字を読めません": "\x81\x20,b\n1,2\n",
			"ファイルを読めません":      "PK\x03\x04 and so on",
		} {
			answer := staff.Upload(page, "file", []byte(content))
			staff.Wants(answer, http.StatusUnprocessableEntity, want)
		}
		staff.Wants(staff.Post(page), http.StatusUnprocessableEntity, "ファイルをお選びください。")
	})
}
