package question_test

import (
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/models"
)

// piping are questions of two pages; the last one takes up what was answered on the first.
func piping(title string) []question.Question {
	return []question.Question{
		{
			Slug: "source", Kind: models.QuestionMultiple, TitleJa: "何で知りましたか",
			Options: []models.Option{
				{Slug: "city", TextJa: "市のお知らせ", TextEn: "City news"}, {Slug: "friend", TextJa: "知人"},
				{Slug: "other", TextJa: "その他", Other: true},
			},
		},
		{Slug: "word", Kind: models.QuestionLongText, TitleJa: "ひとこと"},
		{Slug: "rows", Kind: models.QuestionMatrix, TitleJa: "企画", Options: []models.Option{{Slug: "a", TextJa: "A"}}},
		{Slug: "s", Kind: models.QuestionSection, TitleJa: "くわしく"},
		{Slug: "last", Kind: models.QuestionLongText, TitleJa: title, TitleEn: title},
	}
}

func TestAnEarlierAnswerStandsInAWording(t *testing.T) {
	for _, c := range []struct {
		name, title string
		answers     question.Answers
		ja, en      string
	}{
		{"one", "{source|きっかけ}は？", question.Answers{"source": {"city"}}, "市のお知らせは？", "City newsは？"},
		{"several", "{source|x}", question.Answers{"source": {"city", "friend"}}, "市のお知らせ、知人", "City news, 知人"},
		{"none", "{source|きっかけ}は？", nil, "きっかけは？", "きっかけは？"},
		{
			"words beside other", "{source|x}",
			question.Answers{"source": {"other"}, "source__other__text": {"駅の掲示"}}, "駅の掲示", "駅の掲示",
		},
		{"other alone", "{source|x}", question.Answers{"source": {"other"}}, "その他", "その他"},
		{"lines", "「{word|x}」", question.Answers{"word": {"一\n二  三"}}, "「一 二 三」", "「一 二 三」"},
		{
			"no code again", "{word|x}",
			question.Answers{"word": {"{source|y}"}, "source": {"city"}}, "{source|y}", "{source|y}",
		},
		{
			"long", "{word|x}", question.Answers{"word": {strings.Repeat("長", 4000)}},
			strings.Repeat("長", 200) + "…", strings.Repeat("長", 200) + "…",
		},
		{"braces that are none", "{a} {b|} |c|", question.Answers{"word": {"x"}}, "{a} {b|} |c|", "{a} {b|} |c|"},
	} {
		list := piping(c.title)
		got := list[4].Said(list, c.answers)
		if got.TitleJa != c.ja || got.TitleEn != c.en {
			t.Errorf("%s: %q and %q, want %q and %q", c.name, got.TitleJa, got.TitleEn, c.ja, c.en)
		}
	}
	if got := question.Plain(piping("{word|ひとこと}について"))[4].TitleJa; got != "ひとことについて" {
		t.Errorf("files have %q", got)
	}
}

func TestWhatCanStandInAWording(t *testing.T) {
	for title, want := range map[string]string{
		"{source|x}": "", "{word|x}": "", "{gone|x}": "question.pipe_gone", "{rows|x}": "question.pipe_gone",
		"{s|x}": "question.pipe_gone", "{last|x}": "question.pipe_later",
	} {
		if got := question.PipeFaults(piping(title))["last"]; got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
	list := piping("x")
	list[1].HelpJa = "{source|x}" // on the same page
	if got := question.PipeFaults(list)["word"]; got != "question.pipe_later" {
		t.Errorf("on the same page: %q", got)
	}
}
