package event_test

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"meguri/app/event"
	"meguri/models"
)

const list = "NO,都道府県コード又は市区町村コード,名称,開始日,終了日,開始時刻,終了時刻,場所名称,住所都道府県,住所市区町村,定員,料金(基本)," +
	"申込期限日,謎の列\n" +
	"1,141305,春の講座,2031-04-05,2031-04-05,10:00,12:00,市民館,神奈川県,川崎市,20,0,2031-04-01,x\n" +
	"2,141305,昔の展示,2001/3/4,2001年3月5日,,,ロビー,,,,500,,\n" +
	"3,141305,,2031-05-05,,13:00,,,,,,,,\n" +
	"1,141305,同じ番号,2031-06-05,,13:00,,,,,,,,\n"

func (f *fixture) imported(t *testing.T, content []byte, rows ...int) (*event.ImportPage, int) {
	t.Helper()
	in := &event.ImportInput{}
	in.Take("events.csv", content)
	hosts := []models.Organization{{ID: f.event.OrganizationID}}
	made := 0
	if len(rows) > 0 {
		in.Rows = rows
		var err error
		made, err = event.ImporterOf(f.events).Import(t.Context(), hosts, in)
		must(t, err)
	}
	page, err := event.ImporterOf(f.events).ImportPage(t.Context(), hosts, in)
	must(t, err)
	return page, made
}

func TestAListIsShownRowByRowBeforeItIsTaken(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		page, _ := f.imported(t, []byte(list))
		equal(t, "the rows that can be taken", page.Able(), 2)
		equal(t, "the rows with faults", page.Faulty(), 2)
		equal(t, "columns that are not read", strings.Join(page.Unknown, " "), "謎の列")
		equal(t, "what is chosen at first", page.Chosen(page.Lines[0]), true)
		equal(t, "what is over is not chosen", page.Chosen(page.Lines[1]), false)
		first := page.Lines[0].Event
		equal(t, "the title", first.TitleJa, "春の講座")
		equal(t, "the start", first.Local(first.StartsAt).Format("2006-01-02 15:04"), "2031-04-05 10:00")
		equal(t, "the address", first.VenueAddressJa, "神奈川県川崎市")
		equal(t, "the fee", first.FeeJa, "無料")
		equal(t, "what is assumed of the second", strings.Join(page.Lines[1].Notes, " "), "publicity.import_no_time")
		equal(t, "the fee of the second", page.Lines[1].Event.FeeJa, "500円")
		equal(t, "the fault of the fourth", strings.Join(page.Lines[3].Faults, " "), "publicity.import_twice")
	})
}

func TestTheSameRowIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		_, made := f.imported(t, []byte(list), 2, 3, 4)
		equal(t, "drafts made", made, 2)
		page, again := f.imported(t, []byte(list), 2, 3)
		equal(t, "drafts made of the same rows", again, 0)
		equal(t, "rows that are there", page.Same(), 2)
		q := f.db.Query(t.Context())
		draft := page.Lines[0].Known
		equal(t, "the state", draft.State, models.EventDraft)
		types, err := q.TicketTypes().OfEvent(draft)
		must(t, err)
		equal(t, "the places", *types[0].Capacity, 20)
		equal(t, "until when", draft.Local(*types[0].ClosesAt).Format("2006-01-02 15:04"), "2031-04-01 23:59")
	})
}

func TestListsInOtherEncodingsAreRead(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		shiftJIS, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(list))
		must(t, err)
		for name, content := range map[string][]byte{"Shift_JIS": shiftJIS, "UTF-8 with BOM": []byte("\ufeff" + list)} {
			page, _ := f.imported(t, content)
			equal(t, name, page.Lines[0].Event.TitleJa, "春の講座")
		}
	})
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		hosts := []models.Organization{{ID: f.event.OrganizationID}}
		for name, content := range map[string]string{
			"another table": "氏名,住所\n山田,川崎\n", "a PDF": "%PDF-1.7\n", "nothing": "", "headers only": "氏名\n",
		} {
			in := &event.ImportInput{}
			in.Take("events.csv", []byte(content))
			_, err := event.ImporterOf(f.events).ImportPage(t.Context(), hosts, in)
			equal(t, name, models.CodeOf(err), models.CodeInvalid)
		}
		in := &event.ImportInput{Packed: "!!", Rows: []int{1}}
		_, err := event.ImporterOf(f.events).Import(t.Context(), hosts, in)
		equal(t, "what was not packed", models.CodeOf(err), models.CodeInvalid)
		in = &event.ImportInput{Organization: "another"}
		_, err = event.ImporterOf(f.events).ImportPage(t.Context(), hosts, in)
		equal(t, "another host", models.CodeOf(err), models.CodeForbidden)
	})
}
