package opendata_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"meguri/app/service/opendata"
	"meguri/models"
)

func summit() *opendata.Event {
	places := 80
	starts := time.Date(2026, 12, 5, 4, 0, 0, 0, time.UTC)
	return &opendata.Event{
		Event: &models.Event{
			ID: "0190b0a0-0000-7000-8000-000000000001", TitleJa: "まちの集い <2026>", TitleEn: "Town & people",
			SummaryJa: "語り合う午後。", TimeZone: "Asia/Tokyo", StartsAt: starts, EndsAt: starts.Add(3 * time.Hour),
			State: models.EventPublished, VenueNameJa: "市民館", VenueAddressJa: "神奈川県川崎市中原区新丸子東3-1100",
			FeeJa: "500円", ContactPhone: "044-000-0000", Organization: models.Organization{NameJa: "市民の会"},
		},
		URL: "https://here.example/events/x", Capacity: &places, Registers: true,
	}
}

func TestTheListHasTheColumnsOfTheStandard(t *testing.T) {
	if len(opendata.Columns) != 50 {
		t.Errorf("%d columns instead of 50", len(opendata.Columns))
	}
	var row []any
	table := opendata.Table([]opendata.Event{*summit()}, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	for cells, err := range table.Rows {
		if row = cells; err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]any{}
	for i, column := range table.Header {
		if row[i] != "" {
			got[column] = row[i]
		}
	}
	want := map[string]any{
		"NO": "0190b0a0-0000-7000-8000-000000000001", "名称": "まちの集い <2026>", "名称(英字)": "Town & people",
		"概要": "語り合う午後。", "URL": "https://here.example/events/x", "状態": "開催予定", "開始日": "2026-12-05",
		"終了日": "2026-12-05", "開始時刻": "13:00", "終了時刻": "16:00", "場所名称": "市民館", "住所都道府県": "神奈川県",
		"住所市区町村": "川崎市中原区", "住所町名": "新丸子東3-1100", "主催団体": "市民の会", "定員": "80", "料金(基本)": "500",
		"料金(詳細)": "500円", "外国語対応": "英語", "申込方法": "申込ページから（https://here.example/events/x）",
		"連絡先名称": "市民の会", "連絡先電話番号": "044-000-0000",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The order of elements is that of the schema; make check-others CHECK=opendata holds it against the schema itself.
func TestTheListSaysWhatLotsDecide(t *testing.T) {
	one := *summit()
	one.ByLot, one.SessionsByLot = true, true
	at := slices.Index(opendata.Columns, opendata.HowToRegister)
	for cells, err := range opendata.Table([]opendata.Event{one}, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)).Rows {
		if err != nil {
			t.Fatal(err)
		}
		const want = "申込ページから（https://here.example/events/x）。参加する方は抽選で決めます。席を抽選で決めるセッションがあります"
		if cells[at] != want {
			t.Errorf("%q", cells[at])
		}
	}
}

func TestGIFHasTheElementsInTheirOrder(t *testing.T) {
	e := summit()
	content, err := opendata.GIF(e, e.StartsAt)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	decoder := xml.NewDecoder(strings.NewReader(string(content)))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			names = append(names, start.Name.Local)
		}
	}
	want := []string{
		"Event", "id", "eventName", "eventNameEn", "subTitle", "description", "eventType", "eventUrl", "status",
		"dateOfStart", "dateOfEnd", "startTime", "endTime", "location", "locationAddress_MP07", "fullAddress",
		"postalCode", "country", "code", "value", "webinarStatus", "organizer", "targetPerson", "capacity", "feeStatus",
		"contactPointInformation", "contactPointName", "contactPointPhoneNumber", "contactPointUrl",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}

func TestAPostponedEventHasNoDates(t *testing.T) {
	e := summit()
	e.State = models.EventPostponed
	content, err := opendata.GIF(e, e.StartsAt)
	if err != nil || strings.Contains(string(content), "dateOfStart") || !strings.Contains(string(content), "延期") {
		t.Errorf("%s %v", content, err)
	}
}

func TestAddressesAreSplitWhereThatIsSure(t *testing.T) {
	for address, want := range map[string]opendata.Parts{
		"〒211-8666 神奈川県川崎市中原区下沼部1753": {PostalCode: "2118666", Prefecture: "神奈川県", City: "川崎市中原区", Rest: "下沼部1753"},
		"東京都千代田区霞が関1-1":               {Prefecture: "東京都", City: "千代田区", Rest: "霞が関1-1"},
		"京都府京都市中京区御池":                 {Prefecture: "京都府", City: "京都市中京区", Rest: "御池"},
		"三重県四日市市諏訪町1-5":               {Prefecture: "三重県", City: "四日市市", Rest: "諏訪町1-5"},
		"北海道":                         {Prefecture: "北海道"},
		"1 High Street":               {Rest: "1 High Street"},
		"":                            {},
	} {
		if diff := cmp.Diff(want, opendata.SplitAddress(address)); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
}
