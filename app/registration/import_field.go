package registration

import (
	"slices"
	"strings"
	"unicode"

	"meguri/app/service/ask"
	"meguri/models/text"
)

// ImportField is what a column of a list holds. Those that a form has, too, are called as there.
type ImportField string

// The fields.
const (
	FieldNone         ImportField = "" // the column is not imported
	FieldName         ImportField = "name"
	FieldFamily       ImportField = "family_name"
	FieldGiven        ImportField = "given_name"
	FieldReading      ImportField = "kana"
	FieldFamilyKana   ImportField = "family_name_kana"
	FieldGivenKana    ImportField = "given_name_kana"
	FieldEmail        ImportField = "email"
	FieldPhone        ImportField = "phone"
	FieldTicketType   ImportField = "ticket_type"
	FieldOrganization ImportField = "organization"
	FieldSector       ImportField = "sector"
	FieldNeeds        ImportField = "needs"
	FieldLocale       ImportField = "locale"
	FieldPhoto        ImportField = "photo"         // yes, no, or nothing
	FieldGuardian     ImportField = "guardian_name" // of who consented
	FieldAnswer       ImportField = "answer"        // kept under the title of the column
	FieldAnswers      ImportField = "answers"       // as a download of ours has them: lines of a title and an answer
	FieldState        ImportField = "state"         // who cancelled is left out
	FieldID           ImportField = "id"            // of a download of ours
)

// ImportFields lists the fields in the order in which they are offered.
var ImportFields = []ImportField{
	FieldNone, FieldName, FieldFamily, FieldGiven, FieldReading, FieldFamilyKana, FieldGivenKana, FieldEmail, FieldPhone,
	FieldTicketType, FieldOrganization, FieldSector, FieldNeeds, FieldLocale, FieldPhoto, FieldGuardian, FieldAnswer,
	FieldAnswers, FieldState, FieldID,
}

// ofQuestion begins a field that is an answer to a question of the event's form, whose slug follows.
const ofQuestion = "question:"

// QuestionField is the answer to a question of the event's form.
func QuestionField(slug string) ImportField { return ImportField(ofQuestion + slug) }

// Question is the slug of the question to which the field is the answer; ok is false where it is something else.
func (f ImportField) Question() (slug string, ok bool) { return strings.CutPrefix(string(f), ofQuestion) }

// isField reports whether a column can hold the field.
func (f ImportField) isField(form *ask.Form) bool {
	slug, ok := f.Question()
	if !ok {
		return slices.Contains(ImportFields, f)
	}
	i := form.Index(slug)
	return i >= 0 && form.Questions[i].Show().InForm()
}

// titles are what the columns of lists are called, in letters and digits alone, as titleKey makes them. Those of
// downloads of ours are among them; a test holds that.
var titles = map[ImportField][]string{
	FieldName:   {"氏名", "名前", "オ名前", "御名前", "参加者", "参加者名", "参加者氏名", "フルネーム", "name", "fullname"},
	FieldFamily: {"姓", "氏", "苗字", "名字", "familyname", "lastname", "surname"},
	FieldGiven:  {"名", "givenname", "firstname"},
	FieldFamilyKana: {
		"セイ", "セイフリガナ", "姓ノフリガナ", "姓フリガナ", "姓カナ", "姓ヨミ", "familynamereading", "familynamekana", "lastnamekana",
	},
	FieldGivenKana: {
		"メイ", "メイフリガナ", "名ノフリガナ", "名フリガナ", "名カナ", "名ヨミ", "givennamereading", "givennamekana", "firstnamekana",
	},
	FieldReading: {
		"フリガナ", "ヨミガナ", "ヨミ", "カナ", "氏名カナ", "氏名フリガナ", "名前フリガナ", "オ名前フリガナ", "reading", "kana", "furigana",
	},
	FieldEmail: {"メールアドレス", "メール", "eメール", "電子メール", "アドレス", "email", "emailaddress", "mail", "mailaddress"},
	FieldPhone: {
		"電話番号", "電話", "オ電話番号", "携帯", "携帯電話", "携帯番号", "携帯電話番号", "連絡先電話番号", "tel", "phone", "phonenumber",
		"telephone", "mobile",
	},
	FieldTicketType: {"参加枠", "参加形式", "参加方法", "参加区分", "チケット", "券種", "tickettype", "ticket", "attendance"},
	FieldOrganization: {
		"所属", "所属先", "所属団体", "団体", "団体名", "会社", "会社名", "勤務先", "学校", "学校名", "organization",
		"organisation", "company", "affiliation",
	},
	FieldSector: {"分野", "所属ノ分野", "ゴ所属ノ分野", "sector"},
	FieldNeeds:  {"配慮ノ希望", "配慮", "配慮ヲ希望サレルコト", "配慮事項", "needs", "accessibility", "accessibilityneeds"},
	FieldLocale: {"言語", "ゴ案内ノ言語", "language", "locale"},
	FieldPhoto: {
		"写真", "写真撮影", "写真ノ撮影", "写真ノ掲載", "写真掲載", "写真ニ写ッテモヨイ", "撮影", "撮影可否", "photo", "photos", "photographs",
		"photoconsent",
	},
	FieldGuardian: {
		"保護者", "保護者名", "保護者氏名", "保護者ノオ名前", "guardian", "guardianname", "guardiansname", "parent",
		"parentorguardian",
	},
	FieldAnswers: {"回答", "answers"},
	FieldState:   {"状態", "状況", "state", "status"},
	FieldID:      {"id"},
}

// fieldOf is what a column with the title probably holds.
func fieldOf(title string) ImportField {
	key := titleKey(title)
	for field, names := range titles {
		if slices.Contains(names, key) {
			return field
		}
	}
	return FieldNone
}

// titleKey is a title in letters and digits alone: half-width or not, in hiragana or katakana, and without what says
// whether the column must be filled in.
func titleKey(title string) string {
	key := strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Reading(title)))
	for _, mark := range []string{"必須", "任意", "required", "optional"} {
		key = strings.TrimSuffix(key, mark)
	}
	return key
}

// guessFields is what the columns of a list probably hold. Of several columns for one field it is the first. What every
// event asks goes before a question of the form that is called the same.
func guessFields(header []string, form *ask.Form) []ImportField {
	fields := make([]ImportField, len(header))
	for i, title := range header {
		field := fieldOf(title)
		if slug, ok := form.Titled(title); ok && field == FieldNone {
			field = QuestionField(slug)
		}
		if !slices.Contains(fields, field) {
			fields[i] = field
		}
	}
	return fields
}

// many reports whether several columns may hold the field.
func (f ImportField) many() bool { return f == FieldNone || f == FieldAnswer }
