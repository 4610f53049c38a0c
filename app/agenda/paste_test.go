package agenda_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	shiftjis "golang.org/x/text/encoding/japanese"

	"meguri/app/agenda"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/modelstest"
)

// cityProgramme is as a city office writes it: a title, a header, notes below, an empty line, internal remarks.
const cityProgramme = `かわさきプロボノサミット2027　次第					
令和8年11月27日（金）					
					
時間	内容	登壇者	所属	場所	備考
13:00〜13:10	開会あいさつ	青空市長	川崎市	大会議室	マイク2本
13:10〜13:20	今日の歩き方	宮内 圭 氏	NECプロボノ倶楽部	大会議室	
13:20〜13:40	"プロボノのいま
3つの数字"	小田 栞（さいわい大学）		大会議室	スライド
13:40〜14:10	現場から（対談）	"久地 あかね
野川 亮"	"看護協会
広報チーム"	大会議室	
14:10〜14:20	休憩				転換
14:20～14:50	みんなの困りごと	司会：佐伯 ひろみ、高津 みのり		大会議室・オンライン	
14:50	閉会	市長		大会議室	
15:00	解散	 			
※時間は変わることがあります。					
`

// festival is a table of two days with merged cells: a time stands once for several rooms, a session has two speakers.
const festival = `1日目 9/19（土）,,,,
開始,分,演目,出演,会場
10時,３０,開会式,実行委員長,屋外ステージ
,,ものづくり体験,,B棟ロビー
10時半,30分,合唱,市民合唱団,屋外ステージ
,,,指揮 山田花子,
25:00,20,夜の部,,屋外ステージ
2日目 9/20（日）,,,,
開始,分,演目,出演,会場
10:00,1時間,吹奏楽,市立高校,屋外ステージ
11:00,,閉会,,屋外ステージ
注）雨天のときは体育館で行います。,,,,
`

// plan is what a table becomes, in lines.
func plan(t *testing.T, e *models.Event, cells [][]string) (lines []string, page *agenda.PastePage) {
	t.Helper()
	db := modelstest.OnSQLite(t)
	page, err := newService(t, db).PastePage(t.Context(), e, agenda.ReadPasted(e, cells))
	if err != nil {
		t.Fatal(err)
	}
	for i := range page.Rows {
		row := &page.Rows[i].Row
		line := fmt.Sprintf("%s +%s %s [%s] %s @%s", row.Start, row.Minutes, row.TitleJa, row.Kind, row.Names(), row.Room)
		for _, fault := range page.Rows[i].Faults {
			line += " !" + fault.Key
		}
		lines = append(lines, row.Day[5:]+" "+line)
	}
	return lines, page
}

func eventAt(from, until string) *models.Event {
	e := &models.Event{TimeZone: "Asia/Tokyo"}
	read := func(clock string) time.Time {
		at, _ := time.ParseInLocation("2006-01-02 15:04", clock, e.Zone())
		return at.UTC()
	}
	e.StartsAt, e.EndsAt = read(from), read(until)
	return e
}

func TestACityOfficesProgrammeIsRead(t *testing.T) {
	e := eventAt("2026-11-27 13:00", "2026-11-27 16:10")
	lines, page := plan(t, e, table.SplitPasted(strings.ReplaceAll(cityProgramme, "\n", "\r\n")))
	equal(t, "rows", lines, []string{
		"11-27 13:00 +10 開会あいさつ [opening] 青空市長（川崎市） @大会議室",
		"11-27 13:10 +10 今日の歩き方 [talk] 宮内 圭（NECプロボノ倶楽部） @大会議室",
		"11-27 13:20 +20 プロボノのいま 3つの数字 [talk] 小田 栞（さいわい大学） @大会議室",
		"11-27 13:40 +30 現場から（対談） [discussion] 久地 あかね（看護協会）、野川 亮（広報チーム） @大会議室",
		"11-27 14:10 +10 休憩 [break]  @",
		"11-27 14:20 +30 みんなの困りごと [talk] 佐伯 ひろみ、高津 みのり @大会議室・オンライン",
		"11-27 14:50 +10 閉会 [closing] 市長 @大会議室",
		"11-27 15:00 + 解散 [talk]  @ !agenda.no_minutes",
	})
	equal(t, "role", page.Rows[5].Row.RolesJa, []string{"司会", ""})
	equal(t, "left out", page.LeftOut, []string{"かわさきプロボノサミット2027 次第", "※時間は変わることがあります。"})
	equal(t, "problems", page.Problems, 1)
}

func TestAFestivalsTableOfShiftJISIsRead(t *testing.T) {
	encoded, err := shiftjis.ShiftJIS.NewEncoder().String(festival)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := table.ReadCells(strings.NewReader(encoded), "まつり.csv")
	if err != nil {
		t.Fatal(err)
	}
	lines, page := plan(t, eventAt("2026-09-19 10:00", "2026-09-20 16:00"), cells)
	equal(t, "rows", lines, []string{
		"09-19 10:00 +30 開会式 [opening] 実行委員長 @屋外ステージ",
		"09-19 10:00 +30 ものづくり体験 [talk]  @B棟ロビー",
		"09-19 10:30 +30 合唱 [stage] 市民合唱団、指揮 山田花子 @屋外ステージ",
		"09-20 01:00 +20 夜の部 [talk]  @屋外ステージ",
		"09-20 10:00 +60 吹奏楽 [talk] 市立高校 @屋外ステージ",
		"09-20 11:00 + 閉会 [closing]  @屋外ステージ !agenda.no_minutes",
	})
	equal(t, "left out", page.LeftOut, []string{"注）雨天のときは体育館で行います。"})
}

func TestAWorkbookWithMergedCellsIsRead(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	for cell, value := range map[string]any{
		"B2": "Programme", "B4": "Start", "C4": "End", "D4": "Title", "E4": "Speaker", "F4": "Room",
		"B5": 13.0 / 24, "C5": 13.5 / 24, "D5": "Opening", "E5": "Anna Smith (City of Kawasaki)", "F5": "Hall",
		"D6": "Workshop A", "F6": "Room 2", "B7": "1:30 PM", "C7": "2 PM", "D7": "Closing", "F7": "Hall", "B9": "* tentative",
	} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.MergeCell("Sheet1", "B5", "B6"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	cells, err := table.ReadCells(&file, "programme.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	lines, page := plan(t, eventAt("2026-11-27 13:00", "2026-11-27 16:10"), cells)
	equal(t, "rows", lines, []string{
		"11-27 13:00 +30 Opening [opening] Anna Smith（City of Kawasaki） @Hall",
		"11-27 13:00 +30 Workshop A [discussion]  @Room 2",
		"11-27 13:30 +30 Closing [closing]  @Hall",
	})
	equal(t, "left out", page.LeftOut, []string{"Programme", "* tentative"})
}

func TestATableWithoutAHeaderIsToldByItsLook(t *testing.T) {
	e := eventAt("2026-11-27 13:00", "2026-11-27 16:10")
	for name, pasted := range map[string]string{
		"tabs": "13:00\t10\t開会あいさつ\t大会議室\t青空市長\n13:10\t20\tプロボノのいま 3つの数字\t大会議室\t小田 栞\n",
		"mail": "13:00〜13:10　開会あいさつ　大会議室　青空市長\r\n13:10〜13:30　プロボノのいま 3つの数字　大会議室　小田 栞\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			lines, _ := plan(t, e, table.SplitPasted(pasted))
			equal(t, "rows", lines, []string{
				"11-27 13:00 +10 開会あいさつ [opening] 青空市長 @大会議室",
				"11-27 13:10 +20 プロボノのいま 3つの数字 [talk] 小田 栞 @大会議室",
			})
		})
	}
}

func TestAPastedProgrammeIsAddedOnceAndThenUpdates(t *testing.T) {
	eachAtOne(t, func(t *testing.T, f *fixture) {
		paste := func(pasted string) *agenda.PasteInput { return agenda.ReadPasted(f.event, table.SplitPasted(pasted)) }
		in := paste("開始\t分\tタイトル\t登壇者\n13:00\t10\t開会\t市長\n13:10\t\t講演\t小田 栞\n")
		err := f.agenda.AddPasted(t.Context(), f.event, in)
		wantCode(t, err, models.CodeInvalid)
		equal(t, "sessions", len(f.sessions()), 0)
		in.Rows[1].Cells[1] = "30"
		for range 2 { // a double click
			f.must(f.agenda.AddPasted(t.Context(), f.event, in))
		}
		equal(t, "agenda", f.times(), []string{"13:00–13:10 開会", "13:10–13:40 講演"})

		f.must(f.agenda.AddPasted(t.Context(), f.event, paste("開始\t分\tタイトル\n13:00\t10\t開会\n13:15\t25\t講演\n13:40\t5\t閉会\n")))
		equal(t, "agenda", f.times(), []string{"13:00–13:10 開会", "13:15–13:40 講演", "13:40–13:45 閉会"})
		sessions := f.sessions()
		equal(t, "speaker", sessions[1].Speakers[0].Speaker.NameJa, "小田 栞")
		equal(t, "versions", []int{sessions[0].Version, sessions[1].Version}, []int{1, 2})
	})
}
