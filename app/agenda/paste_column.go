package agenda

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"meguri/models"
)

// Column is what a column of a pasted programme is; "" is left out.
type Column string

// The columns. Start also takes a span, as 13:00〜13:10.
const (
	ColumnNone         Column = ""
	ColumnDay          Column = "day"
	ColumnStart        Column = "start"
	ColumnEnd          Column = "end"
	ColumnMinutes      Column = "minutes"
	ColumnTitle        Column = "title"
	ColumnTitleEn      Column = "title_en"
	ColumnSpeaker      Column = "speaker"
	ColumnOrganization Column = "organization"
	ColumnRole         Column = "role"
	ColumnRoom         Column = "room"
	ColumnKind         Column = "kind"
	ColumnTrack        Column = "track"
	ColumnDescription  Column = "description"

	ColumnID            Column = "id"
	ColumnLanguage      Column = "language"
	ColumnDescriptionEn Column = "description_en"
	ColumnCancelled     Column = "cancelled"
)

// Columns lists all columns in the order in which they are offered.
var Columns = []Column{
	ColumnNone, ColumnDay, ColumnStart, ColumnEnd, ColumnMinutes, ColumnTitle, ColumnTitleEn, ColumnSpeaker,
	ColumnOrganization, ColumnRole, ColumnRoom, ColumnKind, ColumnTrack, ColumnDescription, ColumnDescriptionEn,
	ColumnLanguage, ColumnID, ColumnCancelled,
}

// Headings that only tell that a row is a header.
const (
	columnTime    Column = "time"    // 時間: a time of day or a length
	columnContent Column = "content" // 内容: the title, or what is told beside it
	columnOther   Column = "other"   // 備考: for those who prepare the event, not for the public
)

// headings are the columns by their heading, in one width and case and without spaces. The first that fits counts.
var headings = []struct {
	column Column
	form   *regexp.Regexp
}{
	{ColumnTitleEn, regexp.MustCompile(`^(英語?(の|で)?(題|タイトル)|英題|(題名|タイトル|演題)[(/]?英` +
		`|english|titlein|title[(_]?en|英語表記)`)},
	{ColumnDescriptionEn, regexp.MustCompile(`^((内容|説明|概要)\(英|(description|abstract)(in|[(_])?en)`)},
	{ColumnID, regexp.MustCompile(`^(id|uid|guid)$`)},
	{ColumnLanguage, regexp.MustCompile(`^(言語|language)$`)},
	{ColumnCancelled, regexp.MustCompile(`^(中止|cancell?ed)$`)},
	{columnOther, regexp.MustCompile(`^(no\.?$|番号|#|備考|memo|メモ|notes?$|remarks|準備|機材|音響|担当|終了日|配布|人数)`)},
	{ColumnMinutes, regexp.MustCompile(`^(分|分数|所要|長さ|持ち?時間|時間\(分\)|尺|min|duration|length)`)},
	{ColumnEnd, regexp.MustCompile(`^(終了|終わり|終り|至$|end|until|finish|to$)`)},
	{ColumnStart, regexp.MustCompile(`^(開始|始まり|始め|自$|start|from|begin)`)},
	{columnTime, regexp.MustCompile(`^(時間|時刻|日時|タイム|time)`)},
	{ColumnDay, regexp.MustCompile(`^(日|日付|日程|開催日|開始日|月日|date|day)$`)},
	{columnContent, regexp.MustCompile(`^(内容|プログラム内容)`)},
	{ColumnDescription, regexp.MustCompile(`^(説明|概要|詳細|紹介|要旨|description|abstract|details?|summary)`)},
	{ColumnTitle, regexp.MustCompile(`^(題名|題目|タイトル|演題|テーマ|プログラム|項目|セッション|企画|次第|名称|催し|演目` +
		`|title|session|programme?|topic|subject|item)`)},
	{ColumnRole, regexp.MustCompile(`^(役割|役職|肩書|role|position)`)},
	{ColumnSpeaker, regexp.MustCompile(`^(登壇|講師|発表者?|出演|話し?手|氏名|お?名前|講演者|演者|司会|進行` +
		`|スピーカー|ゲスト|speaker|presenter|name|who)`)},
	{ColumnOrganization, regexp.MustCompile(`^(所属|団体|組織|会社|企業|organi[sz]ation|affiliation|company)`)},
	{ColumnRoom, regexp.MustCompile(`^(部屋|会場|場所|開催場所|ホール|教室|ステージ|room|venue|place|location|stage)`)},
	{ColumnKind, regexp.MustCompile(`^(種類|種別|区分|形式|形態|kind|type|category|format)`)},
	{ColumnTrack, regexp.MustCompile(`^(トラック|分野|コース|分科会|track)`)},
}

func headingOf(cell string) Column {
	text := plain(cell)
	for _, heading := range headings {
		if heading.form.MatchString(text) {
			return heading.column
		}
	}
	return ColumnNone
}

// searchedRows is how many rows may stand above the header.
const searchedRows = 15

// findHeader finds the row with the most headings. A programme without a header has none with two.
func findHeader(cells [][]string) (index int, found bool) {
	most := 1
	for i := range min(searchedRows, len(cells)) {
		headings := map[Column]bool{}
		for _, cell := range cells[i] {
			if _, _, isTime := parseSpan(cell); isTime || utf8.RuneCountInString(cell) > 15 {
				continue
			}
			if column := headingOf(cell); column != ColumnNone {
				headings[column] = true
			}
		}
		if len(headings) > most {
			index, most, found = i, len(headings), true
		}
	}
	return index, found
}

// columnsOf are the columns by the header, each once; what it does not say is told by the look of the cells.
func columnsOf(header []string, rows [][]string, width int) []Column {
	columns := make([]Column, width)
	taken := map[Column]bool{columnOther: true}
	take := func(i int, column Column) {
		if columns[i] == ColumnNone && !taken[column] {
			columns[i], taken[column] = column, true
		}
	}
	named := make([]Column, width)
	for i := range min(width, len(header)) {
		named[i] = headingOf(header[i])
		if named[i] != columnTime && named[i] != columnContent {
			take(i, named[i])
		}
	}
	for i, column := range named {
		switch {
		case column == columnTime && share(rows, i, isMinutes) > share(rows, i, isSpan):
			take(i, ColumnMinutes)
		case column == columnTime:
			take(i, ColumnStart)
		case column == columnContent && !taken[ColumnTitle]:
			take(i, ColumnTitle)
		case column == columnContent:
			take(i, ColumnDescription)
		}
	}
	look(columns, named, rows, take)
	return columns
}

// look tells by their cells what columns without a heading are.
func look(columns, named []Column, rows [][]string, take func(int, Column)) {
	free := func() (list []int) {
		for i := range columns {
			if columns[i] == ColumnNone && named[i] == ColumnNone && share(rows, i, isAnything) > 0 {
				list = append(list, i)
			}
		}
		return list
	}
	for _, guess := range []struct {
		column Column
		fits   func(string) bool
	}{
		{ColumnDay, isDay}, {ColumnStart, isSpan}, {ColumnEnd, isSpan}, {ColumnMinutes, isMinutes},
		{ColumnKind, isKind}, {ColumnRoom, isRoom},
	} {
		for _, i := range free() {
			if share(rows, i, guess.fits) >= 0.6 {
				take(i, guess.column)
			}
		}
	}
	if longest := longestOf(rows, free()); longest >= 0 && !slices.Contains(columns, ColumnTitle) {
		take(longest, ColumnTitle)
	}
	for _, column := range []Column{ColumnSpeaker, ColumnOrganization} {
		if list := free(); len(list) > 0 && !slices.Contains(named, ColumnTitle) {
			take(list[0], column)
		}
	}
}

// share is how many of the filled cells of a column fit.
func share(rows [][]string, column int, fits func(string) bool) float64 {
	filled, fitting := 0, 0
	for _, row := range rows {
		if row[column] == "" {
			continue
		}
		filled++
		if fits(row[column]) {
			fitting++
		}
	}
	if filled == 0 {
		return 0
	}
	return float64(fitting) / float64(filled)
}

func longestOf(rows [][]string, columns []int) (longest int) {
	longest, most := -1, 0
	for _, i := range columns {
		length := 0
		for _, row := range rows {
			length += utf8.RuneCountInString(row[i])
		}
		if length > most {
			longest, most = i, length
		}
	}
	return longest
}

func isAnything(string) bool { return true }

func isSpan(cell string) bool {
	_, _, ok := parseSpan(cell)
	return ok
}

func isMinutes(cell string) bool {
	minutes, ok := parseMinutes(cell)
	return ok && minutes <= 24*60
}

func isDay(cell string) bool {
	_, ok := parseDay(&models.Event{}, cell)
	return ok
}

func isKind(cell string) bool {
	return utf8.RuneCountInString(cell) <= 8 && kindWord.MatchString(plain(cell))
}

var roomWord = regexp.MustCompile(`(室|ホール|会場|オンライン|ブース|ステージ|広場|教室|ロビー|zoom|room|hall|stage|online|lobby)\S{0,4}$`)

func isRoom(cell string) bool {
	return utf8.RuneCountInString(cell) <= 15 && roomWord.MatchString(plain(cell))
}

// kindWord is a cell that is a kind and nothing else.
var kindWord = regexp.MustCompile(`^(開会|閉会|休憩|挨拶|あいさつ|講演|講義|発表|紹介|対話|対談|鼎談|討論|パネル.*` +
	`|ワークショップ|ステージ|ブース|展示|交流|式典?|案内|分科会|break` +
	`|opening|closing|talk|keynote|panel|discussion|workshop|stage|booth|greeting)$`)

// kinds are the kinds by a word in what a session is called.
var kinds = []struct {
	kind models.SessionKind
	form *regexp.Regexp
}{
	{models.SessionBreak, regexp.MustCompile(`(休憩|休み|昼食|ランチ|転換|break|lunch|intermission)`)},
	{models.SessionClosing, regexp.MustCompile(`(閉会|閉式|クロージング|closing)`)},
	{models.SessionOpening, regexp.MustCompile(`(開会|開式|オープニング|opening)`)},
	{models.SessionGreeting, regexp.MustCompile(`(挨拶|あいさつ|祝辞|welcome|greeting|remarks)`)},
	{models.SessionBooth, regexp.MustCompile(`(ブース|展示|出展|booth|exhibit)`)},
	{models.SessionStage, regexp.MustCompile(`(ステージ|演奏|コンサート|合唱|ダンス|上演|stage|concert|performance)`)},
	{models.SessionDiscussion, regexp.MustCompile(`(対話|対談|鼎談|座談|討論|ディスカッション|パネル|意見交換|話し合|ワークショップ` +
		`|discussion|panel|workshop|dialogue|q&a|質疑)`)},
}

// kindOf tells the kind by the cell of that column, or else by the title.
func kindOf(cell, title string) models.SessionKind {
	for _, text := range []string{plain(cell), plain(title)} {
		for _, k := range kinds {
			if k.form.MatchString(text) {
				return k.kind
			}
		}
	}
	return models.SessionTalk
}
