package survey

import (
	"regexp"
	"strings"

	"meguri/app/service/question"
	"meguri/app/service/rows"
	"meguri/models"
)

// questionColumns are those of a table of questions that is pasted. Further columns are options.
var questionColumns = []rows.Column{
	{Name: "title_ja", Heading: regexp.MustCompile(`^(設問文?|質問文?|問い?|タイトル|question|title)(\(日本語\)|\(ja\))?$`)},
	{Name: "title_en", Heading: regexp.MustCompile(`英|english|\(en`), Looks: isNothing},
	{Name: "kind", Heading: regexp.MustCompile(`^(種類|形式|回答形式|回答方法|タイプ|kind|type)`), Looks: isKind},
	{Name: "required", Heading: regexp.MustCompile(`^(必須|required|mandatory)`), Looks: isRequired},
	{Name: "help_ja", Heading: regexp.MustCompile(`^(補足|説明|備考|help|note)`), Looks: isNothing},
	{Name: "options", Heading: regexp.MustCompile(`^(選択肢|回答項目|項目|options?|choices?)`), Many: true},
}

// kindWords are the kinds by what they are called. The first that fits counts.
var kindWords = []struct {
	kind models.QuestionKind
	form *regexp.Regexp
}{
	{models.QuestionRanking, regexp.MustCompile(`順位|並べ|ランキング|rank`)},
	{models.QuestionMatrix, regexp.MustCompile(`表で|マトリ|マトリックス|グリッド|matrix|grid`)},
	{models.QuestionNPS, regexp.MustCompile(`nps|推奨`)},
	{models.QuestionMultiple, regexp.MustCompile(`いくつでも|複数|チェック|multiple|checkbox|any`)},
	{models.QuestionScale10, regexp.MustCompile(`11段階|10段階|0[〜~-]10`)},
	{models.QuestionScale5, regexp.MustCompile(`段階|1[〜~-]5|scale|rating`)},
	{models.QuestionLongText, regexp.MustCompile(`長い|長文|自由|記述|段落|long|paragraph|free|comment`)},
	{models.QuestionDate, regexp.MustCompile(`日付|年月日|date`)},
	{models.QuestionNumber, regexp.MustCompile(`^数字|^数値|number`)},
	{models.QuestionStatement, regexp.MustCompile(`説明文|案内文|statement`)},
	{models.QuestionSection, regexp.MustCompile(`見出し|区切り|ページ|section|page`)},
	{models.QuestionShortText, regexp.MustCompile(`短い|短文|一行|1行|テキスト|short|text`)},
	{models.QuestionSingle, regexp.MustCompile(`1つ|一つ|ひとつ|単一|択一|ラジオ|プルダウン|ドロップ|single|radio|one|dropdown|select`)},
}

// folded says that a choice is a list that opens.
var folded = regexp.MustCompile(`プルダウン|ドロップ|dropdown|select`)

func isKind(plain string) bool { return len([]rune(plain)) <= 12 && kindOf(plain) != "" }

func kindOf(plain string) models.QuestionKind {
	for _, word := range kindWords {
		if word.form.MatchString(plain) {
			return word.kind
		}
	}
	return ""
}

var yesWord = regexp.MustCompile(`^(必須|はい|○|〇|◯|yes|true|y|required)$`)

func isRequired(plain string) bool {
	return yesWord.MatchString(plain) || plain == "任意" || plain == "optional"
}

func isNothing(string) bool { return false }

var betweenOptions = regexp.MustCompile(`[\n／/、;；]`)

// Paste adds the rows of a table that was copied in a spreadsheet. It reports whether there are any.
func (in *QuestionsInput) Paste(pasted string) bool {
	list := rows.Paste(pasted, questionColumns)
	for _, cells := range list {
		in.Rows = append(in.Rows, pastedQuestion(cells))
	}
	return len(list) > 0
}

func pastedQuestion(cells rows.Pasted) QuestionRowInput {
	row := blankQuestion(models.NewID()).QuestionRowInput
	row.TitleJa, row.TitleEn, row.HelpJa = cells.One("title_ja"), cells.One("title_en"), cells.One("help_ja")
	row.Required = yesWord.MatchString(rows.Plain(cells.One("required")))
	options := cells["options"]
	if len(options) == 1 { // all of them in one cell
		options = betweenOptions.Split(options[0], -1)
	}
	row.Kind = kindOf(rows.Plain(cells.One("kind")))
	switch {
	case row.Kind == "" && len(options) > 1:
		row.Kind = models.QuestionSingle
	case row.Kind == "":
		row.Kind = models.QuestionLongText
	}
	row.takeOptions(options, rows.Plain(cells.One("kind")))
	return row
}

// takeOptions puts what was pasted where the kind has it.
func (row *QuestionRowInput) takeOptions(options []string, kind string) {
	row.Folded = folded.MatchString(kind)
	switch row.lines() {
	case question.OptionLines, question.TableLines:
		for _, text := range options {
			if text = strings.TrimSpace(text); text != "" {
				row.OptionSlugs = append(row.OptionSlugs, "")
				row.OptionsJa, row.OptionsEn = append(row.OptionsJa, text), append(row.OptionsEn, "")
			}
		}
	case question.EndLines:
		if len(options) >= 2 {
			row.EndsJa = []string{strings.TrimSpace(options[0]), strings.TrimSpace(options[len(options)-1])}
		}
	}
}
