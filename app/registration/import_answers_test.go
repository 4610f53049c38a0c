package registration_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meguri/app/registration"
	"meguri/models"
)

var (
	shirts = models.FormQuestion{
		Slug: "shirts", Kind: models.QuestionNumber, TitleJa: "シャツの枚数", TitleEn: "T-shirts",
		Settings: models.QuestionSettings{Least: "0", Most: "3", UnitJa: "枚"},
	}
	arrival = models.FormQuestion{Slug: "arrival", Kind: models.QuestionDate, TitleJa: "到着の日"}
	rules   = models.FormQuestion{Slug: "rules", Kind: models.QuestionAgree, TitleJa: "決まりを守る", Required: true}
	heard   = models.FormQuestion{
		Slug: "heard", Kind: models.QuestionMultiple, TitleJa: "何で知りましたか", TitleEn: "How did you hear of it?",
		Options: []models.Option{
			{Slug: "paper", TextJa: "新聞、広報", TextEn: "Newspaper"}, {Slug: "friend", TextJa: "知人", TextEn: "A friend"},
			{Slug: "else", TextJa: "その他", TextEn: "Other", Other: true},
		},
	}
)

// Columns are answers to the form's own questions by their words in one of the languages, by name, or by hand. Bad ones
// are told row by row, and the others come in as if they had been typed.
func TestColumnsAreAnswersToTheForm(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party, food, shirts, arrival, rules, heard)
		page := f.checked("people.csv", strings.Join([]string{
			"氏名,メール,交流会に参加しますか,food,T-shirts,到着の日,決まりを守る,何で知りましたか",
			"高橋 花子,a@example.jp,はい,卵,２ 枚,2026年11月28日（土）,○,\"新聞、広報 / その他（掲示板）\"",
			"高橋 次郎,b@example.jp,NO,,,\"Sat, 28 Nov 2026\",いいえ,A friend",
			"高橋 三郎,c@example.jp,たぶん,,,,,",
			"高橋 四郎,d@example.jp,はい,,9,,,",
			"高橋 五郎,e@example.jp,いいえ,卵,,,,",
			"高橋 六郎,f@example.jp,はい,,,あした,きっと,",
		}, "\n"), "venue")
		columns := map[string]registration.ImportField{}
		for _, column := range page.Columns {
			columns[column.Title] = column.Field
		}
		for title, slug := range map[string]string{
			"交流会に参加しますか": "party", "food": "food", "T-shirts": "shirts", "何で知りましたか": "heard", "決まりを守る": "rules",
		} {
			if columns[title] != registration.QuestionField(slug) {
				t.Errorf("%s is read as %q", title, columns[title])
			}
		}
		var faults []string
		for _, line := range page.Lines {
			told := []string{string(line.Outcome)}
			for _, fault := range line.Faults {
				told = append(told, page.Columns[fault.Column].Title+" "+fault.Key)
			}
			faults = append(faults, strings.Join(told, ", "))
		}
		if diff := cmp.Diff([]string{
			"new", "new", "fault, 交流会に参加しますか import.answer_unknown", "fault, T-shirts question.number_between",
			"fault, food import.answer_unasked",
			"fault, 到着の日 question.date_form, 決まりを守る import.answer_unknown",
		}, faults); diff != "" {
			t.Error(diff)
		}
		if err := f.service.StartImport(f.ctx, f.event, page.ID, &registration.ImportStartInput{All: true}); err != nil {
			t.Fatal(err)
		}
		f.doImports()
		for email, want := range map[string]map[string]string{
			"a@example.jp": {
				"party": "yes", "food": "卵", "shirts": "2", "arrival": "2026-11-28", "rules": "yes",
				"heard": `["paper","else"]`, "heard__else__text": "掲示板",
			},
			"b@example.jp": {"party": "no", "arrival": "2026-11-28", "heard": `["friend"]`},
		} {
			r := f.stored(email)
			if diff := cmp.Diff(want, r.Answers); diff != "" || r.FormVersion != 1 {
				t.Errorf("%s, of version %d: %s", email, r.FormVersion, diff)
			}
		}
	})
}

// A later list changes the answers that it has, and no others; a column that is mapped by hand to a question that there
// is not is refused.
func TestAListChangesAnswers(t *testing.T) {
	each(t, func(t *testing.T, f *fixture) {
		f.asks(party, food)
		f.imported("氏名,メール,交流会に参加しますか,食べられないもの\n高橋 花子,a@example.jp,はい,卵", "venue",
			registration.ImportStartInput{All: true})
		f.imported("氏名,メール,食べられないもの\n高橋 花子,a@example.jp,えび", "venue", registration.ImportStartInput{All: true})
		if diff := cmp.Diff(map[string]string{"party": "yes", "food": "えび"}, f.stored("a@example.jp").Answers); diff != "" {
			t.Error(diff)
		}
		i := f.upload("people.csv", "氏名,メール,メモ\n高橋 花子,a@example.jp,なし")
		err := f.service.CheckImport(f.ctx, f.event, i.ID, &registration.ImportColumnsInput{
			Columns:    []registration.ImportField{"name", "email", registration.QuestionField("gone")},
			TicketType: "venue", Locale: "ja",
		})
		if diff := cmp.Diff(map[string]string{"column": "field.choice"}, faultsOf(err)); diff != "" {
			t.Error(diff)
		}
	})
}
