// Package opendata writes events as public offices in Japan publish them, and knows the columns that lists of theirs
// have: the event list of the municipalities' standard data set (自治体標準オープンデータセット, イベント一覧) as CSV, and
// DS-43C of the Government Interoperability Framework (GIF, core data model) as XML.
package opendata

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"

	"meguri/app/service/markdown"
	"meguri/app/service/table"
	"meguri/models"
)

// Event is an event with what everybody may know of it. Texts are in Japanese, in English where there is no other.
type Event struct {
	*models.Event
	// URL is its public page, Picture the address of its picture.
	URL, Picture string
	// Capacity is nil where there is no limit, or none is told.
	Capacity *int
	// Deadline is until when people can register, nil where nothing says so.
	Deadline *time.Time
	// Registers says that people register at the page; ByLot that lots decide who comes, SessionsByLot who gets into
	// some of the sessions.
	Registers, ByLot, SessionsByLot bool
}

// The columns that are written or read.
const (
	No            = "NO"
	Municipality  = "都道府県コード又は市区町村コード"
	Name          = "名称"
	NameEn        = "名称(英字)"
	Subtitle      = "サブタイトル"
	Summary       = "概要"
	Description   = "説明"
	Kind          = "イベント種類"
	Address       = "URL"
	PictureURL    = "画像URL"
	State         = "状態"
	StartDay      = "開始日"
	EndDay        = "終了日"
	StartTime     = "開始時刻"
	EndTime       = "終了時刻"
	TimeNote      = "日時備考"
	Place         = "場所名称"
	Meeting       = "集合場所"
	PostalCode    = "郵便番号"
	Prefecture    = "住所都道府県"
	City          = "住所市区町村"
	Town          = "住所町名"
	Block         = "住所丁目以下"
	Building      = "建物名等"
	Latitude      = "緯度"
	Longitude     = "経度"
	Host          = "主催団体"
	CoHosts       = "共催団体"
	Others        = "その他関係団体"
	Audience      = "対象者"
	Capacity      = "定員"
	Fee           = "料金(基本)"
	FeeNote       = "料金(詳細)"
	Languages     = "外国語対応"
	DeadlineDay   = "申込期限日"
	DeadlineTime  = "申込期限時刻"
	HowToRegister = "申込方法"
	Access        = "アクセス方法"
	Parking       = "駐車場情報"
	BicyclePark   = "駐輪場情報"
	ContactName   = "連絡先名称"
	ContactPhone  = "連絡先電話番号"
	ContactEmail  = "連絡先メールアドレス"
	Remark        = "備考"
)

// Columns are all columns of the list, in their order. Some of them we know nothing for.
var Columns = []string{
	No, Municipality, Name, "名称(カナ)", NameEn, "名称(通称)", Subtitle, Summary, Description, "サブイベント", Kind, Address,
	PictureURL, State, "対象となる産業", "ステージ", StartDay, EndDay, StartTime, EndTime, TimeNote, Place, Meeting, PostalCode,
	Prefecture, City, Town, Block, Building, Latitude, Longitude, Host, CoHosts, Others, Audience, Capacity, Fee, FeeNote,
	Languages, DeadlineDay, DeadlineTime, HowToRegister, Access, Parking, BicyclePark, ContactName, ContactPhone,
	"連絡先内線番号", ContactEmail, Remark,
}

// Table is the list of events.
func Table(events []Event, now time.Time) table.Table {
	return table.Table{
		Name: "イベント一覧", Header: Columns,
		Rows: func(yield func([]any, error) bool) {
			for i := range events {
				known := events[i].cells(now)
				row := make([]any, len(Columns))
				for k, column := range Columns {
					row[k] = known[column]
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

// Told is an event of which another installation told, in the fields of DS-43C.
type Told struct {
	*GIFEvent
	ID, Prefecture, Remark string
}

// TableOf is the list of events that were told.
func TableOf(events []Told) table.Table {
	return table.Table{
		Name: "イベント一覧", Header: Columns,
		Rows: func(yield func([]any, error) bool) {
			for i := range events {
				known := events[i].cells()
				row := make([]any, len(Columns))
				for k, column := range Columns {
					row[k] = known[column]
				}
				if !yield(row, nil) {
					return
				}
			}
		},
	}
}

// cells are what is known of it, by column.
func (t *Told) cells() map[string]string {
	cells := map[string]string{
		No: t.ID, Name: t.Name, NameEn: t.NameEn, Summary: t.Subtitle, Description: t.Description, Address: t.URL,
		State: t.Status, StartDay: t.DateOfStart, EndDay: t.DateOfEnd, StartTime: t.StartTime, EndTime: t.EndTime,
		Place: t.Location, Prefecture: t.Prefecture, Host: t.Organizer, CoHosts: t.CoOrganizer, Others: t.Related,
		Audience: t.Target, Access: t.Access, ContactName: t.Contact.Name, ContactPhone: t.Contact.Phone,
		ContactEmail: t.Contact.Email, Remark: t.Remark,
	}
	if t.Address != nil {
		parts := SplitAddress(t.GIFEvent.Address.Full)
		cells[PostalCode], cells[City], cells[Town] = t.GIFEvent.Address.PostalCode, parts.City, parts.Rest
	}
	if t.Capacity != nil {
		cells[Capacity] = fmt.Sprint(*t.Capacity)
	}
	if t.Fee == gifFree {
		cells[Fee] = "0"
	}
	return cells
}

const clock = "15:04"

// cells are what is known of an event, by column.
func (e *Event) cells(now time.Time) map[string]string {
	cells := map[string]string{
		No: e.ID, Name: cmp.Or(e.TitleJa, e.TitleEn), NameEn: e.TitleEn, Summary: cmp.Or(e.SummaryJa, e.SummaryEn),
		Description: e.description(), Address: e.URL, PictureURL: e.Picture, State: e.state(now),
		Place: e.place(), Host: e.host(), CoHosts: e.partners(models.PartCoHost), Others: e.partners(models.PartPartner),
		Audience: cmp.Or(e.AudienceJa, e.AudienceEn), Fee: e.fee(), FeeNote: cmp.Or(e.FeeJa, e.FeeEn),
		Access: cmp.Or(e.AccessJa, e.AccessEn), Parking: cmp.Or(e.ParkingJa, e.ParkingEn),
		ContactName: e.host(), ContactPhone: e.ContactPhone, ContactEmail: e.ContactEmail,
		Remark: cmp.Or(e.SupportJa, e.SupportEn),
	}
	if e.TitleEn != "" {
		cells[Languages] = "英語"
	}
	if !e.IsPostponed() {
		from, until := e.Local(e.StartsAt), e.Local(e.EndsAt)
		cells[StartDay], cells[StartTime] = from.Format(time.DateOnly), from.Format(clock)
		cells[EndDay], cells[EndTime] = until.Format(time.DateOnly), until.Format(clock)
	}
	if e.HasVenue() {
		address := SplitAddress(cmp.Or(e.VenueAddressJa, e.VenueAddressEn))
		cells[PostalCode], cells[Prefecture] = address.PostalCode, address.Prefecture
		cells[City], cells[Town] = address.City, address.Rest
		if e.Latitude != nil && e.Longitude != nil {
			cells[Latitude], cells[Longitude] = fmt.Sprintf("%.6f", *e.Latitude), fmt.Sprintf("%.6f", *e.Longitude)
		}
	}
	if e.Capacity != nil {
		cells[Capacity] = fmt.Sprint(*e.Capacity)
	}
	if e.Registers {
		cells[HowToRegister] = "申込ページから（" + e.URL + "）" + e.lots()
	}
	if e.Deadline != nil {
		at := e.Local(*e.Deadline)
		cells[DeadlineDay], cells[DeadlineTime] = at.Format(time.DateOnly), at.Format(clock)
	}
	return cells
}

// lots says what is decided by lot.
func (e *Event) lots() (said string) {
	if e.ByLot {
		said += "。参加する方は抽選で決めます"
	}
	if e.SessionsByLot {
		said += "。席を抽選で決めるセッションがあります"
	}
	return said
}

func (e *Event) description() string { return markdown.Plain(cmp.Or(e.DescriptionJa, e.DescriptionEn)) }

func (e *Event) host() string { return cmp.Or(e.Organization.NameJa, e.Organization.NameEn) }

func (e *Event) partners(part models.Part) string {
	var names []string
	for i := range e.Partners {
		if e.Partners[i].Part == part {
			names = append(names, cmp.Or(e.Partners[i].Organization.NameJa, e.Partners[i].Organization.NameEn))
		}
	}
	return strings.Join(names, "、")
}

// place is where the event takes place, in one line.
func (e *Event) place() string {
	var places []string
	if e.HasVenue() {
		places = append(places, cmp.Or(e.VenueNameJa, e.VenueNameEn))
	}
	if e.HasStream() {
		places = append(places, "オンライン")
	}
	return strings.Join(places, "、")
}

func (e *Event) state(now time.Time) string {
	switch {
	case e.WasCancelled():
		return "中止"
	case e.IsPostponed():
		return "延期"
	case e.Ended(now):
		return "終了"
	}
	return "開催予定"
}

var yen = regexp.MustCompile(`([0-9][0-9,]*)\s*円`)

// fee is what has to be paid in yen, "" where no number says it.
func (e *Event) fee() string {
	if e.IsFree() {
		return "0"
	}
	found := yen.FindAllStringSubmatch(e.FeeJa, -1)
	if len(found) != 1 { // for some another one than for others
		return ""
	}
	return strings.ReplaceAll(found[0][1], ",", "")
}

// Parts are the parts of an address in Japan, as far as they are sure.
type Parts struct{ PostalCode, Prefecture, City, Rest string }

var (
	postalCode = regexp.MustCompile(`^〒?\s*(\d{3})-?(\d{4})\s*`)
	inJapan    = regexp.MustCompile(`^(東京都|北海道|(?:京都|大阪)府|\p{Han}{2,3}県)?(.*)$`)
	// cities are first, as 市 may be in the name of a ward and 郡 in that of a town.
	city = regexp.MustCompile(`^(\p{Han}+?郡[\p{Han}\p{Hiragana}\p{Katakana}]+?[町村]|(?:四日市|廿日市|野々市|市川|市原)市|` +
		`[\p{Han}\p{Hiragana}\p{Katakana}]+?市(?:[\p{Han}\p{Hiragana}]{1,4}区)?|[\p{Han}]{1,4}区)(.*)$`)
)

// SplitAddress splits an address; what is not sure is in Rest.
func SplitAddress(address string) (p Parts) {
	address = strings.TrimSpace(address)
	if found := postalCode.FindStringSubmatch(address); found != nil {
		p.PostalCode, address = found[1]+found[2], address[len(found[0]):]
	}
	found := inJapan.FindStringSubmatch(address)
	if found == nil {
		p.Rest = address
		return p
	}
	p.Prefecture, p.Rest = found[1], found[2]
	if found := city.FindStringSubmatch(p.Rest); found != nil {
		p.City, p.Rest = found[1], found[2]
	}
	return p
}
