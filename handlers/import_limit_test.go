package handlers_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"meguri/app/service/paths"
	"meguri/app/testkit/apptest"
	"meguri/models"
)

// endless is a file that never ends, or ends after so many bytes; it counts what is read of it.
type endless struct {
	head   io.Reader
	left   int64
	wasted int64
}

func (e *endless) Read(p []byte) (int, error) {
	if n, err := e.head.Read(p); err == nil {
		return n, nil
	}
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	e.left, e.wasted = e.left-n, e.wasted+n
	return int(n), nil
}

// Where lists and files are brought.
var imports = []string{
	formerDesk, paths.OfStaffOrganization("here-host").Register().Import(), "/staff/events/here/agenda/import",
	paths.ImportEvents, "/staff/events/here/people/import", "/staff/events/here/surveys/import",
}

// A file of 50 MB is refused before it is read, also by who does not say how long it is, and takes no memory.
func TestImportsRefuseFarTooLargeFiles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		login := p.AsOwner()
		for _, at := range imports {
			for _, isTold := range []bool{true, false} {
				head := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n"
				body := &endless{head: strings.NewReader(head), left: 50 << 20}
				request := httptest.NewRequest(http.MethodPost, at, body)
				request.Header.Set("Content-Type", "multipart/form-data; boundary=b")
				for i := 0; i < len(login); i += 2 {
					request.Header.Set(login[i], login[i+1])
				}
				if request.ContentLength = -1; isTold {
					request.ContentLength = 50 << 20
				}
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				answer := httptest.NewRecorder()
				p.Handler.ServeHTTP(answer, request)
				runtime.ReadMemStats(&after)
				what := fmt.Sprint(at, " told ", isTold)
				apptest.Equal(t, what, answer.Code, http.StatusRequestEntityTooLarge)
				apptest.Contains(t, what, answer.Body.String(), "大きすぎます")
				if most := int64(7 << 20); body.wasted > most || isTold && body.wasted > 0 {
					t.Errorf("%s: %d bytes were read", what, body.wasted)
				}
				if took := after.TotalAlloc - before.TotalAlloc; took > 40<<20 {
					t.Errorf("%s: it took %d MB", what, took>>20)
				}
			}
		}
	})
}

// What is too large or too long for a list says so beside the field, whatever it holds.
func TestListsRefuseTooManyRows(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.As(models.RoleOwner)
		for at, row := range map[string]string{
			formerDesk: "会,市,2021/4/1\n", imports[1]: "山田,a@b.example,\n",
		} {
			head := map[string]string{formerDesk: "プロジェクト名,支援を受けた団体,開始日\n"}[at]
			if head == "" {
				head = "氏名,メール,役割\n"
			}
			c.Wants(c.Upload(at, "file", []byte(head+strings.Repeat(row, 100_000))), http.StatusUnprocessableEntity,
				"5000行までのファイルに分けてください")
			c.Wants(c.Upload(at, "file", []byte(head+strings.Repeat(row, 5001))), http.StatusUnprocessableEntity, "5000行")
			c.Wants(c.Upload(at, "file", bytes.Repeat([]byte(row), 4<<20/len(row)+1)), http.StatusUnprocessableEntity,
				"4 MBまで")
			for _, bad := range []string{"", "!!", "H4sIAAAAAAAA"} {
				c.Wants(c.Post(storeAt(at), "packed", bad), http.StatusUnprocessableEntity)
			}
		}
	})
}

func storeAt(at string) string { return at + "/store" }

// Whatever is previewed can be stored: a list in Japanese of more than 2 MB, too.
func TestALongListIsStoredAsItWasPreviewed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, p *apptest.Program) {
		c := p.As(models.RoleOwner)
		long := strings.Repeat("長い説明の文章です。", 25)
		var former, people strings.Builder
		former.WriteString(formerHead)
		people.WriteString("氏名,メール,備考\n")
		for i := range 4000 {
			fmt.Fprintf(&former, "取り組み%d,市民の会,,,2021/4/1,,,,%s,\n", i, long)
			fmt.Fprintf(&people, "部員 太郎%d,m%d@club.example,%s\n", i, i, long)
		}
		for at, list := range map[string]string{formerDesk: former.String(), imports[1]: people.String()} {
			if len(list) < 2<<20 {
				t.Fatal(at, len(list))
			}
			page := c.Upload(at, "file", []byte(list))
			c.Wants(page, http.StatusOK, `action="`+storeAt(at)+`" enctype="multipart/form-data"`)
			c.LeadsTo(c.Upload(storeAt(at), "other", nil, "packed", contentOf(c, page.Body.String())),
				strings.TrimSuffix(at, "/import"))
		}
		apptest.Equal(t, "projects", len((&formers{p, c}).projects("")), 4000)
	})
}
