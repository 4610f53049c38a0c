package survey_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"meguri/app/service/question"
	"meguri/app/survey"
	"meguri/models"
	"meguri/models/modelstest"
)

// slugs are those of a survey's questions, in order.
func slugs(s *models.Survey) string {
	list := make([]string, 0, len(s.Questions))
	for _, q := range s.Questions {
		list = append(list, q.Slug)
	}
	return strings.Join(list, " ")
}

func TestWritingQuestions(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		t.Run("keeps them in order, numbered where they have no name", func(t *testing.T) {
			expectEqual(t, "slugs", slugs(f.draft()), "overall recommend source themes word q6")
		})
		t.Run("stores every field", func(t *testing.T) {
			got, want := f.draft().Questions[2], questionInputs[2]
			expectEqual(t, "kind", got.Kind, want.Kind)
			expectEqual(t, "required", got.Required, want.Required)
			expectEqual(t, "title", got.TitleJa, want.TitleJa)
			expectEqual(t, "English title", got.TitleEn, want.TitleEn)
			option := models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City news"}
			expectEqual(t, "first option", got.Options[0], option)
		})
		t.Run("moves them", func(t *testing.T) {
			s := f.draft()
			in := f.rows(s.ID)
			in.Rows[0], in.Rows[5] = in.Rows[5], in.Rows[0]
			for range 2 { // a double click
				if err := f.save(s.ID, in); err != nil {
					t.Fatal(err)
				}
			}
			expectEqual(t, "slugs", slugs(f.read(s.ID)), "q6 recommend source themes word overall")
		})
		t.Run("changes all but the name", func(t *testing.T) {
			s := f.draft()
			in := &question.Input{Slug: "other", TitleJa: "ご意見", Kind: models.QuestionLongText, Options: "a\nb"}
			if err := f.editQuestion(s.ID, s.Questions[2].ID, in); err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			expectEqual(t, "kind", got.Kind, models.QuestionLongText)
			expectEqual(t, "number of options", len(got.Options), 0)
			expectEqual(t, "slug", got.Slug, "source")
		})
		t.Run("removes one", func(t *testing.T) {
			s := f.draft()
			in := f.rows(s.ID)
			in.Rows[0].Delete = true
			if err := f.save(s.ID, in); err != nil {
				t.Fatal(err)
			}
			expectEqual(t, "slugs", slugs(f.read(s.ID)), "recommend source themes word q6")
		})
	})
}

func TestQuestionFaults(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		for name, c := range map[string]struct {
			in    question.Input
			field string
		}{
			"a name of another question": {question.Input{TitleJa: "x", Slug: "overall"}, "slug"},
			"a name of another column":   {question.Input{TitleJa: "x", Slug: "response_id"}, "slug"},
			"no title":                   {question.Input{Slug: "fresh"}, "title_ja"},
		} {
			t.Run(name, func(t *testing.T) {
				c.in.Kind = models.QuestionLongText
				err := f.addQuestion(s.ID, &c.in)
				expectEqual(t, "fields at fault", slices.Collect(maps.Keys(fields(err))), []string{c.field})
			})
		}
	})
}

func TestQuestionsAfterTheOpening(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s := f.open()
		q := s.Questions[2]
		valid := question.Input{Kind: models.QuestionLongText, TitleJa: "x"}
		removed, moved, kind := f.rows(s.ID), f.rows(s.ID), f.rows(s.ID)
		removed.Rows[2].Delete = true
		moved.Rows[0], moved.Rows[1] = moved.Rows[1], moved.Rows[0]
		kind.Rows[5].Kind = models.QuestionShortText
		for name, err := range map[string]error{
			"none is added":           f.save(s.ID, f.rows(s.ID, valid)),
			"none is removed":         f.save(s.ID, removed),
			"none is moved":           f.save(s.ID, moved),
			"none gets another kind":  f.save(s.ID, kind),
			"the survey stays itself": f.service.Writing.Delete(ctx, f.event, s.ID),
		} {
			t.Run(name, func(t *testing.T) {
				expectEqual(t, "error", models.CodeOf(err), models.CodeConflict)
			})
		}
		t.Run("wording is corrected, and answers keep their meaning", func(t *testing.T) {
			err := f.editQuestion(s.ID, q.ID, &question.Input{
				TitleJa: "きっかけ", Kind: models.QuestionSingle, Required: true,
				OptionSlugs: []string{"city_news", "a_friend", "o3"},
				OptionsJa:   []string{"市のお知らせ", "知人", "ほか"},
				OptionsEn:   []string{"City bulletin", "", ""},
			})
			if err != nil {
				t.Fatal(err)
			}
			got := f.read(s.ID).Questions[2]
			expectEqual(t, "title", got.TitleJa, "きっかけ")
			expectEqual(t, "kind", got.Kind, models.QuestionSingle)
			want := models.Option{Slug: "city_news", TextJa: "市のお知らせ", TextEn: "City bulletin"}
			expectEqual(t, "first option", got.Options[0], want)
		})
		t.Run("no option goes away", func(t *testing.T) {
			in := questionOfPage(f, s, q.ID)
			in.OptionsJa[1], in.OptionsEn[1] = "", ""
			err := f.editQuestion(s.ID, q.ID, in)
			if fields(err)["options"] == "" {
				t.Errorf("got %v", err)
			}
		})
	})
}

// questionOfPage is a question as its row shows it.
func questionOfPage(f *fixture, s *models.Survey, id string) *question.Input {
	f.t.Helper()
	for _, row := range f.rows(s.ID).Rows {
		if row.ID == id {
			return &row.Input
		}
	}
	f.t.Fatalf("there is no question %s", id)
	return nil
}

// Staff put the options of an opened survey into another order: every answer still means what the person chose.
func TestMovedOptionsKeepTheirAnswers(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		for name, options := range map[string]string{
			"with English": "賛成 | Yes\n反対 | No", "without English": "賛成\n反対",
		} {
			t.Run(name, func(t *testing.T) {
				ctx := t.Context()
				s, err := f.service.Writing.Create(ctx, f.event, &survey.SettingsInput{TitleJa: "投票"})
				if err != nil {
					t.Fatal(err)
				}
				in := &question.Input{Slug: "vote", Kind: models.QuestionSingle, TitleJa: "賛否", Options: options}
				if err := f.addQuestion(s.ID, in); err != nil {
					t.Fatal(err)
				}
				if err := f.service.Asking.Open(ctx, f.event, s.ID); err != nil {
					t.Fatal(err)
				}
				q := f.read(s.ID).Questions[0]
				for i := range 20 {
					f.answer(s, models.ModeOnline, "vote", q.Options[i/18].Slug)
				}
				typed := questionOfPage(f, s, q.ID)
				typed.OptionPlaces = []string{"2", "1"}
				if err := f.editQuestion(s.ID, q.ID, typed); err != nil {
					t.Fatal(err)
				}
				if err := f.service.Asking.Close(ctx, f.event, s.ID); err != nil {
					t.Fatal(err)
				}
				expectVotes(f, s, q.Options)
			})
		}
	})
}

// expectVotes demands 18 votes for the first option and 2 for the second, by page, summary, codebook and table.
func expectVotes(f *fixture, s *models.Survey, options []models.Option) {
	f.t.Helper()
	results, err := f.service.Reading.Results(f.t.Context(), f.event, s.ID, survey.View{})
	if err != nil {
		f.t.Fatal(err)
	}
	bars := []question.Bar{
		{LabelJa: "反対", LabelEn: options[1].TextEn, Count: 2}, {LabelJa: "賛成", LabelEn: options[0].TextEn, Count: 18},
	}
	expectEqual(f.t, "bars of the page", results.Questions[0].Bars, bars)
	summary, err := f.service.Reading.KeyResults(f.t.Context(), f.event)
	if err != nil {
		f.t.Fatal(err)
	}
	expectEqual(f.t, "bars of the summary", summary[len(summary)-1].Bars, bars)
	export := exportOf(f.t, f, s)
	column := export.Columns[slices.IndexFunc(export.Columns, func(c question.Column) bool { return c.Name == "vote" })]
	expectEqual(f.t, "codes", column.Values, []question.Code{
		{Value: options[1].Slug, LabelJa: "反対", LabelEn: options[1].TextEn},
		{Value: options[0].Slug, LabelJa: "賛成", LabelEn: options[0].TextEn},
	})
	text := csvOf(f.t, f, s)
	expectEqual(f.t, "rows of 賛成", strings.Count(text, ","+options[0].Slug+"\r\n"), 18)
	expectEqual(f.t, "rows of 反対", strings.Count(text, ","+options[1].Slug+"\r\n"), 2)
}

func TestQuestionsStayInsideTheEvent(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f, ctx := newFixture(t, db), t.Context()
		s, other := f.draft(), modelstest.Summit(t, db, "other")
		_, editor := f.service.Writing.EditorPage(ctx, other, s.ID, nil, 0)
		_, settings := f.service.Writing.SettingsPage(ctx, other, s.ID)
		_, preview := f.service.Writing.PreviewPage(ctx, other, s.ID)
		for name, err := range map[string]error{
			"save":     f.service.Writing.SaveQuestions(ctx, other, s.ID, f.rows(s.ID)),
			"editor":   editor,
			"settings": settings,
			"preview":  preview,
		} {
			t.Run(name, func(t *testing.T) {
				expectEqual(t, "error", models.CodeOf(err), models.CodeNotFound)
			})
		}
	})
}

func TestOneFaultKeepsAllQuestionsFromBeingStored(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		in := f.rows(s.ID, question.Input{Kind: models.QuestionSingle, TitleJa: "賛否", Options: "一つ"})
		in.Rows[0].TitleJa = "変えた題名"
		in.Rows[1].EndsJa, in.Rows[1].EndsEn = []string{"不満", ""}, []string{"", ""}
		err := f.save(s.ID, in)
		var known *models.Error
		if !errors.As(err, &known) {
			t.Fatal(err)
		}
		expectEqual(t, "new row", known.Fields["options."+in.Rows[6].ID], "question.options_few")
		expectEqual(t, "ends of a scale", known.Fields["options."+in.Rows[1].ID], "question.ends_two")
		expectEqual(t, "title", f.read(s.ID).Questions[0].TitleJa, "満足度")
	})
}

func TestTwoWhoEditQuestionsAtOnceAreToldWhereTheyMeet(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		mine, theirs, beside := f.rows(s.ID), f.rows(s.ID), f.rows(s.ID)
		theirs.Rows[2].OptionsJa = []string{"市の便り", "知人"}
		theirs.Rows[2].OptionSlugs, theirs.Rows[2].OptionsEn = []string{"city_news", "a_friend"}, []string{"City news", ""}
		theirs.Rows[2].OptionPlaces = nil
		if err := f.save(s.ID, theirs); err != nil {
			t.Fatal(err)
		}
		beside.Rows[0].TitleJa = "全体の満足度"
		if err := f.save(s.ID, beside); err != nil {
			t.Errorf("who edits another row is in the way: %v", err)
		}
		mine.Rows[2].OptionsJa[0] = "広報"
		expectEqual(t, "error", models.CodeOf(f.save(s.ID, mine)), models.CodeConflict)
		page, err := f.service.Writing.EditorPage(t.Context(), f.event, s.ID, mine, 0)
		if err != nil {
			t.Fatal(err)
		}
		expectEqual(t, "what was typed", page.Rows[2].OptionsJa[0], "広報")
		expectEqual(t, "what they saved", page.Rows[2].Theirs[0].Saved, "市の便り City news\n知人")
		mine.Rows[2] = page.Rows[2].QuestionRowInput // sent again, as the page has it
		if err := f.save(s.ID, mine); err != nil {
			t.Fatal(err)
		}
		got := f.read(s.ID).Questions
		expectEqual(t, "untouched row", got[0].TitleJa, "全体の満足度")
		expectEqual(t, "first option", got[2].Options[0], models.Option{Slug: "city_news", TextJa: "広報", TextEn: "City news"})
		expectEqual(t, "options", len(got[2].Options), 3)
	})
}

func TestWordsOfAScaleStayWithTheirEnds(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		f := newFixture(t, db)
		s := f.draft()
		in := f.rows(s.ID)
		in.Rows[0].EndsJa, in.Rows[0].EndsEn = []string{"不満", "満足"}, []string{"", ""}
		if err := f.save(s.ID, in); err != nil {
			t.Fatal(err)
		}
		want := []models.Option{{Slug: "1", TextJa: "不満"}, {Slug: "5", TextJa: "満足"}}
		expectEqual(t, "ends", f.read(s.ID).Questions[0].Options, want)
		expectEqual(t, "row", f.rows(s.ID).Rows[0].EndsJa, []string{"不満", "満足"})
	})
}

func TestQuestionsArePastedFromASpreadsheet(t *testing.T) {
	type pasted struct {
		Kind     models.QuestionKind
		Title    string
		Required bool
		Options  string
	}
	for name, c := range map[string]struct {
		text string
		want []pasted
	}{
		"with headings, options in one cell": {
			"必須\t設問\t形式\t選択肢\n○\t参加形式は\tひとつ選ぶ\t会場、オンライン\n\t満足度\t5段階\t\"不満\n満足\"\n\tご意見\t自由記述\t",
			[]pasted{
				{models.QuestionSingle, "参加形式は", true, "会場／オンライン"},
				{models.QuestionScale5, "満足度", false, "不満 — 満足"},
				{models.QuestionLongText, "ご意見", false, ""},
			},
		},
		"without headings, options in columns": {
			"何で知りましたか\t複数選択\tチラシ\t知人\tその他\r\nひとこと\t短い文\r\n",
			[]pasted{
				{models.QuestionMultiple, "何で知りましたか", false, "チラシ／知人／その他"}, {models.QuestionShortText, "ひとこと", false, ""},
			},
		},
		"titles alone": {"よかったこと\nこれからのこと\n", []pasted{
			{models.QuestionLongText, "よかったこと", false, ""}, {models.QuestionLongText, "これからのこと", false, ""},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			in := &survey.QuestionsInput{}
			in.Paste(c.text)
			var got []pasted
			for _, row := range in.Rows {
				shown := survey.QuestionRow{QuestionRowInput: row}
				got = append(got, pasted{row.Kind, row.TitleJa, row.Required, shown.Summary()})
			}
			expectEqual(t, "questions", got, c.want)
		})
	}
}
